"""Which activities a question is about, and their status at T (C5-C7)."""

from typing import Final

from sqlalchemy import ColumnElement, and_, case, exists, or_, select

from data_access.asked import instant
from data_access.facts import activity_known, ended_at
from data_access.filters import Question
from data_access.schema import activity, activity_unit
from data_access.selection import campaign_ids, line_ids, units

HOSTS: Final = ("lead", "co")


def status_at(q: Question) -> ColumnElement[str]:
    """The status at T: what ends after T is still planned (facts after T do not exist yet)."""
    return case(
        (and_(activity.c.status == "held", ended_at() > instant("as_of", q)), "planned"), else_=activity.c.status
    )


def hosted_by(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Some unit leads or co-hosts the activity; attendance alone does not hold it (C7)."""
    au = activity_unit
    hosts = exists().where(au.c.activity_id == activity.c.id, au.c.role.in_(HOSTS), *conditions)
    return hosts.correlate(activity)


def activity_asked(q: Question) -> ColumnElement[bool]:
    """Activities of the lines, places and groups asked for; own initiatives (without line) when no line is named."""
    lines: ColumnElement[bool] = activity.c.line_id.in_(line_ids(q))
    if not q.filters.lines:
        own = and_(activity.c.line_id.is_(None), activity.c.campaign_id.in_(campaign_ids(q.filters.campaign)))
        lines = or_(lines, own)
    narrowed = q.filters.cities or q.filters.groups or q.scope.cities is not None
    by = [activity_unit.c.org_unit_id.in_(select(units(q).c.id).correlate(None))] if narrowed else []
    return and_(lines, activity_known(q), hosted_by(*by))
