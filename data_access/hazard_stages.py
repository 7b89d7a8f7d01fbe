"""How far along hazards are: how many of them were ordered, rectified, accepted and closed (domain.md §4.2)."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from data_access.asked import ask
from data_access.filters import Question
from data_access.hazards import hazard_states


class Stages(NamedTuple):
    """Hazards in F (C13) of one grade that have come so far, as it stands at T: a failed acceptance or a reopening
    takes the later stages back.
    """

    grade: str
    confirmed: int
    ordered: int
    rectified: int
    accepted: int
    closed: int


def select_stages(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of list_stages."""
    s = hazard_states(q, "ordered_at", "accepted_at").subquery("states").c
    reached = (s.ordered_at, s.rectified_at, s.accepted_at, s.closed_at)
    counts = (func.count().filter(column.is_not(None)) for column in reached)
    return select(s.grade, func.count(), *counts).group_by(s.grade).order_by(s.grade)


def list_stages(conn: Connection, q: Question) -> tuple[Stages, ...]:
    """One for each grade that has any hazard, general before major."""
    return tuple(Stages._make(row) for row in ask(conn, select_stages, q))
