"""The matrix of units and lines: one square per pair, its state as colour and as sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.time_axis import Item, level, upright
from data_access.drawing.map_labels import text_width
from data_access.drawing.palette import FONT, Mark, Palette, palette_of

PITCH = 25
SQUARE = 21
SIZE = 12
SMALL = 11
TINY = 9
"""For “3/5”, which must fit into a square."""
UPRIGHT = 17
"""Pixels of a square when the lines stand down a telephone: 13 cities in 240 pixels."""
LAPTOP = 1000.0
"""Pixels that the columns have at least when they stand across."""
FADED = 0.25
EDGE = 3
"""Pixels of the edge of what is behind the expected pace."""
AMOUNT = "amount"


class Cell(NamedTuple):
    """The cell of a unit and a line: its state, as a sign or as done/active of several periods; texts are ready."""

    unit_code: str
    line_code: str
    state: str
    """A state, or AMOUNT."""
    text: str
    hover: str
    faded: bool
    """Drawn paler."""
    behind: bool = False
    """Behind the expected pace (G15): with an edge of its own around the colour of its state."""
    item: str = ""
    """Of the case that it opens; '' where it opens none."""


Square = tuple[int, int, Cell]
"""Column, row, and the cell there."""


@dataclass(frozen=True)
class Heading:
    """A row or a column: its code, its short name, and the group under which it stands ("" for none)."""

    code: str
    name: str
    group: str = ""


def matrix(
    cells: Sequence[Cell],
    units: Sequence[Heading],
    lines: Sequence[Heading],
    is_dark: bool,
    chosen: str = "",
    lines_down: bool = False,
    stacked: bool = True,
) -> go.Figure:
    """One square per cell: units down and lines across, on a narrow screen the other way round.

    The cell whose item is `chosen` has a ring. `stacked` writes the names of the columns vertically, one
    character under the other, as is usual in Chinese; else they are turned. A point's customdata is its item.
    """
    palette = palette_of(is_dark)
    down, across = (lines, units) if lines_down else (units, lines)
    columns_at, rows_at = _positions(across), _positions(down)
    ring: list[tuple[int, int]] = []
    squares: dict[tuple[str, bool, bool], list[Square]] = {}
    for cell in cells:
        here, there = (cell.unit_code, cell.line_code) if lines_down else (cell.line_code, cell.unit_code)
        x, y = columns_at[here], rows_at[there]
        squares.setdefault((cell.state, cell.faded, cell.behind), []).append((x, y, cell))
        if chosen and cell.item == chosen:
            ring.append((x, y))
    size = UPRIGHT if lines_down else SQUARE
    traces = [_ring(ring, palette, size), *(_squares(some, *look, palette, size) for look, some in squares.items())]
    height = max(len(down), 1) * PITCH
    above = max((_reach(h.name, stacked) for h in across), default=0) + 8
    left = max((text_width(h.name, SIZE) for h in down), default=0) + 14
    band = 26 if any(h.group for h in across) else 4
    columns, over = _bands(across, palette, 1 + above / height, "x")
    rows, beside = _bands(down, palette, -left, "y")
    return theme.figure(
        traces,
        is_dark,
        shapes=[*columns, *rows],
        annotations=[*over, *beside],
        height=int(height + above + band + 8),
        margin={"l": int(left + (24 if lines_down else 0)), "r": 8, "t": int(above + band), "b": 8},
        clickmode="event+select",
        xaxis=_axis(across, palette, "top", stacked),
        yaxis={**_axis(down, palette, "left", False), "range": [len(down) - 0.5, -0.5]},
    )


def _positions(headings: Sequence[Heading]) -> dict[str, int]:
    return {heading.code: index for index, heading in enumerate(headings)}


def _reach(name: str, stacked: bool) -> float:
    return len(name) * SMALL * 1.3 if stacked else text_width(name, SMALL)


def _squares(
    squares: Sequence[Square], state: str, faded: bool, behind: bool, palette: Palette, size: int
) -> dict[str, Any]:
    """A trace as a dict for plotly's constructor: a built trace would be validated twice."""
    mark = _mark(palette, state)
    cells = [cell for _, _, cell in squares]
    return {
        "type": "scatter",
        "name": state,
        "x": [x for x, _, _ in squares],
        "y": [y for _, y, _ in squares],
        "mode": "markers+text",
        "text": [cell.text for cell in cells],
        "textfont": {
            "family": FONT,
            "size": _one([SMALL if len(cell.text) == 1 else TINY for cell in cells]),
            "color": palette.quiet if faded else mark.ink,
        },
        "customdata": [[cell.item] for cell in cells],
        "hovertext": [cell.hover for cell in cells],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "symbol": "square",
            "size": size - EDGE if behind else size,
            "color": mark.fill,
            "line": {"width": EDGE, "color": palette.behind.line} if behind else {"width": 1, "color": mark.line},
            "opacity": FADED if faded else 1,
        },
        "selected": {"marker": {"size": size - EDGE if behind else size}},
        "unselected": {"marker": {"opacity": 1}, "textfont": {"color": mark.ink}},
        "cliponaxis": False,
    }


