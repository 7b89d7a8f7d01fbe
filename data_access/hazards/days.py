"""How far each hazard came, and on which days: counted in one pass for all tables that tell of it (domain.md §4.2)."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import CompoundSelect, Row, and_, case, func, literal, null, select, union_all

from data_access.database.days import day_number
from data_access.database.schema import hazard_event
from data_access.database.snapshot import Snapshot
from data_access.hazards.facts import event_known
from data_access.hazards.states import hazard_states
from data_access.question import Question

DECISIONS: Final = ("accept_pass", "accept_fail")
LIVES, DECIDED = "lives", "decided"


def select_days(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """Histograms of local days: `what`, adcode, grade, rect_type ('' for none), whether ordered, accepted and closed,
    `taken`, `ordered_on`, `rectified_on`, and how many.

    LIVES: hazards. taken: of those of type deadline the days from order to completion (None: not rectified); of open
    ones the day_number of the order (of type deadline) and of the completion. DECIDED: rounds of rectification on which
    was decided by T, passed or failed; taken: days from the completion to the first decision.
    """
    states = hazard_states(q, "ordered_at", "accepted_at").cte("states")
    s = states.c
    open_, ordered_on, rectified_on = s.closed_at.is_(None), day_number(s.ordered_at, q), day_number(s.rectified_at, q)
    rect_type = func.coalesce(s.rect_type, "")
    timed = and_(rect_type == "deadline", s.ordered_at.is_not(None))
    by = (
        s.adcode,
        s.grade,
        rect_type.label("rect_type"),
        *(case((s[f"{stage}_at"].is_(None), 0), else_=1).label(stage) for stage in ("ordered", "accepted", "closed")),
        case((timed, rectified_on - ordered_on)).label("taken"),
        case((and_(timed, open_), ordered_on)).label("ordered_on"),
        case((open_, rectified_on)).label("rectified_on"),
    )
    lives = select(literal(LIVES).label("what"), *by, func.count().label("hazards")).group_by(*by)
    e = hazard_event.c
    happened = and_(e.hazard_id == s.hazard_id, e.kind.in_((*DECISIONS, "rectify")), event_known(q))
    decided = func.min(e.occurred_at).filter(e.kind.in_(DECISIONS))
    completed = func.max(e.occurred_at).filter(e.kind == "rectify")
    rounds = (
        select(s.adcode, s.grade, (day_number(decided, q) - day_number(completed, q)).label("taken"))
        .outerjoin_from(states, hazard_event, happened)  # an outer one: of_hazards says why
        .group_by(s.hazard_id, s.adcode, s.grade, e.round_no)
        .subquery("rounds")
        .c
    )
    nothing = [null()] * 4
    decisions = (
        select(literal(DECIDED), rounds.adcode, rounds.grade, *nothing, rounds.taken, null(), null(), func.count())
        .where(rounds.taken.is_not(None))
        .group_by(rounds.adcode, rounds.grade, rounds.taken)
    )
    return union_all(lives, decisions)


def list_days(s: Snapshot, q: Question, what: str) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of select_days of one kind."""
    return [row for row in s.ask(select_days, q) if row.what == what]
