"""Obligations one by one, each with its state at T (C3-C8). What is counted of them is in completion.py."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from data_access.database.days import days_begun
from data_access.database.parameters import SOON
from data_access.database.snapshot import Snapshot
from data_access.notice.units import Line, Unit
from data_access.obligations import states as status
from data_access.obligations.choice import chosen
from data_access.obligations.evidence import load_evidence
from data_access.obligations.history import History, list_histories
from data_access.obligations.pace import Pace, account_of, paces
from data_access.obligations.reason import NO_REASON, Reason
from data_access.obligations.states import DONE
from data_access.question import Question


class Obligation(NamedTuple):
    """A line that a unit owes, once or for a period; instants in UTC, None where there is none."""

    unit: Unit
    line: Line
    period: str
    """'' for a line owed once."""
    role: str
    state: str
    """One of status.STATES."""
    due_soon: bool
    due_passed: bool
    due_basis: str
    due_at: datetime | None
    """With the extensions granted by T (C8)."""
    due_original: datetime | None
    extensions: int
    fulfilled_at: datetime | None
    waived_at: datetime | None
    provisional: bool
    """Only versions awaiting review stand for it (G5)."""
    days_overdue: int | None
    key: int
    """Of the obligation in the database; no part of what is shown."""
    evidence: int | None = None
    """How many held activities or standing versions lie behind it; None where it is not loaded."""
    pace: Pace | None = None
    """Of what is behind the expected pace (G15), that of its unit; None for all else."""
    reason: Reason = NO_REASON
    """Why it is waived, else why its deadline was extended."""
    sent_back: Reason = NO_REASON
    """Why the last version was sent back, where none stands."""

    @property
    def done(self) -> bool:
        """Done on time, off its day or late."""
        return self.state in DONE

    @property
    def active(self) -> bool:
        """In the rates: not waived."""
        return self.state != "waived"

    @property
    def behind(self) -> bool:
        """Not done, not due yet, and behind the expected pace (滞后于序时进度, G15)."""
        return self.pace is not None

    @property
    def drawn_state(self) -> str:
        """Its state, with what falls due within seven days apart from what falls due later."""
        return "due_soon" if self.due_soon else self.state


LATE: Final = ("overdue", "done_late")


def list_obligations(s: Snapshot, q: Question) -> tuple[Obligation, ...]:
    """Every chosen obligation with its state at T (C3-C8), ordered by group, unit, line, period.

    A pace is that of all that a unit owes (G15), so filters choose among what has been worked out.
    """
    every = q.unfiltered()
    if q != every:
        return s.once((list_obligations, q), lambda: tuple(chosen(s, list_obligations(s, every), q)))
    return s.shared((list_obligations, q), lambda: obligations_at(list_histories(s, q), q))


def obligations_at(histories: Sequence[History], q: Question) -> tuple[Obligation, ...]:
    """Everything owed at the question's T, each with its pace where that is behind."""
    by = status.decided_by(q)
    owed = [at(history, q.as_of, by) for history in histories]
    running = [
        (place, account)
        for place, (history, one) in enumerate(zip(histories, owed, strict=True))
        if one.due_at and not one.due_passed and one.active and (account := account_of(history, one.due_at))
    ]
    found = paces(((account, owed[place].done) for place, account in running), q)
    behind = {account: pace for account, pace in found.items() if pace.is_behind}
    for place, account in running:
        if account in behind and not owed[place].done:
            owed[place] = owed[place]._replace(pace=behind[account])
    return tuple(owed)


def at(history: History, as_of: datetime, by: datetime) -> Obligation:
    """An obligation at T; what was decided until `by` holds."""
    due_at, extensions = status.deadline(history, as_of)
    fulfilled_at, on_the_day, provisional = status.fulfilled(history, due_at, as_of, by)
    waived_at = history.waived_at if history.waived_at is not None and history.waived_at <= by else None
    state = "waived" if waived_at else status.state(history, due_at, fulfilled_at, on_the_day, as_of)
    return Obligation(
        history.unit,
        history.line,
        history.period,
        history.role,
        state,
        state == "not_due" and due_at is not None and due_at <= as_of + SOON,
        due_at is not None and due_at <= as_of,
        history.due_basis,
        due_at,
        history.due_original,
        extensions,
        fulfilled_at,
        waived_at,
        provisional,
        days_overdue(state, due_at, fulfilled_at, as_of) if state in LATE else None,
        history.key,
        reason=history.waive_reason if waived_at else status.why_extended(history, as_of),
        sent_back=status.why_sent_back(history, as_of, by) if history.versions else NO_REASON,
    )


def days_overdue(state: str, due_at: datetime | None, fulfilled_at: datetime | None, as_of: datetime) -> int | None:
    """Whole days begun since the deadline, until T or until it was done; None for what is not late."""
    until = as_of if state == "overdue" else fulfilled_at if state == "done_late" else None
    return None if until is None or due_at is None else days_begun(due_at, until)


def list_with_evidence(s: Snapshot, q: Question) -> list[Obligation]:
    """The same, each with how much lies behind it."""
    return with_evidence(s, q, list_obligations(s, q))


def with_evidence(s: Snapshot, q: Question, obligations: Iterable[Obligation]) -> list[Obligation]:
    """Obligations of the question, each with how much lies behind it."""
    evidence = load_evidence(s, q)
    return [one._replace(evidence=evidence[one.key]) for one in obligations]
