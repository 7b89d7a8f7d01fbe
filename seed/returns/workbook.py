"""A workbook or CSV file as plain cells, row by row. Runs in the child process only: the parent never parses.

Messages are lists that JSON can carry: ["sheet", name], ["row", number, [[column, value], …]], ["merge", first row,
first column, last row, last column], ["formula", row, column], ["refused", code, details] and, last, ["end"].
A value is text, a number, or {"t": ISO time}, {"b": truth}, {"e": error}.
"""

import csv
import io
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from defusedxml.ElementTree import iterparse
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import MERGE_TAG, ROW_TAG, WorkSheetParser

from seed.returns import limits
from seed.returns.package import OLE_MAGIC, ZIP_MAGIC, RefusedError, check_package

Message = list[Any]

BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


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
    """Rows and columns in use so far; formulas named so far."""

    def __init__(self) -> None:
        self.rows = 0
        self.formulas = 0
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
            for sheet, relation in reader.parser.find_sheets():
                if relation.Type.endswith("/worksheet"):
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
        parser.parse_formula = lambda _: "="  # formulas are refused: no need to expand the shared ones
        for _, element in iterparse(source):
            if element.tag == ROW_TAG:
                number, cells = parser.parse_row(element)
                element.clear()
                kept: list[list[Any]] = []
                for cell in cells:
                    if cell["data_type"] == "f":
                        counter.formulas += 1
                        if counter.formulas <= limits.FORMULAS_NAMED:
                            yield ["formula", number, cell["column"]]
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
    delimiter = "\t" if "\t" in text[:4000] and "," not in text[:4000] else ","
    counter, columns = _Counter(), set[int]()
    csv.field_size_limit(limits.MEGABYTE)
    yield ["sheet", ""]
    number = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            kept: list[tuple[int, str]] = []
            for column, value in enumerate(row, 1):
                if value.lstrip().startswith("="):
                    counter.formulas += 1
                    if counter.formulas <= limits.FORMULAS_NAMED:
                        yield ["formula", number, column]
                elif value.strip():
                    kept.append((column, value))
            if kept:
                counter.row({column for column, _ in kept}, columns)
                yield ["row", number, kept]
    except csv.Error as fault:
        raise RefusedError("csv_syntax") from fault


def decode(data: bytes) -> str:
    """The text of a CSV file: by its BOM, else UTF-8, else GB18030. RefusedError when none of them fits."""
    encodings = [encoding for bom, encoding in BOMS if data.startswith(bom)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError("encoding")
