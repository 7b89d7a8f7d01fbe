"""What every picture over time shares: numeric dates, the as-of instant, the deadlines with their names, the window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import plotly.graph_objects as go

from dashboard import theme
from dashboard.figures.map_labels import text_width

SIZE = 11
STEP = 15
"""Pixels between two levels of names."""


@dataclass(frozen=True)
class Deadline:
    """A deadline as it is drawn: local time, and its name in the reader's language."""

    at: datetime
    name: str
    stated: bool = True
    """False: not from the notice; drawn dotted."""


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


def marked(fig: go.Figure, span: Span, deadlines: Sequence[Deadline], is_dark: bool) -> int:
    """Draw as-of instant, deadlines and window on `fig`; the pixels that the names take above the plot come back."""
    palette = theme.palette(is_dark)
    if span.month:
        start, end = max(span.month[0], span.start), min(span.month[1], span.end)
        if start < end:
            fig.add_vrect(x0=start, x1=end, fillcolor=palette.surface, line_width=0, layer="below")
    shown = sorted((d for d in deadlines if span.start <= d.at <= span.end), key=lambda d: d.at)
    for deadline in shown:
        line = {"color": palette.quiet, "width": 1, "dash": "solid" if deadline.stated else "dot"}
        fig.add_vline(deadline.at, line=line, opacity=0.75)
    names = [(d.at, d.name, palette.quiet) for d in shown]
    if span.start <= span.as_of <= span.end:
        fig.add_vline(span.as_of, line={"color": palette.accent, "width": 2})
        names.append((span.as_of, f"<b>{span.as_of_name}</b>", palette.accent))
    names.sort(key=lambda name: name[0])
    whole = (span.end - span.start).total_seconds()
    places = [(at - span.start).total_seconds() / whole * span.width for at, _, _ in names]
    tiers = levels(places, [text for _, text, _ in names], span.width)
    for (at, text, colour), place, tier in zip(names, places, tiers, strict=True):
        fig.add_annotation(
            x=at,
            y=1,
            yref="paper",
            yshift=4 + tier * STEP,
            text=text,
            showarrow=False,
            xanchor="right" if turned(place, text, span.width) else "left",
            yanchor="bottom",
            font={"size": SIZE, "color": colour},
        )
    return 8 + STEP * (max(tiers, default=-1) + 1)


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
