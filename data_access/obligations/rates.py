"""Ranks, rates and sums of counts: C9, G11, G12 and C16."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from data_access.notice.units import Unit
from data_access.obligations.counts import Counts, UnitCounts

SMALL_SAMPLE: Final = 5
"""G12: below this denominator a rate is printed and marked, and has no rank."""

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
    """1, 2, 2, 4; None where the denominator is below SMALL_SAMPLE: unranked."""
    small_sample: bool
    """0 < D < SMALL_SAMPLE."""
    among: int
    """How many of the group have a rank."""


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
    """The rank of each by `rate` (G12), as ranks_of."""
    return ranks_of([ratio_of(one, rate) for one in counts])


def ranks_of(shares: Sequence[Ratio]) -> list[int | None]:
    """The rank of each share, the highest first (G12): 1, 2, 2, 4; None below a denominator of SMALL_SAMPLE.

    Quotients of whole numbers are rounded correctly, so equal rates are equal floats.
    """
    values = [share.value if share.d >= SMALL_SAMPLE else None for share in shares]
    first: dict[float | None, int] = {}
    for place, value in enumerate(sorted((value for value in values if value is not None), reverse=True), start=1):
        first.setdefault(value, place)
    return [first.get(value) for value in values]


def ranked(units: Sequence[UnitCounts], rate: str = RANKED_BY) -> list[Ranked]:
    """The units of a group, each with its rank by `rate`, in the order given."""
    order = ranks([one.counts for one in units], rate)
    among = sum(rank is not None for rank in order)
    return [
        Ranked(one.unit, one.counts, rank, 0 < ratio_of(one.counts, rate).d < SMALL_SAMPLE, among)
        for one, rank in zip(units, order, strict=True)
    ]
