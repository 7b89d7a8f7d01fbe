"""The names on the axes of pictures: units by their short names, lines by their group in the notice."""

import re
from collections.abc import Iterable

from dashboard.charts.matrix import Heading
from dashboard.view import Option, View
from data_access import i18n
from data_access.notice.units import Line, Unit


def units(view: View, found: Iterable[Unit]) -> list[Heading]:
    """The headings of units, in their order, each once."""
    return [Heading(unit.code, view.short(unit)) for unit in dict.fromkeys(found)]


def lines(view: View, found: Iterable[Line]) -> list[Heading]:
    """The headings of lines, in the order of the notice, each once, with their group (group)."""
    order = {option.code: place for place, option in enumerate(view.choices.lines)}
    once = sorted(dict.fromkeys(found), key=lambda line: order.get(line.code, len(order)))
    return [Heading(line.code, view.short(line), group(view, line.code)) for line in once]


def group(view: View, code: str) -> str:
    """The name of a line's group: its topmost line (M1 学习论述), for a topmost line that of its letters."""
    options = {option.code: option for option in view.choices.lines}
    top = _top(options, code)
    if top != code:
        return f"{top} {options[top].label(view.lang)}"
    letters = (re.match(r"[A-Za-z]*", code) or [""])[0]
    key = f"line_group.{letters}"
    return i18n.t(view.lang, key) if key in i18n.catalogue(view.lang) else letters


def _top(options: dict[str, Option], code: str) -> str:
    """The code of the topmost line above `code`; where lines form a circle, the last one before it closes."""
    passed = set[str]()
    while code in options and options[code].parent in options.keys() - passed:
        passed.add(code)
        code = options[code].parent
    return code
