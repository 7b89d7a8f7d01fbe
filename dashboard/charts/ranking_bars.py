"""A list of units as bars from zero: name, value with its parts; beside the map in the colours of the map."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard.charts.map_labels import text_width
from dashboard.charts.ramp import Scale, shade
from dashboard.charts.theme import figure
from data_access.drawing.palette import FONT, palette_of

ROW = 29
SIZE = 13
SMALL = 12
FADED = 0.45


class Bar(NamedTuple):
    """A unit in a ranking; texts are ready."""

    code: str
    short: str
    value: float
    """NaN: no bar."""
    text: str
    mark: str
    """A text behind the name, or ""."""
    hover: str


def ranking(bars: Sequence[Bar], scale: Scale | None, is_dark: bool, selected: Sequence[str] = ()) -> go.Figure:
    """One bar per unit, the first on top, its text behind it; a point's customdata is its code.

    With `scale` the bars have the colours of the map, else one. A longer bar is always more; the axis starts at zero.
    """
    colours = palette_of(is_dark)
    codes, texts = [bar.code for bar in bars], [bar.text for bar in bars]
    rows = list(range(len(bars)))
    values = [0.0 if math.isnan(bar.value) else bar.value for bar in bars]
    names = [f"{bar.short}{bar.mark}" for bar in bars]
    widths = [text_width(name, SIZE) for name in names]
    longest = max([*values, 1e-9])
    room = max((text_width(text, SMALL) for text in texts), default=0) + 10
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": rows,
        "customdata": codes,
        "text": texts,
        "textposition": "outside",
        "textfont": {"family": FONT, "size": SMALL, "color": colours.text},
        "constraintext": "none",
        "cliponaxis": False,
        "hovertext": [bar.hover for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": [shade(value, scale, colours) if scale else colours.accent for value in values],
            "line": {"width": [2 if code in selected else 0 for code in codes], "color": colours.text},
            "opacity": [1 if not selected or code in selected else FADED for code in codes],
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": FADED}},
    }
    return figure(
        [trace],
        is_dark,
        height=ROW * max(len(rows), 2) + 8,
        margin={"l": int(max(widths, default=0) + 14), "r": int(room), "t": 4, "b": 4},
        bargap=0.32,
        clickmode="event+select",
        xaxis={"visible": False, "range": [0, longest]},
        yaxis={
            "tickmode": "array",
            "tickvals": rows,
            "ticktext": names,
            "tickfont": {"size": SIZE, "color": colours.text},
            "range": [len(rows) - 0.5, -0.5],
            "showgrid": False,
            "automargin": False,
        },
    )
