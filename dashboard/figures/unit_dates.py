"""When one unit did what: a row per part of the notice, a sign per state and day, against the deadlines and T."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.figures.time_axis import Deadline, Span, axis, marked
from dashboard.theme import FONT, STATE_ORDER, layout, palette

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
    fig = go.Figure()
    for state in STATE_ORDER:
        here = frame[frame["state"] == state]
        mark = colours.states[state]
        counts = here["n"].tolist()
        fig.add_trace(
            go.Scatter(
                name=state,
                x=[at.isoformat() for at in here["at"]],
                y=[places[name] for name in here["row"].tolist()],
                mode="text",
                text=[f"<b>{mark.sign}</b>{n if n > 1 else ''}" for n in counts],
                textfont={"color": mark.line, "size": 14, "family": FONT},
                hovertext=here["hover"].tolist(),
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    above = marked(fig, span, deadlines, is_dark)
    return layout(
        fig,
        is_dark,
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
