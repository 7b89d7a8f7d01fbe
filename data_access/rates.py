"""Ranks, rates and sums over a frame of counts per unit: C9, G11, G12 and C16."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

SMALL_SAMPLE: Final = 5
"""G12: below this denominator a rate is printed and marked."""

RATES: Final = {
    "completion": ("done", "active"),
    "due_completion": ("done_due", "due"),
    "on_time": ("on_time", "due"),
    "due_completion_stated": ("done_due_stated", "due_stated"),
    "on_time_stated": ("on_time_stated", "due_stated"),
}
"""Name of a rate -> its numerator and denominator among the columns of load_completion (C9)."""


@dataclass(frozen=True)
class Ratio:
    """A numerator over a denominator, kept apart so that both can be printed (C16)."""

    n: int
    d: int

    @property
    def value(self) -> float | None:
        """n/d, or None for an empty denominator."""
        return self.n / self.d if self.d else None


def ratio(frame: pd.DataFrame, rate: str) -> Ratio:
    """The group's rate: ΣN/ΣD over the rows, never a mean of rates (G11)."""
    numerator, denominator = RATES[rate]
    return Ratio(sum(frame[numerator].tolist()), sum(frame[denominator].tolist()))


def with_rates(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with one Float64 column `<rate>_rate` per rate, NA where its denominator is 0 (C16)."""
    return frame.assign(**{f"{name}_rate": pd.array(_shares(frame, name), dtype="Float64") for name in RATES})


def ranks(frame: pd.DataFrame, rate: str = "on_time_stated") -> list[int | None]:
    """The rank of each row by `rate` (G12): 1, 2, 2, 4; None where the denominator is 0."""
    shares = _shares(frame, rate)
    first: dict[float | None, int] = {}
    for place, share in enumerate(sorted((share for share in shares if share is not None), reverse=True), start=1):
        first.setdefault(share, place)
    return [first.get(share) for share in shares]


def ranked(frame: pd.DataFrame, rate: str = "on_time_stated") -> pd.DataFrame:
    """The frame in order of rank by `rate`, ties in their official order, with `rank` and `small_sample` (G12).

    Ranks run 1, 2, 2, 4 (Int64, NA where the denominator is 0: unranked, last); `small_sample` marks 0 < D < 5.
    Quotients of whole numbers are rounded correctly, so equal rates are equal floats.
    """
    rank, official = ranks(frame, rate), frame["sort_order"].tolist()
    small = [0 < d < SMALL_SAMPLE for d in frame[RATES[rate][1]].tolist()]
    rated = with_rates(frame).assign(rank=pd.array(rank, dtype="Int64"), small_sample=pd.array(small, dtype="bool"))
    unranked = len(frame) + 1
    order = sorted(range(len(frame)), key=lambda row: (rank[row] or unranked, official[row]))
    return rated.take(order).reset_index(drop=True)


def _shares(frame: pd.DataFrame, rate: str) -> list[float | None]:
    numerator, denominator = RATES[rate]
    parts = zip(frame[numerator].tolist(), frame[denominator].tolist(), strict=True)
    return [n / d if d else None for n, d in parts]
