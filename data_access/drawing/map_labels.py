"""Where the labels of a map go: on their place when there is room, beside it with a leader line when there is none."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from data_access.drawing.boundaries import mercator

STEPS = (0.0, 14.0, 22.0, 30.0, 40.0, 52.0, 66.0, 82.0, 100.0, 120.0)
"""Distances in pixels at which a free spot is searched, nearest first."""
ANGLES = 24
NEAR = 10.0
"""A label this near to its point needs no leader line wherever it stands."""
LEADER = 18.0
"""What a leader line costs, in pixels of distance."""
FOREIGN = 14.0
"""What it costs a label with a leader line to stand on another place's polygon, by thirds of its width."""
CELL = 12.0
"""Size in pixels of the squares of the grid that says where polygons are."""
Rectangle = tuple[float, float, float, float]
"""Middle and size, in pixels."""


@dataclass(frozen=True)
class Anchor:
    """A label whose preferred place is lon, lat; its size in pixels."""

    key: str
    lon: float
    lat: float
    width: float
    height: float
    inside: tuple[tuple[float, float], ...] = ()
    """Other points (lon, lat) of the same place, where the label may stand without a leader line."""


@dataclass(frozen=True)
class Spot:
    """The place of a label, and whether it has a leader line."""

    key: str
    lon: float
    lat: float
    leader: bool


def text_width(text: str, size: float) -> float:
    """The pixels that a text takes: a Chinese sign is as wide as it is high, a Latin one a little over half of it."""
    return sum(size if ord(sign) > 0x2E7F else size * 0.58 for sign in text)


def latitude(y: float) -> float:
    """The inverse of `mercator`."""
    return math.degrees(2 * math.atan(math.exp(math.radians(y))) - math.pi / 2)


Spots = tuple[Spot, ...]


@lru_cache(maxsize=256)
def place(anchors: tuple[Anchor, ...], scale: float, blocked: tuple[tuple[float, float, float], ...] = ()) -> Spots:
    """A spot per anchor, in their order, no two labels overlapping as long as a free spot is within reach.

    `scale` is pixels per degree of longitude at the smallest size the map is shown: what is free there is free on a
    larger map too, since the labels keep their size and the map grows. `blocked` are marks (lon, lat, pixels across)
    that no label may cover. Labels with the most room are placed first; crowded ones move outwards from the middle of
    the map, and rather off all polygons than onto another place. It takes 20 ms for 13 labels, hence the cache.
    """
    points = {a.key: _pixels(a.lon, a.lat, scale) for a in anchors}
    middle = tuple(sum(point[axis] for point in points.values()) / max(len(points), 1) for axis in (0, 1))
    land = {_cell(*_pixels(*point, scale)): a.key for a in anchors for point in a.inside}
    taken: list[Rectangle] = [(*_pixels(lon, lat, scale), size, size) for lon, lat, size in blocked]
    spots: dict[str, Spot] = {}
    for anchor in sorted(anchors, key=lambda a: (_crowd(a, anchors, points), a.key)):
        candidates = _candidates(anchor, points[anchor.key], (middle[0], middle[1]), scale)
        cost, here = _cost(anchor, taken, points, land), next(candidates)
        x, y, leader = min((here, *candidates), key=cost) if cost(here) else here
        taken.append((x, y, anchor.width, anchor.height))
        spots[anchor.key] = Spot(anchor.key, x / scale, latitude(-y / scale), leader)
    return tuple(spots[a.key] for a in anchors)


def _cell(x: float, y: float) -> tuple[int, int]:
    return round(x / CELL), round(y / CELL)


def _pixels(lon: float, lat: float, scale: float) -> tuple[float, float]:
    return lon * scale, -mercator(lat) * scale


def _candidates(
    anchor: Anchor, point: tuple[float, float], middle: tuple[float, float], scale: float
) -> Iterator[tuple[float, float, bool]]:
    yield (*point, False)
    for lon, lat in anchor.inside:
        yield (*_pixels(lon, lat, scale), False)
    outwards = math.atan2(point[1] - middle[1], point[0] - middle[0])
    for step in STEPS[1:]:
        for turn in range(ANGLES):
            angle = outwards + turn * 2 * math.pi / ANGLES
            yield point[0] + step * math.cos(angle), point[1] + step * math.sin(angle), step > NEAR


def _cost(
    anchor: Anchor,
    taken: list[Rectangle],
    points: dict[str, tuple[float, float]],
    land: dict[tuple[int, int], str],
) -> Callable[[tuple[float, float, bool]], float]:
    home = points[anchor.key]
    others = [(*spot, 10.0, 10.0) for key, spot in points.items() if key != anchor.key]

    def cost(candidate: tuple[float, float, bool]) -> float:
        x, y, leader = candidate
        here = (x, y, anchor.width, anchor.height)
        overlap = sum(_overlap(here, other) for other in taken)
        covers = sum(_overlap(here, other) for other in others)
        away = math.hypot(x - home[0], y - home[1])
        under = [land.get(_cell(x + side * anchor.width / 2, y)) for side in (-1, 0, 1)]
        foreign = sum(key not in (None, anchor.key) for key in under)
        return overlap * 100 + covers * 0.2 + away * (1.0 if leader else 0.35) + (LEADER + FOREIGN * foreign) * leader

    return cost


def _crowd(anchor: Anchor, anchors: tuple[Anchor, ...], points: dict[str, tuple[float, float]]) -> int:
    here = (*points[anchor.key], anchor.width, anchor.height)
    return sum(_overlap(here, (*points[o.key], o.width, o.height)) > 0 for o in anchors if o.key != anchor.key)


def _overlap(a: Rectangle, b: Rectangle) -> float:
    wide = (a[2] + b[2]) / 2 - abs(a[0] - b[0])
    high = (a[3] + b[3]) / 2 - abs(a[1] - b[1])
    return max(wide, 0.0) * max(high, 0.0)
