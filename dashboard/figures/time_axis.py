"""What every picture over time shares: numeric dates, the as-of instant, the deadlines with their names, the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from dashboard import theme
from dashboard.figures.map_labels import text_width

Item = dict[str, Any]
"""A shape or an annotation of a layout."""
SIZE = 11
LEGEND: Item = {
    "orientation": "h",
    "x": 0,
    "xref": "container",
    "y": 0,
    "yref": "container",
    "yanchor": "bottom",
    "itemclick": False,
    "itemdoubleclick": False,
}
"""Below the plot; a click on it hides nothing."""
STEP = 15
"""Pixels between two levels of names."""


@dataclass(frozen=True)
class Deadline:
    """A deadline as it is drawn: local time, and its name in the reader's language."""

    at: datetime
    name: str
    stated: bool = True
    """False: not from the notice; drawn dotted."""


class Due(NamedTuple):
    """The deadline of a row of its own, in local time without zone."""

    row: str
    at: datetime


@dataclass(frozen=True)
class Span:
    """What part of time is shown, all in local time without zone; `month` is the campaign's window, shaded."""

    start: datetime
    end: datetime
    as_of: datetime
    as_of_name: str
    month: tuple[datetime, datetime] | None = None
    width: float = 760.0
    """Pixels that the axis has at least: so far the names of the deadlines are free of each other."""


def turned(place: float, name: str, width: float) -> bool:
    """Whether a name stands left of its line, because it would run out of the picture at its right."""
    return place + text_width(name, SIZE) > width


def levels(places: Sequence[float], names: Sequence[str], width: float) -> list[int]:
    """The lowest level of each name on which it overlaps no other; places are pixels on an axis so wide."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for place, name in zip(places, names, strict=True):
        wide = text_width(name, SIZE) + 8
        left = place - wide if turned(place, name, width) else place
        free = (
            index
            for index, spans in enumerate(taken)
            if all(left >= end or left + wide <= start for start, end in spans)
        )
        level = next(free, len(taken))
        if level == len(taken):
            taken.append([])
        taken[level].append((left, left + wide))
        found.append(level)
    return found


def marks(span: Span, deadlines: Sequence[Deadline], is_dark: bool) -> tuple[list[Item], list[Item], int]:
    """As-of instant, deadlines and window: shapes and annotations for the layout, and the pixels above the plot.

    Lists, to be given to the layout at once: plotly copies all shapes at each add_vline (9 ms each on a laptop).
    """
    palette = theme.palette(is_dark)
    shown = sorted((d for d in deadlines if span.start <= d.at <= span.end), key=lambda d: d.at)
    shapes = [upright(d.at, palette.quiet, 1, "solid" if d.stated else "dot", 0.75) for d in shown]
    if span.month and (start := max(span.month[0], span.start)) < (end := min(span.month[1], span.end)):
        window = {"type": "rect", "x0": start, "x1": end, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
        shapes.insert(0, {**window, "fillcolor": palette.surface, "line": {"width": 0}})
    names = [(d.at, d.name, palette.quiet) for d in shown]
    if span.start <= span.as_of <= span.end:
        shapes.append(upright(span.as_of, palette.accent, 2))
        names.append((span.as_of, f"<b>{span.as_of_name}</b>", palette.accent))
    names.sort(key=lambda name: name[0])
    whole = (span.end - span.start).total_seconds()
    places = [(at - span.start).total_seconds() / whole * span.width for at, _, _ in names]
    tiers = levels(places, [text for _, text, _ in names], span.width)
    notes: list[Item] = [
        {
            "x": at,
            "y": 1,
            "yref": "paper",
            "yshift": 4 + tier * STEP,
            "text": text,
            "showarrow": False,
            "xanchor": "right" if turned(place, text, span.width) else "left",
            "yanchor": "bottom",
            "font": {"size": SIZE, "color": colour},
        }
        for (at, text, colour), place, tier in zip(names, places, tiers, strict=True)
    ]
    return shapes, notes, 8 + STEP * (max(tiers, default=-1) + 1)


def upright(at: Any, colour: str, width: float, dash: str = "solid", opacity: float = 1.0) -> Item:
    """A line through the whole height of the plot at `at` of the x axis."""
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "opacity": opacity, "line": line}


def level(at: float, colour: str) -> Item:
    """A thin line through the whole width of the plot at `at` of the y axis, below the marks."""
    line = {"color": colour, "width": 1}
    return {"type": "line", "y0": at, "y1": at, "x0": 0, "x1": 1, "xref": "paper", "layer": "below", "line": line}


def axis(span: Span) -> dict[str, object]:
    """The x axis: month and day in digits, since plotly knows no Chinese month names."""
    return {
        "type": "date",
        "range": [span.start.isoformat(), span.end.isoformat()],
        "tickformat": "%m-%d",
        "hoverformat": "%Y-%m-%d",
        "side": "bottom",
        "nticks": 14 if span.width > 400 else 5,
        "tickangle": 0,
        "showgrid": True,
    }
