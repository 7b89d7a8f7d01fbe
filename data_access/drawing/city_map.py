"""A small map: each place a link with a number on it, the more the darker."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from htpy import Element
from markupsafe import Markup, escape

from data_access.drawing.boundaries import load_outlines, mercator
from data_access.drawing.writing import filled, joined

WIDTH: Final = 300.0
"""Units of the drawing from west to east; a browser scales them."""
LEVELS: Final = 5
AREA: Final = '<a href="%s" aria-label="%s" class="%s"><title>%s</title><path d="%s"/></a>'
NUMBER: Final = '<text class="level-%s" x="%s" y="%s" aria-hidden="true">%s</text>'


class Area(NamedTuple):
    """A place on the map."""

    code: str
    n: int
    label: str
    """In words: Harbin: 5 tasks and 2 hazards overdue."""
    href: str
    chosen: bool = False


class Shape(NamedTuple):
    """The outline of a place as the `d` of a path, and where its number stands."""

    d: Markup
    x: float
    y: float


class Shapes(NamedTuple):
    """The outlines of a province in the units of the drawing."""

    height: float
    of: dict[str, Shape]


@cache
def shapes(province_adcode: str) -> Shapes | None:
    """The outlines of the cities of a province; None where it has no boundary file."""
    outlines = load_outlines(province_adcode, "cities")
    if not outlines:
        return None
    points = [point for one in outlines.values() for ring in one.rings for point in ring]
    west, east = min(lon for lon, _ in points), max(lon for lon, _ in points)
    north = max(mercator(lat) for _, lat in points)
    south = min(mercator(lat) for _, lat in points)
    scale = WIDTH / (east - west)

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * scale, 1), round((north - mercator(lat)) * scale, 1)

    found = {}
    for code, one in outlines.items():
        rings = [[point for point, _ in groupby(at(*point) for point in ring)] for ring in one.rings]
        d = "".join(f"M{'L'.join(f'{x:g} {y:g}' for x, y in ring)}Z" for ring in rings if len(ring) > 2)
        found[code] = Shape(escape(d), *at(*one.label))
    return Shapes(round((north - south) * scale, 1), found)


def city_map(said: str, outline: Shapes, areas: Sequence[Area]) -> Element:
    """The places that have an outline; `said` is the whole in a sentence. The caller names the others."""
    most = max((area.n for area in areas), default=0)
    drawn = [area for area in areas if area.code in outline.of]
    drawn.sort(key=lambda area: area.chosen)  # the outline of a chosen one lies over its neighbours
    box = f"-2 -2 {WIDTH + 4:g} {outline.height + 4:g}"
    return Element("svg")(".city-map", viewBox=box, role="group", aria_label=said)[
        joined(_area(area, outline.of[area.code], level(area.n, most)) for area in drawn),
        joined(_number(area, outline.of[area.code], level(area.n, most)) for area in drawn),  # over all outlines
    ]


def level(n: int, most: int) -> int:
    """The step of the colours for n of `most`: 0 for none, LEVELS for the most."""
    return 0 if not n else max(1, -(-n * LEVELS // most))


def _area(area: Area, shape: Shape, step: int) -> Markup:
    marked = f"area level-{step}{' chosen' if area.chosen else ''}"
    label = escape(area.label)
    return filled(AREA, area.href, label, marked, label, shape.d)


def _number(area: Area, shape: Shape, step: int) -> Markup:
    return filled(NUMBER, step, shape.x, shape.y, area.n)
