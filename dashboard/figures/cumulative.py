"""Done against expected over time, as steps: where the two lines part, work is missing."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.time_axis import Deadline, Span, axis, marks

HEIGHT = 230


def cumulative(
    frame: pd.DataFrame, span: Span, deadlines: Sequence[Deadline], names: tuple[str, str], is_dark: bool
) -> go.Figure:
    """Two step lines with their names and last values at their ends.

    `frame`: day (local, naive, rising), done, due (cumulative counts), hover. `names`: of done and of due.
    """
    palette = theme.palette(is_dark)
    fig = go.Figure()
    days = [day.isoformat() for day in frame["day"]]
    looks = {
        "due": {"color": palette.quiet, "width": 1.5, "dash": "dot", "shape": "hv"},
        "done": {"color": palette.accent, "width": 2.5, "shape": "hv"},
    }
    for column, name in zip(("done", "due"), names, strict=True):
        fig.add_trace(
            go.Scatter(
                name=name,
                x=days,
                y=frame[column].tolist(),
                mode="lines",
                line=looks[column],
                hovertext=frame["hover"].tolist(),
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    shapes, notes, above = marks(span, deadlines, is_dark)
    if len(frame):
        last = frame.iloc[-1]
        edge = (span.end - last["day"]) / (span.end - span.start) * span.width < 90
        ahead = int(last["done"]) >= int(last["due"])
        for column, name in zip(("done", "due"), names, strict=True):
            said = {
                "x": last["day"].isoformat(),
                "y": int(last[column]),
                "text": f"<b>{name} {int(last[column])}</b>",
                "showarrow": False,
                "xanchor": "right" if edge else "left",
                "xshift": -6 if edge else 6,
                "yshift": 8 if (column == "done") == ahead else -8,
                "font": {"color": looks[column]["color"], "size": 12},
            }
            notes.append(said)
    return theme.layout(
        fig,
        is_dark,
        height=HEIGHT + above,
        margin={"l": 44, "r": 12, "t": above, "b": 28},
        shapes=shapes,
        annotations=notes,
        xaxis={**axis(span), "automargin": False},
        yaxis={"rangemode": "tozero", "automargin": False, "nticks": 5},
    )
