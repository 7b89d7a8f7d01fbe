"""Which activities are a fact at T, as known at K (C1, C5-C7, C11)."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_

from data_access.database.parameters import instant
from data_access.database.schema import activity
from data_access.question import Question


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
