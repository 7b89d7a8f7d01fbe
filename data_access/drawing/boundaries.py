"""The boundary files of a province, found by its adcode; a province without them is drawn as bubbles at the seats."""

import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

FOLDER = Path(__file__).parent / "provinces"
"""One folder per province, named by its adcode."""
LEVELS = ("cities", "counties")
GRID = 9
UNITS: Final = 200
"""Units of a drawing to a degree of longitude: a quarter of a pixel where a province fills a map of 700."""
WANTED: Final = "DASHBOARD_MAP_BOUNDARIES"
"""The setting that forbids maps with boundaries, where they would need a review."""
Box = tuple[float, float, float, float]


def wanted() -> bool:
    """Whether maps with boundaries may be drawn, as the environment says it to server and commands alike."""
    return os.environ.get(WANTED, "1").strip().lower() not in ("0", "off", "f", "false", "n", "no")


@dataclass(frozen=True)
class Boundaries:
    """The polygons of one level of one province."""

    paths: Mapping[str, str]
    """adcode -> its outline as the `d` of an SVG path, in units (at)."""
    labels: Mapping[str, tuple[float, float]]
    """adcode -> a point inside the polygon (lon, lat, WGS-84). Not the seat of government."""
    boxes: Mapping[str, Box]
    """adcode -> west, south, east, north."""
    parents: Mapping[str, str]
    """adcode of a county -> adcode of its city; empty at the level of cities."""
    inside: Mapping[str, tuple[tuple[float, float], ...]]
    """adcode -> points spread over the polygon: where its name may stand without a leader line."""

    def of_city(self, city_adcode: str) -> tuple[str, ...]:
        """The counties of one city that have a polygon, in the order of their codes."""
        return tuple(sorted(code for code, parent in self.parents.items() if parent == city_adcode))

    def box(self, codes: tuple[str, ...]) -> Box:
        """The smallest box around these polygons; KeyError for a code without a polygon."""
        boxes = [self.boxes[code] for code in codes]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )


@cache
def load_boundaries(province_adcode: str, level: str) -> Boundaries | None:
    """The boundary file of this province and level ("cities" or "counties"); None when there is no such file."""
    if level not in LEVELS:
        raise ValueError(f"level must be one of {LEVELS}, not {level!r}")
    features = _features(province_adcode, level)
    if not features:
        return None
    return Boundaries(
        paths={f["id"]: path(rings(f["geometry"])) for f in features},
        labels={f["id"]: (f["properties"]["center"][0], f["properties"]["center"][1]) for f in features},
        boxes={f["id"]: _box(f["geometry"]) for f in features},
        inside={f["id"]: spread(f["geometry"]) for f in features},
        parents={f["id"]: f["properties"]["parent_adcode"] for f in features if "parent_adcode" in f["properties"]},
    )


def _features(province_adcode: str, level: str) -> list[dict[str, Any]]:
    """The features of the file, [] where there is none."""
    path = FOLDER / province_adcode / f"{level}.geojson"
    if not province_adcode.isdigit() or not path.is_file():
        return []
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


class Outline(NamedTuple):
    """The outline of a place: its exterior rings and a point inside it, all lon, lat (WGS-84)."""

    rings: list[list[list[float]]]
    label: tuple[float, float]


def load_outlines(province_adcode: str, level: str) -> dict[str, Outline]:
    """adcode -> outline, of this province and level; empty where there is no such file."""
    return {
        f["id"]: Outline(rings(f["geometry"]), (f["properties"]["center"][0], f["properties"]["center"][1]))
        for f in _features(province_adcode, level)
    }


def mercator(lat: float) -> float:
    """Degrees of latitude as degrees of longitude on a Mercator map."""
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


def at(lon: float, lat: float) -> tuple[int, int]:
    """A point in units: x to the east, y to the south, on a Mercator map."""
    return round(lon * UNITS), round(-mercator(lat) * UNITS)


def path(of: Iterable[Sequence[Sequence[float]]]) -> str:
    """Rings of (lon, lat) as the `d` of a path, each point as its distance from the one before, which is short."""
    drawn = []
    for ring in of:
        points = [point for point, _ in groupby(at(lon, lat) for lon, lat in ring)]
        steps = " ".join(f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(points)).replace(" -", "-")
        if len(points) > 3:
            drawn.append(f"M{points[0][0]} {points[0][1]}l{steps}z")
    return "".join(drawn)


def rings(geometry: Mapping[str, Any]) -> list[list[list[float]]]:
    """The exterior rings of a Polygon or MultiPolygon; ValueError for another geometry."""
    if geometry["type"] == "Polygon":
        return [geometry["coordinates"][0]]
    if geometry["type"] == "MultiPolygon":
        return [part[0] for part in geometry["coordinates"]]
    raise ValueError(f"no area in a geometry of type {geometry['type']}")


def spread(geometry: Mapping[str, Any]) -> tuple[tuple[float, float], ...]:
    """The points of a grid of GRID × GRID over the geometry that lie inside it."""
    west, south, east, north = _box(geometry)
    points = []
    for row in range(GRID):
        lat = south + (row + 0.5) * (north - south) / GRID
        crossings = sorted(x for ring in rings(geometry) for x in _crossings(ring, lat))
        for column in range(GRID):
            lon = west + (column + 0.5) * (east - west) / GRID
            if sum(x < lon for x in crossings) % 2:
                points.append((lon, lat))
    return tuple(points)


def _crossings(ring: list[list[float]], lat: float) -> list[float]:
    return [
        a[0] + (lat - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in pairwise(ring) if (a[1] > lat) != (b[1] > lat)
    ]


def _box(geometry: Mapping[str, Any]) -> Box:
    points = [point for ring in rings(geometry) for point in ring]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return min(lons), min(lats), max(lons), max(lats)
