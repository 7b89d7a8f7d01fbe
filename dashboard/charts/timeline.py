"""The timeline as strips: per row and day (or week) how much was held, what is still planned, what came late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.matrix import Heading, clipped
from dashboard.charts.time_axis import LEGEND, Deadline, Due, Item, Span, axis, level, marks
from data_access.drawing.map_labels import text_width
from data_access.drawing.palette import Palette, palette_of

PITCH = 17
SIZE = 12
LATE = "done_late"


class Strip(NamedTuple):
    """What happened on a row in the day or week from `start` (local, without zone): counts; texts are ready."""

    row: str
    start: datetime
    held: int
    late: int
    """Part of held."""
    planned: int
    cancelled: int
    hover: str
    item: str = ""
    """Of the case that it opens."""


@dataclass(frozen=True)
class Names:
    """The words of the legend: held, held after the deadline, planned, cancelled, the row's own deadline."""

    held: str
    late: str
    planned: str
    cancelled: str
    due: str


def strips(
    found: Sequence[Strip],
    rows: Sequence[Heading],
    dues: Sequence[Due],
    span: Span,
    deadlines: Sequence[Deadline],
    names: Names,
    is_dark: bool,
    days: int = 1,
) -> go.Figure:
    """One row per heading; each cell is `days` long and darker for more activities. `dues`: a tick on the row where its
    own deadline ends.
    """
    palette = palette_of(is_dark)
    places = {heading.code: index for index, heading in enumerate(rows)}
    step = timedelta(days=days)  # only what can be seen: one mistyped year would make a million empty columns
    cells = [cell for cell in found if cell.row in places and span.start - step < cell.start <= span.end]
    late = [cell for cell in cells if cell.late]
    planned = [cell for cell in cells if cell.planned and not cell.held]
    gone = [cell for cell in cells if cell.cancelled and not cell.held and not cell.planned]
    traces = [
        _cells([cell for cell in cells if cell.held], places, palette, names, days),
        _marks(late, places, palette, days, names.late, "triangle-up", LATE),
        _marks(planned, places, palette, days, names.planned, "square-open", ""),
        _marks(gone, places, palette, days, names.cancelled, "x-thin-open", ""),
        _dues(dues, places, palette, names),
    ]
    shapes, notes, above = marks(span, deadlines, is_dark)
    grouped = any(heading.group for heading in rows)
    left = max((text_width(heading.name, SIZE) for heading in rows), default=40) + 12 + (20 if grouped else 0)
    lines, groups = _groups(rows, palette, left)
    return theme.figure(
        traces,
        is_dark,
        height=PITCH * max(len(rows), 3) + above + 66,
        margin={"l": int(left), "r": 12, "t": above, "b": 62},
        showlegend=True,
        legend=LEGEND,
        shapes=[*shapes, *lines],
        annotations=[*notes, *groups],
        clickmode="event+select",
        xaxis={**axis(span, is_dark), "automargin": False},
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(rows))),
            "ticktext": [heading.name for heading in rows],
            "tickfont": {"size": SIZE, "color": palette.text},
            "range": [len(rows) - 0.5, -0.5],
            "showgrid": False,
            "automargin": False,
        },
    )


def _cells(cells: Sequence[Strip], places: dict[str, int], palette: Palette, names: Names, days: int) -> dict[str, Any]:
    """A trace as a dict for plotly's constructor: a built trace would be validated twice."""
    step = timedelta(days=days)
    columns = _columns([cell.start for cell in cells], step)
    place_of = {start: place for place, start in enumerate(columns)}
    values: list[list[int | None]] = [[None] * len(columns) for _ in places]
    hovers = [[""] * len(columns) for _ in places]
    items = [[[""] for _ in columns] for _ in places]
    for cell in cells:
        place, column = places[cell.row], place_of[cell.start]
        values[place][column] = cell.held
        hovers[place][column] = cell.hover
        items[place][column] = [cell.item]
    ramp = palette.ramp[1:]
    return {
        "type": "heatmap",
        "name": names.held,
        "x": [(start + step / 2).isoformat() for start in columns],
        "y": list(range(len(places))),
        "z": values,
        "zmin": 1,
        "zmax": max([2, *(cell.held for cell in cells)]),
        "colorscale": [[place / (len(ramp) - 1), colour] for place, colour in enumerate(ramp)],
        "showscale": False,
        "hoverongaps": False,
        "text": hovers,
        "customdata": items,
        "hovertemplate": "%{text}<extra></extra>",
        "texttemplate": "%{z}",
        "textfont": {"size": 10},
        "xgap": 1,
        "ygap": 2,
        "showlegend": False,
    }


def _columns(starts: Sequence[datetime], step: timedelta) -> list[datetime]:
    """The cells from the first to the last, empty ones too: plotly makes cells as wide as the smallest gap."""
    if not starts:
        return []
    first = min(starts)
    return [first + place * step for place in range((max(starts) - first) // step + 1)]


def _marks(
    cells: Sequence[Strip], places: dict[str, int], palette: Palette, days: int, name: str, symbol: str, state: str
) -> dict[str, Any]:
    middle = timedelta(days=days) / 2
    late = state == LATE
    colour = palette.states[state].fill if state else palette.accent if symbol.startswith("square") else palette.quiet
    return {
        "type": "scatter",
        "name": name,
        "x": [(cell.start + middle * (1.6 if late else 1)).isoformat() for cell in cells],
        "y": [places[cell.row] - (0.25 if late else 0) for cell in cells],
        "mode": "markers",
        "hovertext": [cell.hover for cell in cells],
        "customdata": [[cell.item] for cell in cells],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": symbol,
            "size": 7 if late else 9,
            "color": colour,
            "line": {"width": 1 if late else 1.5, "color": palette.states[state].line if state else colour},
        },
    }


def _dues(dues: Sequence[Due], places: dict[str, int], palette: Palette, names: Names) -> dict[str, Any]:
    shown = [due for due in dues if due.row in places]
    return {
        "type": "scatter",
        "name": names.due,
        "x": [due.at.isoformat() for due in shown],
        "y": [places[due.row] for due in shown],
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"symbol": "line-ns", "size": PITCH - 4, "line": {"width": 2, "color": palette.text}},
    }


def _groups(rows: Sequence[Heading], palette: Palette, left: float) -> tuple[list[Item], list[Item]]:
    """A line between two groups, and the name of each, turned, beside its rows."""
    lines: list[Item] = []
    names: list[Item] = []
    start = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and rows[index].group == rows[start].group:
            continue
        if rows[start].group:
            name = {
                "x": 0,
                "xshift": -left + 12,
                "y": (start + index - 1) / 2,
                "xref": "paper",
                "text": f"<b>{clipped(rows[start].group, (index - start) * PITCH)}</b>",
                "textangle": -90,
                "showarrow": False,
                "font": {"size": 11, "color": palette.quiet},
            }
            names.append(name)
            if index < len(rows):
                lines.append(level(index - 0.5, palette.rule))
        start = index
    return lines, names
