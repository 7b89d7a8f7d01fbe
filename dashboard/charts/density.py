"""Where hazards lie: a square per cell of a grid, darker for more hazards, over the outlines of the cities."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard.charts.geo_frame import Trace, framed, pixels_per_degree
from dashboard.charts.ramp import Scale, colorbar, steps
from data_access.drawing.boundaries import Boundaries, Box
from data_access.drawing.palette import Palette, palette_of

CELL = 0.25
"""Degrees of longitude of a cell."""


class Square(NamedTuple):
    """A cell by its middle (WGS84), or a single hazard; texts are ready."""

    lon: float
    lat: float
    n: int
    hover: str


def density(squares: Sequence[Square], shapes: Boundaries | None, box: Box, is_dark: bool) -> go.Figure:
    """The squares, coloured by the root of their number, so that few show beside many; the key has the numbers."""
    palette = palette_of(is_dark)
    most = max([square.n for square in squares] + [1])
    scale = Scale(0.0, math.sqrt(most), "")
    key = colorbar(scale, palette) | {
        "tickvals": [math.sqrt(n) for n in dict.fromkeys((1, max(most // 4, 1), most))],
        "ticktext": [f"{n:,}" for n in dict.fromkeys((1, max(most // 4, 1), most))],
    }
    size = max(5.0, CELL * pixels_per_degree(box) * 1.1)
    dots: Trace = {
        "type": "scattergeo",
        "name": "squares",
        "lon": [square.lon for square in squares],
        "lat": [square.lat for square in squares],
        "mode": "markers",
        "hovertext": [square.hover for square in squares],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": "square",
            "size": [size] * len(squares),
            "color": [math.sqrt(square.n) for square in squares],
            "colorscale": steps(palette),
            "cmin": scale.low,
            "cmax": scale.high,
            "colorbar": key,
            "showscale": len(squares) > 0,
            "line": {"width": 0},
            "opacity": 0.92,
        },
    }
    return framed([dots, *_outlines(shapes, palette)], box, is_dark)


def _outlines(shapes: Boundaries | None, palette: Palette) -> list[Trace]:
    """The outlines of the cities, without fill."""
    if shapes is None:
        return []
    codes = list(shapes.labels)
    return [
        {
            "type": "choropleth",
            "name": "outlines",
            "geojson": shapes.url,
            "featureidkey": "id",
            "locations": codes,
            "z": [0.0] * len(codes),
            "zmin": 0.0,
            "zmax": 1.0,
            "colorscale": [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
            "showscale": False,
            "hoverinfo": "skip",
            "marker": {"line": {"color": palette.quiet, "width": 0.8}},
        }
    ]
