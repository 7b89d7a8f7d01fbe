"""What every picture over time shares: numeric dates, the as-of instant, the deadlines with their names, the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from data_access.drawing.map_labels import text_width
from data_access.drawing.palette import palette_of

Item = dict[str, Any]
"""A shape or an annotation of a layout."""
Anchor: TypeAlias = Literal["left", "center", "right"]
SIZE = 11
WEEKS_NAMED: Final = 7
"""So many weeks have their Monday below them without touching each other on a telephone; the others have none."""
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
"""Below the plot; clicks do nothing."""
STEP = 15
"""Pixels between two levels of names."""
LABEL = 60
"""Pixels from one named day to the next, at least."""
GAP = 8
"""Pixels between two names on one level."""
DAY, NOON = timedelta(days=1), timedelta(hours=12)
WEEK = 7
STEPS = (1, 2, 3, WEEK, 2 * WEEK, 4 * WEEK, 8 * WEEK)
"""Days from one named day to the next."""
FEW_DAYS = 62
"""With more days the columns are too narrow to distinguish."""
TELEPHONE = 250.0
LAPTOP = 860.0
"""Pixels of the time axis between names and edge, on the narrowest screens of the kind."""


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
    """The least width of the axis in pixels: up to it the names of the deadlines do not overlap."""


def placed(place: float, name: str, width: float) -> tuple[float, Anchor]:
    """Where a name begins on an axis so wide, and how it is anchored: centred, but inside the picture at its edges."""
    wide = text_width(name, SIZE)
    if place < wide / 2:
        return place, "left"
    if place + wide / 2 > width:
        return place - wide, "right"
    return place - wide / 2, "center"


def levels(places: Sequence[float], names: Sequence[str], width: float) -> list[int]:
    """The lowest level of each name on which it overlaps no other; places are pixels on an axis so wide."""
    taken: list[list[tuple[float, float]]] = []
    found = []
    for place, name in zip(places, names, strict=True):
        left, _ = placed(place, name, width)
        right = left + text_width(name, SIZE) + GAP
        free = (
            index for index, spans in enumerate(taken) if all(left >= end or right <= start for start, end in spans)
        )
        level = next(free, len(taken))
        if level == len(taken):
            taken.append([])
        taken[level].append((left, right))
        found.append(level)
    return found


def marks(span: Span, deadlines: Sequence[Deadline], is_dark: bool) -> tuple[list[Item], list[Item], int]:
    """Shapes and annotations of the as-of instant, the deadlines and the window, and the pixels they need above the
    plot.

    A deadline is the right edge of its day, whose column is tinted and carries its name.
    They are lists for the layout: plotly copies all shapes at each add_vline (9 ms each on a laptop).
    """
    palette = palette_of(is_dark)
    shown = sorted((d for d in deadlines if span.start <= d.at <= span.end), key=lambda d: d.at)
    shapes = [column(day_of(d.at), palette.quiet) for d in shown]
    shapes += [upright(day_of(d.at) + DAY, palette.quiet, 1, "solid" if d.stated else "dot", 0.75) for d in shown]
    if span.month and (start := max(span.month[0], span.start)) < (end := min(span.month[1], span.end)):
        window = {"type": "rect", "x0": start, "x1": end, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
        shapes.insert(0, {**window, "fillcolor": palette.surface, "line": {"width": 0}})
    names = [(day_of(d.at) + NOON, d.name, palette.quiet) for d in shown if d.name]
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
            "xanchor": placed(place, text, span.width)[1],
            "yanchor": "bottom",
            "font": {"size": SIZE, "color": colour},
        }
        for (at, text, colour), place, tier in zip(names, places, tiers, strict=True)
    ]
    return shapes, notes, 8 + STEP * (max(tiers, default=-1) + 1)


def day_of(at: datetime) -> datetime:
    """The first instant of its day."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def column(day: datetime, colour: str) -> Item:
    """The column of a day, tinted, below the marks."""
    place = {"x0": day, "x1": day + DAY, "y0": 0, "y1": 1, "yref": "paper", "layer": "below"}
    return {"type": "rect", **place, "fillcolor": colour, "opacity": 0.14, "line": {"width": 0}}


def upright(at: Any, colour: str, width: float, dash: str = "solid", opacity: float = 1.0) -> Item:
    """A line through the whole height of the plot at `at` of the x axis."""
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "opacity": opacity, "line": line}


def level(at: float, colour: str) -> Item:
    """A thin line through the whole width of the plot at `at` of the y axis, below the marks."""
    line = {"color": colour, "width": 1}
    return {"type": "line", "y0": at, "y1": at, "x0": 0, "x1": 1, "xref": "paper", "layer": "below", "line": line}


def axis(span: Span, is_dark: bool) -> dict[str, object]:
    """The x axis: month and day in digits, since plotly knows no Chinese month names, in the middle of the day.

    Grid lines stand between days, or between weeks where days are too many.
    """
    first, days = day_of(span.start), max((span.end - span.start) // DAY, 1)
    most = max(int(span.width // LABEL), 4)
    step = next((step for step in STEPS if days <= most * step), STEPS[-1])
    begin = first + (-first.weekday() % 7) * DAY if step % WEEK == 0 else first
    named = [day for n in range(0, days + 1, step) if (day := begin + n * DAY) + NOON <= span.end]
    return {
        "type": "date",
        "range": [span.start.isoformat(), span.end.isoformat()],
        "tickmode": "array",
        "tickvals": [(day + NOON).isoformat() for day in named],
        "ticktext": [f"{day:%m-%d}" for day in named],
        "hoverformat": "%Y-%m-%d",
        "side": "bottom",
        "tickangle": 0,
        "showgrid": False,
        "minor": {
            "tickmode": "linear",
            "tick0": begin.isoformat(),
            "dtick": DAY.total_seconds() * 1000 * (1 if days <= FEW_DAYS else WEEK),
            "showgrid": True,
            "gridcolor": palette_of(is_dark).grid,
        },
    }
