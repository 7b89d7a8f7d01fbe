"""Which two instants can be compared, and what the first is where none is chosen."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple

from data_access.database.days import end_of_day, local_date
from data_access.database.snapshot import Snapshot
from data_access.notice.under_way import begins, notice_at, notice_of
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.question import Question

OTHERWISE: Final = timedelta(days=7)


class Refusal(NamedTuple):
    """Why two instants cannot be compared, and what would help."""

    why: Literal["order", "another", "issue", "due"]
    """order: the first is not before the second; another: it lies in the window of another notice; issue: the notice
    was not issued yet; due: no deadline of what is chosen had passed, so that no rate had a denominator."""
    notice: str = ""
    """The code of the other notice."""
    earliest: date | None = None
    """The first day that can be compared with; None where there is none."""


def deadline_before(obligations: Iterable[Obligation], q: Question) -> date | None:
    """The last day with a deadline a day or more before T: what was due at T has not had time to change since."""
    today = local_date(q.as_of + timedelta(seconds=1), q.zone)
    dues = {one.due_at for one in obligations if one.due_at is not None and one.active}  # few days, many tasks
    days = [local_date(due_at, q.zone) for due_at in dues]
    return max((day for day in days if day + timedelta(days=1) < today), default=None)


def since_of(s: Snapshot, q: Question) -> datetime:
    """The first instant: q.since, else the end of the day of deadline_before, else a week before T."""
    if q.since is not None:
        return q.since
    day = deadline_before(list_obligations(s, q.unfiltered().counted_from(None)), q)
    return q.as_of - OTHERWISE if day is None else end_of_day(day, q.zone)


def refusal(s: Snapshot, q: Question) -> Refusal | None:
    """Why T and the first instant of the question cannot be compared; None where they can. Without a notice nothing has
    fallen due.
    """
    if not q.filters.campaign:
        return Refusal("due")
    since, notice = since_of(s, q), notice_of(s, q.filters.campaign)
    if since >= q.as_of:
        return Refusal("order")
    dues = [one.due_at for one in list_obligations(s, q.counted_from(None)) if one.active and one.due_at]
    first = min(dues, default=q.as_of)
    earliest = local_date(first, q.zone) if first < q.as_of else None
    if since < begins(s, notice):
        other = notice_at(s, since, since)
        within = other != notice and begins(s, other) <= since
        return Refusal("another" if within else "issue", other if within else "", earliest)
    owed = list_obligations(s, q.counted_from(None).at(since))
    return None if any(one.active and one.due_passed for one in owed) else Refusal("due", "", earliest)
