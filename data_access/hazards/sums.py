"""The counts of hazards that every table of them has, and their rates: two selects for all tables, summed in Python
(C13, G11).
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, FromClause, and_, func, literal, select, union_all

from data_access.database.schema.hazard import LISTING_LEVELS
from data_access.database.snapshot import Snapshot
from data_access.hazards.overlays import first_exposed, listing_late, marked, was_listed
from data_access.hazards.states import CLOSED, MATURED, hazard_states
from data_access.question import Question

LISTED: Final = tuple(f"listed_{level}" for level in LISTING_LEVELS)


class Sums(NamedTuple):
    """Counts of hazards. The classes add up to confirmed, and so do closed and open."""

    A: int = 0
    B: int = 0
    C: int = 0
    D: int = 0
    E: int = 0
    A0: int = 0
    P: int = 0
    confirmed: int = 0
    closed: int = 0
    open: int = 0
    matured: int = 0
    """Deadline passed: A to E."""
    in_time: int = 0
    """A and B."""
    pending: int = 0
    """Rectified, not closed."""
    exposed: int = 0
    """Exposed by T."""
    exposed_closed: int = 0
    """Exposed by T and closed now."""
    listed: int = 0
    """Ever listed by T, at any level; a hazard may be listed at several."""
    listed_province: int = 0
    listed_city: int = 0
    listed_county: int = 0
    listed_town: int = 0
    listed_late: int = 0
    """Open, a listing in force, its deadline passed (the hazard's own where the listing sets none)."""
    closed_unlisted: int = 0
    """Closed, never listed."""
    in_place: int = 0
    """Open, all five things in place."""
    reopened: int = 0
    """At least once."""
    ever_closed: int = 0
    """Closed now, or reopened since."""


HAZARD_RATES: Final = {
    "rectified": ("closed", "confirmed"),
    "in_time": ("in_time", "matured"),
    "overdue": ("E", "matured"),
    "exposed_closed": ("exposed_closed", "exposed"),
    "listed": ("listed", "confirmed"),
    "in_place": ("in_place", "open"),
    "reopened": ("reopened", "ever_closed"),
}
"""整改率, 按期整改率, 超期未整改, exposure closure, 挂牌督办率 and 五落实率 (these two of major hazards), 反弹率: the
numerator and the denominator among the fields of Sums."""

OF_MAJORS: Final = ("listed", "in_place")
"""Rates that only major hazards have."""

KEYS: Final = ("adcode", "industry_code", "source")
"""Columns of hazard_states by which hazards are counted, each for itself."""
MEASURES: Final = ("hazards", "pending", "in_place", "reopened")
NOTHING: Final = Sums()
MARKS: Final = ("exposed", "listed", *LISTED, "listed_late")


def select_sums(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """MEASURES by each of KEYS in turn, grade and class: which key, its value, grade and class, then the counts.

    All keys in one statement, for which the states are worked out once. By class, and not one count for each: SQLite
    would work out the class of a hazard once for every count.
    """
    states = hazard_states(q, "reopened").cte("states")
    s = states.c
    pending = and_(s.rectified_at.is_not(None), s.closed_at.is_(None))
    conditions = (pending, s.in_place, s.reopened > 0)
    return _by_each_key(states, [func.count(), *(func.count().filter(condition) for condition in conditions)])


def select_marks(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """MARKS by the same columns as in select_sums, of the hazards that were listed or exposed by T."""
    states = hazard_states(q, among=marked(q)).cte("states")
    told = (
        first_exposed(q, states).is_not(None),
        was_listed(q, states),
        *(was_listed(q, states, level) for level in LISTING_LEVELS),
        listing_late(q, states),
    )
    by = (states.c[name] for name in (*KEYS, "grade", "class"))
    marks = select(*by, *(mark.label(name) for name, mark in zip(MARKS, told, strict=True))).cte("marks")
    return _by_each_key(marks, [func.count().filter(marks.c[name]) for name in MARKS])


def _by_each_key(rows: FromClause, counts: Sequence[ColumnElement[int]]) -> CompoundSelect[*tuple[Any, ...]]:
    columns = [(key, [rows.c[name] for name in (key, "grade", "class")]) for key in KEYS]
    return union_all(*(select(literal(key), *by, *counts).group_by(*by) for key, by in columns))


class Tally:
    """Counts by any key, added up from what load_sums gives."""

    def __init__(self) -> None:
        self._cells: dict[Hashable, Counter[str]] = {}

    def add(self, key: Hashable, of_class: str, counts: Mapping[str, int]) -> None:
        """Take counts (MEASURES or MARKS) of hazards of one class into the cell of `key`."""
        cell, closed = self._cells.setdefault(key, Counter()), of_class in CLOSED
        cell.update(counts)
        if "hazards" in counts:
            hazards = counts["hazards"]
            cell[of_class] += hazards
            cell["confirmed"] += hazards
            cell["closed" if closed else "open"] += hazards
            cell["matured"] += hazards if of_class in MATURED else 0
            cell["in_time"] += hazards if of_class in ("A", "B") else 0
            cell["closed_unlisted"] += hazards if closed else 0
            cell["ever_closed"] += hazards if closed else counts["reopened"]
            cell["in_place"] -= counts["in_place"] if closed else 0
        elif closed:
            cell["exposed_closed"] += counts["exposed"]
            cell["closed_unlisted"] -= counts["listed"]

    def of(self, key: Hashable) -> Sums:
        """The counts of a cell; zeros where there is nothing."""
        cell = self._cells.get(key)
        return Sums._make(map(cell.__getitem__, Sums._fields)) if cell else NOTHING

    def __contains__(self, key: object) -> bool:
        return key in self._cells


def load_sums(s: Snapshot, q: Question, by: str) -> Iterator[tuple[tuple[str, str], str, dict[str, int]]]:
    """The rows of select_sums and of select_marks by one of KEYS: its value and the grade, class, counts by name; to be
    added up in a Tally. The value is '' for none.
    """
    for build, names in ((select_sums, MEASURES), (select_marks, MARKS)):
        for key, value, grade, of_class, *counts in s.ask(build, q):
            if key == by:
                yield (value or "", grade), of_class, dict(zip(names, counts, strict=True))
