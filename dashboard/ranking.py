"""Ranks, rates and sums over a frame of counts per unit; the rules are G11 and G12, C9 and C16."""

from dataclasses import dataclass

import pandas as pd

SMALL_SAMPLE = 5
"""G12: below this denominator a rate is printed and marked."""

RATES = {
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
    return Ratio(int(frame[numerator].sum()), int(frame[denominator].sum()))


def with_rates(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with one Float64 column `<rate>_rate` per rate, NA where its denominator is 0 (C16)."""
    columns = {
        f"{name}_rate": (frame[n] / frame[d].where(frame[d] > 0)).astype("Float64") for name, (n, d) in RATES.items()
    }
    return frame.assign(**columns)


def ranked(frame: pd.DataFrame, rate: str = "on_time_stated") -> pd.DataFrame:
    """The frame in order of rank by `rate`, ties in their official order, with `rank` and `small_sample` (G12).

    Ranks run 1, 2, 2, 4 (Int64, NA where the denominator is 0: unranked, last); `small_sample` marks 0 < D < 5.
    Quotients of whole numbers are rounded correctly, so equal rates are equal floats.
    """
    column, (_, denominator) = f"{rate}_rate", RATES[rate]
    rated = with_rates(frame)
    rank = rated[column].astype("float64").rank(method="min", ascending=False).astype("Int64")
    small = (rated[denominator] > 0) & (rated[denominator] < SMALL_SAMPLE)
    rated = rated.assign(rank=rank, small_sample=small)
    return rated.sort_values(["rank", "sort_order"], na_position="last", kind="stable", ignore_index=True)


def top(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows with the highest value of a count above 0, in their order; none when all are 0."""
    most = frame[column] == frame[column].max()
    rows: pd.DataFrame = frame[most & (frame[column] > 0)]
    return rows
