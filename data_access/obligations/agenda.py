"""What is late, what comes next, what came last: the lists that a leader reads, out of the obligations."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.notice.units import Line, Unit
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.pace import Pace
from data_access.question import Question


class Items(NamedTuple):
    """How many of something a unit has."""

    unit: Unit
    items: int


class Task(NamedTuple):
    """A line that falls due for a unit group, and who has not done it, in the official order."""

    due_at: datetime
    line: Line
    period: str
    due_basis: str
    group: str
    units: tuple[Unit, ...]


class Behind(NamedTuple):
    """A unit that is behind the expected pace (G15); of county leagues the first that is, for all of its city."""

    unit: Unit
    pace: Pace
    tasks: int
    """Its tasks that are marked: neither done nor due."""


@dataclass(frozen=True)
class Deadline:
    """A deadline and what has come of it: its line (None when it closes several), done out of due."""

    due_at: datetime
    line: Line | None
    lines: int
    basis: str
    """stated when the notice names the day for any of its lines."""
    done: int
    due: int
    extended: int
    """How many more were due then and have been given a later deadline since: they count at that one (C8)."""


def of_group(obligations: Iterable[Obligation], group: str) -> list[Obligation]:
    """The obligations of one unit group: groups are listed apart and never added (C9, G9)."""
    return [one for one in obligations if one.unit.group == group]


def overdue(obligations: Iterable[Obligation]) -> list[Obligation]:
    """The overdue obligations, the longest overdue first, a stated deadline before an inferred one of the same day."""
    late = [one for one in obligations if one.state == "overdue"]
    return sorted(late, key=lambda one: (-(one.days_overdue or 0), one.due_basis != "stated"))


def list_overdue(s: Snapshot, question: Question) -> list[Obligation]:
    """The obligations overdue at T, in the order of `overdue`."""
    return overdue(list_obligations(s, question))


def of_basis(obligations: Iterable[Obligation], basis: str) -> list[Obligation]:
    """Those whose deadline stands in the notice (stated), or is ours (inferred, 推定)."""
    return [one for one in obligations if one.due_basis == basis]


def per_unit(obligations: Iterable[Obligation]) -> list[Items]:
    """How many each unit has, the unit with the most first, ties in the order of the obligations."""
    return [Items(unit, n) for unit, n in Counter(one.unit for one in obligations).most_common()]


def top(items: Sequence[Items]) -> list[Items]:
    """Those with the most, in their order."""
    most = max((one.items for one in items), default=0)
    return [one for one in items if one.items == most]


def due_soon(obligations: Iterable[Obligation]) -> list[Task]:
    """What falls due within 7 days: one task per deadline, line, period and unit group, soonest first."""
    soon: dict[tuple[datetime, Line, str, str, str], list[Unit]] = {}
    for one in obligations:
        if one.due_soon and one.due_at:
            key = (one.due_at, one.line, one.period, one.due_basis, one.unit.group)
            soon.setdefault(key, []).append(one.unit)
    return sorted((Task(*key, tuple(units)) for key, units in soon.items()), key=lambda task: task.due_at)


def behind(obligations: Iterable[Obligation]) -> list[Behind]:
    """Who is behind the expected pace, the most tasks short first, ties in the order of the obligations."""
    marked: dict[Pace, list[Unit]] = {}
    for one in obligations:
        if one.pace:
            marked.setdefault(one.pace, []).append(one.unit)
    found = [Behind(units[0], pace, len(units)) for pace, units in marked.items()]
    return sorted(found, key=lambda one: -one.pace.short)


def short_of_pace(obligations: Iterable[Obligation]) -> list[Items]:
    """By how many tasks each unit is short of the expected pace (G15), in the order of `behind`; of county leagues the
    first that is behind has those of all of its city.
    """
    short: Counter[Unit] = Counter()
    for one in behind(obligations):
        short[one.unit] += one.pace.short
    return [Items(unit, n) for unit, n in short.most_common()]


def latest_deadline(obligations: Iterable[Obligation], as_of: datetime) -> Deadline | None:
    """The newest deadline that has passed by `as_of`; waived obligations are left out."""
    active = [one for one in obligations if one.active]
    last = max((one.due_at for one in active if one.due_at and one.due_at <= as_of), default=None)
    return None if last is None else _deadline(last, active)


def next_deadline(obligations: Iterable[Obligation], as_of: datetime) -> Deadline | None:
    """The first deadline after `as_of` that somebody still has to meet; waived obligations are left out."""
    active = [one for one in obligations if one.active]
    ahead = (one.due_at for one in active if one.state == "not_due" and one.due_at)
    first = min((due for due in ahead if due > as_of), default=None)
    return None if first is None else _deadline(first, active)


def _deadline(due_at: datetime, active: Sequence[Obligation]) -> Deadline:
    obligations = [one for one in active if one.due_at == due_at]
    tasks = {(one.line, one.period) for one in obligations}
    return Deadline(
        due_at=due_at,
        line=obligations[0].line if len(tasks) == 1 else None,
        lines=len(tasks),
        basis="stated" if any(one.due_basis == "stated" for one in obligations) else "inferred",
        done=sum(one.done for one in obligations),
        due=len(obligations),
        extended=sum(one.due_original == due_at != one.due_at and (one.line, one.period) in tasks for one in active),
    )
