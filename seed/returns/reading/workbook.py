"""A workbook or CSV file as plain cells, row by row. Runs in the child process only: the parent never parses.

Messages are lists that JSON can carry: ["epoch", 1904], ["hidden", name], ["sheet", name], ["row", number, [[column,
value], …], cells of a CSV row], ["merge", first row, first column, last row, last column], ["open"] (the last row of a
CSV does not end), ["refused", code, details] and, last, ["end"].
A value is text, a number, or {"t": ISO time}, {"b": truth}, {"e": error}, {"f": formula}.
"""

import csv
import io
import re
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from defusedxml.ElementTree import iterparse
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import MERGE_TAG, ROW_TAG, WorkSheetParser

from seed.returns.reading import characters, limits
from seed.returns.reading.package import OLE_MAGIC, ZIP_MAGIC, RefusedError, check_package

Message = list[Any]

BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DELIMITERS: Final = (",", "\t", ";", "|")
WIDE_DELIMITERS: Final = ("\uff0c", "\uff1b")
"""Typed by hand; looked for only where none of the others makes a table."""
LONGEST_HEADING: Final = 30
LINES_LOOKED_AT: Final = 12
"""So far down the header row of a CSV is looked for, to find its delimiter."""
FORMULA: Final = {"f": True}
MAY_BE_FORMULA: Final = re.compile("[=\ufe66\uff1d]")


def read(name: str, data: bytes) -> Iterator[Message]:
    """The messages of one file; nothing is raised, a file that cannot be read ends with ["refused", …]."""
    try:
        if len(data) > limits.FILE_MB * limits.MEGABYTE:
            raise RefusedError("too_big", limit=str(limits.FILE_MB))
        if data.startswith(OLE_MAGIC):
            raise RefusedError("encrypted")
        suffix = name.lower().rpartition(".")[2]
        if suffix == "xlsx" and data.startswith(ZIP_MAGIC):
            check_package(data)
            yield from _workbook(data)
        elif suffix == "csv" and not data.startswith(ZIP_MAGIC):
            yield from _csv(data)
        else:
            raise RefusedError("unknown_format")
    except RefusedError as fault:
        yield ["refused", fault.code, fault.details]
    yield ["end"]


class _Counter:
    """Rows, columns and merges in use so far."""

    def __init__(self) -> None:
        self.rows = 0
        self.merges = 0

    def row(self, used: set[int], columns: set[int]) -> None:
        """Count a row that is not empty; refuse beyond the limits."""
        self.rows += 1
        columns |= used
        if self.rows > limits.ROWS:
            raise RefusedError("too_many_rows", limit=str(limits.ROWS))
        if len(columns) > limits.COLUMNS:
            raise RefusedError("too_many_columns", limit=str(limits.COLUMNS))


def _workbook(data: bytes) -> Iterator[Message]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not matter here
        try:
            reader = ExcelReader(io.BytesIO(data), read_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            counter = _Counter()
            if reader.wb.epoch == CALENDAR_MAC_1904:
                yield ["epoch", 1904]
            for sheet, relation in reader.parser.find_sheets():
                if not relation.Type.endswith("/worksheet"):
                    continue
                if sheet.state != "visible":  # nobody has looked at what stands there
                    yield ["hidden", sheet.name]
                else:
                    yield ["sheet", sheet.name]
                    yield from _sheet(reader, relation.target, counter)
        except RefusedError:
            raise
        except Exception as fault:  # any error of the parser means the same: not a workbook that we can read
            raise RefusedError("unreadable_file", detail=type(fault).__name__) from fault


def _sheet(reader: ExcelReader, part: str, counter: _Counter) -> Iterator[Message]:
    """The rows that hold anything, as they stand in the XML, so that far-off cells cost nothing; then the merges.

    openpyxl's own sheets would first look for the dimension: 3 million rows to the end of the XML, 90 s.
    """
    columns: set[int] = set()
    book = reader.wb
    with reader.archive.open(part) as source:
        parser = WorkSheetParser(
            source,
            reader.shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        parser.parse_formula = lambda _: "="  # none is ever read: no need to expand the shared ones
        for _, element in iterparse(source):
            if element.tag == ROW_TAG:
                number, cells = parser.parse_row(element)
                element.clear()
                kept: list[list[Any]] = []
                for cell in cells:
                    if cell["data_type"] == "f":
                        kept.append([cell["column"], FORMULA])
                    elif (value := _plain(cell["value"], cell["data_type"])) is not None:
                        kept.append([cell["column"], value])
                if kept:
                    counter.row({column for column, _ in kept}, columns)
                    yield ["row", number, kept]
            elif element.tag == MERGE_TAG:
                for merge in element:
                    counter.merges += 1
                    if counter.merges > limits.MERGES:
                        raise RefusedError("too_many_merges", limit=str(limits.MERGES))
                    yield ["merge", *_corners(merge.get("ref", ""))]
                element.clear()


def _corners(reference: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(reference)
    return top, left, bottom, right


def _plain(value: Any, data_type: str) -> Any:
    """A value that JSON can carry; None for an empty cell."""
    if value is None or value == "":
        return None
    if data_type == "e":
        return {"e": str(value)}
    if isinstance(value, bool):
        return {"b": value}
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, int | float | str):
        return value
    return {"e": type(value).__name__}  # a bare time or a duration: never what a return asks for


def _csv(data: bytes) -> Iterator[Message]:
    text = decode(data)
    counter, columns = _Counter(), set[int]()
    csv.field_size_limit(limits.MEGABYTE)
    yield ["sheet", ""]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for number, row in enumerate(rows, 1):
            kept = [[column, _typed(value)] for column, value in enumerate(row, 1) if value.strip()]
            if kept:
                counter.row({column for column, _ in kept}, columns)
                yield ["row", number, kept, len(row)]
    except csv.Error as fault:
        raise RefusedError("csv_syntax") from fault
    if not text.endswith(("\n", "\r")):
        yield ["open"]


def _typed(value: str) -> Any:
    """A spreadsheet takes for a formula what begins with "=", however wide it is and whatever nobody sees before it."""
    is_formula = MAY_BE_FORMULA.search(value) and characters.fold(value[:40]).startswith("=")
    return FORMULA if is_formula else value


def _delimiter(text: str) -> str:
    """What parts the cells: with it one of the first rows, the header, has the most cells that could be headings."""
    lines = text[: limits.MEGABYTE].splitlines()[:LINES_LOOKED_AT]

    def headings(delimiter: str) -> int:
        others = [other for other in DELIMITERS if other != delimiter]
        rows = ([cell.strip(' "') for cell in line.split(delimiter)] for line in lines)
        return max((sum(_is_short(cell, others) for cell in row) for row in rows), default=0)

    best = max(DELIMITERS, key=headings)
    return best if headings(best) > 1 else max((best, *WIDE_DELIMITERS), key=headings)


def _is_short(cell: str, others: list[str]) -> bool:
    return 0 < len(cell) <= LONGEST_HEADING and not any(other in cell for other in others)


def decode(data: bytes) -> str:
    """The text of a CSV file: by its BOM, else UTF-8, else GB18030. RefusedError when none of them fits."""
    encodings = [encoding for bom, encoding in BOMS if data.startswith(bom)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError("encoding")
