"""The activities of one or a few cities, one bar each from its first to its last day, by line."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.map_labels import text_width
from dashboard.figures.matrix import Heading
from dashboard.figures.time_axis import LEGEND, Deadline, Span, axis, level, marks
from dashboard.theme import Palette

LANE = 13
SIZE = 12
KINDS = ("held", "late", "planned", "cancelled")


def bars(
    frame: pd.DataFrame,
    rows: Sequence[Heading],
    dues: pd.DataFrame,
    span: Span,
    deadlines: Sequence[Deadline],
    names: dict[str, str],
    is_dark: bool,
) -> go.Figure:
    """One bar per row of `frame`; those of one line that overlap in time stand under each other.

    `frame`: row, kind (one of KINDS), start, end (local, naive), hover. `dues`: row, at. `names`: kind -> legend,
    and "due".
    """
    palette = theme.palette(is_dark)
    here = frame[frame["row"].isin([heading.code for heading in rows])].sort_values(["row", "start"], kind="stable")
    tops, placed = _lanes(here, rows)
    fig = go.Figure()
    for kind in KINDS:
        fig.add_trace(_bars(placed[placed["kind"] == kind], kind, names[kind], palette))
    fig.add_trace(_dues(dues[dues["row"].isin(list(tops))], tops, names["due"], palette))
    shapes, notes, above = marks(span, deadlines, is_dark)
    lanes = sum(count for _, count in tops.values())
    left = max((text_width(heading.name, SIZE) for heading in rows), default=40) + 12
    theme.layout(
        fig,
        is_dark,
        height=LANE * max(lanes, 4) + 4 * len(rows) + above + 66,
        margin={"l": int(left), "r": 12, "t": above, "b": 62},
        barmode="overlay",
        showlegend=True,
        legend=LEGEND,
        shapes=[*shapes, *(level(top - 0.5, palette.grid) for top, _ in list(tops.values())[1:])],
        annotations=notes,
        xaxis={**axis(span), "automargin": False},
        yaxis={
            "tickmode": "array",
            "tickvals": [top + (count - 1) / 2 for top, count in tops.values()],
            "ticktext": [heading.name for heading in rows],
            "tickfont": {"size": SIZE, "color": palette.text},
            "range": [lanes - 0.5 + 0.1, -0.6],
            "showgrid": False,
            "automargin": False,
        },
    )
    return fig


def _lanes(frame: pd.DataFrame, rows: Sequence[Heading]) -> tuple[dict[str, tuple[int, int]], pd.DataFrame]:
    """First lane and number of lanes per row, and the frame with the lane of each bar."""
    tops: dict[str, tuple[int, int]] = {}
    lane_of: dict[int, int] = {}
    top = 0
    for heading in rows:
        ends: list[datetime] = []
        mine = frame[frame["row"] == heading.code]
        for label, start, end in zip(mine.index, mine["start"], mine["end"], strict=True):
            free = next((lane for lane, last in enumerate(ends) if last < start), len(ends))
            ends[free:] = [_until(start, end), *ends[free + 1 :]]
            lane_of[label] = top + free
        tops[heading.code] = (top, max(len(ends), 1))
        top += max(len(ends), 1)
    return tops, frame.assign(lane=[lane_of[label] for label in frame.index])


def _until(start: datetime, end: datetime) -> datetime:
    """A bar is at least a day long, so that it can be seen and hit."""
    return max(end, start + timedelta(days=1))


def _bars(frame: pd.DataFrame, kind: str, name: str, palette: Palette) -> go.Bar:
    fills = {
        "held": palette.ramp[6],
        "late": palette.states["done_late"].fill,
        "planned": "rgba(0,0,0,0)",
        "cancelled": "rgba(0,0,0,0)",
    }
    lines = {"held": palette.ramp[6], "late": palette.states["done_late"].line, "planned": palette.accent}
    lengths = [
        (_until(start, end) - start).total_seconds() * 1000
        for start, end in zip(frame["start"], frame["end"], strict=True)
    ]
    return go.Bar(
        name=name,
        orientation="h",
        base=[start.isoformat() for start in frame["start"]],
        x=lengths,
        y=frame["lane"].tolist(),
        width=0.72,
        hovertext=frame["hover"].tolist(),
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "color": fills[kind],
            "line": {"color": lines.get(kind, palette.quiet), "width": 1.5},
            "pattern": {"shape": "/" if kind == "cancelled" else "", "fgcolor": palette.quiet, "size": 5},
        },
    )


def _dues(frame: pd.DataFrame, tops: dict[str, tuple[int, int]], name: str, palette: Palette) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=[at.isoformat() for at in frame["at"]],
        y=[tops[row][0] + (tops[row][1] - 1) / 2 for row in frame["row"]],
        mode="markers",
        hoverinfo="skip",
        marker={"symbol": "line-ns", "size": LANE, "line": {"width": 2, "color": palette.text}},
    )
