"""When hazards entered and left the open ones, counted per week in SQL.

Most hazards are confirmed once and closed once at most: one pass tells both weeks. The others, a tenth, whose closing
was undone or whose grade changed, are followed from change to change with windows (all of them would take three times
as long: 14 s against 5 s for a million hazards on SQLite).
"""

from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from data_access.database.keys import number_in, packed
from data_access.database.schema import hazard_event
from data_access.database.weeks import week_number
from data_access.hazards.facts import ENDINGS, event_conditions, event_known, of_hazards
from data_access.question import Question

OUT, OPEN, CLOSED = 0, 1, 2
"""Not confirmed yet or void; in F and open; in F and closed."""
TURNING: Final = ("reopen", "regrade", "void")
CHANGING: Final = ("confirm", "close", "accept_fail", *TURNING)


def select_changes(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """Change by change: adcode, week, state `before` and `after` (OUT, OPEN, CLOSED), `undone` (1: what was closed
    before no longer stands), grade_before, grade, closed_week, and how many times.

    Of hazards with one way there is one row, their confirmation; closed_week is when they were closed (None: open).
    """
    lives = _lives(q)
    return union_all(_entries(q, lives), _turned(q, lives))


def _entries(q: Question, lives: CTE) -> Select[*tuple[Any, ...]]:
    single = select(lives).where(lives.c.confirmed_at.is_not(None), ~_turns(lives)).subquery("single")
    n = of_hazards(single, q, "grade").subquery("entries").c
    closed_at = case((n.closed_at < n.confirmed_at, n.confirmed_at), else_=n.closed_at)
    grade, confirmed, closed = (
        func.coalesce(n.first_grade, n.grade),
        week_number(n.confirmed_at, q),
        week_number(closed_at, q),
    )
    entered = {"before": OUT, "after": OPEN, "undone": 0}
    columns = (
        n.adcode,
        confirmed.label("week"),
        *(literal_column(str(code), Integer).label(name) for name, code in entered.items()),
        grade.label("grade_before"),
        grade.label("grade"),
        closed.label("closed_week"),
    )
    return select(*columns, func.count().label("hazards")).group_by(n.adcode, grade, confirmed, closed)


def _turned(q: Question, lives: CTE) -> Select[*tuple[Any, ...]]:
    s = of_hazards(_steps(q, lives), q, "grade").subquery("turns").c
    by = (
        s.adcode,
        week_number(s.occurred_at, q).label("week"),
        s.before,
        s.after,
        s.undone,
        func.coalesce(s.grade_before, s.hazard_grade).label("grade_before"),
        func.coalesce(s.grade, s.hazard_grade).label("grade"),
    )
    return select(*by, null(), func.count()).group_by(*by)


def _lives(q: Question) -> CTE:
    e = hazard_event.c
    closing = e.kind == "close"
    return (
        select(
            e.hazard_id,
            func.min(e.occurred_at).filter(e.kind == "confirm").label("confirmed_at"),
            func.max(e.new_grade).filter(e.kind == "confirm").label("first_grade"),
            func.min(e.occurred_at).filter(closing).label("closed_at"),
            func.min(e.round_no).filter(closing).label("first_closed_round"),
            func.max(e.round_no).filter(e.kind.in_(ENDINGS)).label("rounds_ended"),
            func.count().filter(e.kind.in_(TURNING)).label("turning"),
        )
        .where(event_known(q), e.kind.in_(CHANGING), *event_conditions(q))
        .group_by(e.hazard_id)
        .cte("lives")
    )


def _turns(lives: CTE) -> ColumnElement[bool]:
    n = lives.c
    return or_(n.turning > 0, func.coalesce(n.first_closed_round <= n.rounds_ended, False))


def _steps(q: Question, lives: CTE) -> CTE:
    """The states before and after each instant at which something changed; the grades are None where there is none."""
    e = hazard_event.c
    changes = (
        select(e.id, e.hazard_id, e.occurred_at, e.kind, e.round_no, e.new_grade)
        .where(event_known(q), e.kind.in_(CHANGING), e.hazard_id.in_(select(lives.c.hazard_id).where(_turns(lives))))
        .cte("changes")
    )
    c = changes.c
    major = case((c.new_grade == "major", 1), else_=0)

    def by_then(value: ColumnElement[Any], condition: ColumnElement[bool]) -> ColumnElement[Any]:
        """The maximum up to and with this instant."""
        return func.max(case((condition, value))).over(partition_by=c.hazard_id, order_by=c.occurred_at)

    one = literal_column("1", Integer)
    running = select(
        c.hazard_id,
        c.occurred_at,
        by_then(one, c.kind == "confirm").label("confirmed"),
        by_then(one, c.kind == "void").label("void"),
        by_then(c.round_no, c.kind == "close").label("round_closed"),
        by_then(c.round_no, c.kind.in_(ENDINGS)).label("rounds_ended"),
        by_then(c.new_grade, c.kind == "confirm").label("first_grade"),
        by_then(packed(c.occurred_at, major), c.kind == "regrade").label("regraded"),
        func.row_number().over(partition_by=[c.hazard_id, c.occurred_at], order_by=c.id).label("place"),
    ).cte("running")
    r = running.c
    closed = r.round_closed > func.coalesce(r.rounds_ended, 0)
    out = or_(r.confirmed.is_(None), r.void.is_not(None))
    at = (
        select(
            r.hazard_id,
            r.occurred_at,
            case((out, OUT), (closed, CLOSED), else_=OPEN).label("after"),
            case(
                (r.regraded.is_(None), r.first_grade), (number_in(r.regraded, 2) == 1, "major"), else_="general"
            ).label("grade"),
            r.round_closed,
            r.rounds_ended,
        )
        .where(r.place == 1)
        .cte("at_instants")
    )
    a = at.c

    def last(column: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.lag(column).over(partition_by=a.hazard_id, order_by=a.occurred_at)

    undone = func.coalesce(last(a.round_closed) <= a.rounds_ended, False)
    before = func.coalesce(last(a.after), OUT)
    return select(
        a.hazard_id,
        a.occurred_at,
        before.label("before"),
        a.after,
        case((and_(undone, last(a.after) == CLOSED), 1), else_=0).label("undone"),
        last(a.grade).label("grade_before"),
        a.grade,
    ).cte("steps")
