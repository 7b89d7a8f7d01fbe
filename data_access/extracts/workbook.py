"""An extract as .xlsx for people: typed cells, no formula possible, a sheet that says what the file is."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

import xlsxwriter

from data_access.database.snapshot import PARTITION, Snapshot
from data_access.database.stamp import read_stamp
from data_access.extracts.definitions import DEFINITIONS
from data_access.extracts.names import filters_in_words
from data_access.i18n import t
from data_access.obligations.states import DEFINITION_VERSION
from data_access.question import Question
from data_access.tables.columns import Cell, Column, Manner, typed, values_of
from data_access.tables.sheet import MADE, SETTINGS, set_mark
from data_access.tables.table import Table
from data_access.wording import printable

MAX_ROWS: Final = 1_048_576 - 1
FORMATS: Final = {
    "day": "yyyy-mm-dd",
    "instant": "yyyy-mm-dd hh:mm:ss",
    "rate": "0.0%",
    "count": "#,##0",
    "figure": "#,##0.####",
    "coordinate": "0.00",
    "text": "@",
    "code": "@",
}
WIDTHS: Final = {"text": 28, "day": 12, "instant": 20, "word": 14}


def write_workbook(
    s: Snapshot, extract: Table, columns: list[Column], q: Question, lang: str, file: IO[bytes], mark: str = ""
) -> Generator[int]:
    """Write sheet and info sheet, a partition of rows at a time: each step is the number of rows until now, the last
    one when the file is whole. Whoever closes the steps before that ends the work. `mark`: who takes it, on the info
    sheet and at the foot of each page. ValueError when it cannot be whole.
    """
    with _workbook(file) as book:
        rows = yield from _fill(book, s, extract, columns, q, lang, mark)
    yield rows


@contextmanager
def _workbook(file: IO[bytes]) -> Iterator[Any]:
    """A workbook that is put into `file` at the end, and whose temporary files go in any case."""
    with TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(file, {**SETTINGS, "tmpdir": folder})
        try:
            yield book
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise
        book.close()


def _fill(
    book: Any, s: Snapshot, extract: Table, columns: list[Column], q: Question, lang: str, mark: str
) -> Generator[int, None, int]:
    book.set_properties({"created": MADE, "title": extract.title(lang)})
    sheet = book.add_worksheet(t(lang, "sheet.data"))
    info = book.add_worksheet(t(lang, "sheet.about"))
    header = book.add_format({"bold": True, "bg_color": "#E8EEF5", "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
    for place, column in enumerate(columns):
        heading = column.heading(lang, plain=False)
        sheet.set_column(place, place, max(WIDTHS.get(column.kind, 10), 2 * len(heading) if lang == "zh" else 10))
        sheet.write_string(0, place, heading, header)
    sheet.freeze_panes(1, 0)
    manner = Manner(lang, ZoneInfo(q.zone), plain=False)
    values = values_of(columns, lang)
    cells = [(typed(column, manner), column.kind) for column in columns]
    rows = 0
    for row in extract.rows(s, q):
        if rows % PARTITION == 0:
            yield rows
        rows += 1
        if rows > MAX_ROWS:
            raise ValueError(f"more than {MAX_ROWS} rows do not fit into a sheet: take the CSV")
        for place, ((cell, kind), found) in enumerate(zip(cells, values(row), strict=True)):
            value = cell(found)
            _write(sheet, rows, place, value, formats.get("count" if kind == "figure" and is_whole(value) else kind))
    sheet.autofilter(0, 0, rows, len(columns) - 1)
    info.set_column(0, 0, 18)
    info.set_column(1, 1, 60)
    taken = [(t(lang, "info.taken_by"), mark)] if mark else []
    for place, (label, value) in enumerate([*taken, *_about(s, extract, q, lang, rows)]):
        info.write_string(place, 0, label, header)
        info.write_string(place, 1, printable(value))
    for one in (sheet, info):
        set_mark(one, mark)
    return rows


def is_whole(value: Cell) -> bool:
    """Whether a figure needs no decimals: with #,##0.#### Excel writes twelve as “12.”."""
    return isinstance(value, int | float) and float(value).is_integer()


def _write(sheet: Any, row: int, place: int, value: Cell, form: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        fault = sheet.write_string(row, place, printable(value), form)
    elif isinstance(value, datetime):
        fault = sheet.write_datetime(row, place, value, form)
    else:
        fault = sheet.write_number(row, place, value, form)
    if fault:
        raise ValueError(f"row {row}, column {place + 1}: longer than a cell of a workbook takes: take the CSV")


def _about(s: Snapshot, extract: Table, q: Question, lang: str, rows: int) -> list[tuple[str, str]]:
    stamp = read_stamp(s, q.filters.campaign)
    zone = ZoneInfo(q.zone)
    chosen = filters_in_words(s, q, lang)
    filters = [f"{t(lang, f'filter.{kind}')}: {'、'.join(names)}" for kind, names in chosen.items() if names]

    def at(instant: datetime | None) -> str:
        return "" if instant is None else instant.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")

    facts = [
        ("extract", extract.title(lang)),
        ("about", extract.description(lang)),
        ("label", t(lang, f"label.{stamp.label}")),
        ("as_of", at(q.as_of)),
        ("known_at", at(q.known_at)),
        ("since", at(q.since)),
        ("time_zone", q.zone),
        ("data_until", at(stamp.data_until)),
        ("filters", "; ".join(filters) or t(lang, "filter.none")),
        ("rows", str(rows)),
        ("stamp", stamp.version),
        ("definition_version", DEFINITION_VERSION),
    ]
    return [
        *((t(lang, f"info.{key}"), value) for key, value in facts if value),
        *_definitions(extract, lang),
    ]


def _definitions(extract: Table, lang: str) -> list[tuple[str, str]]:
    """How the figures of the sheet are counted: its rates by their headings, or the one figure whose rows it has."""
    if extract.figure:
        one = DEFINITIONS[extract.figure]
        return [(one.title(lang), f"{one.text(lang)} {t(lang, 'definition.left_out', what=one.left_out(lang))}")]
    rates = [column for column in extract.columns if column.kind == "rate"]
    return [(column.heading(lang, plain=False), DEFINITIONS[column.definition].text(lang)) for column in rates]
