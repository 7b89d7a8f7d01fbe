"""The small timeline of one city: what was done when, what was missed when, what is to come."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from dashboard.charts import time_axis
from dashboard.charts.time_axis import Deadline, Span
from dashboard.charts.unit_dates import DateMark
from dashboard.city.page import Part
from dashboard.timeline import schedule
from dashboard.view import View
from data_access.notice.units import Line
from data_access.obligations.at_instant import Obligation
from data_access.wording import period

AHEAD = timedelta(days=14)
"""How far beyond T the picture reaches: the year's last deadline half a year off would press June into a corner."""
WIDTH = 360.0
"""Pixels of the axis: the picture has half a laptop's width, and in English the names of the rows take much of it."""
NAMES = 6
SEVERAL = 3
"""A deadline of ours is named from so many lines on: a week's is not."""


def marks(view: View, parts: Iterable[Part], span: Span) -> list[DateMark]:
    """One per part of the notice, day and state: the day done, else the day due.

    What has no date at all (no deadline, not done) and what lies outside `span` has no mark.
    """
    found: dict[tuple[str, datetime, str], list[str]] = {}
    for part in parts:
        for one in part.obligations:
            instant = one.fulfilled_at or one.due_at
            if instant is None or not one.active:
                continue
            at = view.clock(instant).replace(hour=12, minute=0, second=0, microsecond=0)
            if span.start <= at <= span.end:
                name = f"{view.short(one.line)} {period(one.period, view.lang)}".strip()
                found.setdefault((part.name, at, one.drawn_state), []).append(name)
    return [
        DateMark(row, at, state, len(names), _hover(view, at, state, names))
        for (row, at, state), names in found.items()
    ]


def deadlines(view: View, obligations: Sequence[Obligation]) -> list[Deadline]:
    """The deadlines as lines; those that the notice states or that close several lines with their day, as on a phone
    there is no room for more: `note` names them."""
    return [replace(due, name=f"{due.at:%m-%d}" if is_main else "") for due, is_main in _deadlines(view, obligations)]


def span(view: View, obligations: Iterable[Obligation]) -> Span:
    """From a week before the campaign, or the first thing done if that is earlier, to two weeks after T."""
    t = view.clock(view.question.as_of)
    first = datetime.combine(view.choices.first, datetime.min.time())
    done = [one.fulfilled_at for one in obligations if one.fulfilled_at]
    earliest = view.clock(min(done)) if done else first
    start = min(first, earliest, t) - timedelta(days=4)
    return Span(
        start=time_axis.day_of(start),
        end=time_axis.day_of(t) + AHEAD,
        as_of=t,
        as_of_name=view.t("city.dates.as_of", day=view.day(view.question.as_of)),
        width=WIDTH,
    )


def note(view: View, obligations: Sequence[Obligation], shown: Span) -> str:
    """What the lines of the picture are, and what has no mark in it: due later than it reaches, without a deadline."""
    names = [due.name for due, is_main in _deadlines(view, obligations) if is_main and due.at <= shown.end]
    left = [one.due_at for one in obligations if one.active and not one.fulfilled_at]
    later = sum(due is not None and view.clock(due) > shown.end for due in left)
    missing = [
        view.t("city.dates.later", n=later) if later else "",
        view.t("city.dates.open", n=left.count(None)) if None in left else "",
    ]
    what = view.t("list.and").join(part for part in missing if part)
    return " ".join(
        [
            *([view.t("city.dates.lines", names=view.t("list.and").join(names))] if names else []),
            *([view.t("city.dates.outside", what=what)] if what else []),
        ]
    )


def _deadlines(view: View, obligations: Sequence[Obligation]) -> list[tuple[Deadline, bool]]:
    """All deadlines in time order, each with whether it is a main one: stated in the notice or of several lines."""
    lines: dict[datetime, set[Line]] = {}
    for one in obligations:
        if one.due_original:
            lines.setdefault(one.due_original, set()).add(one.line)
    every = zip(schedule.deadlines(view, obligations), sorted(lines), strict=True)
    return [(due, due.stated or len(lines[at]) >= SEVERAL) for due, at in every]


def _hover(view: View, at: datetime, state: str, names: Sequence[str]) -> str:
    more = [view.t("city.dates.more", n=len(names) - NAMES)] if len(names) > NAMES else []
    return "<br>".join([f"<b>{at:%Y-%m-%d} {view.t(f'state.{state}')}</b>", *names[:NAMES], *more])
