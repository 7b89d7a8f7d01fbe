"""The timeline as strips: per row and day (or week) how much was held, what is still planned, what came late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.map_labels import text_width
from dashboard.figures.matrix import Heading, clipped
from dashboard.figures.time_axis import LEGEND, Deadline, Item, Span, axis, level, marks
from dashboard.rows import records
from dashboard.theme import Palette

PITCH = 17
SIZE = 12
LATE = "done_late"
Row = dict[str, Any]
"""A row of the frame of `strips`."""


@dataclass(frozen=True)
class Names:
    """The words of the legend: held, held after the deadline, planned, cancelled, the row's own deadline."""

    held: str
    late: str
    planned: str
    cancelled: str
    due: str


def strips(
    frame: pd.DataFrame,
    rows: Sequence[Heading],
    dues: pd.DataFrame,
    span: Span,
    deadlines: Sequence[Deadline],
    names: Names,
    is_dark: bool,
    days: int = 1,
) -> go.Figure:
    """One row per heading; each cell is `days` long and as dark as there is much.

    `frame`: row, start (datetime, local, the first instant of the cell), held, late, planned, cancelled (counts, late
    is part of held), hover. `dues`: row, at (local): a tick on the row where its own deadline ends.
    """
    palette = theme.palette(is_dark)
    places = {heading.code: index for index, heading in enumerate(rows)}
    cells = [row for row in records(frame) if row["row"] in places]
    late = [row for row in cells if row["late"]]
    planned = [row for row in cells if row["planned"] and not row["held"]]
    gone = [row for row in cells if row["cancelled"] and not row["held"] and not row["planned"]]
    traces = [
        _cells([row for row in cells if row["held"]], places, palette, names, days),
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
        xaxis={**axis(span), "automargin": False},
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


def _cells(cells: Sequence[Row], places: dict[str, int], palette: Palette, names: Names, days: int) -> dict[str, Any]:
    """A trace as plotly's constructor takes it: building it first, and the figure then, would check it twice."""
    step = timedelta(days=days)
    columns = _columns([row["start"] for row in cells], step)
    place_of = {start: place for place, start in enumerate(columns)}
    values: list[list[int | None]] = [[None] * len(columns) for _ in places]
    hovers = [[""] * len(columns) for _ in places]
    for row in cells:
        place, column = places[row["row"]], place_of[row["start"]]
        values[place][column] = row["held"]
        hovers[place][column] = row["hover"]
    ramp = palette.ramp[1:]
    return {
        "type": "heatmap",
        "name": names.held,
        "x": [(start + step / 2).isoformat() for start in columns],
        "y": list(range(len(places))),
        "z": values,
        "zmin": 1,
        "zmax": max([2, *(row["held"] for row in cells)]),
        "colorscale": [[place / (len(ramp) - 1), colour] for place, colour in enumerate(ramp)],
        "showscale": False,
        "hoverongaps": False,
        "text": hovers,
        "hovertemplate": "%{text}<extra></extra>",
        "texttemplate": "%{z}",
        "textfont": {"size": 10},
        "xgap": 1,
        "ygap": 2,
        "showlegend": False,
    }


def _columns(starts: Sequence[datetime], step: timedelta) -> list[datetime]:
    """From the first to the last, the empty ones too: plotly takes the smallest gap between two for their width."""
    if not starts:
        return []
    first = min(starts)
    return [first + place * step for place in range((max(starts) - first) // step + 1)]


def _marks(
    cells: Sequence[Row], places: dict[str, int], palette: Palette, days: int, name: str, symbol: str, state: str
) -> dict[str, Any]:
    middle = timedelta(days=days) / 2
    late = state == LATE
    colour = palette.states[state].fill if state else palette.accent if symbol.startswith("square") else palette.quiet
    return {
        "type": "scatter",
        "name": name,
        "x": [(row["start"] + middle * (1.6 if late else 1)).isoformat() for row in cells],
        "y": [places[row["row"]] - (0.25 if late else 0) for row in cells],
        "mode": "markers",
        "hovertext": [row["hover"] for row in cells],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": symbol,
            "size": 7 if late else 9,
            "color": colour,
            "line": {"width": 1 if late else 1.5, "color": palette.states[state].line if state else colour},
        },
    }


def _dues(frame: pd.DataFrame, places: dict[str, int], palette: Palette, names: Names) -> dict[str, Any]:
    dues = [due for due in zip(frame["row"].tolist(), frame["at"].tolist(), strict=True) if due[0] in places]
    return {
        "type": "scatter",
        "name": names.due,
        "x": [at.isoformat() for _, at in dues],
        "y": [places[row] for row, _ in dues],
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
