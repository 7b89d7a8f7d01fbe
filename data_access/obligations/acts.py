"""The ledger of reasons: every extension, waiver and sending-back by T, and why (C4, C8)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.notice.units import Line, Unit
from data_access.obligations.history import History, list_histories
from data_access.obligations.reason import Reason
from data_access.obligations.states import decided_by, reviewed
from data_access.question import Question

ACTS: Final = ("extended", "waived", "returned")
"""With words under act.<code>."""


class Act(NamedTuple):
    """What the office did with one task; instants in UTC, None where there is none."""

    unit: Unit
    line: Line
    period: str
    """'' for a line owed once."""
    act: str
    """One of ACTS."""
    acted_at: datetime
    """From when it holds: granted, waived or reviewed."""
    old_due: datetime | None
    """The deadline until then."""
    new_due: datetime | None
    """Of an extension the new deadline."""
    version: int | None
    """Of a sending-back the version that was sent back."""
    reason: Reason
    doc_no: str
    recorded_at: datetime
    """Since when the database knows of it; waivers and reviews are known on their day."""


def list_acts(s: Snapshot, q: Question) -> list[Act]:
    """The acts on all chosen tasks by T, the newest first; of one instant in the order of the tasks."""
    by = decided_by(q)
    found = [act for history in list_histories(s, q) for act in _acts(history, q.as_of, by)]
    return sorted(found, key=lambda one: one.acted_at, reverse=True)


def _acts(history: History, as_of: datetime, by: datetime) -> Iterator[Act]:
    task, due = (history.unit, history.line, history.period), history.due_original
    granted = sorted(one for one in history.extensions if one.granted_at <= as_of)
    moved = [(one.granted_at, one.due_at) for one in granted]
    for one in granted:
        until = _due(due, moved, one.granted_at)
        why = (one.reason, one.doc_no, one.recorded_at)
        yield Act(*task, "extended", one.granted_at, until, one.due_at, None, *why)
    if history.waived_at is not None and history.waived_at <= by:
        at, until = history.waived_at, _due(due, moved, history.waived_at)
        yield Act(*task, "waived", at, until, None, None, history.waive_reason, history.waive_doc_no, at)
    for version in history.versions:
        back = version.reviewed_at if version.status == "returned" and reviewed(version, by) else None
        if back is not None and version.submitted_at <= as_of:
            until = _due(due, moved, back)
            yield Act(*task, "returned", back, until, None, version.number, version.return_reason, "", back)


def _due(due: datetime | None, moved: list[tuple[datetime, datetime]], at: datetime) -> datetime | None:
    """The deadline just before `at`, of the original one and what was granted before (C8)."""
    return max((new for granted, new in moved if granted < at), default=due)
