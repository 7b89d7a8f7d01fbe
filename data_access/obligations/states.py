"""The states of obligations at an instant (G1-G8, C1-C9): the one definition of done and of late.

Two clocks (G1): T is when things happened; K is when the database knew them. Without K all that is known now counts, as
of T. K holds for what is reported (activities, submissions, reviews, waivers, extensions), not for the duties, which
follow from the notice.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeAlias

from data_access.obligations.history import History, Version
from data_access.obligations.reason import NO_REASON, Reason
from data_access.question import Question

DEFINITION_VERSION: Final = "2020.2"
"""Printed in every extract; goes up when a number can change for the same data (docs/definitions.md)."""

STATES: Final = ("done_on_time", "done_off_date", "done_late", "overdue", "not_due", "open", "waived")
DONE: Final = STATES[:3]


Fulfilled: TypeAlias = tuple[datetime | None, bool, bool]
"""When an obligation was fulfilled, None where it was not by T; whether by activities on the deadline's day, for a line
bound to a day (C5); whether only versions awaiting review stand for it (G5).
"""
NOT_FULFILLED: Final[Fulfilled] = (None, False, False)


def decided_by(q: Question) -> datetime:
    """Until when decisions hold: T, or K if that is earlier, for they are known on their day."""
    return q.as_of if q.known_at is None else min(q.as_of, q.known_at)


def deadline(history: History, as_of: datetime) -> tuple[datetime | None, int]:
    """C8: the latest new deadline granted by T, else the original one; and how many were granted."""
    if not history.extensions:
        return history.due_original, 0
    dues = [one.due_at for one in history.extensions if one.granted_at <= as_of]
    return (max(dues), len(dues)) if dues else (history.due_original, 0)


def why_extended(history: History, as_of: datetime) -> Reason:
    """The reason of the extension that the deadline at T is by; NO_REASON where it was not extended."""
    if not history.extensions:  # of nearly all: 1 ms of all obligations
        return NO_REASON
    granted = [one for one in history.extensions if one.granted_at <= as_of]
    return max(granted, key=lambda one: (one.due_at, one.granted_at)).reason if granted else NO_REASON


def why_sent_back(history: History, as_of: datetime, by: datetime) -> Reason:
    """The reason of the last version that was sent back by T; NO_REASON while a version stands, or none was."""
    back = [one for one in history.versions if one.submitted_at <= as_of and one.status == "returned"]
    back = [one for one in back if reviewed(one, by)]
    return NO_REASON if not back or standing(history.versions, as_of, by) else back[-1].return_reason


def standing(versions: Sequence[Version], as_of: datetime, by: datetime) -> list[Version]:
    """C4: the versions received by T that are not withdrawn and were not returned by then."""
    return [
        one
        for one in versions
        if one.submitted_at <= as_of
        and one.status != "withdrawn"
        and not (one.status == "returned" and reviewed(one, by))
    ]


def reviewed(version: Version, by: datetime) -> bool:
    """A review holds from its date on (C4)."""
    return version.reviewed_at is not None and version.reviewed_at <= by


def fulfilled(history: History, due_at: datetime | None, as_of: datetime, by: datetime) -> Fulfilled:
    """C4-C7: by the first standing version, or by as many activities as the line asks for, ended by T; of a line bound
    to a day those of the day come first.
    """
    if history.role == "submit":
        stand = standing(history.versions, as_of, by)
        if not stand:
            return NOT_FULFILLED
        return min(one.submitted_at for one in stand), False, not any(accepted(one, by) for one in stand)
    that_day = history.on_day.get(due_at) if history.on_day else None
    if that_day is not None and that_day <= as_of:
        return that_day, True, False
    enough_at = history.enough_at
    return (enough_at, False, False) if enough_at is not None and enough_at <= as_of else NOT_FULFILLED


def accepted(version: Version, by: datetime) -> bool:
    """Found good by then, whether or not a later version took its place (C4)."""
    return version.status in ("accepted", "superseded") and reviewed(version, by)


def state(
    history: History, due_at: datetime | None, fulfilled_at: datetime | None, on_the_day: bool, as_of: datetime
) -> str:
    """G4: exactly one of STATES, of an obligation that is not waived."""
    if fulfilled_at is None:
        if due_at is None:
            return "open"
        return "overdue" if due_at <= as_of else "not_due"
    if due_at is None or on_the_day:
        return "done_on_time"
    if fulfilled_at > due_at:
        return "done_late"
    return "done_off_date" if history.date_rule == "on" else "done_on_time"
