"""What the filters choose of everything owed: those of the database, applied to rows that are read already."""

from collections.abc import Iterable, Set
from typing import Protocol, TypeVar

from data_access.database.snapshot import Snapshot
from data_access.notice.units import Line, Unit, load_lines_by_id
from data_access.question import Filters, Question


class _Owed(Protocol):
    @property
    def unit(self) -> Unit: ...
    @property
    def line(self) -> Line: ...


Owed = TypeVar("Owed", bound=_Owed)
"""Whatever has a unit and a line."""


def chosen(s: Snapshot, owed: Iterable[Owed], q: Question) -> list[Owed]:
    """Those of everything owed that the question's filters choose, in order."""
    codes = {one.code for one in load_lines_by_id(s, q).values()} if q.filters.lines else None
    return narrowed(owed, q.filters, codes)


def narrowed(owed: Iterable[Owed], filters: Filters, lines: Set[str] | None) -> list[Owed]:
    """Those of the chosen cities (their counties among them) and groups, in order, and of `lines` (None: of all)."""
    cities, groups = filters.cities, filters.groups
    if not cities and not groups and lines is None:
        return list(owed)
    return [
        one
        for one in owed
        if (not cities or one.unit.city in cities)
        and (not groups or one.unit.group in groups)
        and (lines is None or one.line.code in lines)
    ]
