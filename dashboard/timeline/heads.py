"""The heads of the timeline's days: links to what happened on each, aligned with the columns below them."""

from datetime import timedelta
from typing import Final

import plotly.graph_objects as go
from htpy import Element, a, nav

from dashboard.addresses import address
from dashboard.addresses.href import href
from dashboard.charts.time_axis import Span
from dashboard.marks import component
from dashboard.timeline.schedule import Bins
from dashboard.view import View

MOST: Final = 62
"""Heads that have room in one line; the days of a longer time are opened by their cells."""


def draw(view: View, span: Span, bins: Bins, picture: go.Figure) -> None:
    """Draw the heads above `picture`, as wide as its time axis."""
    margin = picture.layout.margin
    component.draw(heads(view, span, bins, margin.l, margin.r), "heads")


def heads(view: View, span: Span, bins: Bins, left: float, right: float) -> Element | str:
    """The same as an element; nothing where there are too many."""
    first = bins.start(span.start)
    starts = [first + n * timedelta(days=bins.days) for n in range((span.end - first) // timedelta(days=bins.days) + 1)]
    starts = [start for start in starts if span.start <= start < span.end]
    if not starts or len(starts) > MOST:
        return ""
    whole = (span.end - span.start) / timedelta(days=1)
    before = (starts[0] - span.start) / timedelta(days=1)
    after = max(whole - before - len(starts) * bins.days, 0)
    columns = f"{before}fr repeat({len(starts)}, minmax(0, {bins.days}fr)) {after}fr"
    style = f"margin:0 {right}px 0 {left}px;grid-template-columns:{columns}"
    opened = address.item()
    return nav(".heads", aria_label=view.t("timeline.heads"), style=style)[
        (
            a(
                href=href(view, item=bins.item(start)),
                title=view.day(start.date()),
                aria_label=view.day(start.date()),
                aria_current="true" if opened == bins.item(start) else None,
                style="grid-column-start:2" if place == 0 else None,
            )[f"{start.day}"]
            for place, start in enumerate(starts)
        )
    ]
