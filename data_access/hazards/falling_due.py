"""Hazards that fall due within seven days and are not rectified yet (class P of C13), counted per city."""

from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from data_access.database.parameters import instant
from data_access.database.snapshot import Snapshot
from data_access.hazards.states import hazard_states
from data_access.notice.places import NOWHERE, load_areas
from data_access.notice.units import Place
from data_access.question import Question


class FallingDue(NamedTuple):
    """How many hazards of a city have their deadline within seven days, the major ones among them."""

    city: Place
    """NOWHERE of what lies in no city."""
    hazards: int
    major: int


def select_falling_due(q: Question) -> Select[*tuple[Any, ...]]:
    """Where it lies, its grade, how many: of what is due after T, within seven days, and not rectified by T."""
    state = hazard_states(q).subquery("states").c
    ahead = select(state.adcode, state.grade, func.count().label("hazards")).where(
        state["class"] == "P", state.rectified_at.is_(None), state.due_at <= instant("soon", q)
    )
    return ahead.group_by(state.adcode, state.grade)


def list_falling_due(s: Snapshot, q: Question) -> tuple[FallingDue, ...]:
    """Per city that has any, the one with most first, ties in the order of their codes."""
    areas, found = load_areas(s, q), dict[str, FallingDue]()
    for adcode, grade, hazards in s.ask(select_falling_due, q):
        code = areas[adcode].city
        before = found.get(code) or FallingDue(areas[code].place if code else NOWHERE, 0, 0)
        major = hazards if grade == "major" else 0
        found[code] = before._replace(hazards=before.hazards + hazards, major=before.major + major)
    return tuple(sorted(found.values(), key=lambda one: (-one.hazards, one.city.code)))
