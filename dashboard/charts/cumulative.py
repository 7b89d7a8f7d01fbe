"""What was due and how much of it was done over time, as two step lines; the gap between them is what was overdue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.time_axis import DAY, NOON, Deadline, Item, Span, axis, marks
from data_access.drawing.palette import clear, palette_of

HEIGHT = 230
LINE = 14
"""Pixels between two names at the end of the lines."""


class Point(NamedTuple):
    """Numbers due, and done of those, by the end of a day (its first instant, local, without zone); texts are ready."""

    day: datetime
    done: int
    due: int
    hover: str


class Labels(NamedTuple):
    """The words for what was due, what of it was done, and the gap."""

    due: str
    done: str
    late: str


def cumulative(
    points: Sequence[Point], span: Span, deadlines: Sequence[Deadline], names: Labels, is_dark: bool
) -> go.Figure:
    """Two step lines with their names and last values at their ends, the gap in the colour of the overdue with its
    number; days rise. A line steps at the end of a day, where the deadlines stand; the hover of a day is of that day.
    """
    palette = palette_of(is_dark)
    ends = [min(point.day + DAY, span.as_of) for point in points]
    overdue = palette.states["overdue"]
    common = {"type": "scatter", "x": [end.isoformat() for end in ends], "mode": "lines", "hoverinfo": "skip"}
    done = {"color": palette.accent, "width": 2.5, "shape": "hv"}
    due = {"color": palette.quiet, "width": 1.5, "dash": "dot", "shape": "hv"}
    traces = [
        {**common, "name": names.done, "y": [point.done for point in points], "line": done},
        {
            **common,
            "name": names.due,
            "y": [point.due for point in points],
            "line": due,
            "fill": "tonexty",
            "fillcolor": clear(overdue.fill, 0.35),
        },
        {
            "type": "scatter",
            "name": names.late,
            "x": [(point.day + NOON).isoformat() for point in points],
            "y": [point.due for point in points],
            "mode": "markers",
            "marker": {"opacity": 0, "size": 12},
            "hovertext": [point.hover for point in points],
            "hovertemplate": "%{hovertext}<extra></extra>",
        },
    ]
    shapes, notes, above = marks(span, deadlines, is_dark)
    if points:
        last = points[-1]
        told: list[tuple[float, int, str, str]] = [
            (last.due, LINE, f"{names.due} {last.due:,}", palette.quiet),
            (last.done, -LINE if last.due > last.done else 0, f"{names.done} {last.done:,}", palette.accent),
        ]
        if late := last.due - last.done:
            told.append(((last.due + last.done) / 2, 0, f"{names.late} {late:,}", overdue.line))
        edge = (span.end - ends[-1]) / (span.end - span.start) * span.width < 110
        notes += [_end(ends[-1], *one, edge=edge) for one in told]
    return theme.figure(
        traces,
        is_dark,
        height=HEIGHT + above,
        margin={"l": 44, "r": 12, "t": above, "b": 28},
        shapes=shapes,
        annotations=notes,
        hovermode="x",
        xaxis={**axis(span, is_dark), "automargin": False},
        yaxis={"rangemode": "tozero", "automargin": False, "nticks": 5},
    )


def _end(at: datetime, y: float, shift: int, text: str, colour: str, *, edge: bool) -> Item:
    """A name at the end of the lines: right of it, or left where the picture ends."""
    place: dict[str, Any] = {"xanchor": "right", "xshift": -6} if edge else {"xanchor": "left", "xshift": 6}
    font = {"color": colour, "size": 12}
    return {
        **place,
        "x": at.isoformat(),
        "y": y,
        "yshift": shift,
        "text": f"<b>{text}</b>",
        "showarrow": False,
        "font": font,
    }
