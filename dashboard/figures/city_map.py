"""The map: one colour per place in SVG, drawn without any request to another host.

Two things keep plotly.js from asking another host for a world map, and either is enough: the first trace is a
Scattergeo (it looks only there for a `locationmode`), and the charts' topojsonURL names an own, empty file.
"""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.boundaries import Boundaries, Box
from dashboard.figures.geo_frame import Trace, framed, labelled
from dashboard.figures.ramp import Scale, colorbar, mixed, shade, steps
from dashboard.theme import Palette

LINE = 1.2
FADED = 0.45
Place = tuple[str, str, Any]
"""adcode, hover, and the value or the state that it is coloured by."""


def choropleth(
    frame: pd.DataFrame, shapes: Boundaries, is_dark: bool, scale: Scale, selected: Sequence[str] = ()
) -> go.Figure:
    """The places of `frame` that have a polygon, coloured by `value`; the others are the caller's to list.

    Columns: adcode, short, value (float, NaN: no denominator), label, hover (ready words). A place without a value
    keeps its polygon, in the colour of no data.
    """
    palette = theme.palette(is_dark)
    drawn = frame[[code in shapes.labels for code in frame["adcode"].tolist()]]
    places = list(zip(*(drawn[name].tolist() for name in ("adcode", "hover", "value")), strict=True))
    chosen = [place for place in places if place[0] in selected]
    veiled = [place for place in places if place[0] not in selected] if selected else []
    fills = [palette.missing if math.isnan(value) else shade(value, scale, palette) for _, _, value in places]
    if selected:
        fills = [
            fill if code in selected else mixed(fill, palette.ground, FADED)
            for fill, (code, *_) in zip(fills, places, strict=True)
        ]
    known = [place for place in places if not math.isnan(place[2])]
    unknown = [place for place in places if math.isnan(place[2])]
    box, points = _ground([code for code, *_ in places], shapes)
    outline = _flat(chosen, shapes, palette, _clear(palette.ground, 0), "selected")
    traces = [
        *labelled(drawn.assign(fill=fills), points, box, palette, shapes.inside),
        {
            **_fill(known, shapes, palette, [place[2] for place in known], steps(palette), "places"),
            "zmin": scale.low,
            "zmax": scale.high,
            "showscale": len(known) > 0,
            "colorbar": colorbar(scale, palette),
        },
        _flat(unknown, shapes, palette, palette.missing, "no_data"),
        _flat(veiled, shapes, palette, _clear(palette.ground, 1 - FADED), "veiled"),
        {**outline, "marker": {"line": {"color": palette.text, "width": 2.5}}},
    ]
    return framed(traces, box, is_dark)


def county_states(frame: pd.DataFrame, shapes: Boundaries, is_dark: bool) -> go.Figure:
    """The counties of one city, one colour and sign per state.

    Columns: adcode, short, state (a code of the theme; "none" for no obligation), label, hover.
    """
    palette = theme.palette(is_dark)
    drawn = frame[[code in shapes.labels for code in frame["adcode"].tolist()]]
    places = list(zip(*(drawn[name].tolist() for name in ("adcode", "hover", "state")), strict=True))
    colours = {
        state: palette.states[state].fill if state in palette.states else palette.missing for _, _, state in places
    }
    box, points = _ground([code for code, *_ in places], shapes)
    traces = [
        *labelled(drawn.assign(fill=[colours[state] for _, _, state in places]), points, box, palette, shapes.inside)
    ]
    for state, colour in colours.items():
        traces.append(_flat([place for place in places if place[2] == state], shapes, palette, colour, state))
    return framed(traces, box, is_dark)


def _ground(codes: list[str], shapes: Boundaries) -> tuple[Box, dict[str, tuple[float, float]]]:
    """The box around the polygons of these places, and a point inside each."""
    box = shapes.box(tuple(codes)) if codes else (0.0, 0.0, 1.0, 1.0)
    return box, {code: shapes.labels[code] for code in codes}


def _flat(places: list[Place], shapes: Boundaries, palette: Palette, colour: str, name: str) -> Trace:
    """Places in one colour, which may be clear."""
    return _fill(places, shapes, palette, [0.0] * len(places), [[0, colour], [1, colour]], name)


def _fill(
    places: list[Place],
    shapes: Boundaries,
    palette: Palette,
    values: list[float],
    colours: list[list[object]],
    name: str,
) -> Trace:
    return {
        "type": "choropleth",
        "name": name,
        "geojson": shapes.url,
        "featureidkey": "id",
        "locations": [place[0] for place in places],
        "z": values,
        "zmin": 0.0,
        "zmax": 1.0,
        "colorscale": colours,
        "showscale": False,
        "hovertext": [place[1] for place in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"line": {"color": palette.ground, "width": LINE}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _clear(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
