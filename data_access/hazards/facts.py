"""What is known of each hazard at T, from its events alone, in one pass over them (C12, C13).

Two clocks (G1): T = q.as_of is when things happened, K = q.known_at when the database knew them. The order in which
events were written does not matter: ties of one instant are broken by what they say.
"""

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import CTE, ColumnElement, FromClause, Select, and_, case, func, or_, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.keys import instant_in, number_in, packed
from data_access.database.parameters import chosen, instant
from data_access.database.schema import hazard, hazard_event, industry
from data_access.notice.places import territory
from data_access.question import NOT_NARROWED, Question

ENDINGS: Final = ("accept_fail", "reopen")
"""What ends a round of rectification: what was done in it no longer stands."""
FACTS: Final = ("confirmed_at", "due_at", "rectified_at", "closed_at", "rounds_ended")
MORE: Final = ("ordered_at", "accepted_at", "reopened", "extensions")
"""Facts for those who name them: a fifth of the time of the pass."""
ASKED: Final = ("campaign_id", "adcode", "industry_code", "source")
"""Columns of `hazard` that decide whether it is chosen."""


def event_known(q: Question, event: FromClause = hazard_event) -> ColumnElement[bool]:
    """Events that had happened by T and that are in force, or were at K."""
    e = event.c
    happened = e.occurred_at <= instant("as_of", q)
    if q.known_at is None:
        return and_(happened, e.superseded_at.is_(None))
    known = instant("known_at", q)
    return and_(happened, e.recorded_at <= known, or_(e.superseded_at.is_(None), e.superseded_at > known))


def hazard_facts(q: Question, *also: str, among: Select[int] | None = None) -> CTE:
    """One row per hazard confirmed by T and not void by T: hazard_id, FACTS, those of MORE that are named, and `grade`
    (None where no event says one).

    due_at (C12): the last new deadline of an extension or reopening by T, of one day that of the reopening; else the
    order's. rectified_at, accepted_at and closed_at are those of rounds after the last one that had ended; what was
    closed without a completion date counts as completed on the day it was closed. rounds_ended is None in round 1.
    reopened and extensions are how many there were. `among` selects the ids of the hazards to look at; None: all.
    """
    e = hazard_event.c
    moved = and_(e.kind.in_(("extend", "reopen")), e.new_due.is_not(None))
    reopening = case((e.kind == "reopen", 1), else_=0)
    major = case((e.new_grade == "major", 1), else_=0)
    confirmed = func.min(e.occurred_at).filter(e.kind == "confirm")

    def times(kind: str) -> ColumnElement[int]:
        return func.count().filter(e.kind == kind)

    def of_round(kind: str) -> ColumnElement[Any]:
        return func.max(packed(e.round_no, e.occurred_at)).filter(e.kind == kind)

    more: dict[str, ColumnElement[Any]] = {
        "ordered_at": func.min(e.occurred_at).filter(e.kind == "order"),
        "accepted_at": of_round("accept_pass"),
        "reopened": times("reopen"),
        "extensions": times("extend"),
    }
    told = (
        select(
            e.hazard_id,
            confirmed.label("confirmed_at"),
            func.max(e.new_grade).filter(e.kind == "confirm").label("first_grade"),
            func.max(packed(e.occurred_at, major)).filter(e.kind == "regrade").label("regraded"),
            func.max(packed(e.occurred_at, e.new_due))
            .filter(e.kind == "order", e.new_due.is_not(None))
            .label("order_due"),
            func.max(packed(e.occurred_at, reopening, e.new_due)).filter(moved).label("moved_due"),
            of_round("rectify").label("rectified"),
            of_round("close").label("closed"),
            func.max(e.round_no).filter(e.kind.in_(ENDINGS)).label("rounds_ended"),
            *(more[name].label(name) for name in also),
        )
        .where(event_known(q), *event_conditions(q, among))
        .group_by(e.hazard_id)
        .having(confirmed.is_not(None), times("void") < 1)
        .cte()
    )
    t = told.c

    def standing(key: ColumnElement[Any]) -> ColumnElement[Any]:
        return case((number_in(key, 1) > func.coalesce(t.rounds_ended, 0), instant_in(key, 2)))

    closed = standing(t.closed)
    regraded = case((t.regraded.is_(None), t.first_grade), (number_in(t.regraded, 2) == 1, "major"), else_="general")
    return select(
        t.hazard_id,
        t.confirmed_at,
        func.coalesce(instant_in(t.moved_due, 3), instant_in(t.order_due, 2)).label("due_at"),
        func.coalesce(standing(t.rectified), closed).label("rectified_at"),
        closed.label("closed_at"),
        t.rounds_ended,
        *((standing(t[name]) if name == "accepted_at" else t[name]).label(name) for name in also),
        regraded.label("grade"),
    ).cte()  # here and below: SQLite's parser does not follow deep nesting


def of_hazards(rows: FromClause, q: Question, *columns: str) -> Select[*tuple[Any, ...]]:
    """`rows`, which have a hazard_id, of the chosen hazards, with these columns of `hazard` (hazard_* where `rows`
    have one of that name) and those that hazard_conditions tests.

    SQLite takes what is grouped for a hundred rows and would run through it once per hazard: the outer join makes it
    begin with `rows`. The offset keeps either database from testing before it has joined, and from working out a
    column of `rows` at each mention.
    """
    h = hazard.c
    wanted = [h[name] if name not in rows.c else h[name].label(f"hazard_{name}") for name in columns]
    joined = (
        select(*rows.c, *wanted, *(h[name] for name in ASKED if name not in columns))
        .outerjoin_from(rows, hazard, h.id == rows.c.hazard_id)
        .offset(0)
        .cte()
    )
    return select(joined).where(*hazard_conditions(q, joined))


def hazard_conditions(q: Question, table: FromClause = hazard) -> list[ColumnElement[bool]]:
    """Hazards of the campaign, in the chosen places, industries and sources; `table` has the columns ASKED."""
    h = table.c
    conditions: list[ColumnElement[bool]] = [
        h.campaign_id.in_(campaign_ids(q.filters.campaign)),
        h.adcode.in_(select(territory(q).c.adcode).correlate(None)),
    ]
    if q.hazards.industries:
        codes = chosen("industries", q)
        below = select(industry.c.code).where(or_(industry.c.code.in_(codes), industry.c.parent_code.in_(codes)))
        conditions.append(h.industry_code.in_(below.correlate(None)))
    if q.hazards.sources:
        conditions.append(h.source.in_(chosen("sources", q)))
    return conditions


def event_conditions(q: Question, among: Select[int] | None = None) -> list[ColumnElement[bool]]:
    """Which hazards' events to read, where not all are chosen: nothing to test where they are."""
    if among is not None:
        return [hazard_event.c.hazard_id.in_(among)]
    of_hazard = replace(q.hazards, grades=(), classes=())  # which follow from the events at T
    if q.scope.cities is None and not q.filters.cities and of_hazard == NOT_NARROWED:
        return []
    return [hazard_event.c.hazard_id.in_(select(hazard.c.id).where(*hazard_conditions(q)).correlate(None))]
