"""A frame's rows as mappings from column name to value, for those who put them into words one by one."""

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `frame` in order; names of columns are text."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
