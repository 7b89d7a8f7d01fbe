"""Hazards one by one at T, with what may be shown of them (returns §5): no narrative, no person, no unit that is not
publicly named, and never the unit of a hazard that came from a tip.
"""

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, and_, case, false, func, select

from data_access.database.parameters import day
from data_access.database.schema import (
    admin_division,
    hazard,
    hazard_named_unit,
    hazard_supervision,
    industry,
    org_unit,
)
from data_access.hazards.facts import MORE
from data_access.hazards.overlays import first_exposed, listing_due, listing_late, shown_listing
from data_access.hazards.states import hazard_states
from data_access.notice.places import territory
from data_access.notice.selection import in_force
from data_access.question import Question
from data_access.tables.rows import COUNT, FLAG, INSTANT, NUMBER, OPTIONAL_COUNT, OPTIONAL_FLAG, TEXT, Contract, Dtype

WHAT: Final[dict[str, Dtype]] = {
    "hazard_code": TEXT,
    "city_adcode": TEXT,
    "city_zh": TEXT,
    "city_en": TEXT,
    "adcode": TEXT,
    "place_zh": TEXT,
    "place_en": TEXT,
    "industry_code": TEXT,
    "industry_zh": TEXT,
    "industry_en": TEXT,
    "industry_group": TEXT,
    "industry_group_zh": TEXT,
    "industry_group_en": TEXT,
    "site_kind": TEXT,
    "unit_name": TEXT,
    "grade": TEXT,
    "source": TEXT,
    "rect_type": TEXT,
    "state": TEXT,
    "class": TEXT,
    "round_no": COUNT,
    "extensions": COUNT,
    "reopened": COUNT,
    "f_target": OPTIONAL_FLAG,
    "f_people": OPTIONAL_FLAG,
    "f_money": OPTIONAL_FLAG,
    "f_time": OPTIONAL_FLAG,
    "f_plan": OPTIONAL_FLAG,
    "in_place": OPTIONAL_FLAG,
    "funds_wan": NUMBER,
    "regulator_zh": TEXT,
    "regulator_en": TEXT,
    "listing_level": TEXT,
    "listing_late": FLAG,
    "lon": NUMBER,
    "lat": NUMBER,
}
DATES: Final[dict[str, Dtype]] = dict.fromkeys(
    [
        "confirmed_at",
        "ordered_at",
        "due_at",
        "rectified_at",
        "accepted_at",
        "closed_at",
        "found_at",
        "listed_at",
        "delisted_at",
        "exposed_at",
        "listing_due_at",
    ],
    INSTANT,
)
HAZARDS: Final[Contract] = {**WHAT, **DATES, "days_overdue": OPTIONAL_COUNT}
LONGEST: Final = 10
FIRST: Final = 200

"""Known by their day: the first second of it; a deadline the last."""


