"""The timeline as strips: per row and day (or week) how much was held, what is still planned, what came late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd
import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.map_labels import text_width
from dashboard.figures.matrix import Heading, clipped
from dashboard.figures.time_axis import LEGEND, Deadline, Item, Span, axis, level, marks
from dashboard.theme import Palette

PITCH = 17
SIZE = 12
LATE = "done_late"


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
    here = frame[frame["row"].isin(list(places))]
    fig = go.Figure()
    fig.add_trace(_cells(here[here["held"] > 0], places, palette, names, days))
    fig.add_trace(_marks(here[here["late"] > 0], places, palette, days, names.late, "triangle-up", LATE))
    fig.add_trace(
        _marks(
            here[(here["planned"] > 0) & (here["held"] == 0)], places, palette, days, names.planned, "square-open", ""
        )
    )
    gone = here[(here["cancelled"] > 0) & (here["held"] == 0) & (here["planned"] == 0)]
    fig.add_trace(_marks(gone, places, palette, days, names.cancelled, "x-thin-open", ""))
    fig.add_trace(_dues(dues[dues["row"].isin(list(places))], places, palette, names))
    shapes, notes, above = marks(span, deadlines, is_dark)
    grouped = any(heading.group for heading in rows)
    left = max((text_width(heading.name, SIZE) for heading in rows), default=40) + 12 + (20 if grouped else 0)
    lines, groups = _groups(rows, palette, left)
    theme.layout(
        fig,
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
    return fig


def _cells(frame: pd.DataFrame, places: dict[str, int], palette: Palette, names: Names, days: int) -> go.Heatmap:
    most = int(frame["held"].max()) if len(frame) else 1
    middle = timedelta(days=days) / 2
    columns = sorted(set(frame["start"]))
    index = {start: place for place, start in enumerate(columns)}
    values: list[list[float | None]] = [[None] * len(columns) for _ in places]
    hovers: list[list[str]] = [[""] * len(columns) for _ in places]
    for row, start, held, hover in zip(frame["row"], frame["start"], frame["held"], frame["hover"], strict=True):
        values[places[row]][index[start]] = int(held)
        hovers[places[row]][index[start]] = hover
    # plotly takes the smallest gap between two columns for the width of a cell: empty columns keep it one step
    columns, values, hovers = _filled(columns, values, hovers, days)
    ramp = palette.ramp[1:]
    return go.Heatmap(
        name=names.held,
        x=[(start + middle).isoformat() for start in columns],
        y=list(range(len(places))),
        z=values,
        zmin=1,
        zmax=max(most, 2),
        colorscale=[[step / (len(ramp) - 1), colour] for step, colour in enumerate(ramp)],
        showscale=False,
        hoverongaps=False,
        text=hovers,
        hovertemplate="%{text}<extra></extra>",
        texttemplate="%{z}",
        textfont={"size": 10},
        xgap=1,
        ygap=2,
        showlegend=False,
    )


def _filled(
    columns: list[pd.Timestamp], values: list[list[float | None]], hovers: list[list[str]], days: int
) -> tuple[list[pd.Timestamp], list[list[float | None]], list[list[str]]]:
    if not columns:
        return columns, values, hovers
    whole = list(pd.date_range(columns[0], columns[-1], freq=f"{days}D"))
    index = {start: place for place, start in enumerate(columns)}
    return (
        whole,
        [[row[index[start]] if start in index else None for start in whole] for row in values],
        [[row[index[start]] if start in index else "" for start in whole] for row in hovers],
    )


def _marks(
    frame: pd.DataFrame, places: dict[str, int], palette: Palette, days: int, name: str, symbol: str, state: str
) -> go.Scatter:
    middle = timedelta(days=days) / 2
    late = state == LATE
    colour = palette.states[state].fill if state else palette.accent if symbol.startswith("square") else palette.quiet
    return go.Scatter(
        name=name,
        x=[(start + middle * (1.6 if late else 1)).isoformat() for start in frame["start"]],
        y=[places[row] - (0.25 if late else 0) for row in frame["row"]],
        mode="markers",
        hovertext=frame["hover"].tolist(),
        hovertemplate="%{hovertext}<extra></extra>",
        marker={
            "symbol": symbol,
            "size": 7 if late else 9,
            "color": colour,
            "line": {"width": 1 if late else 1.5, "color": palette.states[state].line if state else colour},
        },
    )


def _dues(frame: pd.DataFrame, places: dict[str, int], palette: Palette, names: Names) -> go.Scatter:
    return go.Scatter(
        name=names.due,
        x=[at.isoformat() for at in frame["at"]],
        y=[places[row] for row in frame["row"]],
        mode="markers",
        hoverinfo="skip",
        marker={"symbol": "line-ns", "size": PITCH - 4, "line": {"width": 2, "color": palette.text}},
    )


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
