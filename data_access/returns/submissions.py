"""What units handed in: every version, with its standing at T (C4)."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.notice.units import Line, Unit
from data_access.obligations import states as status
from data_access.obligations.history import History, list_histories
from data_access.obligations.reason import NO_REASON, Reason
from data_access.obligations.states import decided_by
from data_access.question import Question


class Submission(NamedTuple):
    """A version handed in, with its standing at T; instants in UTC."""

    unit: Unit
    line: Line
    period: str
    version: int
    status: str
    """submitted (awaiting review), returned, accepted, superseded or withdrawn."""
    standing: bool
    submitted_at: datetime
    reviewed_at: datetime | None
    channel: str
    is_zero_report: bool
    content: str
    """loaded, refused (C10) or none."""
    key: int
    """Of the version in the database; no part of what is shown."""
    sent_back: Reason
    """Why it was sent back; NO_REASON where it was not, or not by T."""


def list_submissions(s: Snapshot, q: Question) -> tuple[Submission, ...]:
    """Every version received by T with its standing then, ordered by unit, line, period and version."""
    by = decided_by(q)
    return tuple(one for history in list_histories(s, q) if history.versions for one in _versions(history, q.as_of, by))


def _versions(history: History, as_of: datetime, by: datetime) -> Iterator[Submission]:
    stand = status.standing(history.versions, as_of, by)
    newest = max((one.number for one in stand if status.accepted(one, by)), default=0)
    for one in history.versions:
        if one.submitted_at > as_of:
            continue
        status_now, reviewed = one.status, status.reviewed(one, by)
        if status.accepted(one, by):
            status_now = "superseded" if one.number < newest else "accepted"
        elif status_now != "withdrawn" and not reviewed:
            status_now = "submitted"
        yield Submission(
            history.unit,
            history.line,
            history.period,
            one.number,
            status_now,
            one in stand,
            one.submitted_at,
            one.reviewed_at if reviewed else None,
            one.channel,
            one.is_zero_report,
            one.content,
            one.key,
            one.return_reason if status_now == "returned" else NO_REASON,
        )
