"""Ranks, rates and sums of counts: C9, G11, G12 and C16."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.notice.units import Unit
from data_access.obligations.at_instant import list_obligations
from data_access.obligations.counts import Counts, UnitCounts, per_unit
from data_access.question import Question

SMALL_SAMPLE: Final = 5
"""G12: below this denominator a rate is printed and marked."""

Rates = Mapping[str, tuple[str, str]]
"""Name of a rate -> its numerator and denominator among the fields of rows."""
RATES: Final = {
    "completion": ("done", "active"),
    "due_completion": ("done_due", "due"),
    "on_time": ("on_time", "due"),
    "due_completion_stated": ("done_due_stated", "due_stated"),
    "on_time_stated": ("on_time_stated", "due_stated"),
}
"""Name of a rate -> its numerator and denominator among the fields of Counts (C9)."""
RANKED_BY: Final = "on_time_stated"


@dataclass(frozen=True)
class Ratio:
    """A numerator over a denominator, kept apart so that both can be printed (C16)."""

    n: int
    d: int

    @property
    def value(self) -> float | None:
        """n/d, or None for an empty denominator."""
        return self.n / self.d if self.d else None


class Ranked(NamedTuple):
    """A unit in its place among its group (G12)."""

    unit: Unit
    counts: Counts
    rank: int | None
    """1, 2, 2, 4; None where the denominator is 0: unranked."""
    small_sample: bool
    """0 < D < SMALL_SAMPLE."""


def ratio(rows: Iterable[Any], rate: str, rates: Rates = RATES) -> Ratio:
    """The rate of all rows of counts together: ΣN/ΣD, never a mean of rates (G11)."""
    numerator, denominator = rates[rate]
    parts = [(getattr(row, numerator), getattr(row, denominator)) for row in rows]
    return Ratio(sum(n for n, _ in parts), sum(d for _, d in parts))


def ratio_of(counts: Any, rate: str) -> Ratio:
    """The rate of one row of counts."""
    numerator, denominator = RATES[rate]
    return Ratio(getattr(counts, numerator), getattr(counts, denominator))


def ranks(counts: Sequence[Counts], rate: str = RANKED_BY) -> list[int | None]:
    """The rank of each by `rate` (G12): 1, 2, 2, 4; None where the denominator is 0."""
    return ranks_of([ratio_of(one, rate).value for one in counts])


def ranks_of(values: Sequence[float | None]) -> list[int | None]:
    """The rank of each value, the highest first (G12); None for None.

    Quotients of whole numbers are rounded correctly, so equal rates are equal floats.
    """
    first: dict[float | None, int] = {}
    for place, value in enumerate(sorted((value for value in values if value is not None), reverse=True), start=1):
        first.setdefault(value, place)
    return [first.get(value) for value in values]


def ranked(units: Sequence[UnitCounts], rate: str = RANKED_BY) -> list[Ranked]:
    """The units in order of rank by `rate`, ties in the order given, which is the official one; the unranked last."""
    order = ranks([one.counts for one in units], rate)
    found = [
        Ranked(one.unit, one.counts, rank, 0 < ratio_of(one.counts, rate).d < SMALL_SAMPLE)
        for one, rank in zip(units, order, strict=True)
    ]
    return sorted(found, key=lambda one: one.rank or len(found) + 1)


def list_ranked(s: Snapshot, q: Question) -> list[Ranked]:
    """The chosen units, each ranked within its whole group by its on-time rate with stated deadlines (G12, C9), in
    order of group and rank.
    """
    cities = q.filters.cities
    return [one for one in ranked_units(s, q) if not cities or one.unit.city in cities]


def ranked_units(s: Snapshot, q: Question) -> list[Ranked]:
    """The units of all cities, group by group, each group in the order of its ranks."""
    units = per_unit(list_obligations(s, q.everywhere()))
    return [one for group in UNIT_GROUPS for one in ranked([unit for unit in units if unit.unit.group == group])]
