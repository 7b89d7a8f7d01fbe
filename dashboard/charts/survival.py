"""How long fixing takes: the share not yet fixed after so many days, counting those that are still open."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from data_access.drawing.map_labels import text_width
from data_access.drawing.palette import palette_of

HEIGHT = 250
MARGIN = {"l": 44, "t": 16, "b": 40}
LINE = 14
"""A line of a label in pixels."""


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
    drawn = [curve for curve in curves if curve.days]
    names = [f"<b>{curve.name} {100 * curve.shares[-1]:.0f}%</b>" for curve in drawn]
    for curve, name, lift in zip(drawn, names, _lifts([curve.shares[-1] for curve in drawn]), strict=True):
        place = curves.index(curve)
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
                "text": name,
                "showarrow": False,
                "xanchor": "left",
                "xshift": 4,
                "yshift": lift,
                "font": {"size": 12, "color": colour},
            }
        )
    return theme.figure(
        traces,
        is_dark,
        height=HEIGHT,
        margin={**MARGIN, "r": 12 + int(max((text_width(name[3:-4], 13) for name in names), default=0))},
        annotations=notes,
        xaxis={
            "title": {"text": axis, "font": {"size": 12, "color": palette.quiet}},
            "rangemode": "tozero",
            "ticklabelstandoff": 4,
        },
        yaxis={"range": [0, 1.03], "tickformat": ".0%", "automargin": False, "nticks": 6},
    )


def _lifts(ends: Sequence[float]) -> list[int]:
    """By how many pixels the names of curves that end at these shares are lifted, to stand apart."""
    near = LINE / (HEIGHT - MARGIN["t"] - MARGIN["b"])
    lifts = [0] * len(ends)
    if len(ends) == 2 and abs(ends[0] - ends[1]) < near:
        upper = ends.index(max(ends))
        lifts[upper], lifts[1 - upper] = LINE // 2, -LINE // 2
    return lifts
