"""Rows into frames whose columns and dtypes do not depend on the database or on what the rows hold."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

Dtype = Literal["str", "int64", "Int64", "bool", "boolean", "Float64", "datetime64[us, UTC]"]
Contract = Mapping[str, Dtype]
"""Column name -> dtype, in the order of the frame's columns and of each row's values."""

TEXT: Final[Dtype] = "str"
COUNT: Final[Dtype] = "int64"
OPTIONAL_COUNT: Final[Dtype] = "Int64"
FLAG: Final[Dtype] = "bool"
OPTIONAL_FLAG: Final[Dtype] = "boolean"
NUMBER: Final[Dtype] = "Float64"
INSTANT: Final[Dtype] = "datetime64[us, UTC]"

PARTITION: Final = 500
"""Rows fetched at a time: chunks of 500 disturb other viewers half as much as chunks of 5 000."""

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


def to_frame(rows: Iterable[Sequence[Any]], contract: Contract) -> pd.DataFrame:
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
