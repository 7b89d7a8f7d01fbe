"""The counts of hazards that every table of them has, and their rates: one select, summed in Python (C13, G11)."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, select

from data_access.filters import Question
from data_access.frames import COUNT, Dtype
from data_access.hazard_overlays import exposed, listed, listing_passed
from data_access.hazards import CLASSES, CLOSED, hazard_states
from data_access.schema.hazard import LISTING_LEVELS

LISTED: Final = tuple(f"listed_{level}" for level in LISTING_LEVELS)
SUMS: Final[dict[str, Dtype]] = dict.fromkeys(
    [
        *CLASSES,
        "confirmed",
        "closed",
        "open",
        "matured",
        "in_time",
        "pending",
        "exposed",
        "exposed_closed",
        "listed",
        *LISTED,
        "listed_late",
        "closed_unlisted",
        "in_place",
        "reopened",
        "ever_closed",
    ],
    COUNT,
)
"""The classes add up to confirmed, and so do closed and open. matured: deadline passed (A to E); in_time: A and B;
pending: rectified, not closed; exposed_closed: exposed by T and closed now; listed: ever listed by T, at any level, and
listed_*: at that level (a hazard may be listed at several); listed_late: open, a listing in force, its deadline passed
(the hazard's own where the listing sets none); closed_unlisted: closed, never listed; in_place: open, all five things
in place; reopened: at least once; ever_closed: closed now or reopened since."""

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
numerator and the denominator among SUMS, for rates.ratio."""

OF_MAJORS: Final = ("listed", "in_place")
"""Rates that only major hazards have."""

MEASURES: Final = ("hazards", "pending", "exposed", "listed", *LISTED, "listed_late", "in_place", "reopened")


def select_sums(q: Question, *keys: str) -> Select[*tuple[Any, ...]]:
    """MEASURES per `keys` (columns of hazard_states), grade and class: those columns, then the counts.

    By class, and not one count for each: SQLite would work out the class of a hazard once for every count.
    """
    states, over, bare = hazard_states(q, "reopened").subquery("states"), listed(q), exposed(q)
    s = states.c
    by = [s[key] for key in (*keys, "grade", "class")]
    conditions: dict[str, ColumnElement[bool]] = {
        "pending": and_(s.rectified_at.is_not(None), s.closed_at.is_(None)),
        "exposed": bare.c.exposed_on.is_not(None),
        "listed": over.c.standing.is_not(None),
        **{name: over.c[level] == 1 for name, level in zip(LISTED, LISTING_LEVELS, strict=True)},
        "listed_late": and_(over.c.standing == 1, listing_passed(q, states, over)),
        "in_place": s.in_place,
        "reopened": s.reopened > 0,
    }
    counts = {"hazards": func.count(), **{name: func.count().filter(held) for name, held in conditions.items()}}
    return (
        select(*by, *(counts[name].label(name) for name in MEASURES))
        .outerjoin_from(states, over, over.c.hazard_id == s.hazard_id)
        .outerjoin(bare, bare.c.hazard_id == s.hazard_id)
        .group_by(*by)
    )


class Sums:
    """Counts by any key, added up from the rows of select_sums."""

    def __init__(self) -> None:
        self._cells: dict[Hashable, Counter[str]] = {}

    def add(self, key: Hashable, of_class: str, counts: Mapping[str, int]) -> None:
        """Take the counts of hazards of one class into the cell of `key`."""
        cell = self._cells.setdefault(key, Counter())
        n, closed, matured = counts["hazards"], of_class in CLOSED, of_class in CLASSES[:5]
        cell[of_class] += n
        cell["confirmed"] += n
        cell["closed" if closed else "open"] += n
        cell["matured"] += n if matured else 0
        cell["in_time"] += n if of_class in ("A", "B") else 0
        cell["exposed_closed"] += counts["exposed"] if closed else 0
        cell["closed_unlisted"] += n - counts["listed"] if closed else 0
        cell["ever_closed"] += n if closed else counts["reopened"]
        cell["in_place"] += 0 if closed else counts["in_place"]
        for name in ("pending", "exposed", "listed", *LISTED, "listed_late", "reopened"):
            cell[name] += counts[name]

    def of(self, key: Hashable) -> tuple[int, ...]:
        """The counts of a cell in the order of SUMS; zeros where there is nothing."""
        cell = self._cells.get(key, Counter())
        return tuple(cell[name] for name in SUMS)

    def __contains__(self, key: object) -> bool:
        return key in self._cells


def counted(row: Sequence[Any]) -> tuple[tuple[Any, ...], str, dict[str, int]]:
    """A row of select_sums as keys with the grade, class, and counts by name."""
    *keys, of_class = row[: -len(MEASURES)]
    return tuple(keys), of_class, dict(zip(MEASURES, row[-len(MEASURES) :], strict=True))
