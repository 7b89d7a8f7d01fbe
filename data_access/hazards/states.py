"""Hazards at T: state, grade, deadline in force, round, and one class each (C12, C13; domain.md §4.2, §4.3)."""

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, or_, select

from data_access.database.parameters import chosen, instant
from data_access.database.schema.hazard import CLASSES
from data_access.hazards.facts import FACTS, hazard_facts, of_hazards
from data_access.question import Question

MATURED: Final = CLASSES[:5]
CLOSED: Final = ("A", "C", "A0")
OF_HAZARD: Final = ("code", "adcode", "industry_code", "source", "rect_type", "lon", "lat")
"""Columns of `hazard` that go with its state; adcode is the place where it lies."""
IN_PLACE: Final = ("f_target", "f_people", "f_money", "f_time", "f_plan")
STATES: Final = ("confirmed", "ordered", "rectifying", "rectified", "closed")


def hazard_states(q: Question, *also: str, among: Select[int] | None = None) -> Select[*tuple[Any, ...]]:
    """One row per chosen hazard (and selected by `among`) that was confirmed by T and not void by T (F of C13).

    Columns: hazard_id, OF_HAZARD, in_place (五落实: all five things are in place; None where one is not reported),
    grade at T, facts.FACTS, those of MORE that are named, class (one of CLASSES), and with ordered_at the state (one
    of STATES). Instants are UTC. A hazard is pending while it is rectified and not closed, accepted or not. Filters of
    lines and unit groups do not matter.
    """
    joined = of_hazards(hazard_facts(q, *also, among=among), q, *OF_HAZARD, *IN_PLACE, "grade").cte()
    k = joined.c
    grade, of_class = func.coalesce(k.grade, k.hazard_grade), _class(joined, q)
    states = select(
        k.hazard_id,
        *(k[name] for name in OF_HAZARD),
        and_(*(k[name] for name in IN_PLACE)).label("in_place"),
        grade.label("grade"),
        *(k[name] for name in (*FACTS, *also)),
        *([_state(joined).label("state")] if "ordered_at" in also else []),
        of_class.label("class"),
    )
    if q.hazards.grades:
        states = states.where(grade.in_(chosen("grades", q)))
    if q.hazards.classes:
        states = states.where(of_class.in_(chosen("classes", q)))
    return states


def _state(facts: FromClause) -> ColumnElement[str]:
    f = facts.c
    return case(
        (f.closed_at.is_not(None), "closed"),
        (f.rectified_at.is_not(None), "rectified"),
        (f.rounds_ended.is_not(None), "rectifying"),
        (f.ordered_at.is_not(None), "ordered"),
        else_="confirmed",
    )


def _class(facts: FromClause, q: Question) -> ColumnElement[str]:
    f = facts.c
    closed, in_time = f.closed_at.is_not(None), f.rectified_at <= f.due_at
    ahead = or_(f.due_at.is_(None), f.due_at > instant("as_of", q))
    return case(
        (and_(ahead, closed), "A0"),
        (ahead, "P"),
        (f.rectified_at.is_(None), "E"),
        (and_(in_time, closed), "A"),
        (in_time, "B"),
        (closed, "C"),
        else_="D",
    )
