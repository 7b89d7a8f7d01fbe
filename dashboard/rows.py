"""A frame's rows as objects with a field per column, for those who put them into words one by one."""

from collections import namedtuple
from functools import lru_cache
from keyword import iskeyword
from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows of `frame` in order, None for what is missing. Names of columns are valid names of fields, but for words
    of Python, which get a stroke behind them: class_.
    """
    names = tuple(str(name) for name in frame.columns)
    columns = ([None if pd.isna(value) else value for value in frame[name].tolist()] for name in names)
    fields = tuple(f"{name}_" if iskeyword(name) else name for name in names)
    return list(map(_row(fields)._make, zip(*columns, strict=True)))


@lru_cache(64)
def _row(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)
