"""The backlog by week: what was added, what was removed, and what was open at the end of the week."""

from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.time_axis import LEGEND, WEEKS_NAMED
from data_access.drawing.palette import FONT, palette_of

HEIGHT = 250


class Week(NamedTuple):
    """A week: `came` and `left` have raised and lowered the number of open ones; texts are ready."""

    label: str
    came: int
    left: int
    closing: int
    hover: str


def backlog(weeks: Sequence[Week], names: tuple[str, str, str], is_dark: bool) -> go.Figure:
    """Bars up for what was added, down for what was removed, and a line for the open ones with its last value at its
    end.

    `names`: of the added, the removed and the open ones. All three share one axis: items.
    """
    palette = palette_of(is_dark)
    labels, hovers = [week.label for week in weeks], [week.hover for week in weeks]
    common = {"x": labels, "hovertext": hovers, "hovertemplate": "%{hovertext}<extra></extra>"}
    looks = {"came": palette.diverging[1], "left": palette.diverging[-2]}
    highest = max((max(week.came, week.left, week.closing) for week in weeks), default=0)
    traces = [
        {
            **common,
            "type": "bar",
            "name": names[0],
            "y": [week.came for week in weeks],
            "marker": {"color": looks["came"]},
        },
        {
            **common,
            "type": "bar",
            "name": names[1],
            "y": [-week.left for week in weeks],
            "marker": {
                "color": looks["left"],
                "pattern": {"shape": "/", "fgcolor": palette.ground, "size": 5, "fillmode": "overlay"},
            },
        },
        {
            **common,
            "type": "scatter",
            "name": names[2],
            "y": [week.closing for week in weeks],
            "mode": "lines+markers",
            "line": {"color": palette.text, "width": 2},
            "marker": {"size": 5, "color": palette.text},
        },
    ]
    last = [
        {
            "x": week.label,
            "y": week.closing,
            "text": f"<b>{week.closing:,}</b>",
            "showarrow": False,
            "xanchor": "left",
            "xshift": 8,
            "font": {"size": 12, "color": palette.text, "family": FONT},
        }
        for week in weeks[-1:]
    ]
    return theme.figure(
        traces,
        is_dark,
        height=HEIGHT,
        barmode="relative",
        bargap=0.25,
        margin={"l": 4, "r": 34, "t": 8, "b": 44},
        showlegend=True,
        legend=LEGEND,
        annotations=last,
        xaxis={"type": "category", "tickangle": 0, "showgrid": False, "nticks": WEEKS_NAMED},
        yaxis={"zeroline": True, "zerolinecolor": palette.quiet, "nticks": min(5, highest + 1), "tickformat": ",d"},
    )
