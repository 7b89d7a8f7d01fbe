"""Obligations one by one, and what falls due next. Sums of them are in completion.py, their course in progress.py."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Select, and_, case, func, select

from data_access.asked import ask, instant
from data_access.completion import load_completion, load_county_completion, load_line_completion, load_matrix
from data_access.filters import Question
from data_access.frames import COUNT, FLAG, INSTANT, LINE, OPTIONAL_COUNT, TEXT, UNIT, Contract, to_frame
from data_access.progress import load_progress
from data_access.schema import line
from data_access.selection import line_columns, line_order, unit_columns, unit_order, units
from data_access.status import DONE, obligation_states

__all__ = [
    "load_completion",
    "load_county_completion",
    "load_line_completion",
    "load_matrix",
    "load_next_deadlines",
    "load_obligations",
    "load_progress",
]

OBLIGATIONS: Final[Contract] = {
    **UNIT,
    **LINE,
    "period": TEXT,
    "role": TEXT,
    "state": TEXT,
    "due_soon": FLAG,
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

NEXT_DEADLINES: Final[Contract] = {
    "due_at": INSTANT,
    **LINE,
    "unit_group": TEXT,
    "due_basis": TEXT,
    "open_count": COUNT,
    "active": COUNT,
}


def select_obligations(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_obligations without days_overdue, ordered by group, unit, line and period."""
    s = obligation_states(q).subquery("states")
    unit = units(q)
    names = (
        "due_basis",
        "due_at",
        "due_original",
        "extensions",
        "fulfilled_at",
        "waived_at",
        "provisional",
        "evidence",
    )
    return (
        select(
            *unit_columns(unit),
            *line_columns(),
            case((s.c.period_key == "once", ""), else_=s.c.period_key).label("period"),
            s.c.role,
            s.c.state,
            s.c.due_soon,
            *(s.c[name] for name in names),
        )
        .join_from(s, unit, unit.c.id == s.c.org_unit_id)
        .join(line, line.c.id == s.c.line_id)
        .order_by(*unit_order(unit), *line_order(), s.c.period_key, s.c.role)
    )


def finish_obligation(row: Sequence[Any], q: Question) -> tuple[Any, ...]:
    """A selected row with its days_overdue: whole days begun since the deadline, until T or until it was done."""
    state, due_at, fulfilled_at = row[_STATE], row[_DUE], row[_FULFILLED]
    return (*row, days_overdue(state, due_at, fulfilled_at, q.as_of))


_NAMES: Final = list(OBLIGATIONS)
_STATE, _DUE, _FULFILLED = (_NAMES.index(name) for name in ("state", "due_at", "fulfilled_at"))


def days_overdue(state: str, due_at: datetime | None, fulfilled_at: datetime | None, as_of: datetime) -> int | None:
    """Days late, begun days counting whole; None for what is not late."""
    until = {"overdue": as_of, "done_late": fulfilled_at}.get(state)
    return None if until is None or due_at is None else -((due_at - until) // timedelta(days=1))


def load_obligations(conn: Connection, q: Question) -> pd.DataFrame:
    """Every obligation asked for with its state at T (C3-C8); columns OBLIGATIONS, instants in UTC.

    period is '' for a line owed once. Ordered by group, unit, line, period.
    """
    return to_frame((finish_obligation(row, q) for row in ask(conn, select_obligations, q)), OBLIGATIONS)


def select_next_deadlines(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_next_deadlines."""
    s = obligation_states(q).subquery("states")
    unit = units(q)
    return (
        select(
            s.c.due_at,
            *line_columns(),
            unit.c.unit_group,
            s.c.due_basis,
            func.count().filter(s.c.state.not_in(DONE)).label("open_count"),
            func.count().label("active"),
        )
        .join_from(s, unit, unit.c.id == s.c.org_unit_id)
        .join(line, line.c.id == s.c.line_id)
        .where(and_(s.c.due_at > instant("as_of", q), s.c.state != "waived"))
        .group_by(s.c.due_at, *(column.element for column in line_columns()), line.c.sort_order, line.c.id)
        .group_by(unit.c.unit_group, unit.c.group_order, s.c.due_basis)
        .order_by(s.c.due_at, unit.c.group_order, *line_order(), s.c.due_basis)
    )


def load_next_deadlines(conn: Connection, q: Question) -> pd.DataFrame:
    """Deadlines after T, per line and unit group: how many obligations stand (waived ones left out) and how many of
    them are not done yet. Columns NEXT_DEADLINES, ordered by deadline, group and line.
    """
    return to_frame(ask(conn, select_next_deadlines, q), NEXT_DEADLINES)
