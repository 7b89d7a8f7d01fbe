"""The dates of one unit: a row per part of the notice, a sign per state and day, with the deadlines and T."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import plotly.graph_objects as go

from dashboard.charts.theme import figure
from dashboard.charts.time_axis import Deadline, Span, axis, marks
from data_access.drawing.palette import FONT, STATE_ORDER, palette_of

ROW = 26
LEFT = 8


class DateMark(NamedTuple):
    """The obligations of a row in one state on one day (local, without zone); texts are ready."""

    row: str
    at: datetime
    state: str
    n: int
    hover: str


def unit_dates(
    dates: Sequence[DateMark], rows: Sequence[str], span: Span, deadlines: Sequence[Deadline], is_dark: bool
) -> go.Figure:
    """One text mark per date, the first of `rows` on top; the caller says what lies outside the span."""
    colours = palette_of(is_dark)
    places: Mapping[str, int] = {name: place for place, name in enumerate(rows)}
    traces = []
    for state in STATE_ORDER:
        here = [one for one in dates if one.state == state]
        mark = colours.states[state]
        trace = {
            "type": "scatter",
            "name": state,
            "x": [one.at.isoformat() for one in here],
            "y": [places[one.row] for one in here],
            "mode": "text",
            "text": [f"<b>{mark.sign}</b>{one.n if one.n > 1 else ''}" for one in here],
            "textfont": {"color": mark.line, "size": 14, "family": FONT},
            "hovertext": [one.hover for one in here],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
        traces.append(trace)
    shapes, notes, above = marks(span, deadlines, is_dark)
    return figure(
        traces,
        is_dark,
        shapes=shapes,
        annotations=notes,
        height=ROW * max(len(rows), 1) + above + 30,
        margin={"l": LEFT, "r": 12, "t": above, "b": 26},
        xaxis=axis(span, is_dark),
        yaxis={
            "tickmode": "array",
            "tickvals": list(places.values()),
            "ticktext": list(rows),
            "range": [len(rows) - 0.5, -0.5],
            "tickfont": {"color": colours.text, "size": 12},
        },
    )
