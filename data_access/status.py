"""The states of obligations at an instant (G1-G8, C1-C9): the one definition of done and of late.

Two clocks (G1): T = q.as_of is when things happened; K = q.known_at is when the database knew them. Without K all that
is known now counts, as of T. K holds for what is reported (activities, submissions, reviews, waivers, extensions), not
for the duties, which follow from the notice.
"""

from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Boolean, ColumnElement, Select, Subquery, and_, case, false, func, or_, select

from data_access.asked import instant
from data_access.facts import counted_of, extensions_of, hosted_of, received_of
from data_access.filters import Question
from data_access.schema import (
    UtcDateTime,
    obligation,
)
from data_access.selection import KEPT, line_ids, units

DEFINITION_VERSION: Final = "2020.1"
"""Printed in every extract; goes up when a number can change for the same data (docs/definitions.md)."""

STATES: Final = ("done_on_time", "done_off_date", "done_late", "overdue", "not_due", "open", "waived")
DONE: Final = STATES[:3]


@lru_cache(KEPT)
def obligation_states(q: Question) -> Select[*tuple[Any, ...]]:
    """One row per obligation asked for, with its one state at T.

    Columns: obligation_id, line_id, org_unit_id, period_key, role, due_at (with extensions granted by T),
    due_original, due_basis, extensions (how many), waived_at (if by T), fulfilled_at, evidence (held activities or
    standing versions), provisional (bool: only versions awaiting review), state (one of STATES), due_soon (bool),
    due_passed (bool). Instants are UTC. Rules: C2 due_passed, C3 states, C4 submit, C5 hold, C6 hosts, C7 attend,
    C8 waivers and extensions.
    """
    extended = extensions_of(q)
    hosted = hosted_of(q)
    counted = counted_of(q, extended)
    received = received_of(q)
    o = obligation.c
    due_at = func.coalesce(extended.c.due_at, o.due_original)
    submits = o.role == "submit"
    special = or_(o.min_count > 1, o.date_rule == "on")
    on_day = case((o.date_rule == "on", counted.c.on_day_at))
    first = case((submits, received.c.first_at), (special, counted.c.nth_at), else_=hosted.c.first_at)
    fulfilled_at = func.coalesce(on_day, first, type_=UtcDateTime())
    waived = o.waived_at <= instant("until", q)
    facts = (
        select(
            o.id.label("obligation_id"),
            o.line_id,
            o.org_unit_id,
            o.period_key,
            o.role,
            due_at.label("due_at"),
            o.due_original,
            o.due_provenance.label("due_basis"),
            func.coalesce(extended.c.extensions, 0).label("extensions"),
            case((waived, o.waived_at)).label("waived_at"),
            fulfilled_at.label("fulfilled_at"),
            on_day.is_not(None).label("on_the_day"),
            o.date_rule,
            and_(submits, received.c.accepted == 0).label("provisional"),
            func.coalesce(case((submits, received.c.versions), else_=hosted.c.activities), 0).label("evidence"),
        )
        .outerjoin_from(obligation, extended, extended.c.obligation_id == o.id)
        .outerjoin(
            hosted,
            and_(hosted.c.org_unit_id == o.host_unit_id, hosted.c.line_id == o.line_id, hosted.c.role == o.role),
        )
        .outerjoin(counted, counted.c.obligation_id == o.id)
        .outerjoin(received, received.c.obligation_id == o.id)
        .where(*obligation_asked(q))
        .subquery("facts")
    )
    f = facts.c
    passed = f.due_at <= instant("as_of", q)
    kept = ("on_the_day", "date_rule", "provisional")
    return select(
        *(column for column in f if column.name not in kept),
        func.coalesce(f.provisional, false(), type_=Boolean()).label("provisional"),
        _state(facts, passed).label("state"),
        and_(
            f.waived_at.is_(None),
            f.fulfilled_at.is_(None),
            f.due_at > instant("as_of", q),
            f.due_at <= instant("soon", q),
            f.due_at.is_not(None),
        ).label("due_soon"),
        and_(f.due_at.is_not(None), passed).label("due_passed"),
    )


def obligation_asked(q: Question) -> tuple[ColumnElement[bool], ...]:
    """Obligations of the lines and units asked for."""
    unit = obligation.c.org_unit_id + 0  # or SQLite looks up every unit with every line: 8 500 times, a third of 2 ms
    return obligation.c.line_id.in_(line_ids(q)), unit.in_(select(units(q).c.id).correlate(None))


def _state(facts: Subquery, passed: ColumnElement[bool]) -> ColumnElement[str]:
    """G4: exactly one state; waived wins over everything (C8)."""
    f = facts.c
    return case(
        (f.waived_at.is_not(None), "waived"),
        (and_(f.fulfilled_at.is_(None), f.due_at.is_(None)), "open"),
        (and_(f.fulfilled_at.is_(None), passed), "overdue"),
        (f.fulfilled_at.is_(None), "not_due"),
        (f.due_at.is_(None), "done_on_time"),
        (and_(f.date_rule == "on", f.on_the_day), "done_on_time"),
        (f.fulfilled_at > f.due_at, "done_late"),
        (f.date_rule == "on", "done_off_date"),
        else_="done_on_time",
    )
