"""What is a fact at T, as known at K: held activities, standing versions, extensions (C1, C4-C8, C11)."""

from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal, or_, select

from data_access.asked import instant
from data_access.filters import Question
from data_access.local_time import day_of
from data_access.schema import UtcDateTime, activity, activity_unit, obligation, obligation_extension, submission
from data_access.selection import line_ids


def ended_at() -> ColumnElement[datetime]:
    """When an activity ended: its end, or its start where no end is given (C5)."""
    return func.coalesce(activity.c.held_end, activity.c.held_start)


def activity_known(q: Question) -> ColumnElement[bool]:
    """The version of an activity's row that is in force, or that was at K."""
    if q.known_at is None:
        return activity.c.superseded_at.is_(None)
    return and_(
        activity.c.recorded_at <= instant("known_at", q),
        or_(activity.c.superseded_at.is_(None), activity.c.superseded_at > instant("known_at", q)),
    )


def held(q: Question) -> ColumnElement[bool]:
    """An activity that had taken place by T (C11): cancelled, postponed and planned ones have not (G7)."""
    return and_(activity.c.status == "held", ended_at() <= instant("as_of", q), activity_known(q))


def reviewed(q: Question) -> ColumnElement[bool]:
    """A review holds from its date on (C4)."""
    return submission.c.reviewed_at <= instant("until", q)


def standing(q: Question) -> ColumnElement[bool]:
    """A version received by T and neither returned by T nor withdrawn (C4)."""
    received = [submission.c.submitted_at <= instant("as_of", q), submission.c.status != "withdrawn"]
    if q.known_at is not None:
        received.append(submission.c.recorded_at <= instant("known_at", q))
    return and_(*received, or_(submission.c.status != "returned", submission.c.reviewed_at > instant("until", q)))


def accepted(q: Question) -> ColumnElement[bool]:
    """A version found good by T, whether or not a later one took its place."""
    return and_(submission.c.status.in_(("accepted", "superseded")), reviewed(q))


def extensions_of(q: Question) -> Subquery:
    """C8: the latest new deadline granted by T."""
    x = obligation_extension.c
    known = [x.granted_at <= instant("as_of", q)]
    if q.known_at is not None:
        known.append(x.recorded_at <= instant("known_at", q))
    return (
        select(x.obligation_id, func.max(x.new_due).label("due_at"), func.count().label("extensions"))
        .where(*known)
        .group_by(x.obligation_id)
        .subquery("extended")
    )


def hosted_of(q: Question) -> Subquery:
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


def counted_of(q: Question, extended: Subquery) -> Subquery:
    """C5 where the first activity is not enough to know: minimum counts above one, and lines bound to a day.

    nth_at is the end of the min_count-th activity, on_day_at of the min_count-th that ended on the due day.
    """
    o = obligation.c
    due_at = func.coalesce(extended.c.due_at, o.due_original)
    ended = ended_at()
    on_day = and_(o.date_rule == "on", ended <= due_at, day_of(ended, q) == day_of(due_at, q))
    flag = case((on_day, 1), else_=0)
    special = or_(o.min_count > 1, o.date_rule == "on")
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
            special,
            activity.c.line_id.in_(select(o.line_id).where(special).correlate(None)),  # or all activities are joined
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


def received_of(q: Question) -> Subquery:
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
