"""How long fixing takes: the share not yet fixed after so many days, counting those that are still open."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from data_access.drawing.palette import palette_of

HEIGHT = 250
TOP = 36
"""Room for two labels above a curve that stays at 100%."""


class Curve(NamedTuple):
    """A step curve: shares (0 to 1) that hold from each of `days` on; its name stands at its end."""

    name: str
    days: Sequence[int]
    shares: Sequence[float]
    hovers: Sequence[str]


def survival(curves: Sequence[Curve], axis: str, is_dark: bool) -> go.Figure:
    """One step line per curve, all from 100 % on day 0; `axis` names the days. The second curve is dashed."""
    palette = palette_of(is_dark)
    colours = (palette.accent, palette.text)  # red means late and nothing else
    traces, notes = [], []
    for place, curve in enumerate(curves):
        if not curve.days:
            continue
        colour = colours[place % 2]
        traces.append(
            {
                "type": "scatter",
                "name": curve.name,
                "x": [0, *curve.days],
                "y": [1.0, *curve.shares],
                "mode": "lines",
                "line": {"color": colour, "width": 2.5, "shape": "hv", "dash": "dash" if place else "solid"},
                "hovertext": ["", *curve.hovers],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
        notes.append(
            {
                "x": curve.days[-1],
                "y": curve.shares[-1],
                "text": f"<b>{curve.name} {100 * curve.shares[-1]:.0f}%</b>",
                "showarrow": False,
                "xanchor": "right",
                "yanchor": "bottom",
                "yshift": 2 + 14 * place,
                "font": {"size": 12, "color": colour},
            }
        )
    return theme.figure(
        traces,
        is_dark,
        height=HEIGHT,
        margin={"l": 44, "r": 12, "t": TOP, "b": 40},
        annotations=notes,
        xaxis={"title": {"text": axis, "font": {"size": 12, "color": palette.quiet}}, "rangemode": "tozero"},
        yaxis={"range": [0, 1.03], "tickformat": ".0%", "automargin": False, "nticks": 6},
    )
