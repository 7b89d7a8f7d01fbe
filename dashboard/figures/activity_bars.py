"""The activities of one or a few cities, one bar each from its first to its last day, by line."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

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


class Bar(NamedTuple):
    """A bar in its lane; it ends a day after its start at the earliest."""

    kind: str
    start: datetime
    end: datetime
    hover: str
    lane: int


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
    tops, placed = _lanes(frame, rows)
    traces = [*(_bars([bar for bar in placed if bar.kind == kind], kind, names[kind], palette) for kind in KINDS)]
    traces.append(_dues(dues, tops, names["due"], palette))
    shapes, notes, above = marks(span, deadlines, is_dark)
    lanes = sum(count for _, count in tops.values())
    left = max((text_width(heading.name, SIZE) for heading in rows), default=40) + 12
    return theme.figure(
        traces,
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


def _lanes(frame: pd.DataFrame, rows: Sequence[Heading]) -> tuple[dict[str, tuple[int, int]], list[Bar]]:
    """First lane and number of lanes per row; the bars of these rows by code and start, each in its lane."""
    bars_of: dict[str, list[tuple[str, datetime, datetime, str]]] = {heading.code: [] for heading in rows}
    columns = (frame[name].tolist() for name in ("row", "kind", "start", "end", "hover"))
    for row, *bar in zip(*columns, strict=True):
        if row in bars_of:
            bars_of[row].append((bar[0], bar[1], bar[2], bar[3]))
    tops: dict[str, tuple[int, int]] = {}
    placed: dict[str, list[Bar]] = {}
    top = 0
    for code, bars in bars_of.items():
        ends: list[datetime] = []
        placed[code] = []
        for kind, start, end, hover in sorted(bars, key=lambda bar: bar[1]):
            until = _until(start, end)
            free = next((lane for lane, last in enumerate(ends) if last < start), len(ends))
            ends[free : free + 1] = [until]
            placed[code].append(Bar(kind, start, until, hover, top + free))
        tops[code] = (top, max(len(ends), 1))
        top += max(len(ends), 1)
    return tops, [bar for code in sorted(placed) for bar in placed[code]]


def _until(start: datetime, end: datetime) -> datetime:
    """A bar is at least a day long, so that it can be seen and hit."""
    return max(end, start + timedelta(days=1))


def _bars(bars: Sequence[Bar], kind: str, name: str, palette: Palette) -> dict[str, Any]:
    """A trace as plotly's constructor takes it: building it first, and the figure then, would check it twice."""
    fills = {
        "held": palette.ramp[6],
        "late": palette.states["done_late"].fill,
        "planned": "rgba(0,0,0,0)",
        "cancelled": "rgba(0,0,0,0)",
    }
    lines = {"held": palette.ramp[6], "late": palette.states["done_late"].line, "planned": palette.accent}
    return {
        "type": "bar",
        "name": name,
        "orientation": "h",
        "base": [bar.start.isoformat() for bar in bars],
        "x": [(bar.end - bar.start).total_seconds() * 1000 for bar in bars],
        "y": [bar.lane for bar in bars],
        "width": 0.72,
        "hovertext": [bar.hover for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": fills[kind],
            "line": {"color": lines.get(kind, palette.quiet), "width": 1.5},
            "pattern": {"shape": "/" if kind == "cancelled" else "", "fgcolor": palette.quiet, "size": 5},
        },
    }


def _dues(frame: pd.DataFrame, tops: dict[str, tuple[int, int]], name: str, palette: Palette) -> dict[str, Any]:
    dues = [due for due in zip(frame["row"].tolist(), frame["at"].tolist(), strict=True) if due[0] in tops]
    return {
        "type": "scatter",
        "name": name,
        "x": [at.isoformat() for _, at in dues],
        "y": [tops[row][0] + (tops[row][1] - 1) / 2 for row, _ in dues],
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"symbol": "line-ns", "size": LANE, "line": {"width": 2, "color": palette.text}},
    }
