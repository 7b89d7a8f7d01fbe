"""Done against expected over time, as steps: where the two lines part, work is missing."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.time_axis import Deadline, Span, axis, marks

HEIGHT = 230


class Point(NamedTuple):
    """How much was done and due by the end of a day (local, without zone); ready words."""

    day: datetime
    done: int
    due: int
    hover: str


def cumulative(
    points: Sequence[Point], span: Span, deadlines: Sequence[Deadline], names: tuple[str, str], is_dark: bool
) -> go.Figure:
    """Two step lines with their names (of done and of due) and last values at their ends; days rise."""
    palette = theme.palette(is_dark)
    days, hovers = [point.day.isoformat() for point in points], [point.hover for point in points]
    counts = {"done": [point.done for point in points], "due": [point.due for point in points]}
    looks = {
        "due": {"color": palette.quiet, "width": 1.5, "dash": "dot", "shape": "hv"},
        "done": {"color": palette.accent, "width": 2.5, "shape": "hv"},
    }
    traces = [
        {
            "type": "scatter",
            "name": name,
            "x": days,
            "y": counts[column],
            "mode": "lines",
            "line": looks[column],
            "hovertext": hovers,
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        for column, name in zip(("done", "due"), names, strict=True)
    ]
    shapes, notes, above = marks(span, deadlines, is_dark)
    if days:
        last = points[-1].day
        edge = (span.end - last) / (span.end - span.start) * span.width < 90
        ahead = counts["done"][-1] >= counts["due"][-1]
        for column, name in zip(("done", "due"), names, strict=True):
            said = {
                "x": days[-1],
                "y": counts[column][-1],
                "text": f"<b>{name} {counts[column][-1]}</b>",
                "showarrow": False,
                "xanchor": "right" if edge else "left",
                "xshift": -6 if edge else 6,
                "yshift": 13 if (column == "done") == ahead else -13,
                "font": {"color": looks[column]["color"], "size": 12},
            }
            notes.append(said)
    return theme.figure(
        traces,
        is_dark,
        height=HEIGHT + above,
        margin={"l": 44, "r": 12, "t": above, "b": 28},
        shapes=shapes,
        annotations=notes,
        xaxis={**axis(span), "automargin": False},
        yaxis={"rangemode": "tozero", "automargin": False, "nticks": 5},
    )
