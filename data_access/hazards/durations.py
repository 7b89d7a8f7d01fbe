"""What a histogram of whole days says: mean, median, P90, and the share that is left after so many days. Pure, so that
the answers are the same whichever database counted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Histogram = Mapping[int, int]
"""Days -> how many took so many."""


@dataclass(frozen=True)
class Step:
    """A day of a survival curve on which something ended or was last seen."""

    days: int
    at_risk: int
    """Not ended before this day, and seen on it."""
    ended: int
    censored: int
    share: float
    """Of all, the estimated share that has not ended by the end of this day."""


def mean(histogram: Histogram) -> float | None:
    """The mean number of days; None for none."""
    total = histogram_size(histogram)
    return sum(days * number for days, number in histogram.items()) / total if total else None


def median(histogram: Histogram) -> float | None:
    """The middle one, or the mean of the two in the middle; None for none."""
    total = histogram_size(histogram)
    if not total:
        return None
    low, high = _at(histogram, (total + 1) // 2), _at(histogram, total // 2 + 1)
    return (low + high) / 2


def p90(histogram: Histogram) -> int | None:
    """The least number of days within which at least 90 of 100 ended (nearest rank); None for none."""
    total = histogram_size(histogram)
    return _at(histogram, -(-total * 9 // 10)) if total else None


def histogram_size(histogram: Histogram) -> int:
    """How many there are."""
    return sum(histogram.values())


def survival(ended: Histogram, censored: Histogram) -> Iterator[Step]:
    """The curve of Kaplan and Meier in order of days: one step per day on which some ended or were last seen, the
    latter not ended yet (censored; on their last day they are still at risk). Before the first step the share is 1.
    """
    at_risk, share = histogram_size(ended) + histogram_size(censored), 1.0
    for days in sorted({*ended, *censored}):
        here, seen = ended.get(days, 0), censored.get(days, 0)
        share *= (at_risk - here) / at_risk
        yield Step(days, at_risk, here, seen, share)
        at_risk -= here + seen


def _at(histogram: Histogram, rank: int) -> int:
    """The days of the one at `rank`, counted from 1 in order of days."""
    passed = 0
    for days in sorted(histogram):
        passed += histogram[days]
        if passed >= rank:
            return days
    raise ValueError(f"no rank {rank} among {passed}")
