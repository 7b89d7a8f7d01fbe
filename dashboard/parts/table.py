"""Rows as a table on the screen: a kind per column, rates with their parts, empty apart from missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from operator import attrgetter
from typing import Any, Final, Literal

import pyarrow as pa
import streamlit as st

from dashboard import device
from dashboard.parts import widths
from dashboard.parts.widths import Width
from dashboard.view import View
from data_access.drawing.palette import SIGNS
from data_access.extracts.definitions import DEFINITIONS
from data_access.wording import rate_text

Kind = Literal["text", "said", "count", "number", "rate", "date", "instant", "progress", "state", "basis", "group"]
TYPES: Final = {
    **dict.fromkeys(("text", "said", "rate", "state", "basis", "group"), pa.string()),
    "count": pa.int64(),
    **dict.fromkeys(("number", "progress"), pa.float64()),
    **dict.fromkeys(("date", "instant"), pa.timestamp("us")),
}
NUMBERS: Final = ("count", "number", "rate", "progress", "said")
_FIGURE_SPACE: Final = "\u2007"


@dataclass(frozen=True)
class Column:
    """A column of a table: the value of a row that it shows, and how.

    `name` is a field of the rows (`unit.code` of a nested one), unless `value` says what to take. `rate`, `progress`:
    `name` is the numerator and `of` the denominator. `said`: numbers as words, where an empty one means several things.
    """

    name: str
    title: str
    kind: Kind = "text"
    of: str = ""
    width: Width | int | None = None
    """The least; a longer text makes it wider."""
    help: str | None = None
    definition: str = ""
    """The key of its definition, shown as help of its heading: every rate has one."""
    pinned: bool = False
    value: Callable[[Any], object] | None = None

    @property
    def key(self) -> str:
        """Its name in the prepared table: a rate and its numerator may stand side by side."""
        return f"{self.kind}:{self.name}:{self.of}" if self.of else self.name


def prepared(view: View, rows: Sequence[object], columns: Sequence[Column], missing: str = "") -> pa.Table:
    """The table for the browser: `columns` in their order, in the view's language; `missing` stands in empty cells.

    It is an Arrow table, which Streamlit sends; making it from a pandas frame takes ten times as long.
    """
    return pa.table({column.key: _array(cells(view, rows, column), column, missing) for column in columns})


def _array(values: list[Any], column: Column, missing: str) -> pa.Array:
    """The cells of a column: texts where some of them are missing, for Streamlit's own word in empty cells is too faint
    to read (contrast 2.4).
    """
    if not missing or None not in values:
        return pa.array(values, TYPES[column.kind])
    texts = [None if value is None else text(value, column) for value in values]
    if column.kind in NUMBERS:
        digits = max((len(one.split(".")[0]) for one in texts if one is not None), default=0)
        texts = [one and _padded(one, digits, ".") for one in texts]
    return pa.array([missing if one is None else one for one in texts], pa.string())


def config(view: View, columns: Sequence[Column], shown: pa.Table) -> dict[str, Any]:
    """Streamlit's column_config for the prepared table `shown`."""
    return {column.key: _config(view, column, shown.column(column.key)) for column in columns}


def cells(view: View, rows: Sequence[object], column: Column) -> list[Any]:
    """What a column shows of each row: words, numbers, or local times without zone; None for what is missing."""
    take: Callable[[Any], Any] = column.value or attrgetter(column.name)
    if column.kind in ("rate", "progress"):
        over = attrgetter(column.of)
        parts = [(n or 0, 0 if n is None else over(row) or 0) for row, n in zip(rows, map(take, rows), strict=True)]
        if column.kind == "progress":
            return [100 * n / d if d else None for n, d in parts]
        return [_aligned(n, d) for n, d in parts]
    values = [take(row) for row in rows]
    said = _SAID.get(column.kind)
    if said is not None:
        return [said(view, value) for value in values]
    if column.kind in ("date", "instant"):
        return [None if value is None else view.local(value).replace(tzinfo=None) for value in values]
    return values


def _aligned(n: int, d: int) -> str:
    """A rate as text, padded to the width of 100.0% so that texts sort as rates do."""
    text = rate_text(n, d)
    return _padded(text, len("100.0%"), " ") if d else text


def _padded(number: str, wide: int, end: str) -> str:
    """A number as text whose part up to `end` is `wide` signs wide, so that such texts sort as their numbers do."""
    return _FIGURE_SPACE * max(0, wide - len(number.split(end)[0])) + number


def _state(view: View, code: str) -> str:
    return f"{SIGNS[code]} {view.t(f'state.{code}')}" if code else ""


_SAID: Final[dict[str, Callable[[View, str], str]]] = {
    "state": _state,
    "basis": lambda view, code: view.t(f"basis.short.{code}"),
    "group": lambda view, code: view.t(f"groups.{code}"),
}


def _config(view: View, column: Column, shown: pa.ChunkedArray) -> Any:
    common: dict[str, Any] = {
        "label": column.title,
        "width": widths.given(column.title, [text(one, column) for one in shown.to_pylist()], column.width),
        "help": DEFINITIONS[column.definition].text(view.lang) if column.definition else column.help,
        # a pinned column is grey (4.1:1): only where a table is moved sideways
        "pinned": (column.pinned and device.narrow()) or None,
    }
    make = st.column_config
    if pa.types.is_string(shown.type):
        return make.TextColumn(**common, alignment="right" if column.kind in NUMBERS else None)
    match column.kind:
        case "count":
            return make.NumberColumn(**common, format="localized", step=1)
        case "number":
            return make.NumberColumn(**common, format="localized")
        case "date":
            return make.DateColumn(**common, format="YYYY-MM-DD")
        case "instant":
            return make.DatetimeColumn(**common, format="YYYY-MM-DD HH:mm")
        case _:
            return make.ProgressColumn(**common, min_value=0, max_value=100, format="%.1f%%")


def in_words(view: View, row: object, columns: Sequence[Column], missing: str = "") -> str:
    """A row as a sentence: its name, then each column's title with what it shows."""
    name, *others = (text(cells(view, [row], column)[0], column).strip(_FIGURE_SPACE) or missing for column in columns)
    told = (f"{column.title} {one}" for column, one in zip(columns[1:], others, strict=True))
    return view.t("table.total", name=name, cells=view.t("list.and").join(told))


def on_paper(view: View, rows: Sequence[object], columns: Sequence[Column], missing: str = "") -> str:
    """The whole table as HTML for paper only, since on the screen it scrolls inside."""
    texts = [[text(value, column) or missing for value in cells(view, rows, column)] for column in columns]
    sides = [' class="n"' if column.kind in NUMBERS else "" for column in columns]
    heads = "".join(f"<th{side}>{escape(column.title)}</th>" for side, column in zip(sides, columns, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{side}>{escape(one)}</td>' for side, one in zip(sides, row, strict=True))}</tr>"
        for row in zip(*texts, strict=True)
    )
    return f'<table class="paper"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def text(value: Any, column: Column) -> str:
    """A cell as text: ISO dates, thousands separated, "" for what is missing."""
    if value is None or isinstance(value, str):
        return value or ""
    match column.kind:
        case "date" | "instant":
            return dated(value, column.kind)
        case "count" | "number":
            return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"
        case "progress":
            return f"{value:.1f}%"
        case _:
            return str(value)


def dated(value: datetime, kind: str) -> str:
    """A local time as text: an ISO day, or with hour and minute."""
    return value.strftime("%Y-%m-%d" if kind == "date" else "%Y-%m-%d %H:%M")
