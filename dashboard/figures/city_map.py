"""The map: one colour per place in SVG, drawn without any request to another host, or bubbles at the seats.

Two things keep plotly.js from asking another host for a world map, and either is enough: the first trace is a
Scattergeo (it looks only there for a `locationmode`), and the charts' topojsonURL names an own, empty file.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.boundaries import Boundaries, Box
from dashboard.figures.map_labels import Anchor, Spot, latitude, mercator, place, text_width
from dashboard.theme import FONT, Palette

HEIGHT = 430
NARROWEST = 320.0
"""Pixels of the map on the smallest telephone: labels that are free of each other there are free everywhere."""
SIZE = 12
LINE = 1.2


@dataclass(frozen=True)
class Scale:
    """The values at both ends of the ramp, and how a value is written beside it (d3 format)."""

    low: float
    high: float
    tick: str


def choropleth(
    frame: pd.DataFrame, shapes: Boundaries, is_dark: bool, scale: Scale, selected: Sequence[str] = ()
) -> go.Figure:
    """The places of `frame` that have a polygon, coloured by `value`; the others are the caller's to list.

    Columns: adcode, short, value (float, NaN: no denominator), label, hover (ready words). A place without a value
    keeps its polygon, in the colour of no data.
    """
    palette = theme.palette(is_dark)
    drawn = frame[frame["adcode"].isin(list(shapes.labels))]
    known, unknown = drawn[drawn["value"].notna()], drawn[drawn["value"].isna()]
    box = shapes.box(tuple(drawn["adcode"])) if len(drawn) else (0.0, 0.0, 1.0, 1.0)
    points = {code: shapes.labels[code] for code in drawn["adcode"]}
    fig = go.Figure(list(_labels(drawn, points, box, palette, shapes.inside)))
    fig.add_trace(_polygons(known, shapes, palette, scale, selected))
    fig.add_trace(_flat(unknown, shapes, palette, selected))
    fig.add_trace(_outline(drawn[drawn["adcode"].isin(list(selected))], shapes, palette))
    return _frame(fig, box, is_dark)


def bubbles(frame: pd.DataFrame, is_dark: bool, scale: Scale, selected: Sequence[str] = ()) -> go.Figure:
    """The same places as bubbles at their seats, for a province without boundary files; nothing but points is drawn.

    Columns as `choropleth`, and lon, lat of the seat and `weight` (what the area of the bubble shows).
    """
    palette = theme.palette(is_dark)
    box = (frame["lon"].min(), frame["lat"].min(), frame["lon"].max(), frame["lat"].max())
    most = max(float(frame["weight"].max()), 1.0)
    radii = [7 + 13 * math.sqrt(max(weight, 0) / most) for weight in frame["weight"].tolist()]
    frame = frame.assign(diameter=[2 * radius for radius in radii])
    known, unknown = frame[frame["value"].notna()], frame[frame["value"].isna()]
    ramp = {
        "color": known["value"].tolist(),
        "colorscale": _steps(palette),
        "cmin": scale.low,
        "cmax": scale.high,
        "colorbar": _colorbar(scale, palette),
    }
    dots = [
        _dots(known, palette, selected, ramp, "places"),
        _dots(unknown, palette, selected, {"color": palette.missing}, "no_data"),
    ]
    degrees = 1 / pixels_per_degree(box)
    points = {
        code: (lon, latitude(mercator(lat) - (radius + SIZE * 1.25 + 2) * degrees))
        for code, lon, lat, radius in zip(frame["adcode"], frame["lon"], frame["lat"], radii, strict=True)
    }
    blocked = tuple(zip(frame["lon"], frame["lat"], frame["diameter"], strict=True))
    labels, leaders = _labels(frame, points, box, palette, {}, blocked)
    fig = go.Figure([leaders, *dots, labels])
    return _frame(fig, box, is_dark)


def _dots(
    frame: pd.DataFrame,
    palette: Palette,
    selected: Sequence[str],
    colour: dict[str, object],
    name: str,
) -> go.Scattergeo:
    return go.Scattergeo(
        name=name,
        lon=frame["lon"].tolist(),
        lat=frame["lat"].tolist(),
        mode="markers",
        customdata=frame["adcode"].tolist(),
        hovertext=frame["hover"].tolist(),
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            **colour,
            "size": frame["diameter"].tolist(),
            "line": {
                "color": [palette.text if code in selected else palette.quiet for code in frame["adcode"]],
                "width": [3 if code in selected else 1 for code in frame["adcode"]],
            },
            "opacity": 1,
        },
        unselected={"marker": {"opacity": 1}},
    )


def county_states(frame: pd.DataFrame, shapes: Boundaries, is_dark: bool) -> go.Figure:
    """The counties of one city, one colour and sign per state.

    Columns: adcode, short, state (a code of the theme; "none" for no obligation), label, hover.
    """
    palette = theme.palette(is_dark)
    drawn = frame[frame["adcode"].isin(list(shapes.labels))]
    box = shapes.box(tuple(drawn["adcode"])) if len(drawn) else (0.0, 0.0, 1.0, 1.0)
    points = {code: shapes.labels[code] for code in drawn["adcode"]}
    fig = go.Figure(list(_labels(drawn, points, box, palette, shapes.inside)))
    for state in dict.fromkeys(drawn["state"]):
        here = drawn[drawn["state"] == state]
        colour = palette.states[state].fill if state in palette.states else palette.missing
        fig.add_trace(_fill(here, shapes, palette, [0.0] * len(here), [[0, colour], [1, colour]], (0.0, 1.0), state))
    return _frame(fig, box, is_dark)


def _polygons(
    frame: pd.DataFrame, shapes: Boundaries, palette: Palette, scale: Scale, selected: Sequence[str]
) -> go.Choropleth:
    trace = _fill(frame, shapes, palette, frame["value"].tolist(), _steps(palette), (scale.low, scale.high), "places")
    return trace.update(
        showscale=len(frame) > 0,
        colorbar=_colorbar(scale, palette),
        marker_opacity=[1.0 if not selected or code in selected else 0.5 for code in frame["adcode"]],
    )


def _flat(frame: pd.DataFrame, shapes: Boundaries, palette: Palette, selected: Sequence[str]) -> go.Choropleth:
    colour = palette.missing
    trace = _fill(frame, shapes, palette, [0.0] * len(frame), [[0, colour], [1, colour]], (0.0, 1.0), "no_data")
    return trace.update(marker_opacity=[1.0 if not selected or code in selected else 0.5 for code in frame["adcode"]])


def _outline(frame: pd.DataFrame, shapes: Boundaries, palette: Palette) -> go.Choropleth:
    clear = "rgba(0,0,0,0)"
    trace = _fill(frame, shapes, palette, [0.0] * len(frame), [[0, clear], [1, clear]], (0.0, 1.0), "selected")
    return trace.update(marker_line={"color": palette.text, "width": 2.5})


def _fill(
    frame: pd.DataFrame,
    shapes: Boundaries,
    palette: Palette,
    values: list[float],
    colours: list[list[object]],
    ends: tuple[float, float],
    name: str,
) -> go.Choropleth:
    return go.Choropleth(
        name=name,
        geojson=shapes.url,
        featureidkey="id",
        locations=frame["adcode"].tolist(),
        z=values,
        zmin=ends[0],
        zmax=ends[1],
        colorscale=colours,
        showscale=False,
        hovertext=frame["hover"].tolist(),
        hovertemplate="%{hovertext}<extra></extra>",
        marker={"line": {"color": palette.ground, "width": LINE}},
        unselected={"marker": {"opacity": 1}},
    )


def _labels(
    frame: pd.DataFrame,
    points: dict[str, tuple[float, float]],
    box: Box,
    palette: Palette,
    inside: Mapping[str, tuple[tuple[float, float], ...]],
    blocked: tuple[tuple[float, float, float], ...] = (),
) -> tuple[go.Scattergeo, go.Scattergeo]:
    texts = [
        f"{short}<br>{label}" if label else short for short, label in zip(frame["short"], frame["label"], strict=True)
    ]
    anchors = tuple(
        Anchor(code, *points[code], *_size(text), inside.get(code, ()))
        for code, text in zip(frame["adcode"], texts, strict=True)
    )
    spots = place(anchors, pixels_per_degree(box), blocked)
    halo = palette.ground
    shadow = f"-1px 0 {halo},1px 0 {halo},0 -1px {halo},0 1px {halo},0 0 3px {halo},0 0 5px {halo}"
    labels = go.Scattergeo(
        name="labels",
        lon=[spot.lon for spot in spots],
        lat=[spot.lat for spot in spots],
        text=texts,
        mode="text",
        textfont={"family": FONT, "size": SIZE, "color": palette.text, "shadow": shadow},
        hoverinfo="skip",
        unselected={"textfont": {"color": palette.text}},
    )
    seats = {code: (lon, lat) for code, (lon, lat, _) in zip(frame["adcode"], blocked, strict=False)}
    return labels, _leaders(spots, seats or points, palette)


def _size(text: str) -> tuple[float, float]:
    lines = text.split("<br>")
    widest = max(text_width(lines[0], SIZE), *(text_width("00.0%", SIZE) for _ in lines[1:]), 0)
    return widest + 4, SIZE * 1.25 * len(lines)


def _leaders(spots: Sequence[Spot], points: dict[str, tuple[float, float]], palette: Palette) -> go.Scattergeo:
    ends = [(spot, points[spot.key]) for spot in spots if spot.leader]
    return go.Scattergeo(
        name="leaders",
        lon=[value for spot, point in ends for value in (point[0], spot.lon, None)],
        lat=[value for spot, point in ends for value in (point[1], spot.lat, None)],
        mode="lines",
        line={"color": palette.quiet, "width": 1},
        hoverinfo="skip",
    )


def pixels_per_degree(box: Box) -> float:
    """Pixels per degree of longitude when the box fills the smallest map there is."""
    wide = max(box[2] - box[0], 0.1) * 1.06
    high = max(mercator(box[3]) - mercator(box[1]), 0.1) * 1.06
    return min(NARROWEST / wide, HEIGHT / high)


def _room(fig: go.Figure, box: Box) -> Box:
    """The box with room for what stands over its edge: labels and bubbles are cut off at the range of the axes."""
    scale = pixels_per_degree(box)
    west, south, east, north = box[0], mercator(box[1]), box[2], mercator(box[3])
    for trace in fig.data:
        if trace.type != "scattergeo" or trace.name == "leaders":
            continue
        sizes = [_size(text) for text in trace.text] if trace.name == "labels" else [(d, d) for d in trace.marker.size]
        for lon, lat, (wide, high) in zip(trace.lon, trace.lat, sizes, strict=True):
            west, east = min(west, lon - wide / 2 / scale), max(east, lon + wide / 2 / scale)
            south = min(south, mercator(lat) - high / 2 / scale)
            north = max(north, mercator(lat) + high / 2 / scale)
    edge = 4 / scale
    return west - edge, latitude(south - edge), east + edge, latitude(north + edge)


def _steps(palette: Palette) -> list[list[object]]:
    last = len(palette.ramp) - 1
    return [[index / last, colour] for index, colour in enumerate(palette.ramp)]


def _colorbar(scale: Scale, palette: Palette) -> dict[str, object]:
    return {
        "orientation": "h",
        "x": 0.02,
        "xanchor": "left",
        "y": 0.02,
        "yanchor": "bottom",
        "len": 0.3,
        "thickness": 8,
        "tickvals": [scale.low, (scale.low + scale.high) / 2, scale.high],
        "tickformat": scale.tick,
        "tickfont": {"family": FONT, "size": 11, "color": palette.quiet},
        "outlinewidth": 0,
        "bgcolor": "rgba(0,0,0,0)",
    }


def _frame(fig: go.Figure, box: Box, is_dark: bool) -> go.Figure:
    west, south, east, north = _room(fig, box)
    return theme.layout(
        fig,
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
