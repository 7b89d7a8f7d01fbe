"""The states of obligations at an instant (G1-G8, C1-C9): the one definition of done and of late.

Two clocks (G1): T = q.as_of is when things happened; K = q.known_at is when the database knew them. Without K all that
is known now counts, as of T. K holds for what is reported (activities, submissions, reviews, waivers, extensions), not
for the duties, which follow from the notice.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Boolean, ColumnElement, Select, Subquery, and_, case, false, func, literal, or_, select

from data_access.filters import Question
from data_access.local_time import day_of
from data_access.schema import (
    UtcDateTime,
    activity,
    activity_unit,
    obligation,
    obligation_extension,
    submission,
)
from data_access.selection import line_ids, units

DEFINITION_VERSION: Final = "2020.1"
"""Printed in every extract; goes up when a number can change for the same data (docs/definitions.md)."""

STATES: Final = ("done_on_time", "done_off_date", "done_late", "overdue", "not_due", "open", "waived")
DONE: Final = STATES[:3]
SOON: Final = timedelta(days=7)


def ended_at() -> ColumnElement[datetime]:
    """When an activity ended: its end, or its start where no end is given (C5)."""
    return func.coalesce(activity.c.held_end, activity.c.held_start)


def activity_known(q: Question) -> ColumnElement[bool]:
    """The version of an activity's row that is in force, or that was at K."""
    if q.known_at is None:
        return activity.c.superseded_at.is_(None)
    return and_(
        activity.c.recorded_at <= q.known_at,
        or_(activity.c.superseded_at.is_(None), activity.c.superseded_at > q.known_at),
    )


def held(q: Question) -> ColumnElement[bool]:
    """An activity that had taken place by T (C11): cancelled, postponed and planned ones have not (G7)."""
    return and_(activity.c.status == "held", ended_at() <= q.as_of, activity_known(q))


def reviewed(q: Question) -> ColumnElement[bool]:
    """A review holds from its date on (C4)."""
    return submission.c.reviewed_at <= _both(q)


def standing(q: Question) -> ColumnElement[bool]:
    """A version received by T and neither returned by T nor withdrawn (C4)."""
    received = [submission.c.submitted_at <= q.as_of, submission.c.status != "withdrawn"]
    if q.known_at is not None:
        received.append(submission.c.recorded_at <= q.known_at)
    return and_(*received, or_(submission.c.status != "returned", submission.c.reviewed_at > _both(q)))


def accepted(q: Question) -> ColumnElement[bool]:
    """A version found good by T, whether or not a later one took its place."""
    return and_(submission.c.status.in_(("accepted", "superseded")), reviewed(q))


def _both(q: Question) -> datetime:
    return q.as_of if q.known_at is None else min(q.as_of, q.known_at)


def obligation_states(q: Question) -> Select[*tuple[Any, ...]]:
    """One row per obligation asked for, with its one state at T.

    Columns: obligation_id, line_id, org_unit_id, period_key, role, due_at (with extensions granted by T),
    due_original, due_basis, extensions (how many), waived_at (if by T), fulfilled_at, evidence (held activities or
    standing versions), provisional (bool: only versions awaiting review), state (one of STATES), due_soon (bool),
    due_passed (bool). Instants are UTC. Rules: C2 due_passed, C3 states, C4 submit, C5 hold, C6 hosts, C7 attend,
    C8 waivers and extensions.
    """
    extended = _extensions(q)
    hosted = _hosted(q)
    counted = _counted(q, extended)
    received = _received(q)
    o = obligation.c
    due_at = func.coalesce(extended.c.due_at, o.due_original)
    submits = o.role == "submit"
    special = or_(o.min_count > 1, o.date_rule == "on")
    on_day = case((o.date_rule == "on", counted.c.on_day_at))
    first = case((submits, received.c.first_at), (special, counted.c.nth_at), else_=hosted.c.first_at)
    fulfilled_at = func.coalesce(on_day, first, type_=UtcDateTime())
    waived = o.waived_at <= _both(q)
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
        .where(o.line_id.in_(line_ids(q)), o.org_unit_id.in_(select(units(q).c.id)))
        .subquery("facts")
    )
    f = facts.c
    passed = f.due_at <= q.as_of
    kept = ("on_the_day", "date_rule", "provisional")
    return select(
        *(column for column in f if column.name not in kept),
        func.coalesce(f.provisional, false(), type_=Boolean()).label("provisional"),
        _state(facts, passed).label("state"),
        and_(
            f.waived_at.is_(None),
            f.fulfilled_at.is_(None),
            f.due_at > q.as_of,
            f.due_at <= q.as_of + SOON,
            f.due_at.is_not(None),
        ).label("due_soon"),
        and_(f.due_at.is_not(None), passed).label("due_passed"),
    )


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


