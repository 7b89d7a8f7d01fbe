"""What the maps share: labels that do not overlap, room at the edges, a Mercator frame."""

from collections.abc import Mapping, Sequence, Set
from typing import Any, NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.map_labels import Anchor, Spot, latitude, place, text_width
from dashboard.charts.ramp import ink
from data_access.drawing.boundaries import Box, mercator
from data_access.drawing.palette import FONT, Palette

Trace = dict[str, Any]
"""A trace as a dict for plotly's constructor: a built trace would be validated twice."""
HEIGHT = 430
NARROWEST = 320.0
"""Pixels of the map on the smallest telephone: labels that do not overlap there do not overlap anywhere."""
SIZE = 12
FILLED = 0.8
"""An estimate: the share of a place's width that lies inside it at the height of its label."""


class Label(NamedTuple):
    """What is written on a place: its name, over it a number ("" for none); `fill`: the colour below it."""

    code: str
    short: str
    label: str
    fill: str


def labelled(
    named: Sequence[Label],
    points: dict[str, tuple[float, float]],
    box: Box,
    palette: Palette,
    inside: Mapping[str, tuple[tuple[float, float], ...]],
    blocked: tuple[tuple[float, float, float], ...] = (),
) -> tuple[Trace, Trace]:
    """The labels (name over number) and their leader lines: two traces, the labels readable on every fill. Where a name
    has no room in its place the number stands there alone: the list beside the map has all names.

    `points`: the preferred place of each label; `inside`: other places that need no leader line; `blocked`: marks that
    no label may cover.
    """
    scale = pixels_per_degree(box)
    alone = (
        set()
        if blocked
        else {one.code for one in named if one.label and not _fits(_anchor(one, points, inside), scale)}
    )
    spots = _placed([_anchor(one, points, inside, alone) for one in named], scale, blocked)
    if not blocked and (
        moved := {one.code for one, spot in zip(named, spots, strict=True) if one.label and spot.leader}
    ):
        alone |= moved
        spots = _placed([_anchor(one, points, inside, alone) for one in named], scale, blocked)
    texts = [_text(one, alone) for one in named]
    grounds = [
        one.fill
        if one.code in alone or (not spot.leader and _fits(_anchor(one, points, inside), scale))
        else palette.ground
        for one, spot in zip(named, spots, strict=True)
    ]
    inks = [ink(ground) for ground in grounds]
    labels = {
        "type": "scattergeo",
        "name": "labels",
        "lon": [spot.lon for spot in spots],
        "lat": [spot.lat for spot in spots],
        "text": texts,
        "mode": "text",
        "textfont": {"family": FONT, "size": SIZE, "color": inks, "shadow": [_halo(ground) for ground in grounds]},
        "hoverinfo": "skip",
    }
    seats = {code: (lon, lat) for code, (lon, lat, _) in zip((one.code for one in named), blocked, strict=False)}
    return labels, _leaders(spots, seats or points, palette)


def _text(one: Label, alone: Set[str]) -> str:
    """Name over number; of those `alone` the number, of those without a number the name."""
    return one.label if one.code in alone else f"{one.short}<br>{one.label}" if one.label else one.short


def _anchor(
    one: Label,
    points: Mapping[str, tuple[float, float]],
    inside: Mapping[str, tuple[tuple[float, float], ...]],
    alone: Set[str] = frozenset(),
) -> Anchor:
    return Anchor(one.code, *points[one.code], *_size(_text(one, alone)), inside.get(one.code, ()))


def _placed(anchors: Sequence[Anchor], scale: float, blocked: tuple[tuple[float, float, float], ...]) -> list[Spot]:
    """A spot for each label; found by code, whatever the order: the labels of a ranking have been placed before."""
    placed = place(tuple(sorted(anchors, key=lambda anchor: anchor.key)), scale, tuple(sorted(blocked)))
    spot_of = {spot.key: spot for spot in placed}
    return [spot_of[anchor.key] for anchor in anchors]


def _fits(anchor: Anchor, scale: float) -> bool:
    """Whether the place is wide enough for its label; a label that is wider has the colours of one beside it."""
    lons = [lon for lon, _ in anchor.inside]
    return bool(lons) and (max(lons) - min(lons)) * scale * FILLED > anchor.width


def _halo(colour: str) -> str:
    return f"-1px 0 {colour},1px 0 {colour},0 -1px {colour},0 1px {colour},0 0 3px {colour},0 0 5px {colour}"


def _size(text: str) -> tuple[float, float]:
    lines = text.split("<br>")
    widest = max(text_width(lines[0], SIZE), *(text_width("00.0%", SIZE) for _ in lines[1:]), 0)
    return widest + 4, SIZE * 1.25 * len(lines)


def _leaders(spots: Sequence[Spot], points: dict[str, tuple[float, float]], palette: Palette) -> Trace:
    ends = [(spot, points[spot.key]) for spot in spots if spot.leader]
    return {
        "type": "scattergeo",
        "name": "leaders",
        "lon": [value for spot, point in ends for value in (point[0], spot.lon, None)],
        "lat": [value for spot, point in ends for value in (point[1], spot.lat, None)],
        "mode": "lines",
        "line": {"color": palette.quiet, "width": 1},
        "hoverinfo": "skip",
    }


def pixels_per_degree(box: Box) -> float:
    """Pixels per degree of longitude when the box fills the smallest map there is."""
    wide = max(box[2] - box[0], 0.1) * 1.06
    high = max(mercator(box[3]) - mercator(box[1]), 0.1) * 1.06
    return min(NARROWEST / wide, HEIGHT / high)


def framed(traces: Sequence[Trace], box: Box, is_dark: bool) -> go.Figure:
    """The traces on a Mercator map of the box, with room for what stands over its edge and no other map below."""
    west, south, east, north = _room(traces, box)
    return theme.figure(
        traces,
        is_dark,
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        clickmode="event+select",
        geo={
            "visible": False,
            "bgcolor": "rgba(0,0,0,0)",
            "projection": {"type": "mercator"},
            "center": {"lon": (west + east) / 2, "lat": latitude((mercator(south) + mercator(north)) / 2)},
            "lonaxis": {"range": [west, east]},
            "lataxis": {"range": [south, north]},
        },
    )


def _room(traces: Sequence[Trace], box: Box) -> Box:
    """The box with room for labels and bubbles over its edge, which plotly would cut off."""
    scale = pixels_per_degree(box)
    west, south, east, north = box[0], mercator(box[1]), box[2], mercator(box[3])
    for trace in traces:
        if trace["type"] != "scattergeo" or trace["name"] == "leaders":
            continue
        labels = trace["name"] == "labels"
        sizes = [_size(text) for text in trace["text"]] if labels else [(d, d) for d in trace["marker"]["size"]]
        for lon, lat, (wide, high) in zip(trace["lon"], trace["lat"], sizes, strict=True):
            west, east = min(west, lon - wide / 2 / scale), max(east, lon + wide / 2 / scale)
            south = min(south, mercator(lat) - high / 2 / scale)
            north = max(north, mercator(lat) + high / 2 / scale)
    edge = 4 / scale
    return west - edge, latitude(south - edge), east + edge, latitude(north + edge)
