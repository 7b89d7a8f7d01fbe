"""Obligations one by one, each with its state at T (C3-C8). What is counted of them is in completion.py."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

import pandas as pd
from sqlalchemy import Connection, Select, case, select

from data_access.asked import ask
from data_access.filters import Question
from data_access.frames import COUNT, FLAG, INSTANT, LINE, OPTIONAL_COUNT, TEXT, UNIT, Contract, to_frame
from data_access.labels import Line, Unit, load_lines_by_id, load_units
from data_access.local_time import days_begun
from data_access.schema import obligation
from data_access.status import DONE, obligation_asked, obligation_states

OBLIGATIONS: Final[Contract] = {
    **UNIT,
    **LINE,
    "period": TEXT,
    "role": TEXT,
    "state": TEXT,
    "due_soon": FLAG,
    "due_passed": FLAG,
    "due_basis": TEXT,
    "due_at": INSTANT,
    "due_original": INSTANT,
    "extensions": COUNT,
    "fulfilled_at": INSTANT,
    "waived_at": INSTANT,
    "provisional": FLAG,
    "evidence": COUNT,
    "days_overdue": OPTIONAL_COUNT,
}


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
    evidence: int
    """Held activities or standing versions."""
    days_overdue: int | None

    @property
    def done(self) -> bool:
        """Done on time, off its day or late."""
        return self.state in DONE

    @property
    def active(self) -> bool:
        """In the rates: not waived."""
        return self.state != "waived"

    @property
    def drawn_state(self) -> str:
        """Its state, with what falls due within seven days apart from what falls due later."""
        return "due_soon" if self.due_soon else self.state

    @property
    def flat(self) -> tuple[Any, ...]:
        """Its values in the order of OBLIGATIONS."""
        return (*self.unit, *self.line, *self[2:])


class Duty(NamedTuple):
    """What an obligation is at any instant."""

    key: int
    unit: Unit
    line: Line
    period: str
    role: str
    due_basis: str
    due_original: datetime | None


def select_duties(q: Question) -> Select[*tuple[Any, ...]]:
    """The fields of Duty with the ids of unit and line, in no order."""
    o, asked = obligation.c, obligation_asked(q)
    period = case((o.period_key == "once", ""), else_=o.period_key)
    return select(o.id, o.org_unit_id, o.line_id, period, o.role, o.due_provenance, o.due_original).where(*asked)


def list_duties(conn: Connection, q: Question) -> tuple[Duty, ...]:
    """Every obligation asked for, ordered by group, unit, line, period. T and K do not matter."""
    units, lines = load_units(conn, q), load_lines_by_id(conn, q)
    unit_place, line_place = ({key: place for place, key in enumerate(labels)} for labels in (units, lines))
    rows = sorted(
        ask(conn, select_duties, q),
        key=lambda row: (unit_place[row[1]], line_place[row[2]], row[3], row[4]),
    )
    return tuple(Duty(key, units[unit], lines[line], *rest) for key, unit, line, *rest in rows)


def select_states(q: Question) -> Select[*tuple[Any, ...]]:
    """What an obligation is at T: its id and those fields of Obligation that Duty has not; in no order."""
    s = obligation_states(q).subquery("states").c
    told = (name for name in Obligation._fields[:-1] if name not in Duty._fields)
    return select(s.obligation_id, *(s[name] for name in told))


LATE: Final = ("overdue", "done_late")


def list_obligations(conn: Connection, q: Question, duties: Iterable[Duty] | None = None) -> tuple[Obligation, ...]:
    """Every obligation asked for with its state at T (C3-C8), ordered by group, unit, line, period. `duties`: those of
    list_duties, of this question or of a wider one, where they are known already.
    """
    states = {row[0]: row for row in ask(conn, select_states, q)}
    found, make = [], Obligation._make
    for key, unit, line, period, role, basis, original in list_duties(conn, q) if duties is None else duties:
        if (row := states.get(key)) is not None:
            _, state, soon, passed, due_at, extensions, fulfilled_at, waived_at, provisional, evidence = row
            late = days_overdue(state, due_at, fulfilled_at, q.as_of) if state in LATE else None
            until_due = (unit, line, period, role, state, soon, passed, basis, due_at, original, extensions)
            found.append(make((*until_due, fulfilled_at, waived_at, provisional, evidence, late)))
    return tuple(found)


def days_overdue(state: str, due_at: datetime | None, fulfilled_at: datetime | None, as_of: datetime) -> int | None:
    """Whole days begun since the deadline, until T or until it was done; None for what is not late."""
    until = as_of if state == "overdue" else fulfilled_at if state == "done_late" else None
    return None if until is None or due_at is None else days_begun(due_at, until)


def load_obligations(conn: Connection, q: Question) -> pd.DataFrame:
    """list_obligations as a frame; columns OBLIGATIONS, instants in UTC."""
    return to_frame((one.flat for one in list_obligations(conn, q)), OBLIGATIONS)
