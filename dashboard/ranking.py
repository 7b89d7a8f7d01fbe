"""Who has most of something; ranks and rates themselves are data_access.rates, which extracts use as well."""

import pandas as pd

from data_access.rates import RATES, SMALL_SAMPLE, Ratio, ranked, ratio, with_rates

__all__ = ["RATES", "SMALL_SAMPLE", "Ratio", "ranked", "ratio", "top", "with_rates"]


def top(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows with the highest value of a count above 0, in their order; none when all are 0."""
    most = frame[column] == frame[column].max()
    rows: pd.DataFrame = frame[most & (frame[column] > 0)]
    return rows