def _extensions(q: Question) -> Subquery:
    """C8: the latest new deadline granted by T."""
    x = obligation_extension.c
    known = [x.granted_at <= q.as_of]
    if q.known_at is not None:
        known.append(x.recorded_at <= q.known_at)
    return (
        select(x.obligation_id, func.max(x.new_due).label("due_at"), func.count().label("extensions"))
        .where(*known)
        .group_by(x.obligation_id)
        .subquery("extended")
    )


def _hosted(q: Question) -> Subquery:
    """C5-C7: the first and the number of held activities per host, line and role; leading or co-hosting is one."""
    role = case((activity_unit.c.role == "attend", "attend"), else_="hold")
    return (
        select(
            activity_unit.c.org_unit_id,
            activity.c.line_id,
            role.label("role"),
            func.min(ended_at()).label("first_at"),
            func.count().label("activities"),
        )
        .join(activity, activity.c.id == activity_unit.c.activity_id)
        .where(held(q), activity.c.line_id.in_(line_ids(q)))
        .group_by(activity_unit.c.org_unit_id, activity.c.line_id, role)
        .subquery("hosted")
    )


def _counted(q: Question, extended: Subquery) -> Subquery:
    """C5 where the first activity is not enough to know: minimum counts above one, and lines bound to a day.

    nth_at is the end of the min_count-th activity, on_day_at of the min_count-th that ended on the due day.
    """
    o = obligation.c
    due_at = func.coalesce(extended.c.due_at, o.due_original)
    ended = ended_at()
    on_day = and_(o.date_rule == "on", ended <= due_at, day_of(ended, q) == day_of(due_at, q))
    flag = case((on_day, 1), else_=0)
    numbered = (
        select(
            o.id.label("obligation_id"),
            o.min_count,
            ended.label("ended_at"),
            flag.label("on_day"),
            func.row_number().over(partition_by=o.id, order_by=[ended, activity.c.id]).label("place"),
            func.row_number().over(partition_by=[o.id, flag], order_by=[ended, activity.c.id]).label("place_that_day"),
        )
        .outerjoin_from(obligation, extended, extended.c.obligation_id == o.id)
        .join(activity_unit, activity_unit.c.org_unit_id == o.host_unit_id)
        .join(activity, and_(activity.c.id == activity_unit.c.activity_id, activity.c.line_id == o.line_id))
        .where(
            or_(o.min_count > 1, o.date_rule == "on"),
            o.role != "submit",
            (activity_unit.c.role == "attend") == (o.role == "attend"),
            o.line_id.in_(line_ids(q)),
            held(q),
        )
        .subquery("numbered")
    )
    n = numbered.c
    instant = UtcDateTime()
    nothing = literal(None, instant)
    return (
        select(
            n.obligation_id,
            func.min(case((n.place == n.min_count, n.ended_at), else_=nothing), type_=instant).label("nth_at"),
            func.min(
                case((and_(n.on_day == 1, n.place_that_day == n.min_count), n.ended_at), else_=nothing), type_=instant
            ).label("on_day_at"),
        )
        .group_by(n.obligation_id)
        .subquery("counted")
    )


def _received(q: Question) -> Subquery:
    """C4: the first standing version decides; the review only says whether it is provisional (含待审)."""
    s = submission.c
    return (
        select(
            s.obligation_id,
            func.min(s.submitted_at).label("first_at"),
            func.count().label("versions"),
            func.sum(case((accepted(q), 1), else_=0)).label("accepted"),
        )
        .where(standing(q))
        .group_by(s.obligation_id)
        .subquery("received")
    )
