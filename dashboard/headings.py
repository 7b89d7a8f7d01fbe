"""The rows and columns of pictures: units by their short names, lines under the group of the notice they stand in."""

import re
from typing import Any

import pandas as pd

from dashboard import i18n
from dashboard.figures.matrix import Heading
from dashboard.view import Option, View


def units(view: View, frame: pd.DataFrame) -> list[Heading]:
    """The units of `frame` in its order, which is the official one."""
    return [Heading(code, view.short(row, "unit")) for code, row in _first(frame, "unit").items()]


def lines(view: View, frame: pd.DataFrame) -> list[Heading]:
    """The lines of `frame` in the order of the notice, each under its topmost line or, if it is that, its letter."""
    order = {option.code: place for place, option in enumerate(view.choices.lines)}
    rows = sorted(_first(frame, "line").items(), key=lambda row: order.get(row[0], len(order)))
    return [Heading(code, view.short(row, "line"), group(view, code)) for code, row in rows]


def group(view: View, code: str) -> str:
    """The name of the group that a line stands under: M1 学习论述; a line on its own: that of its code's letters."""
    options = {option.code: option for option in view.choices.lines}
    top = _top(options, code)
    if top != code:
        return f"{top} {options[top].label(view.lang)}"
    letters = (re.match(r"[A-Za-z]*", code) or [""])[0]
    key = f"line_group.{letters}"
    return i18n.t(view.lang, key) if key in i18n.catalogue(view.lang) else letters


def _first(frame: pd.DataFrame, what: str) -> dict[str, dict[str, Any]]:
    """Code -> labels of the units or lines of `frame`, in the order in which they come."""
    code = f"{what}_code"
    labels = [name for name in frame.columns if name.startswith(f"{what}_")]
    found: dict[str, dict[str, Any]] = {}
    for row in zip(*(frame[name].tolist() for name in (code, *labels)), strict=True):
        if row[0] not in found:
            found[row[0]] = dict(zip(labels, row[1:], strict=True))
    return found


def _top(options: dict[str, Option], code: str) -> str:
    while code in options and options[code].parent in options:
        code = options[code].parent
    return code
