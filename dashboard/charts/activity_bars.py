"""The activities of one or a few cities, one bar each from its first to its last day, by line."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.matrix import Heading
from dashboard.charts.time_axis import LEGEND, Deadline, Due, Span, axis, level, marks
from data_access.drawing.map_labels import text_width
from data_access.drawing.palette import Palette, palette_of

LANE = 13
SIZE = 12
KINDS = ("held", "late", "planned", "cancelled")


class Bar(NamedTuple):
    """An activity on its row: one of KINDS, from start to end (local, without zone); texts are ready."""

    row: str
    kind: str
    start: datetime
    end: datetime
    hover: str
    item: str = ""
    """Of the case that it opens."""
    lane: int = 0


def bars(
    activities: Sequence[Bar],
    rows: Sequence[Heading],
    dues: Sequence[Due],
    span: Span,
    deadlines: Sequence[Deadline],
    names: dict[str, str],
    is_dark: bool,
) -> go.Figure:
    """One bar per activity, at least a day long; those of one row that overlap in time stand under each other.

    `names`: kind -> legend, and "due".
    """
    palette = palette_of(is_dark)
    tops, placed = _lanes(activities, rows)
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
        clickmode="event+select",
        xaxis={**axis(span, is_dark), "automargin": False},
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


def _lanes(bars: Sequence[Bar], rows: Sequence[Heading]) -> tuple[dict[str, tuple[int, int]], list[Bar]]:
    """First lane and number of lanes per row; the bars of these rows by code and start, each in its lane."""
    bars_of: dict[str, list[Bar]] = {heading.code: [] for heading in rows}
    for bar in bars:
        if bar.row in bars_of:
            bars_of[bar.row].append(bar)
    tops: dict[str, tuple[int, int]] = {}
    placed: dict[str, list[Bar]] = {}
    top = 0
    for code, here in bars_of.items():
        ends: list[datetime] = []
        placed[code] = []
        for bar in sorted(here, key=lambda one: one.start):
            until = _until(bar.start, bar.end)
            free = next((lane for lane, last in enumerate(ends) if last < bar.start), len(ends))
            ends[free : free + 1] = [until]
            placed[code].append(bar._replace(end=until, lane=top + free))
        tops[code] = (top, max(len(ends), 1))
        top += max(len(ends), 1)
    return tops, [bar for code in sorted(placed) for bar in placed[code]]


def _until(start: datetime, end: datetime) -> datetime:
    """The end of a bar: at least a day after its start, so that it can be seen and clicked."""
    return max(end, start + timedelta(days=1))


def _bars(bars: Sequence[Bar], kind: str, name: str, palette: Palette) -> dict[str, Any]:
    """A trace as a dict for plotly's constructor: a built trace would be validated twice."""
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
        "customdata": [[bar.item] for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "color": fills[kind],
            "line": {"color": lines.get(kind, palette.quiet), "width": 1.5},
            "pattern": {"shape": "/" if kind == "cancelled" else "", "fgcolor": palette.quiet, "size": 5},
        },
    }


def _dues(dues: Sequence[Due], tops: dict[str, tuple[int, int]], name: str, palette: Palette) -> dict[str, Any]:
    shown = [due for due in dues if due.row in tops]
    return {
        "type": "scatter",
        "name": name,
        "x": [due.at.isoformat() for due in shown],
        "y": [tops[due.row][0] + (tops[due.row][1] - 1) / 2 for due in shown],
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"symbol": "line-ns", "size": LANE, "line": {"width": 2, "color": palette.text}},
    }
