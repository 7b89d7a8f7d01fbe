"""Which rows below a header are records, and whether the cells of a record stand under their headings (§2)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from openpyxl.utils import get_column_letter

from seed.returns.reading import values
from seed.returns.reading.faults import Fault
from seed.returns.reading.headings import Header
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import FormulaCell, Row, Sheet, Value
from seed.returns.reading.table import Table
from seed.returns.reading.values import UnreadableError

Standing = Literal["record", "note", "doubtful", "empty"]
"""A doubtful row is taken for a note, but it might be more: the report names it."""

NO_RECORD: Final = ("合计", "小计", "总计", "注", "说明", "填表", "制表", "审核", "负责人", "联系")
"""A row whose first filled cell begins so is no record, unless it has what only a record has."""
TOTAL: Final = re.compile(r"(?:全[省市县区]|本[省市县区月期])?(?:合计|小计|总计|共计|累计)(?:$|[:(0-9].*)")
LABEL: Final = re.compile(
    r"(?:备?注|说明|填表|填报|制表|审核|负责|联系)(?:人员?|电话|单位|日期|时间|方式|部门|领导)?(?:$|[:(0-9].*)"
)
"""With these the row is a total, a note or a signature, unless it has a key and all that a record must have."""
BLOCK: Final = 16
"""Excel leaves out the empty cells at the end of a CSV's rows for so many rows together, counted from the first."""


def standing(row: Row, header: Header, table: Table, reference: Reference) -> Standing:
    """Whether a row below the header is a record. A formula counts only in a column that is read."""
    own = (at for at in sorted(row.own) if not isinstance(row.cells[at], FormulaCell) and values.filled(row.cells[at]))
    first = next(own, None)
    if first is None:
        return "record" if _has_marks(_by_heading(row, header), table) else "note" if row.own else "empty"
    word = values.heading(row.cells[first])
    is_certain = bool(TOTAL.fullmatch(word) or LABEL.fullmatch(word))
    if not is_certain and not word.startswith(NO_RECORD):
        return "record"
    by_heading = _by_heading(row, header)
    others = {heading: cell for heading, cell in by_heading.items() if heading != header.places.get(first)}
    keys = (column.heading for column in table.columns if column.required and column.field in table.key)
    has_key = any(heading in others for heading in keys)
    if is_certain:
        return "note" if not has_key else "record" if _has_marks(by_heading, table, reference) else "doubtful"
    if has_key:
        return "record"
    is_more = len(table.marks) > 1 or sum(column.heading in others for column in table.columns) > 1
    return "record" if is_more and _has_marks(by_heading, table, reference) else "doubtful"


def _by_heading(row: Row, header: Header) -> Mapping[str, Value]:
    """The cells filled in the row itself, by heading."""
    places = header.places
    return {places[at]: row.cells[at] for at in row.own if at in places and values.filled(row.cells[at])}


def _has_marks(by_heading: Mapping[str, Value], table: Table, reference: Reference | None = None) -> bool:
    """Does the row fill all columns without which it would be no record? With `reference`, readably."""
    for column in table.marks:
        cell = by_heading.get(column.heading)
        if cell is None:
            return False
        try:
            if reference:
                column.read(cell, reference)
        except UnreadableError:
            return False
    return True


class Places:
    """Checks that the cells of a sheet's records stand under its headings; a shifted row means something else."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.sheet = sheet
        self.header = header
        self._widths: dict[int, list[int]] = defaultdict(list)
        for row in sheet.rows:
            self._widths[_block(row)].append(row.width)
        self._named: set[int] = set()

    def faults(self, row: Row) -> Iterator[Fault]:
        """The faults that show that the cells of this record are shifted or cut."""
        if row.width > self.header.width:
            yield self._fault("row_too_long", row)
        elif row.width and row.width < self.header.last and not self._is_left_out(row):
            yield self._fault("row_too_short", row)
        else:
            for at in self._unheaded(row):
                if at > self.header.last:
                    yield Fault("beyond_header", self.sheet.name, row.number, details={"at": get_column_letter(at)})

    def notes(self, row: Row) -> Iterator[Fault]:
        """What of this record is not read, once for each column; and a last row that may be cut in its last cell."""
        for at in self._unheaded(row):
            if at < self.header.last and at not in self._named:
                self._named.add(at)
                yield Fault("no_heading", self.sheet.name, row.number, details={"at": get_column_letter(at)})
        if self.sheet.is_open and row is self.sheet.rows[-1]:
            yield Fault("open_end", self.sheet.name, row.number)

    def _unheaded(self, row: Row) -> Iterable[int]:
        return (at for at in sorted(row.cells) if at not in self.header.places and values.filled(row.cells[at]))

    def _is_left_out(self, row: Row) -> bool:
        """Are the missing cells those that Excel leaves out? Then the other rows of its block are as short."""
        widths = self._widths[_block(row)]
        is_cut = self.sheet.is_open and row is self.sheet.rows[-1]
        return not is_cut and len(widths) > 1 and set(widths) == {row.width}

    def _fault(self, code: str, row: Row) -> Fault:
        details = {"cells": str(row.width), "columns": str(self.header.width)}
        return Fault(code, self.sheet.name, row.number, details=details)


def _block(row: Row) -> int:
    return (row.number - 1) // BLOCK
