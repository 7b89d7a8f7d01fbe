"""What was received by week and what became of it: stacked bars."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.time_axis import LEGEND, WEEKS_NAMED
from data_access.drawing.palette import palette_of

HEIGHT: Final = 250
KINDS: Final = ("closed", "running", "overdue", "apart")


class Week(NamedTuple):
    """A week and its numbers in the order of KINDS; texts are ready."""

    label: str
    counts: Sequence[int]
    hover: str


def weekly(weeks: Sequence[Week], names: Sequence[str], is_dark: bool) -> go.Figure:
    """One bar per week; `names` are those of KINDS."""
    palette = palette_of(is_dark)
    fills = (palette.accent, palette.ramp[2], palette.states["overdue"].fill, palette.states["open"].fill)
    hatched = dict(zip(KINDS, ("", "", "/", ""), strict=True))
    highest = max((sum(week.counts) for week in weeks), default=0)
    traces = [
        {
            "type": "bar",
            "name": name,
            "x": [week.label for week in weeks],
            "y": [week.counts[place] for week in weeks],
            "hovertext": [week.hover for week in weeks],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {
                "color": fill,
                "line": {"width": 0},
                "pattern": {"shape": hatched[kind], "fgcolor": palette.ground, "size": 5, "fillmode": "overlay"},
            },
        }
        for place, (kind, name, fill) in enumerate(zip(KINDS, names, fills, strict=True))
    ]
    return theme.figure(
        traces,
        is_dark,
        height=HEIGHT,
        barmode="stack",
        bargap=0.25,
        margin={"l": 4, "r": 8, "t": 8, "b": 44},
        showlegend=True,
        legend=LEGEND,
        xaxis={"type": "category", "tickangle": 0, "showgrid": False, "nticks": WEEKS_NAMED},
        yaxis={"nticks": min(5, highest + 1), "tickformat": ",d", "rangemode": "tozero"},
    )
