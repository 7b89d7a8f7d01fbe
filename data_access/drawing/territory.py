"""A map: places as areas or as circles at their seats, or the squares of a grid; names and numbers; a key in words.

Areas are SVG, which grows with the room there is; circles and letters lie over it and keep their size.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from htpy import Element, Node, div, i, p, span
from markupsafe import Markup

from data_access.drawing.boundaries import at
from data_access.drawing.lettering import HEIGHT, Frame, Leader, Lettering, Mark, Written

AREA: Final = Markup('<path class="%s" d="%s"><title>%s</title></path>')
LINK: Final = Markup('<a href="%s" aria-label="%s" class="%s"><title>%s</title><path class="%s" d="%s"/></a>')
SQUARE: Final = Markup('<rect class="%s" x="%s" y="%s" width="%s" height="%s"><title>%s</title></rect>')
LINE: Final = Markup('<line x1="%s" y1="%s" x2="%s" y2="%s"/>')
LABEL: Final = Markup('<span class="label %s" style="left:%.2f%%;top:%.2f%%" aria-hidden="true">%s</span>')
DOT: Final = Markup('<%s class="%s" style="left:%.2f%%;top:%.2f%%;width:%.0fpx;height:%.0fpx" title="%s"%s></%s>')
A, SPAN = Markup("a"), Markup("span")
BREAK: Final = Markup("<br>")
"""As text, which escapes what is filled in (state_bar.PART)."""
CHOSEN: Final = " chosen"


class Patch(NamedTuple):
    """An area: its outline in units, its colour as a class, what it is and has in words, and what it opens or ""."""

    d: str
    tone: str
    said: str
    href: str = ""
    chosen: bool = False


class Dot(NamedTuple):
    """A circle at a seat."""

    mark: Mark
    tone: str
    said: str
    href: str = ""
    chosen: bool = False


class Square(NamedTuple):
    """A cell of a grid by its middle (lon, lat)."""

    lon: float
    lat: float
    tone: str
    said: str


class Key(NamedTuple):
    """What a colour means; `tone` its class."""

    tone: str
    text: str


def territory(
    said: str,
    frame: Frame,
    keys: Sequence[Key],
    *,
    patches: Sequence[Patch] = (),
    squares: Iterable[Square] = (),
    dots: Sequence[Dot] = (),
    written: Lettering | None = None,
    cell: tuple[float, float] = (0.0, 0.0),
) -> Element:
    """The map; `said` is the whole in words, for who cannot see it. `cell`: degrees of a square, east and north."""
    letters = written or Lettering([], [])
    ordered = sorted(patches, key=lambda patch: patch.chosen)  # a chosen outline lies over its neighbours
    opens = any(one.href for one in patches) or any(one.href for one in dots)
    svg = Element("svg")(
        viewBox=" ".join(f"{size:g}" for size in frame), role="group" if opens else "img", aria_label=said
    )
    wide = frame.width / frame.height
    drawn = [_area(patch) for patch in ordered] + [_square(one, cell) for one in squares]
    over = [_dot(one, frame) for one in dots] + [_label(one, frame) for one in letters.labels]
    return div(".territory")[
        p(".key")[[_key(key) for key in keys]] if keys else None,
        div(".ground", style=f"aspect-ratio:{wide:.3f};max-width:{HEIGHT * wide:.0f}px")[
            svg[drawn, [_leader(one) for one in letters.leaders]], over
        ],
    ]


def _label(one: Written, frame: Frame) -> Markup:
    return LABEL % (one.tone, *frame.share(one.lon, one.lat), BREAK.join(one.lines))


def _area(patch: Patch) -> Markup:
    if not patch.href:
        return AREA % (patch.tone + CHOSEN * patch.chosen, patch.d, patch.said)
    chosen = f"area{CHOSEN * patch.chosen}"
    return LINK % (patch.href, spoken(patch.said), chosen, patch.said, patch.tone, patch.d)


def spoken(said: str) -> str:
    """Lines as one sentence for a screen reader."""
    return " · ".join(said.split("\n"))


def _square(one: Square, cell: tuple[float, float]) -> Markup:
    west, north = at(one.lon - cell[0] / 2, one.lat + cell[1] / 2)
    east, south = at(one.lon + cell[0] / 2, one.lat - cell[1] / 2)
    return SQUARE % (one.tone, west, north, east - west, south - north, one.said)


def _leader(one: Leader) -> Markup:
    return LINE % (*at(*one.start), *at(*one.end))


def _dot(one: Dot, frame: Frame) -> Markup:
    left, top = frame.share(one.mark.lon, one.mark.lat)
    shown = f"dot {one.tone}{CHOSEN * one.chosen}", left, top, one.mark.size, one.mark.size, one.said
    if one.href:
        return DOT % (A, *shown, Markup(' href="%s" aria-label="%s"') % (one.href, spoken(one.said)), A)
    return DOT % (SPAN, *shown, "", SPAN)


def _key(key: Key) -> Node:
    return span[i(f".{key.tone}", aria_hidden="true"), key.text]
