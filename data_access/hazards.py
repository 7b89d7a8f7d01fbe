"""Hazards at T: state, grade, deadline in force, round, and one class each (C12, C13; domain.md §4.2, §4.3)."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from data_access.asked import chosen, instant
from data_access.filters import Question
from data_access.hazard_facts import FACTS, hazard_asked, hazard_facts
from data_access.schema import hazard

CLASSES: Final = ("A", "B", "C", "D", "E", "A0", "P")
"""Deadline passed: A closed and rectified in time, B in time and pending, C closed late, D late and pending, E not
rectified. Not passed (or no order yet): A0 closed, P the rest."""
CLOSED: Final = ("A", "C", "A0")
STATES: Final = ("confirmed", "ordered", "rectifying", "rectified", "closed")


def hazard_states(q: Question, *also: str, among: Select[int] | None = None) -> Select[*tuple[Any, ...]]:
    """One row per hazard asked for (and selected by `among`) that was confirmed by T and not void by T (F of C13).

    Columns: hazard_id, adcode of the place where it lies, industry_code, source, rect_type, in_place (五落实: all five
    things are in place; None where one is not told), grade at T, hazard_facts.FACTS, those of MORE that are named,
    class (one of CLASSES), and with ordered_at the state (one of STATES). Instants are UTC. A hazard is pending while
    it is rectified and not closed, accepted or not. Filters of lines and unit groups do not matter.
    """
    facts = hazard_facts(q, *also, among=among)
    f, h = facts.c, hazard.c
    grade, of_class = func.coalesce(f.grade, h.grade), _class(facts, q)
    states = (
        select(
            f.hazard_id,
            h.adcode,
            h.industry_code,
            h.source,
            h.rect_type,
            and_(h.f_target, h.f_people, h.f_money, h.f_time, h.f_plan).label("in_place"),
            grade.label("grade"),
            *(f[name] for name in (*FACTS, *also)),
            *([_state(facts).label("state")] if "ordered_at" in also else []),
            of_class.label("class"),
        )
        .join_from(facts, hazard, h.id == f.hazard_id)
        .where(*hazard_asked(q))
    )
    if q.hazards.grades:
        states = states.where(grade.in_(chosen("grades", q)))
    if q.hazards.classes:
        states = states.where(of_class.in_(chosen("classes", q)))
    return states


def _state(facts: Subquery) -> ColumnElement[str]:
    f = facts.c
    return case(
        (f.closed_at.is_not(None), "closed"),
        (f.rectified_at.is_not(None), "rectified"),
        (f.rounds_ended.is_not(None), "rectifying"),
        (f.ordered_at.is_not(None), "ordered"),
        else_="confirmed",
    )


def _class(facts: Subquery, q: Question) -> ColumnElement[str]:
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
