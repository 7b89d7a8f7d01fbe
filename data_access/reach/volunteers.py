"""Have all volunteer leagues held their event (question 10)? The lines that leagues discharge, league by league."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from data_access.database.schema import duty, line
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import line_ids
from data_access.notice.units import Line, Unit
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.evidence import load_evidence
from data_access.question import Question


class VolunteerEvent(NamedTuple):
    """The event that a volunteer league owes. A city league stands under its city, a county league under its county."""

    unit: Unit
    line: Line
    state: str
    done: bool
    due_at: datetime | None
    due_basis: str
    fulfilled_at: datetime | None
    events: int
    """How many it held. Only leagues named as hosts count, whole for each of them (G8)."""
    city_full: bool | None
    """Whether its city is 全覆盖; None where not all leagues of the city are chosen."""


def select_league_lines(q: Question) -> Select[*tuple[Any, ...]]:
    """The codes of the chosen lines that only a volunteer league discharges (C6)."""
    owed = select(duty.c.line_id).where(duty.c.host == "league").correlate(None)
    return select(line.c.code).where(line.c.id.in_(owed), line.c.id.in_(line_ids(q)))


def list_volunteer_events(s: Snapshot, q: Question) -> tuple[VolunteerEvent, ...]:
    """One for each league that owes an event, at T. A city league's event does not discharge its counties, nor the
    reverse (C6).
    """
    lines = {row.code for row in s.ask_lasting(select_league_lines, q)}
    owed = [one for one in list_obligations(s, q) if one.line.code in lines] if lines else []
    full, events = covered(owed), load_evidence(s, q)
    return tuple(
        VolunteerEvent(
            one.unit,
            one.line,
            one.state,
            one.done,
            one.due_at,
            one.due_basis,
            one.fulfilled_at,
            events[one.key],
            full.get(one.unit.city),
        )
        for one in owed
    )


def covered(owed: Iterable[Obligation]) -> dict[str, bool]:
    """Per city whether its own league and all its counties' have done what they owe (waived ones set aside); only
    cities of which both are chosen, for others it is unknown.
    """
    done: defaultdict[str, defaultdict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for one in owed:
        if one.active:
            done[one.unit.city][one.unit.group].append(one.done)
    return {city: all(groups["city"] + groups["county"]) for city, groups in done.items() if len(groups) > 1}