def _mark(palette: Palette, state: str) -> Mark:
    """How a cell looks; AMOUNT is a number that is no state, neither late nor in time."""
    return Mark("", palette.ramp[2], palette.ramp[5], palette.text) if state == AMOUNT else palette.states[state]


def _one(values: list[Any]) -> Any:
    """One value where all are equal: plotly validates each of a list."""
    return values[0] if len(set(values)) == 1 else values


def _ring(places: Sequence[tuple[int, int]], palette: Palette, size: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": "ring",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "mode": "markers",
        "hoverinfo": "skip",
        "marker": {"symbol": "square-open", "size": size + 5, "line": {"width": 3, "color": palette.text}},
        "cliponaxis": False,
    }


def _axis(headings: Sequence[Heading], palette: Palette, side: str, stacked: bool) -> dict[str, object]:
    names = [_stack(h.name) if stacked else h.name for h in headings]
    return {
        "side": side,
        "tickmode": "array",
        "tickvals": list(range(len(headings))),
        "ticktext": names,
        "tickangle": 0 if stacked or side == "left" else -90,
        "tickfont": {"size": SMALL if side == "top" else SIZE, "color": palette.text},
        "range": [-0.5, len(headings) - 0.5],
        "showgrid": False,
        "automargin": False,
    }


def _stack(name: str) -> str:
    """A text with one character under the other; Latin letters and digits that belong together stay on one line."""
    parts: list[str] = []
    for sign in name:
        if parts and sign.isascii() and parts[-1].isascii() and sign.isalnum():
            parts[-1] += sign
        else:
            parts.append(sign)
    return "<br>".join(parts)


def _bands(headings: Sequence[Heading], palette: Palette, place: float, axis: str) -> tuple[list[Item], list[Item]]:
    """A thin line between two groups, and the name of each over its columns (or turned, beside its rows)."""
    lines: list[Item] = []
    names: list[Item] = []
    font = {"size": SMALL, "color": palette.quiet}
    start = 0
    for index in range(1, len(headings) + 1):
        if index < len(headings) and headings[index].group == headings[start].group:
            continue
        group, middle, count = headings[start].group, (start + index - 1) / 2, index - start
        start = index
        if not group:
            continue
        if axis == "x":
            text = f"<b>{clipped(group, count * max(PITCH, LAPTOP / len(headings)))}</b>"
            spot: Item = {"x": middle, "y": place, "yref": "paper", "yanchor": "bottom"}
        else:
            text = f"<b>{clipped(group, count * PITCH)}</b>"
            spot = {"x": 0, "xshift": place, "y": middle, "xref": "paper", "xanchor": "right", "textangle": -90}
        names.append({**spot, "text": text, "showarrow": False, "font": font})
        if index < len(headings):
            edge = index - 0.5
            lines.append(
                {**upright(edge, palette.grid, 1), "layer": "below"} if axis == "x" else level(edge, palette.grid)
            )
    return lines, names


def clipped(text: str, room: float) -> str:
    """The text, cut with an ellipsis when it would not fit into `room` pixels."""
    if text_width(text, SMALL) <= room:
        return text
    while text and text_width(text + "…", SMALL) > room:
        text = text[:-1]
    return text.rstrip() + "…"
