"""The stretches of time that a timeline can show: each campaign of the notice with the deadlines around it, and all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from dashboard.charts.time_axis import LAPTOP, TELEPHONE, Deadline, Span, day_of
from dashboard.data import store
from dashboard.timeline import schedule
from dashboard.view import View

WHOLE: Final = "all"
MARGIN: Final = timedelta(days=2)
AFTER: Final = timedelta(days=10)
"""A deadline so soon after a campaign's end belongs to it: its summary return."""
LONG: Final = timedelta(days=62)
"""Longer stretches are counted by week: a day would be narrower than its number."""
LATER: Final = timedelta(days=30)


def offered(view: View, deadlines: list[Deadline], narrow: bool) -> dict[str, Span]:
    """Campaign code, or WHOLE, -> span; campaigns that last as long as the whole are left to it."""
    campaigns = {row.code: row for row in store.campaigns(view)}
    own = campaigns.get(view.filters.campaign)
    whole = campaigns.get(own.parent_code or view.filters.campaign) if own else None
    if whole is None:
        return {WHOLE: _span(view, view.question.as_of, view.question.as_of, deadlines, narrow)}
    spans = {
        row.code: _span(view, row.starts_at, row.ends_at, deadlines, narrow)
        for row in campaigns.values()
        if row.parent_code == whole.code and (row.starts_at, row.ends_at) != (whole.starts_at, whole.ends_at)
    }
    every = _span(view, whole.starts_at, whole.ends_at, deadlines, narrow)
    inner = min((span.month for span in spans.values() if span.month), key=lambda month: month[1], default=every.month)
    return {**spans, WHOLE: replace(every, month=inner)}


def names(view: View, spans: Mapping[str, Span]) -> dict[str, str]:
    """The words of the spans: the campaigns' names, and “all”."""
    named = {row.code: view.pick(row.zh, row.en) for row in store.campaigns(view)}
    return {code: view.t("timeline.period.all") if code == WHOLE else named[code] for code in spans}


def first(view: View, spans: Mapping[str, Span]) -> str:
    """Which span a reader sees first: the one that T lies in or soon after, the shortest of these; else all."""
    at = view.clock(view.question.as_of)
    near = [code for code, span in spans.items() if span.start <= at <= span.end + LATER]
    return min(near, key=lambda code: spans[code].end - spans[code].start, default=WHOLE)


def bins(span: Span, narrow: bool) -> schedule.Bins:
    """Days, or weeks where days would be too narrow."""
    return schedule.Bins(7 if narrow or span.end - span.start > LONG else 1)


def _span(view: View, starts_at: datetime, ends_at: datetime, deadlines: list[Deadline], narrow: bool) -> Span:
    start, end = view.clock(starts_at), view.clock(ends_at)
    as_of = view.clock(view.question.as_of)
    near = [at for at in (as_of, *(deadline.at for deadline in deadlines)) if start - AFTER <= at <= end + AFTER]
    return Span(
        start=day_of(min([start, *near]) - MARGIN),
        end=day_of(max([end, *near]) + MARGIN),
        as_of=as_of,
        as_of_name=view.t("timeline.as_of"),
        month=(start, end),
        width=TELEPHONE if narrow else LAPTOP,
    )
