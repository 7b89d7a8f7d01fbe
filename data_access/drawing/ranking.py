"""A list of units as bars from zero: name, bar, value with its parts; beside a map in its colours."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from htpy import Element
from markupsafe import Markup

from data_access.drawing.territory import spoken

LINK, PLAIN = Markup("a"), Markup("span")
ROW: Final = Markup(
    '<%s class="%s"%s title="%s"><span class="name">%s</span><span class="track">'
    '<i class="%s" style="width:%.2f%%"></i></span><span class="value">%s</span></%s>'
)
"""As text, which escapes what is filled in (state_bar.PART)."""


class Bar(NamedTuple):
    """A unit in a ranking; texts are ready."""

    code: str
    name: str
    value: float
    """NaN: no bar."""
    text: str
    said: str
    """The whole in words, line by line."""
    tone: str = ""
    """The class of its colour, "" for that of all."""
    href: str = ""
    chosen: bool = False


def ranking(said: str, bars: Sequence[Bar]) -> Element:
    """One bar per unit, the first on top, its text behind it. A longer bar is always more; all begin at zero."""
    longest = max((bar.value for bar in bars if bar.value > 0), default=1.0)
    return Element("ol")(".ranking", aria_label=said)[[Element("li")[_row(bar, longest)] for bar in bars]]


def _row(bar: Bar, longest: float) -> Markup:
    share = 0.0 if math.isnan(bar.value) else 100 * max(bar.value, 0.0) / longest
    kind = LINK if bar.href else PLAIN
    opens = Markup(' href="%s" aria-label="%s"') % (bar.href, spoken(bar.said)) if bar.href else ""
    marked = f"row{' chosen' if bar.chosen else ''}"
    return ROW % (kind, marked, opens, bar.said, bar.name, bar.tone, share, bar.text, kind)
