"""Finds the table in a file and reads its rows by the columns of its kind; collects every fault (§2, §4)."""

from datetime import date, datetime
from typing import Final

from seed.returns.reading import headings, values
from seed.returns.reading.characters import comparable, same
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.headings import Header
from seed.returns.reading.reference import Reference
from seed.returns.reading.rows import Places, standing
from seed.returns.reading.sandbox import Content, FormulaCell, Row, Sheet
from seed.returns.reading.table import Check, Column, Reading, Record, Table
from seed.returns.reading.values import UnreadableError

CELLS_OF_A_TABLE: Final = 3
"""A sheet without a header is named when a row of it has so many filled cells: it may be a table all the same."""


def read_table(content: Content, table: Table, reference: Reference) -> Reading:
    """All records of a file, in order, a row that is repeated with the same content once; or its faults."""
    if content.refusal:
        return Reading(faults=[content.refusal])
    reading, table = Reading(), table.in_words(reference.city_word)
    check = Check(table, reference, reading.faults, reading.notes)
    known = frozenset(column.heading for column in table.columns)
    headers = [headings.find(sheet, known) for sheet in content.sheets]
    if not any(headers):
        wanted = "、".join(column.heading for column in table.columns[: headings.HEADINGS_WANTED])
        reading.faults.append(Fault("no_header", details={"headings": wanted}))
    for sheet, header in zip(content.sheets, headers, strict=True):
        if header:
            _read_sheet(sheet, header, reading, check)
        elif any(headers) and any(len(row.cells) >= CELLS_OF_A_TABLE for row in sheet.rows):
            reading.notes.append(Fault("no_table", sheet.name))
    _fold_repeated(reading, table)
    if table.whole:
        table.whole(reading.records, check)
    reading.faults.sort(key=lambda fault: fault.row)
    return reading


def _read_sheet(sheet: Sheet, header: Header, reading: Reading, check: Check) -> None:
    faults, notes = headings.account(sheet.name, header, {c.heading: c.absence for c in check.table.columns})
    reading.faults += faults
    reading.notes += notes
    here = set(header.places.values())
    absent = frozenset(column.field for column in check.table.columns if column.heading not in here)
    places = Places(sheet, header)
    records = []
    for row in sheet.rows:
        what = standing(row, header, check.table, check.reference) if row.number > header.row else "empty"
        if what == "doubtful":
            reading.notes.append(Fault("taken_for_note", sheet.name, row.number))
        if what == "record" and (record := _record(sheet, row, header, absent, check)):
            records.append(record)
            reading.faults += places.faults(row)
            reading.notes += places.notes(row)
    emptied = frozenset(c.field for c in check.table.columns if not any(c.field in r.written for r in records)) - absent
    for record in records:
        record.emptied = emptied
    reading.records += records


def _record(sheet: Sheet, row: Row, header: Header, absent: frozenset[str], check: Check) -> Record | None:
    at = {heading: at for at, heading in header.places.items() if at in row.cells and values.filled(row.cells[at])}
    table = check.table
    written = {column.field: row.cells[at[column.heading]] for column in table.columns if column.heading in at}
    if not written and not any(column.required for column in table.columns if column.field in table.key):
        return None  # only a running number, a section's title, or columns that are not ours
    fields = dict.fromkeys((column.field for column in table.columns), None)
    record = Record(sheet.name, row.number, fields, written, absent)
    for column in table.columns:
        if column.field in written:
            is_merged = column.once and at[column.heading] not in row.own
            _read_cell(record, column, check, is_merged=is_merged)
        elif column.required:
            check.fault(record, column.field, column.required)
    for left, right in row.across.items():
        covered = [column for column in table.columns if left <= _at(header, column) <= right]
        if len(covered) > 1 and values.filled(row.cells[left]):
            details = {"headings": "、".join(column.heading for column in covered)}
            check.faults.append(Fault("merged_across", sheet.name, row.number, details=details))
    for chain in table.chains:
        _check_chain(record, chain, check)
    if table.rule:
        table.rule(record, check)
    return record


def _at(header: Header, column: Column) -> int:
    """The place of a column, 0 when it is not there."""
    return next((at for at, heading in header.places.items() if heading == column.heading), 0)


def _read_cell(record: Record, column: Column, check: Check, *, is_merged: bool) -> None:
    cell = record.written[column.field]
    if is_merged or isinstance(cell, FormulaCell):
        check.fault(record, column.field, "merged_amount" if is_merged else "formula")
        return
    try:
        record.fields[column.field] = column.read(cell, check.reference)
    except UnreadableError as fault:
        check.fault(record, column.field, fault.code, **fault.details)


def _check_chain(record: Record, chain: tuple[str, ...], check: Check) -> None:
    """End before start: the later column of the pair is named."""
    before: str | None = None
    for name in chain:
        if record[name] is None:
            continue
        if before and is_before(record[name], record[before]):
            check.fault(record, name, "before", earlier=check.table.column(before).heading)
        before = name


def is_before(later: date | datetime, earlier: date | datetime) -> bool:
    """Does `later` lie before `earlier`? By the day when one of them is known by its day only."""
    if isinstance(later, datetime) and isinstance(earlier, datetime):
        return later < earlier
    return _day(later) < _day(earlier)


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _fold_repeated(reading: Reading, table: Table) -> None:
    """The same row twice is one record; the same key with different content is a fault of the second row."""
    seen: dict[object, Record] = {}
    kept: list[Record] = []
    for record in reading.records:
        names = table.key or tuple(record.fields)
        key = comparable([record[name] for name in names if name not in table.as_written])
        first = seen.get(key)
        if first is None or any(record[name] is None and table.column(name).required for name in table.key):
            seen[key] = record
            kept.append(record)
        elif not all(same(value, first[name]) for name, value in record.fields.items() if name not in table.as_written):
            column = table.column(table.key[0])
            value = shown(record.written[column.field])
            elsewhere = record.sheet != first.sheet
            details = {"first": str(first.row), "sheet": first.sheet}
            code = "repeated_key_elsewhere" if elsewhere else "repeated_key"
            reading.faults.append(Fault(code, record.sheet, record.row, column.heading, value, details))
    reading.records = kept
