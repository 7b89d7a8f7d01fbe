"""The counts of hazards that every table of them has, and their rates (C13, G11)."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from data_access.columns.counting import Column, counted
from data_access.columns.instants import NO_DAY, Mask
from data_access.database.schema.hazard import CLASSES, GRADES, LISTING_LEVELS
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import CLOSED, MATURED, HazardsAt, hazards_at
from data_access.hazards.overlays import exposed_on, listing_late, marked, was_listed
from data_access.hazards.register.rows import SOURCES, Rows
from data_access.question import Question

LISTED: Final = tuple(f"listed_{level}" for level in LISTING_LEVELS)


Counts: TypeAlias = tuple[tuple[str, str], str, dict[str, int]]
"""The value of a key and the grade, the class, counts by name."""


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

KEYS: Final[Mapping[str, Callable[[Rows], tuple[Column, Sequence[str]]]]] = {
    "adcode": lambda rows: (rows.adcode, rows.adcodes),
    "industry_code": lambda rows: (rows.industry, rows.industries),
    "source": lambda rows: (rows.source, SOURCES),
}
"""Columns of the register by which hazards are counted, each for itself: their numbers, and what each number means."""
MEASURES: Final = ("hazards", "pending", "in_place", "reopened")
NOTHING: Final = Sums()
MARKS: Final = ("exposed", "listed", *LISTED, "listed_late")


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


def load_sums(s: Snapshot, q: Question, by: str) -> Iterable[Counts]:
    """Counts of the chosen hazards by one of KEYS: its value and the grade, class, counts by name (MEASURES, and
    MARKS of what was listed or exposed by T); to be added up in a Tally. The value is '' for none.
    """
    return s.once((load_sums, q, by), lambda: tuple(_sums(hazards_at(s, q), by)))


def _sums(at: HazardsAt, by: str) -> Iterator[Counts]:
    in_place, reopened = at.rows.in_place[at.chosen] == 1, at.numbers("reopened") > 0
    for key, of_class, numbers in _counted(at, by, at.pending, in_place, reopened):
        yield key, of_class, dict(zip(MEASURES, numbers, strict=True))
    few = marked(at)
    levels = (was_listed(few, level) for level in LISTING_LEVELS)
    told = (exposed_on(few) != NO_DAY, was_listed(few), *levels, listing_late(few))
    for key, of_class, numbers in _counted(few, by, *told):
        yield key, of_class, dict(zip(MARKS, numbers[1:], strict=True))


def _counted(at: HazardsAt, by: str, *masks: Mask) -> Iterator[tuple[tuple[str, str], str, tuple[int, ...]]]:
    column, codes = KEYS[by](at.rows)
    for (value, grade, of_class), numbers in counted((column[at.chosen], at.grade, at.class_), *masks):
        yield (codes[value], GRADES[grade]), CLASSES[of_class], numbers
