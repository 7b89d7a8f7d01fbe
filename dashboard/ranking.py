"""Who has most of something; ranks and rates themselves are data_access.rates, which extracts use as well."""

import pandas as pd

from dashboard.rows import taken
from data_access.rates import RATES, SMALL_SAMPLE, Ratio, ranked, ranks, ratio, with_rates

__all__ = ["RATES", "SMALL_SAMPLE", "Ratio", "ranked", "ranks", "ratio", "top", "with_rates"]


def top(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows with the highest value of a count above 0, in their order; none when all are 0."""
    counts = frame[column].tolist()
    most = max(counts, default=0)
    return taken(frame, [place for place, count in enumerate(counts) if count == most > 0])
