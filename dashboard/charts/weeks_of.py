"""Counts by week: bars in parts on a time axis, with a campaign's window and the as-of instant."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.time_axis import LEGEND, Span, axis, marks
from data_access.drawing.palette import palette_of

HEIGHT: Final = 250
WIDTH: Final = 5.6 * 86_400_000
"""Milliseconds: the width of a bar within its week."""
FEW: Final = 7
"""Up to so many weeks each is named by its Monday."""
SHADES: Final = (9, 6, 4, 2, 1, 0)
"""Steps of the ramp for the parts, the first one darkest."""


class Part(NamedTuple):
    """A part of each week's bar: its name, and its number in each week."""

    name: str
    counts: Sequence[int]


def weeks_of(
    mondays: Sequence[datetime], parts: Sequence[Part], hovers: Sequence[str], span: Span, is_dark: bool
) -> go.Figure:
    """One bar per week, `parts` one above the other; `mondays` are local times without zone, `hovers` ready texts."""
    palette = palette_of(is_dark)
    middle = [(monday + timedelta(days=3.5)).isoformat() for monday in mondays]
    highest = max((sum(counts) for counts in zip(*(part.counts for part in parts), strict=True)), default=0)
    shapes, notes, above = marks(span, [], is_dark)
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": part.name,
            "x": middle,
            "y": list(part.counts),
            "width": WIDTH,
            "hovertext": list(hovers),
            "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"color": palette.ramp[shade], "line": {"width": 1, "color": palette.ground}},
        }
        for part, shade in zip(parts, SHADES, strict=False)
    ]
    return theme.figure(
        traces,
        is_dark,
        height=HEIGHT,
        barmode="stack",
        margin={"l": 4, "r": 8, "t": above, "b": 48},
        showlegend=True,
        legend=LEGEND,
        shapes=shapes,
        annotations=notes,
        xaxis={**axis(span, is_dark), "showgrid": False, **_begins(mondays, middle)},
        yaxis={"nticks": min(5, highest + 1), "tickformat": ",d", "rangemode": "tozero"},
    )


def _begins(mondays: Sequence[datetime], middle: Sequence[str]) -> dict[str, Any]:
    if len(mondays) > FEW:
        return {}
    return {"tickmode": "array", "tickvals": list(middle), "ticktext": [f"{monday:%m-%d}" for monday in mondays]}
