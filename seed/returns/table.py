"""Finds the table in a file and reads its rows by a list of columns; collects every fault (§2, §4)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from openpyxl.utils import get_column_letter

from seed.returns import headings, values
from seed.returns.characters import comparable, same
from seed.returns.faults import Fault, shown
from seed.returns.headings import Absence, Header
from seed.returns.reference import Reference
from seed.returns.sandbox import Content, Row, Sheet, Value
from seed.returns.values import UnreadableError

NO_RECORD: Final = ("合计", "小计", "总计", "注", "说明", "填表", "制表", "审核", "负责人", "联系")
"""A row whose first filled cell begins so is no record."""

Read = Callable[[Value, Reference], Any]


@dataclass(frozen=True)
class Column:
    """One column of a return: its heading, the name of its field, how a filled cell is read."""

    heading: str
    field: str
    read: Read
    required: str = ""
    """Code of the fault when it is not filled; empty: it may be missing."""
    absence: Absence = "refused"
    """What it means that the heading is not there; what figures are worked out from may not be left out."""
    personal: bool = False
    """Never in a message; kept in the private place only."""


@dataclass
class Record:
    """One row as read: its place and its fields; a field that is missing or unreadable is None."""

    sheet: str
    row: int
    fields: dict[str, Any]
    written: Mapping[str, Value]
    """The filled cells by field, for messages."""
    absent: frozenset[str] = frozenset()
    """The fields that the sheet has no column for: nothing is said of them; an empty cell says that it is empty."""

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]


@dataclass
class Reading:
    """What a file says and what is wrong with it; with faults, nothing of it is used."""

    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    """What was not read, without refusing the file."""


@dataclass(frozen=True)
class Table:
    """The columns of one kind of return, its key and its rules."""

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    """Fields that identify a row in the whole province; empty: the rows have no number."""
    chains: tuple[tuple[str, ...], ...] = ()
    """Fields whose days may not run backwards; each is compared with the nearest filled one before it."""
    as_written: frozenset[str] = frozenset()
    """Fields that are not compared, because fields that the rule adds say what they mean."""
    rule: "Callable[[Record, Check], None] | None" = None
    """What else must hold of a row; may add fields to it."""
    whole: "Callable[[list[Record], Check], None] | None" = None
    """What must hold of all rows together."""

    def column(self, name: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.field == name)


@dataclass
class Check:
    """Handed to row rules: the reference, and where faults and notes go."""

    table: Table
    reference: Reference
    faults: list[Fault]
    notes: list[Fault] = field(default_factory=list)

    def note(self, record: Record, name: str, code: str, **details: str) -> None:
        """What the report says of one cell without refusing the file."""
        column = self.table.column(name)
        value = "" if column.personal else shown(record.written[name])
        self.notes.append(Fault(code, record.sheet, record.row, column.heading, value, details))

    def fault(self, record: Record, name: str, code: str, **details: str) -> None:
        """A fault of one cell; a personal cell's content stays out of it. A heading that is missing is named once."""
        column = self.table.column(name)
        if name in record.absent and column.absence == "refused":
            return
        value = "" if column.personal or name not in record.written else shown(record.written[name])
        self.faults.append(Fault(code, record.sheet, record.row, column.heading, value, details))


def read_table(content: Content, table: Table, reference: Reference) -> Reading:
    """All records of a file, in order, a row that is repeated with the same content once; or its faults."""
    if content.refusal:
        return Reading(faults=[content.refusal])
    reading = Reading()
    check = Check(table, reference, reading.faults, reading.notes)
    known = {column.heading: column.absence for column in table.columns}
    headers = [(sheet, header) for sheet in content.sheets if (header := headings.find(sheet, frozenset(known)))]
    if not headers:
        wanted = "、".join(column.heading for column in table.columns[: headings.HEADINGS_WANTED])
        reading.faults.append(Fault("no_header", details={"headings": wanted}))
    for sheet, header in headers:
        faults, notes = headings.account(sheet.name, header, known)
        reading.faults += faults
        reading.notes += notes
        here = set(header.places.values())
        absent = frozenset(column.field for column in table.columns if column.heading not in here)
        for row in _records_of(sheet, header.row):
            if record := _record(sheet, row, header, absent, check):
                reading.records.append(record)
    reading.faults += list(_formulas(content, {sheet.name: header for sheet, header in headers}))
    _fold_repeated(reading, table)
    if table.whole:
        table.whole(reading.records, check)
    reading.faults.sort(key=lambda fault: fault.row)
    return reading


def _records_of(sheet: Sheet, header: int) -> Iterator[Row]:
    """The rows below the header that are records: not empty, no totals, notes or signatures."""
    for row in sheet.rows:
        if row.number <= header:
            continue
        first = next((row.cells[at] for at in sorted(row.own) if values.filled(row.cells[at])), None)
        if first is not None and not values.heading(first).startswith(NO_RECORD):
            yield row


def _record(sheet: Sheet, row: Row, header: Header, absent: frozenset[str], check: Check) -> Record | None:
    places = header.places
    by_heading = {places[at]: cell for at, cell in row.cells.items() if at in places and values.filled(cell)}
    table = check.table
    written = {column.field: by_heading[column.heading] for column in table.columns if column.heading in by_heading}
    if not written and not any(column.required for column in table.columns if column.field in table.key):
        return None  # only a running number, a section's title, or columns that are not ours
    fields = dict.fromkeys((column.field for column in table.columns), None)
    record = Record(sheet.name, row.number, fields, written, absent)
    for column in table.columns:
        if column.field not in written:
            if column.required:
                check.fault(record, column.field, column.required)
            continue
        try:
            record.fields[column.field] = column.read(written[column.field], check.reference)
        except UnreadableError as fault:
            check.fault(record, column.field, fault.code, **fault.details)
    for chain in table.chains:
        _check_chain(record, chain, check)
    if table.rule:
        table.rule(record, check)
    return record


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


def _formulas(content: Content, headers: Mapping[str, Header]) -> Iterator[Fault]:
    for sheet in content.sheets:
        header = headers.get(sheet.name)
        for row, at in sheet.formulas:
            column = header.places.get(at, "") if header and row > header.row else ""
            yield Fault("formula", sheet.name, row, column or get_column_letter(at))


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
            details = {"first": str(first.row)}
            reading.faults.append(Fault("repeated_key", record.sheet, record.row, column.heading, value, details))
    reading.records = kept
