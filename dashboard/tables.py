"""How a frame becomes a table on the screen: a kind per column, rates with their parts, empty apart from missing."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from dashboard.theme import SIGNS
from dashboard.view import View, rate_text

Kind = Literal[
    "text", "count", "number", "rate", "date", "instant", "progress", "trend", "state", "basis", "group", "yes"
]
Width = Literal["small", "medium", "large"]
SMALL_SAMPLE: Final = 5
"""Fewer than this in the denominator is marked (G12)."""
_FIGURE_SPACE: Final = "\u2007"


@dataclass(frozen=True)
class Column:
    """A column of a table: what it takes from the frame and how it shows it.

    `rate`, `progress`: `name` is the numerator and `of` the denominator. `trend`: `name` holds lists of numbers, all
    rows drawn on one scale up to `most`, each on its own when there is none.
    """

    name: str
    title: str
    kind: Kind = "text"
    of: str = ""
    most: float | None = None
    width: Width | int | None = None
    help: str | None = None
    pinned: bool = False
    small_samples: bool = False
    """Mark rates over fewer than five (rankings)."""

    @property
    def key(self) -> str:
        """Its name in the prepared frame: a rate and its numerator may stand side by side."""
        return f"{self.kind}:{self.name}:{self.of}" if self.of else self.name


def prepared(view: View, frame: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """The frame that is sent to the browser: only `columns`, in their order, words in the view's language."""
    return pd.DataFrame({column.key: _values(view, frame, column) for column in columns}, index=frame.index)


def config(columns: Sequence[Column]) -> dict[str, Any]:
    """Streamlit's column_config for a prepared frame."""
    return {column.key: _config(column) for column in columns}


def _values(view: View, frame: pd.DataFrame, column: Column) -> "pd.Series[Any] | list[Any]":
    if column.kind in ("rate", "progress"):
        parts = zip(frame[column.name].tolist(), frame[column.of].tolist(), strict=True)
        if column.kind == "rate":
            mark = f" {view.t('rate.small')}" if column.small_samples else ""
            return [_aligned(n, d) + (mark if 0 < d < SMALL_SAMPLE else "") for n, d in parts]
        return [100 * n / d if d else None for n, d in parts]
    values: pd.Series[Any] = frame[column.name]
    said = _SAID.get(column.kind)
    if said is not None:
        return [said(view, str(value)) for value in values.tolist()]
    if column.kind in ("date", "instant"):
        local: pd.Series[Any] = values.dt.tz_convert(view.choices.zone).dt.tz_localize(None)
        return local
    return values


def _aligned(n: int, d: int) -> str:
    """Padded to the width of 100.0%, so that text order is the order of the rates."""
    text = rate_text(n, d)
    return _FIGURE_SPACE * max(0, len("100.0%") - len(text.split(" ")[0])) + text if d else text


def _state(view: View, code: str) -> str:
    return f"{SIGNS[code]} {view.t(f'state.{code}')}" if code in SIGNS else code


_SAID: Final[dict[str, Callable[[View, str], str]]] = {
    "state": _state,
    "basis": lambda view, code: view.t(f"basis.{code}"),
    "group": lambda view, code: view.t(f"group.{code}"),
    "yes": lambda view, value: view.t("word.yes") if value == "True" else "",
}


def _config(column: Column) -> Any:
    common: dict[str, Any] = {
        "label": column.title,
        "width": column.width,
        "help": column.help,
        "pinned": column.pinned or None,
    }
    make = st.column_config
    match column.kind:
        case "count":
            return make.NumberColumn(**common, format="localized", step=1)
        case "number":
            return make.NumberColumn(**common, format="localized")
        case "date":
            return make.DateColumn(**common, format="YYYY-MM-DD")
        case "instant":
            return make.DatetimeColumn(**common, format="YYYY-MM-DD HH:mm")
        case "progress":
            return make.ProgressColumn(**common, min_value=0, max_value=100, format="%.1f%%")
        case "trend":
            return make.LineChartColumn(**common, y_min=0, y_max=column.most)
        case "rate":
            return make.TextColumn(**common, alignment="right")
        case _:
            return make.TextColumn(**common)


def row_codes(frame: pd.DataFrame, column: Hashable) -> tuple[str, ...]:
    """The codes that the rows of a table stand for, for `filter_bar.on_table_city`."""
    return tuple(str(value) for value in frame[column].tolist())
