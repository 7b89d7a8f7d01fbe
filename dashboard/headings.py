"""The rows and columns of pictures: units by their short names, lines under the group of the notice they stand in."""

import re

import pandas as pd

from dashboard import i18n
from dashboard.figures.matrix import Heading
from dashboard.rows import records
from dashboard.view import Option, View


def units(view: View, frame: pd.DataFrame) -> list[Heading]:
    """The units of `frame` in its order, which is the official one."""
    return [Heading(row["unit_code"], view.short(row, "unit")) for row in records(frame.drop_duplicates("unit_code"))]


def lines(view: View, frame: pd.DataFrame) -> list[Heading]:
    """The lines of `frame` in the order of the notice, each under its topmost line or, if it is that, its letter."""
    order = {option.code: place for place, option in enumerate(view.choices.lines)}
    rows = records(frame.drop_duplicates("line_code"))
    rows.sort(key=lambda row: order.get(row["line_code"], len(order)))
    return [Heading(row["line_code"], view.short(row, "line"), group(view, row["line_code"])) for row in rows]


def group(view: View, code: str) -> str:
    """The name of the group that a line stands under: M1 学习论述; a line on its own: that of its code's letters."""
    options = {option.code: option for option in view.choices.lines}
    top = _top(options, code)
    if top != code:
        return f"{top} {options[top].label(view.lang)}"
    letters = (re.match(r"[A-Za-z]*", code) or [""])[0]
    key = f"line_group.{letters}"
    return i18n.t(view.lang, key) if key in i18n.catalogue(view.lang) else letters


def _top(options: dict[str, Option], code: str) -> str:
    while code in options and options[code].parent in options:
        code = options[code].parent
    return code
