"""The events of a hazard, from its ledger row and its change records: the truth for as-of (C12, C13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

ENDINGS: Final = ("accept_fail", "reopen")
"""What ends a round of rectification; on the same day in this order."""
CHANGES: Final = ("extend", "accept_fail", "reopen", "regrade", "void")


@dataclass(frozen=True)
class Change:
    """One change record (隐患变更记录). All instants are the first second of their day, deadlines the last."""

    kind: str
    at: datetime
    old_rectified: datetime | None = None
    old_closed: datetime | None = None
    old_due: datetime | None = None
    new_due: datetime | None = None
    old_grade: str | None = None
    new_grade: str | None = None
    doc_no: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Row:
    """The ledger's row now: the latest state, older rounds overwritten."""

    grade: str
    confirmed: datetime | None
    ordered: datetime | None
    due: datetime | None
    rectified: datetime | None
    accepted: datetime | None
    acceptance: str | None
    closed: datetime | None


@dataclass(frozen=True)
class Event:
    """One event; `round_no` separates what happened before and after a failed acceptance or a reopening."""

    kind: str
    at: datetime
    round_no: int
    old_due: datetime | None = None
    new_due: datetime | None = None
    old_grade: str | None = None
    new_grade: str | None = None
    doc_no: str | None = None
    reason: str | None = None

    @property
    def stated(self) -> tuple[object, ...]:
        """All but the round, which is ours: what the return itself states."""
        return (
            self.kind,
            self.at,
            self.old_due,
            self.new_due,
            self.old_grade,
            self.new_grade,
            self.doc_no,
            self.reason,
        )


class Summary(NamedTuple):
    """The columns of a hazard that follow from its row and its changes together, by their names."""

    state: str
    round_no: int
    due_current: datetime | None


def row_of(stored: Mapping[Any, Any]) -> Row:
    """The columns of a stored hazard as a row."""
    return Row(
        stored["grade"],
        stored["confirmed_at"],
        stored["ordered_at"],
        stored["due_original"],
        stored["rectified_at"],
        stored["accepted_at"],
        stored["acceptance"],
        stored["closed_at"],
    )


def derive(row: Row, changes: Iterable[Change]) -> list[Event]:
    """All events, in order of time and round.

    Each failed acceptance or reopening ends a round and brings that round's completion (and closing) dates with it.
    The row's own dates belong to the round after the last ending, or to an ended one while the row still shows it.
    """
    known = sorted(changes, key=_order)
    endings = [change for change in known if change.kind in ENDINGS]
    events: list[Event] = []
    if row.confirmed:
        first = next((change.old_grade for change in known if change.kind == "regrade"), None)
        events.append(Event("confirm", row.confirmed, 1, new_grade=first or row.grade))
    if row.ordered:
        events.append(Event("order", row.ordered, 1, new_due=row.due))
    for change in known:
        number = endings.index(change) + 1 if change in endings else _round_at(endings, change.at)
        if change.kind in ENDINGS and change.old_rectified:
            events.append(Event("rectify", change.old_rectified, number))
        if change.kind == "reopen" and change.old_closed:
            events.append(Event("close", change.old_closed, number))
        events.append(_event(change, number))
    current = round_of_row(row, endings)
    own = [Event("rectify", row.rectified, current)] if row.rectified else []
    if row.accepted and row.acceptance:
        own.append(Event(f"accept_{row.acceptance}", row.accepted, current))
    if row.closed:
        own.append(Event("close", row.closed, current))
    known_at = {(event.kind, event.at) for event in events}
    events += [event for event in own if (event.kind, event.at) not in known_at]
    return sorted(events, key=lambda event: (event.at, event.round_no))


def round_of_row(row: Row, endings: Sequence[Change]) -> int:
    """The round that the row's completion date belongs to."""
    ended = [
        number
        for number, ending in enumerate(endings, 1)
        if row.rectified and ending.old_rectified == row.rectified and row.rectified <= ending.at
    ]
    return ended[-1] if ended else len(endings) + 1


def summarise(row: Row, changes: Iterable[Change]) -> Summary:
    """State, round and deadline as last known."""
    known = sorted(changes, key=_order)
    endings = [change for change in known if change.kind in ENDINGS]
    moved = [change.new_due for change in known if change.kind in ("extend", "reopen") and change.new_due]
    standing = round_of_row(row, endings) > len(endings) and row.acceptance != "fail"
    if any(change.kind == "void" for change in known):
        state = "void"
    elif standing and row.closed:
        state = "closed"
    elif standing and row.rectified:
        state = "rectified"
    elif endings or row.acceptance == "fail":
        state = "rectifying"
    elif row.ordered:
        state = "ordered"
    else:
        state = "confirmed" if row.confirmed else "found"
    return Summary(state, len(endings) + 1, moved[-1] if moved else row.due)


def changes_of(events: Iterable[Event]) -> list[Change]:
    """The change records that stored events came from; the rounds assign the completion dates."""
    stored = list(events)
    endings = sum(event.kind in ENDINGS for event in stored)
    dates = {(event.kind, event.round_no): event.at for event in stored if event.round_no <= endings}
    return [
        Change(
            event.kind,
            event.at,
            dates.get(("rectify", event.round_no)) if event.kind in ENDINGS else None,
            dates.get(("close", event.round_no)) if event.kind == "reopen" else None,
            event.old_due,
            event.new_due,
            event.old_grade,
            event.new_grade,
            event.doc_no,
            event.reason,
        )
        for event in stored
        if event.kind in CHANGES
    ]


def _event(change: Change, number: int) -> Event:
    return Event(
        change.kind,
        change.at,
        number,
        change.old_due,
        change.new_due,
        change.old_grade,
        change.new_grade,
        change.doc_no,
        change.reason,
    )


def _order(change: Change) -> tuple[datetime, int]:
    return change.at, CHANGES.index(change.kind)


def _round_at(endings: Sequence[Change], at: datetime) -> int:
    return 1 + sum(ending.at < at for ending in endings)
