"""Rows into frames whose columns and dtypes do not depend on the database or on what the rows hold."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, wraps
from keyword import iskeyword
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pandas as pd

from data_access.database.snapshot import Snapshot
from data_access.question import Question

Rows = Iterator[tuple[Any, ...]]


Dtype = Literal["str", "int64", "Int64", "bool", "boolean", "Float64", "datetime64[us, UTC]"]
Contract = Mapping[str, Dtype]
"""Column name -> dtype, in the order of the frame's columns and of each row's values."""

RawRows: TypeAlias = Iterable[Sequence[Any]]
"""Values in the order of a contract, as a database gives them."""

TEXT: Final[Dtype] = "str"
COUNT: Final[Dtype] = "int64"
OPTIONAL_COUNT: Final[Dtype] = "Int64"
FLAG: Final[Dtype] = "bool"
OPTIONAL_FLAG: Final[Dtype] = "boolean"
NUMBER: Final[Dtype] = "Float64"
INSTANT: Final[Dtype] = "datetime64[us, UTC]"


UNIT: Final[dict[str, Dtype]] = {
    "unit_code": TEXT,
    "unit_zh": TEXT,
    "unit_en": TEXT,
    "unit_short": TEXT,
    "unit_adcode": TEXT,
    "unit_group": TEXT,
    "city_adcode": TEXT,
}
"""A unit in a frame; city_adcode is the prefecture that it belongs to, '' for 省直."""

LINE: Final[dict[str, Dtype]] = {
    "line_code": TEXT,
    "line_zh": TEXT,
    "line_en": TEXT,
    "line_short_zh": TEXT,
    "line_short_en": TEXT,
}
"""A row of the notice in a frame."""

FIGURE: Final[dict[str, Dtype]] = {
    "metric": TEXT,
    "metric_zh": TEXT,
    "metric_en": TEXT,
    "unit_of_measure": TEXT,
    "unit_of_measure_en": TEXT,
}
"""A figure of Annex 3 in a frame, without its value."""


def to_frame(rows: RawRows, contract: Contract) -> pd.DataFrame:
    """A frame with exactly the columns and dtypes of `contract`, also without rows.

    Missing text becomes ''; a missing number or instant stays missing (G10). ValueError when a row has another width.
    """
    listed = list(rows)
    columns = list(zip(*listed, strict=True)) if listed else [()] * len(contract)
    if len(columns) != len(contract):
        raise ValueError(f"{len(columns)} values in a row, {len(contract)} columns in the contract")
    return pd.DataFrame(
        {name: _column(values, dtype) for (name, dtype), values in zip(contract.items(), columns, strict=True)}
    )


def to_rows(rows: RawRows, contract: Contract) -> tuple[Any, ...]:
    """Rows with exactly the fields and types of `contract`, None for a missing number or instant; a field whose name is
    a word of Python has a stroke behind it: class_. A tenth of the time of a frame. ValueError as to_frame.
    """
    listed = list(rows)
    if not listed:
        return ()
    columns = [
        _MAKE.get(dtype, _same)(values)
        for dtype, values in zip(contract.values(), zip(*listed, strict=True), strict=True)
    ]
    return tuple(map(_row(tuple(contract))._make, zip(*columns, strict=True)))


def listed(rows: Callable[..., RawRows], contract: Contract) -> Callable[..., tuple[Any, ...]]:
    """`rows`, a function of connection, question and more, as one that gives to_rows of them."""

    @wraps(rows)
    def list_rows(*arguments: Any) -> tuple[Any, ...]:
        return to_rows(rows(*arguments), contract)

    list_rows.__qualname__ = f"list{rows.__qualname__}"  # the name under which answers are kept
    return list_rows


def framed(rows: Callable[..., RawRows], contract: Contract) -> Callable[..., pd.DataFrame]:
    """`rows`, a function of connection, question and more, as one that gives to_frame of them."""

    @wraps(rows)
    def load_frame(*arguments: Any) -> pd.DataFrame:
        return to_frame(rows(*arguments), contract)

    return load_frame


@lru_cache(64)
def _row(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", [f"{name}_" if iskeyword(name) else name for name in names])


def _same(values: Sequence[Any]) -> Sequence[Any]:
    return values


_MAKE: Final[Mapping[Dtype, Callable[[Sequence[Any]], Sequence[Any]]]] = {
    TEXT: lambda values: ["" if value is None else value for value in values],
    FLAG: lambda values: list(map(bool, values)),
    NUMBER: lambda values: [None if value is None else float(value) for value in values],
    OPTIONAL_FLAG: lambda values: [None if value is None else bool(value) for value in values],
    COUNT: lambda values: list(map(int, values)),
}


def _column(values: Sequence[Any], dtype: Dtype) -> Any:
    if dtype == TEXT:
        return pd.array(["" if value is None else value for value in values], dtype="str")
    if dtype == INSTANT:
        return pd.DatetimeIndex(list(values), dtype=INSTANT)
    if dtype == FLAG:
        return np.array([bool(value) for value in values], dtype="bool")
    if dtype == COUNT:
        return np.array(values, dtype="int64")
    if dtype == NUMBER:
        return pd.array([None if value is None else float(value) for value in values], dtype="Float64")
    return pd.array(values, dtype=dtype)


def told_by(rows: Callable[[Snapshot, Question], tuple[Any, ...]]) -> Callable[[Snapshot, Question], Rows]:
    """A list_* of rows as an extract takes them: the same that the page shows."""
    return lambda conn, q: iter(rows(conn, q))
