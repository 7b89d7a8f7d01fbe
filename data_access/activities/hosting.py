"""Which activities a question is about, and their status at T (C5-C7)."""

from typing import Final

from sqlalchemy import ColumnElement, and_, case, or_, select

from data_access.activities.facts import activity_known, ended_at
from data_access.database.campaign_trees import campaign_ids
from data_access.database.parameters import instant
from data_access.database.schema import activity, activity_unit
from data_access.notice.selection import line_ids, units
from data_access.question import Question

UNSTATED: Final = "unstated"


MODES = ("online", "offline", "mixed", UNSTATED)


HOSTS: Final = ("lead", "co")


def status_at(q: Question) -> ColumnElement[str]:
    """The status at T: what ends after T is still planned (facts after T do not exist yet)."""
    return case(
        (and_(activity.c.status == "held", ended_at() > instant("as_of", q)), "planned"), else_=activity.c.status
    )


def of_lines(q: Question) -> ColumnElement[bool]:
    """Activities of the chosen lines, whoever holds them; own initiatives (without line) when no line is named."""
    lines: ColumnElement[bool] = activity.c.line_id.in_(line_ids(q))
    if not q.filters.lines:
        own = and_(activity.c.line_id.is_(None), activity.c.campaign_id.in_(campaign_ids(q.filters.campaign)))
        lines = or_(lines, own)
    return and_(lines, activity_known(q))


def activity_condition(q: Question) -> ColumnElement[bool]:
    """Activities of the chosen lines, places and groups; own initiatives (without line) when no line is named.

    Some unit leads or co-hosts them: attendance alone does not hold an activity (C7). A select that joins their hosts
    among the chosen units tests that already: there of_lines is enough, and this makes SQLite look up every activity
    with every unit (240 ms of a province's 8,400 activities instead of 12).
    """
    hosts = activity_unit.alias("hosting").c
    hosted = select(hosts.activity_id).where(hosts.role.in_(HOSTS))
    if q.filters.cities or q.filters.groups or q.scope.cities is not None:
        hosted = hosted.where(hosts.org_unit_id.in_(select(units(q).c.id).correlate(None)))
    return and_(of_lines(q), activity.c.id.in_(hosted.correlate(None)))
