"""Selects of the tour: activities and reports of its lines, per unit, per group and per day (C11, G8)."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, or_, select

from data_access.activities.facts import ended_at, held
from data_access.activities.hosting import HOSTS, UNSTATED, of_lines, status_at
from data_access.annex3.figures import RETURNING
from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import day_of
from data_access.database.schema import activity, activity_unit, campaign, line, line_thing, media_item
from data_access.notice.selection import line_ids, units
from data_access.question import Question
from data_access.tour.media import by_then, media_conditions


def tour_ids(q: Question) -> Select[*tuple[Any, ...]]:
    """The ids of the chosen lines that belong to the tour or count among its parts (themes.list_tour_lines)."""
    tour = select(campaign.c.id).where(campaign.c.kind == "tour", campaign.c.id.in_(campaign_ids(q.filters.campaign)))
    things = select(line_thing.c.line_id)
    inside = or_(line.c.campaign_id.in_(tour), line.c.id.in_(things))
    return select(line.c.id).where(line.c.id.in_(line_ids(q)), inside).correlate(None)


def _mode() -> ColumnElement[str]:
    return func.coalesce(activity.c.mode, UNSTATED)


def _of_tour(q: Question) -> ColumnElement[bool]:
    return and_(of_lines(q), activity.c.line_id.in_(tour_ids(q)))


def select_hosted(q: Question, *, by_group: bool) -> Select[*tuple[Any, ...]]:
    """Per unit (or group) that leads or co-hosts them, line, status at T and mode: how many activities. In a group a
    joint one counts once.
    """
    unit, status, mode = units(q), status_at(q), _mode()
    whose = unit.c.unit_group if by_group else unit.c.unit_code
    return (
        select(whose, line.c.code, status, mode, func.count(distinct(activity.c.id)))
        .join_from(activity, activity_unit, activity_unit.c.activity_id == activity.c.id)
        .join(unit, unit.c.id == activity_unit.c.org_unit_id)
        .join(line, line.c.id == activity.c.line_id)
        .where(_of_tour(q), activity_unit.c.role.in_(HOSTS))
        .group_by(whose, line.c.code, status, mode)
    )


def select_hosted_of_unit(q: Question) -> Select[*tuple[Any, ...]]:
    """select_hosted per unit."""
    return select_hosted(q, by_group=False)


def select_hosted_of_group(q: Question) -> Select[*tuple[Any, ...]]:
    """select_hosted per group."""
    return select_hosted(q, by_group=True)


def select_held_days(q: Question) -> Select[*tuple[Any, ...]]:
    """Per group, local day of the end and mode: activities of the tour held by T."""
    unit = units(q)
    ended, mode = day_of(ended_at(), q), _mode()
    return (
        select(unit.c.unit_group, ended, mode, func.count(distinct(activity.c.id)))
        .join_from(activity, activity_unit, activity_unit.c.activity_id == activity.c.id)
        .join(unit, unit.c.id == activity_unit.c.org_unit_id)
        .where(_of_tour(q), held(q), activity_unit.c.role.in_(HOSTS), unit.c.unit_group.in_(RETURNING))
        .group_by(unit.c.unit_group, ended, mode)
    )


def select_reports_by_line(q: Question) -> Select[*tuple[Any, ...]]:
    """Per unit and line of the tour: reports published by T."""
    unit, m = units(q), media_item.c
    return (
        select(unit.c.unit_code, line.c.code, func.count())
        .join_from(media_item, unit, unit.c.id == m.org_unit_id)
        .join(line, line.c.id == m.line_id)
        .where(*media_conditions(q), by_then(q), m.line_id.in_(tour_ids(q)))
        .group_by(unit.c.unit_code, line.c.code)
    )


def select_reports_by_day(q: Question) -> Select[*tuple[Any, ...]]:
    """Per group, day and level: reports published by T, of all chosen lines."""
    unit, m = units(q), media_item.c
    level = func.coalesce(m.outlet_level, UNSTATED)
    return (
        select(unit.c.unit_group, m.published_on, level, func.count())
        .join_from(media_item, unit, unit.c.id == m.org_unit_id)
        .where(*media_conditions(q), by_then(q), unit.c.unit_group.in_(RETURNING))
        .group_by(unit.c.unit_group, m.published_on, level)
    )


def select_window(q: Question) -> Select[*tuple[Any, ...]]:
    """First and last day of the tour, or where the campaign has none, of its own; and how exact its end is."""
    c = campaign.c
    return (
        select(c.starts_on, c.ends_on, c.end_precision)
        .where(c.id.in_(campaign_ids(q.filters.campaign)))
        .order_by(case((c.kind == "tour", 0), (c.kind == "notice", 1), else_=2), c.id)
        .limit(1)
    )
