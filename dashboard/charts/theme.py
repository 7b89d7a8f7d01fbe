"""The plotly layout that all figures share."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from dashboard.charts.lazy_figure import LazyFigure
from data_access.drawing.palette import FONT, palette_of

pio.templates.default = None  # its own template costs 0.5 ms a figure and 7 kB of each message


@cache
def base_layout(is_dark: bool) -> Mapping[str, Any]:
    """The layout that every figure starts from: transparent, light grid, no box, no legend, one font, no template."""
    colours = palette_of(is_dark)
    axis = {
        "gridcolor": colours.grid,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": True,
        "tickfont": {"color": colours.quiet, "size": 12},
        "fixedrange": True,
    }
    return MappingProxyType(
        {
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": 12, "color": colours.text},
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "showlegend": False,
            "hoverlabel": {
                "bgcolor": colours.surface,
                "bordercolor": colours.rule,
                "font": {"family": FONT, "size": 13, "color": colours.text},
                "align": "left",
            },
            "xaxis": axis,
            "yaxis": axis,
            "dragmode": False,
        }
    )


def figure(traces: Sequence[Any], is_dark: bool, **more: Any) -> go.Figure:
    """A figure of `traces` in the house's layout, `more` on top: annotations and shapes too, as lists of dicts."""
    return LazyFigure({"data": list(traces), "layout": _house(is_dark, more)})


def _house(is_dark: bool, more: Mapping[str, Any]) -> dict[str, Any]:
    base = dict(base_layout(is_dark))
    return {**base, **{key: _merged(base.get(key), value) for key, value in more.items()}}


def _merged(one: Any, other: Any) -> Any:
    return {**one, **other} if isinstance(one, dict) and isinstance(other, dict) else other
