"""Have all volunteer leagues held their event (question 10)? The lines that leagues discharge, league by league."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Select, select

from data_access.database.schema import duty, line
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import line_ids
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.evidence import load_evidence
from data_access.question import Question
from data_access.tables.rows import (
    COUNT,
    FLAG,
    INSTANT,
    LINE,
    OPTIONAL_FLAG,
    TEXT,
    UNIT,
    Contract,
    RawRows,
    framed,
    listed,
)

VOLUNTEER_EVENTS: Final[Contract] = {
    **UNIT,
    **LINE,
    "state": TEXT,
    "done": FLAG,
    "due_at": INSTANT,
    "due_basis": TEXT,
    "fulfilled_at": INSTANT,
    "events": COUNT,
    "city_full": OPTIONAL_FLAG,
}


def select_league_lines(q: Question) -> Select[*tuple[Any, ...]]:
    """The codes of the lines asked for that only a volunteer league discharges (C6)."""
    owed = select(duty.c.line_id).where(duty.c.host == "league").correlate(None)
    return select(line.c.code).where(line.c.id.in_(owed), line.c.id.in_(line_ids(q)))


def _volunteer_events(s: Snapshot, q: Question) -> RawRows:
    """One row per league that owes an event: its state at T, how many events it held, whether its city is 全覆盖.

    City leagues stand under their city, county leagues under their county. Only leagues named as hosts count, whole for
    each of them; a city league's event does not discharge its counties, nor the reverse (C6, G8). Columns
    VOLUNTEER_EVENTS.
    """
    lines = {row.code for row in s.ask_lasting(select_league_lines, q)}
    owed = [one for one in list_obligations(s, q) if one.line.code in lines] if lines else []
    full, events = covered(owed), load_evidence(s, q)
    for one in owed:
        told = (one.state, one.done, one.due_at, one.due_basis, one.fulfilled_at, events[one.key])
        yield (*one.unit, *one.line, *told, full.get(one.unit.city))


list_volunteer_events = listed(_volunteer_events, VOLUNTEER_EVENTS)
load_volunteer_events = framed(_volunteer_events, VOLUNTEER_EVENTS)


def covered(owed: Iterable[Obligation]) -> dict[str, bool]:
    """Per city whether its own league and all its counties' have done what they owe (waived ones set aside); only
    cities of which both are asked for, for of others it cannot be told.
    """
    done: defaultdict[str, defaultdict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for one in owed:
        if one.active:
            done[one.unit.city][one.unit.group].append(one.done)
    return {city: all(groups["city"] + groups["county"]) for city, groups in done.items() if len(groups) > 1}
