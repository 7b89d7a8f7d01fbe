"""Who has been silent, and for how long: what is owed week by week, summed per unit (question 4; G10)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby, takewhile
from typing import NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.notice.units import Line, Unit
from data_access.question import Question
from data_access.returns.reporting import Return, list_returns


class Silence(NamedTuple):
    """A unit and a line that is owed period by period, at T."""

    unit: Unit
    line: Line
    ended: int
    """Periods that are over and not waived; a running one is no miss before it ends."""
    received: int
    """Of these, in by T."""
    in_time: int
    zero_reports: int
    """Reported that there is nothing to report: no silence (G10)."""
    silent: int
    """Of the periods that are over, how many in a row up to the last have nothing in."""
    running: str
    """The period that runs at T."""
    running_reply: str
    last_at: datetime | None
    """The last receipt of this line, in UTC."""


def list_silence(s: Snapshot, q: Question) -> tuple[Silence, ...]:
    """Per unit and line that is owed period by period, ordered as list_returns."""
    return silence_of(list_returns(s, q), q.as_of)


def silence_of(returns: Iterable[Return], as_of: datetime) -> tuple[Silence, ...]:
    """The same out of returns in their order."""
    periodic = (one for one in returns if one.period)
    return tuple(
        _silence(unit, line, list(own), as_of)
        for (unit, line), own in groupby(periodic, key=lambda one: (one.unit, one.line))
    )


def _silence(unit: Unit, line: Line, own: Sequence[Return], as_of: datetime) -> Silence:
    owed = [one for one in own if one.reply != "waived"]
    ended = [one for one in owed if one.due_at is not None and one.due_at <= as_of]
    running = next((one for one in own if one.running), None)
    return Silence(
        unit,
        line,
        len(ended),
        sum(one.is_in for one in ended),
        sum(one.reply == "in_time" for one in ended),
        sum(one.is_in and one.is_zero_report for one in owed),
        sum(1 for _ in takewhile(lambda one: not one.is_in, reversed(ended))),
        running.period if running else "",
        running.reply if running else "",
        max((one.received_at for one in owed if one.received_at is not None), default=None),
    )
