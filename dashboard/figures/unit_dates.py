"""When one unit did what: a row per part of the notice, a sign per state and day, against the deadlines and T."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.time_axis import Deadline, Span, axis, marks
from dashboard.rows import records
from dashboard.theme import FONT, STATE_ORDER, figure, palette

ROW = 26
LEFT = 8


def unit_dates(
    frame: pd.DataFrame, rows: Sequence[str], span: Span, deadlines: Sequence[Deadline], is_dark: bool
) -> go.Figure:
    """One text mark per row of `frame`, the first of `rows` on top; what lies outside the span is the caller's to say.

    Columns: row (one of `rows`), at (local, naive), state, n (how many), hover (ready words).
    """
    colours = palette(is_dark)
    places: Mapping[str, int] = {name: place for place, name in enumerate(rows)}
    rows_of = records(frame)
    traces = []
    for state in STATE_ORDER:
        here = [row for row in rows_of if row["state"] == state]
        mark = colours.states[state]
        trace = {
            "type": "scatter",
            "name": state,
            "x": [row["at"].isoformat() for row in here],
            "y": [places[row["row"]] for row in here],
            "mode": "text",
            "text": [f"<b>{mark.sign}</b>{row['n'] if row['n'] > 1 else ''}" for row in here],
            "textfont": {"color": mark.line, "size": 14, "family": FONT},
            "hovertext": [row["hover"] for row in here],
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
        xaxis=axis(span),
        yaxis={
            "tickmode": "array",
            "tickvals": list(places.values()),
            "ticktext": list(rows),
            "range": [len(rows) - 0.5, -0.5],
            "tickfont": {"color": colours.text, "size": 12},
        },
    )
