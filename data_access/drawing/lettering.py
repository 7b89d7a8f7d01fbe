"""Where names and numbers stand on a map: none over another, those that have no room beside it with a leader line."""

from collections.abc import Mapping, Sequence, Set
from typing import Final, NamedTuple

from data_access.drawing.boundaries import UNITS, Box, mercator
from data_access.drawing.map_labels import Anchor, Spot, place, text_width

HEIGHT: Final = 430
"""Pixels that a map is high at most."""
NARROWEST: Final = 320.0
"""Pixels of the map on the smallest telephone: labels that do not overlap there do not overlap anywhere."""
SIZE: Final = 12
FILLED: Final = 0.8
"""An estimate: the share of a place's width that lies inside it at the height of its label."""
GROUND: Final = "on-ground"
"""The tone of a label that stands beside its place."""


class Label(NamedTuple):
    """What is written on a place: its name, below it a number ("" for none); `tone`: the class of the colour there."""

    code: str
    short: str
    label: str
    tone: str


class Written(NamedTuple):
    """A label in its place (lon, lat), line by line; `tone` has the colours that it can be read in."""

    lon: float
    lat: float
    lines: tuple[str, ...]
    tone: str


class Leader(NamedTuple):
    """A line from a place to its label (lon, lat)."""

    start: tuple[float, float]
    end: tuple[float, float]


class Lettering(NamedTuple):
    """All that is written on a map."""

    labels: list[Written]
    leaders: list[Leader]


class Frame(NamedTuple):
    """The part of the world that a map shows, in units (boundaries.at)."""

    x: float
    y: float
    width: float
    height: float

    def share(self, lon: float, lat: float) -> tuple[float, float]:
        """How far from its left and upper edge a point stands, in per cent."""
        across, down = lon * UNITS - self.x, -mercator(lat) * UNITS - self.y
        return 100 * across / self.width, 100 * down / self.height


class Mark(NamedTuple):
    """A round mark (lon, lat) of so many pixels across, which no label may cover."""

    lon: float
    lat: float
    size: float


Points = Mapping[str, tuple[float, float]]
Insides = Mapping[str, tuple[tuple[float, float], ...]]


def lettering(
    named: Sequence[Label], points: Points, box: Box, inside: Insides, blocked: Mapping[str, Mark] | None = None
) -> Lettering:
    """The labels, readable on every colour. Where a name has no room in its place the number stands there alone: the
    list beside the map has all names.

    `points`: the preferred place of each label; `inside`: other places that need no leader line; `blocked`: the marks
    of the places, which no label may cover and where the leader lines begin.
    """
    scale, marks = pixels_per_degree(box), blocked or {}
    alone: set[str] = set()
    if not marks:
        alone = {one.code for one in named if one.label and not _fits(_anchor(one, points, inside), scale)}
    spots = _placed([_anchor(one, points, inside, alone) for one in named], scale, marks)
    moved = {one.code for one, spot in zip(named, spots, strict=True) if one.label and spot.leader}
    if moved and not marks:
        alone |= moved
        spots = _placed([_anchor(one, points, inside, alone) for one in named], scale, marks)
    labels = []
    for one, spot in zip(named, spots, strict=True):
        within = one.code in alone or (not spot.leader and _fits(_anchor(one, points, inside), scale))
        labels.append(Written(spot.lon, spot.lat, _lines(one, alone), one.tone if within else GROUND))
    starts = {code: (mark.lon, mark.lat) for code, mark in marks.items()} or points
    return Lettering(labels, [Leader(starts[spot.key], (spot.lon, spot.lat)) for spot in spots if spot.leader])


def framed(box: Box, written: Sequence[Written], marks: Sequence[Mark] = ()) -> Frame:
    """The box with room for the labels and marks over its edge, where the map is smallest."""
    scale = pixels_per_degree(box)
    west, south, east, north = box[0], mercator(box[1]), box[2], mercator(box[3])
    sized = [(one.lon, one.lat, *_size(one.lines)) for one in written]
    sized += [(mark.lon, mark.lat, mark.size, mark.size) for mark in marks]
    for lon, lat, wide, high in sized:
        west, east = min(west, lon - wide / 2 / scale), max(east, lon + wide / 2 / scale)
        south = min(south, mercator(lat) - high / 2 / scale)
        north = max(north, mercator(lat) + high / 2 / scale)
    edge = 4 / scale
    x, y, width, height = west - edge, -north - edge, east - west + 2 * edge, north - south + 2 * edge
    return Frame(*(round(size * UNITS, 1) for size in (x, y, width, height)))


def pixels_per_degree(box: Box) -> float:
    """Pixels per degree of longitude when the box fills the smallest map there is."""
    wide = max(box[2] - box[0], 0.1) * 1.06
    high = max(mercator(box[3]) - mercator(box[1]), 0.1) * 1.06
    return min(NARROWEST / wide, HEIGHT / high)


def _lines(one: Label, alone: Set[str]) -> tuple[str, ...]:
    """Name over number; of those `alone` the number, of those without a number the name."""
    return (one.label,) if one.code in alone else (one.short, one.label) if one.label else (one.short,)


def _anchor(one: Label, points: Points, inside: Insides, alone: Set[str] = frozenset()) -> Anchor:
    return Anchor(one.code, *points[one.code], *_size(_lines(one, alone)), inside.get(one.code, ()))


def _placed(anchors: Sequence[Anchor], scale: float, marks: Mapping[str, Mark]) -> list[Spot]:
    """A spot for each label; found by code, whatever the order: the labels of a ranking have been placed before."""
    blocked = tuple(sorted(tuple(mark) for mark in marks.values()))
    placed = place(tuple(sorted(anchors, key=lambda anchor: anchor.key)), scale, blocked)
    spot_of = {spot.key: spot for spot in placed}
    return [spot_of[anchor.key] for anchor in anchors]


def _fits(anchor: Anchor, scale: float) -> bool:
    """Whether the place is wide enough for its label; a label that is wider has the colours of one beside it."""
    lons = [lon for lon, _ in anchor.inside]
    return bool(lons) and (max(lons) - min(lons)) * scale * FILLED > anchor.width


def _size(lines: Sequence[str]) -> tuple[float, float]:
    widest = max(text_width(lines[0], SIZE), *(text_width("00.0%", SIZE) for _ in lines[1:]), 0)
    return widest + 4, SIZE * 1.25 * len(lines)