def _rows(q: Question, among: Select[int] | None = None) -> tuple[Select[*tuple[Any, ...]], Subquery]:
    """The columns of HAZARDS but the last, not yet finished and in no order, and the states that they come from."""
    states, place = hazard_states(q, *MORE, among=among).subquery("states"), territory(q)
    overlaid = select(
        states,
        first_exposed(q, states).label("exposed_on"),
        shown_listing(q, states).label("listing_id"),
        listing_due(q, states).label("listing_due_on"),
        func.coalesce(listing_late(q, states), false()).label("listing_late"),
    ).subquery("overlaid")
    city, group = admin_division.alias("city"), industry.alias("industry_group")
    s, h, i, shown = overlaid.c, hazard.c, industry.c, hazard_supervision.c
    named = hazard_named_unit.c
    public_name = select(named.unit_name).where(named.hazard_id == h.id).scalar_subquery()
    delisted_on = case((shown.delisted_on <= day("today", q), shown.delisted_on))
    columns: dict[str, ColumnElement[Any]] = {
        "hazard_code": h.code,
        "city_adcode": place.c.city_adcode,
        "city_zh": city.c.name_zh,
        "city_en": city.c.name_en,
        "place_zh": place.c.name_zh,
        "place_en": place.c.name_en,
        "industry_zh": i.name_zh,
        "industry_en": i.name_en,
        "industry_group": func.coalesce(group.c.code, i.code),
        "industry_group_zh": func.coalesce(group.c.name_zh, i.name_zh),
        "industry_group_en": func.coalesce(group.c.name_en, i.name_en),
        "unit_name": case((s.exposed_on.is_not(None), public_name)),
        "round_no": func.coalesce(s.rounds_ended, 0) + 1,
        "regulator_zh": org_unit.c.name_zh,
        "regulator_en": org_unit.c.name_en,
        "listing_level": shown.level,
        "found_at": h.found_on,
        "listed_at": shown.listed_on,
        "delisted_at": delisted_on,
        "exposed_at": s.exposed_on,
        "listing_due_at": func.coalesce(s.listing_due_on, shown.due_on),
    }
    known: dict[str, ColumnElement[Any]] = {**dict(h.items()), **dict(s.items()), **columns}
    rows = (
        select(*(known[name].label(name) for name in (*WHAT, *DATES)))
        .outerjoin_from(overlaid, hazard, h.id == s.hazard_id)  # outer ones in this order: of_hazards says why
        .outerjoin(place, place.c.adcode == s.adcode)
        .outerjoin(city, and_(city.c.adcode == place.c.city_adcode, in_force(q, city)))
        .outerjoin(industry, i.code == s.industry_code)
        .outerjoin(group, group.c.code == i.parent_code)
        .outerjoin(org_unit, org_unit.c.id == i.regulator_unit_id)
        .outerjoin(hazard_supervision, shown.id == s.listing_id)
    )
    return rows, overlaid


def select_hazards(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_hazards before finish_hazard, ordered by city and code."""
    rows, _ = _rows(q)
    return rows.order_by("city_adcode", "hazard_code")


def select_first_hazards(q: Question, n: int) -> Select[*tuple[Any, ...]]:
    """The first n rows of select_hazards: which they are first, then all that is told of them, here and below."""
    states, place = hazard_states(q).subquery("all_states"), territory(q)
    first = (
        select(states.c.hazard_id)
        .outerjoin_from(states, place, place.c.adcode == states.c.adcode)
        .order_by(place.c.city_adcode, states.c.code)
    )
    rows, _ = _rows(q, among=first.limit(n).correlate(None))
    return rows.order_by("city_adcode", "hazard_code")


def select_majors(q: Question) -> Select[*tuple[Any, ...]]:
    """The major ones of them: the open ones first, those whose deadline came first before the others."""
    rows, s = _rows(q)
    return rows.where(s.c.grade == "major").order_by(*_open_first(s))


def select_first_majors(q: Question, n: int) -> Select[*tuple[Any, ...]]:
    """The first n rows of select_majors."""
    states = hazard_states(q).subquery("all_states")
    first = select(states.c.hazard_id).where(states.c.grade == "major").order_by(*_open_first(states))
    rows, s = _rows(q, among=first.limit(n).correlate(None))
    return rows.order_by(*_open_first(s))


def select_longest_overdue(q: Question, n: int) -> Select[*tuple[Any, ...]]:
    """The rows of load_longest_overdue before finish_hazard."""
    late = hazard_states(q).subquery("late").c
    longest = select(late.hazard_id).where(late["class"] == "E").order_by(late.due_at, late.code)
    rows, s = _rows(q, among=longest.limit(n).correlate(None))
    return rows.order_by(s.c.due_at, s.c.code)


def _open_first(states: FromClause) -> tuple[ColumnElement[Any], ...]:
    s = states.c
    return (s.closed_at.is_not(None), s.due_at.is_(None), s.due_at, s.code)
