"""What units have to send in: each return with what came of it at T (questions 1 to 4; C4, G2, G6, G10)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.notice.units import Line, Unit
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.reason import Reason
from data_access.question import Question
from data_access.returns.submissions import Submission, list_submissions

REPLIES: Final = ("in_time", "in", "late", "returned", "missing", "awaited", "open", "waived")
"""in_time: by its deadline; in: there is none; late: after it; returned: only versions sent back for correction stand;
missing: nothing stands and the deadline has passed; awaited: it has not; open: no deadline; waived: excused."""
IN: Final = REPLIES[:3]


class Return(NamedTuple):
    """A return that a unit owes, and what came of it at T; instants in UTC."""

    unit: Unit
    line: Line
    period: str
    """'' for one owed once, else its week or month: 2020-W24."""
    reply: str
    due_at: datetime | None
    due_basis: str
    received_at: datetime | None
    """Receipt of the first standing version (C4)."""
    days_late: int | None
    """Days begun since the deadline, until T or until it came in; None for what is not late."""
    is_zero_report: bool
    """The last standing version says that there is nothing to report: reported all the same (G10)."""
    provisional: bool
    """Only versions awaiting review stand."""
    versions: int
    latest_version: int | None
    latest_status: str
    latest_at: datetime | None
    running: bool
    """Of what is owed week by week: the period that runs at T, or the last one when all are over."""
    reason: Reason
    """Why it is waived, else why its deadline was extended."""
    sent_back: Reason
    """Why the last version was sent back, where none stands."""

    @property
    def is_in(self) -> bool:
        """Whether a version stands."""
        return self.reply in IN

    @property
    def settled(self) -> bool:
        """Whether nothing is expected any more: a version stands, or it was excused."""
        return self.is_in or self.reply == "waived"


def list_returns(s: Snapshot, q: Question) -> tuple[Return, ...]:
    """Every chosen return with what came of it at T, ordered by unit, line and period."""
    return returns_of(list_obligations(s, q), list_submissions(s, q), q.as_of)


def returns_of(
    obligations: Iterable[Obligation], submissions: Iterable[Submission], as_of: datetime
) -> tuple[Return, ...]:
    """The obligations to hand something in, each with its versions; both of the same question."""
    owed = [one for one in obligations if one.role == "submit"]
    sent: defaultdict[tuple[str, str, str], list[Submission]] = defaultdict(list)
    for one in submissions:
        sent[one.unit.code, one.line.code, one.period].append(one)
    running = _running(owed, as_of)
    return tuple(
        _return(one, sent[one.unit.code, one.line.code, one.period], running.get(one.line.code) == one.period)
        for one in owed
    )


def _running(owed: Sequence[Obligation], as_of: datetime) -> dict[str, str]:
    """Line code -> the first period whose deadline is ahead, or the last one."""
    ends: defaultdict[str, set[tuple[datetime, str]]] = defaultdict(set)
    for one in owed:
        if one.period and one.due_original is not None:
            ends[one.line.code].add((one.due_original, one.period))
    return {
        line: min((end for end in periods if end[0] > as_of), default=max(periods))[1] for line, periods in ends.items()
    }


def _return(one: Obligation, versions: Sequence[Submission], running: bool) -> Return:
    latest = versions[-1] if versions else None
    standing = [version for version in versions if version.standing]
    return Return(
        one.unit,
        one.line,
        one.period,
        _reply(one, latest),
        one.due_at,
        one.due_basis,
        one.fulfilled_at,
        one.days_overdue,
        bool(standing) and standing[-1].is_zero_report,
        one.provisional,
        len(versions),
        latest.version if latest else None,
        latest.status if latest else "",
        latest.submitted_at if latest else None,
        running,
        one.reason,
        one.sent_back,
    )


def _reply(one: Obligation, latest: Submission | None) -> str:
    if one.state == "waived":
        return "waived"
    if one.done:
        return "late" if one.state == "done_late" else "in" if one.due_at is None else "in_time"
    if latest is not None and latest.status == "returned":
        return "returned"
    return {"overdue": "missing", "not_due": "awaited"}.get(one.state, "open")
