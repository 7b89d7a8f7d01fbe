"""Which campaigns, lines and units a question is about: subqueries that every select shares."""

from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, and_, case, func, or_, select

from data_access.database.campaign_trees import STATEMENTS, campaign_ids, notice_id
from data_access.database.parameters import chosen
from data_access.database.schema import admin_division, campaign, campaign_unit, line, org_unit
from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.question import Question

GROUP_ORDER: Final = case({group: place for place, group in enumerate(UNIT_GROUPS)}, value=campaign_unit.c.unit_group)


@lru_cache(STATEMENTS)
def line_ids(q: Question) -> Select[tuple[int]]:
    """The ids of the chosen lines; a code stands for itself and for all lines below it."""
    inside = line.c.campaign_id.in_(campaign_ids(q.filters.campaign))
    if not q.filters.lines:
        return select(line.c.id).where(inside).correlate(None)
    tree = select(line.c.id).where(inside, line.c.code.in_(chosen("lines", q))).cte(recursive=True)
    tree = tree.union(select(line.c.id).join(tree, line.c.parent_id == tree.c.id))
    return select(tree.c.id).correlate(None)


@lru_cache(STATEMENTS)
def units(q: Question) -> Subquery:
    """The roster's units that are chosen and may be seen: id, the fields of notice.units.Unit, and their order.

    city_adcode is the prefecture that a unit belongs to, '' for 省直; a county belongs to the city of its division in
    force when the campaign began.
    """
    rows, city = _labelled(q)
    rows = rows.where(campaign_unit.c.unit_group.is_not(None))
    if q.scope.cities is not None:
        rows = rows.where(city.in_(chosen("seen", q)))
    if q.filters.cities:
        rows = rows.where(city.in_(chosen("cities", q)))
    if q.filters.groups:
        rows = rows.where(campaign_unit.c.unit_group.in_(chosen("groups", q)))
    return rows.subquery("units")


@lru_cache(STATEMENTS)
def labels(q: Question) -> Subquery:
    """Every unit with the columns of units(q), on the roster (else unit_group is '') and chosen or not."""
    return _labelled(q)[0].subquery("labels")


def _labelled(q: Question) -> tuple[Select[*tuple[Any, ...]], ColumnElement[str]]:
    notice = notice_id(q.filters.campaign)
    county = and_(org_unit.c.level == "county", admin_division.c.adcode == org_unit.c.adcode, in_force(q))
    city = func.coalesce(
        case((org_unit.c.level == "city", org_unit.c.adcode), else_=admin_division.c.parent_adcode), ""
    )
    selected = (
        select(
            org_unit.c.id,
            org_unit.c.code.label("unit_code"),
            func.coalesce(campaign_unit.c.name_zh, org_unit.c.name_zh).label("unit_zh"),
            org_unit.c.name_en.label("unit_en"),
            org_unit.c.short_zh.label("unit_short"),
            func.coalesce(org_unit.c.adcode, "").label("unit_adcode"),
            func.coalesce(campaign_unit.c.unit_group, "").label("unit_group"),
            city.label("city_adcode"),
            func.coalesce(GROUP_ORDER, len(UNIT_GROUPS)).label("group_order"),
            func.coalesce(campaign_unit.c.sort_order, org_unit.c.sort_order).label("sort_order"),
        )
        .outerjoin_from(
            org_unit,
            campaign_unit,
            and_(campaign_unit.c.org_unit_id == org_unit.c.id, campaign_unit.c.campaign_id == notice),
        )
        .outerjoin(admin_division, county)
    )
    return selected, city


def in_force(q: Question, division: FromClause = admin_division) -> ColumnElement[bool]:
    """Divisions as they were when the campaign began; their names and codes change."""
    notice = select(campaign.c.starts_on).where(campaign.c.id == notice_id(q.filters.campaign))
    began = notice.correlate(None).scalar_subquery()
    d = division.c
    return and_(d.valid_from <= began, or_(d.valid_to.is_(None), d.valid_to > began))


def unit_columns(unit: Subquery) -> list[ColumnElement[str]]:
    """The fields of notice.units.Unit."""
    names = ("unit_code", "unit_zh", "unit_en", "unit_short", "unit_adcode", "unit_group", "city_adcode")
    return [unit.c[name] for name in names]


def line_columns() -> list[ColumnElement[str]]:
    """The fields of notice.units.Line."""
    return [
        line.c.code.label("line_code"),
        line.c.name_zh.label("line_zh"),
        line.c.name_en.label("line_en"),
        line.c.short_zh.label("line_short_zh"),
        line.c.short_en.label("line_short_en"),
    ]


def unit_order(unit: Subquery) -> list[ColumnElement[int]]:
    """Groups apart, then the official order."""
    return [unit.c.group_order, unit.c.sort_order, unit.c.id]


def line_order() -> list[ColumnElement[int]]:
    """The order of the notice."""
    return [line.c.sort_order, line.c.id]
