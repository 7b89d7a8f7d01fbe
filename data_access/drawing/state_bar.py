"""A bar of states: each part with its sign and count, as wide as its share, and none too narrow to be read."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from data_access.drawing.palette import SIGNS
from data_access.drawing.writing import filled, joined

SIGN_FROM: Final = 0.09
"""A part smaller than this share of the longest bar has room for its count only."""


BAR: Final = '<span class="bar">%s%s</span>'
REST: Final = '<span style="flex:%s %s 0" aria-hidden="true"></span>'
PART: Final = '<a class="part %s" href="%s" style="flex:%s %s 0" title="%s" aria-label="%s">%s</a>'


class Part(NamedTuple):
    """The things in one state."""

    state: str
    """One of palette.STATE_ORDER."""
    n: int
    label: str
    """The whole in words, for those who cannot see it and for the pointer: Harbin, overdue: 5 of 40."""
    href: str


def state_bar(parts: Sequence[Part], longest: int) -> Markup:
    """The parts that are not empty, in their order; a bar of `longest` things is as wide as there is room."""
    shown = [part for part in parts if part.n]
    rest = longest - sum(part.n for part in shown)
    return filled(BAR, joined(_part(part, longest) for part in shown), filled(REST, rest, rest) if rest > 0 else "")


def _part(part: Part, longest: int) -> Markup:
    said = f"{SIGNS[part.state]}\u2009{part.n}" if part.n >= SIGN_FROM * longest else str(part.n)
    label = escape(part.label)
    return filled(PART, part.state.replace("_", "-"), part.href, part.n, part.n, label, label, said)
