"""A frame's rows as mappings from column name to value, for those who put them into words one by one."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `frame` in order; names of columns are text. (to_dict boxes cell by cell: three times as long.)"""
    names = [str(name) for name in frame.columns]
    columns = [frame[name].tolist() for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def frame_of(rows: Sequence[Sequence[object]], columns: Mapping[str, Any]) -> pd.DataFrame:
    """The rows as a frame of these columns (name -> dtype), also without rows: one step instead of one per column."""
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pd.DataFrame(
        {name: pd.array(list(row), dtype=dtype) for (name, dtype), row in zip(columns.items(), values, strict=True)}
    )


def taken(frame: pd.DataFrame, places: Sequence[int]) -> pd.DataFrame:
    """The rows of `frame` at `places`, in that order, numbered anew."""
    if list(places) == list(range(len(frame))):
        return frame.reset_index(drop=True)
    return frame.take(places).reset_index(drop=True)
