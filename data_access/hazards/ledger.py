"""Hazards one by one at T, with what may be shown of them (returns §5): no narrative, no person, no unit that is not
publicly named, and never the unit of a hazard that came from a tip.
"""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, Subquery, bindparam, case, false, func, select

from data_access.database.parameters import day
from data_access.database.schema import UtcDateTime, hazard, hazard_event, hazard_named_unit, hazard_supervision
from data_access.hazards.facts import MORE
from data_access.hazards.overlays import first_exposed, listing_due, listing_late, shown_listing
from data_access.hazards.states import hazard_states
from data_access.notice.industries import Industry
from data_access.notice.places import territory
from data_access.notice.units import Place
from data_access.question import Question


class Things(NamedTuple):
    """The five things (五落实) of which each is in place or not; None: not reported (G10)."""

    target: bool | None
    people: bool | None
    money: bool | None
    time: bool | None
    plan: bool | None


class Listing(NamedTuple):
    """The listing to show of a hazard (overlays.shown_listing)."""

    level: str
    """'' of a hazard that was never listed."""
    listed_at: datetime | None
    due_at: datetime | None
    """The earliest deadline that a listing in force sets."""
    delisted_at: datetime | None
    """By T."""
    late: bool
    """The hazard is open past the deadline of a listing in force."""


UNLISTED: Final = Listing("", None, None, None, False)


class Hazard(NamedTuple):
    """A hazard in F at T (C12, C13). What is known by its day is the first second of it, a deadline the last; UTC."""

    code: str
    city: Place
    """NOWHERE of what lies in no city."""
    place: Place
    """The county or city where it lies."""
    industry: Industry
    site_kind: str
    unit_name: str
    """'' unless the unit was publicly named and exposed by T, and always where the source is a tip: the presentation
    says 某企业."""
    grade: str
    source: str
    rect_type: str
    state: str
    class_: str
    round_no: int
    extensions: int
    reopened: int
    things: Things
    in_place: bool | None
    """All five things are in place; None where one is not reported."""
    funds_wan: float | None
    """In 万元."""
    listing: Listing
    lon: float | None
    lat: float | None
    """WGS84, rounded to 0.01°."""
    confirmed_at: datetime
    ordered_at: datetime | None
    due_at: datetime | None
    rectified_at: datetime | None
    accepted_at: datetime | None
    closed_at: datetime | None
    found_at: datetime | None
    exposed_at: datetime | None
    days_overdue: int | None
    """Days begun since the deadline, until T (E) or until it was rectified (C, D)."""


_AFTER, _BEFORE = (bindparam(name, type_=UtcDateTime()) for name in ("after", "before"))
LONGEST: Final = 10
FIRST: Final = 200


def _rows(q: Question, among: Select[int] | None = None) -> tuple[Select[*tuple[Any, ...]], Subquery]:
    """What lists.finished makes Hazards of, in no order, and the states that it comes from."""
    states, place = hazard_states(q, *MORE, among=among).subquery("states"), territory(q)
    overlaid = select(
        states,
        first_exposed(q, states).label("exposed_on"),
        shown_listing(q, states).label("listing_id"),
        listing_due(q, states).label("listing_due_on"),
        func.coalesce(listing_late(q, states), false()).label("listing_late"),
    ).subquery("overlaid")
    s, h, shown, named = overlaid.c, hazard.c, hazard_supervision.c, hazard_named_unit.c
    public_name = select(named.unit_name).where(named.hazard_id == h.id).scalar_subquery()
    own = (h.code, h.site_kind, h.f_target, h.f_people, h.f_money, h.f_time, h.f_plan, h.funds_wan, h.found_on)
    of_state = ("adcode", "industry_code", "source", "rect_type", "lon", "lat", "in_place", "grade", "class", "state")
    facts = ("confirmed_at", "due_at", "rectified_at", "closed_at", *MORE, "exposed_on", "listing_late")
    rows = (
        select(
            place.c.city_adcode,
            *own,
            *(s[name] for name in (*of_state, *facts)),
            case((s.exposed_on.is_not(None), public_name)).label("unit_name"),
            (func.coalesce(s.rounds_ended, 0) + 1).label("round_no"),
            shown.level,
            shown.listed_on,
            case((shown.delisted_on <= day("today", q), shown.delisted_on)).label("delisted_on"),
            func.coalesce(s.listing_due_on, shown.due_on).label("listing_due_on"),
        )
        .outerjoin_from(overlaid, hazard, h.id == s.hazard_id)  # outer ones in this order: of_hazards says why
        .outerjoin(place, place.c.adcode == s.adcode)
        .outerjoin(hazard_supervision, shown.id == s.listing_id)
    )
    return rows, overlaid


def select_hazards(q: Question) -> Select[*tuple[Any, ...]]:
    """What lists.finished makes list_hazards of, ordered by city and code."""
    rows, _ = _rows(q)
    return rows.order_by("city_adcode", "code")


def select_first_hazards(q: Question, n: int) -> Select[*tuple[Any, ...]]:
    """The first n rows of select_hazards: which they are first, then all their columns, here and below."""
    states, place = hazard_states(q).subquery("all_states"), territory(q)
    first = (
        select(states.c.hazard_id)
        .outerjoin_from(states, place, place.c.adcode == states.c.adcode)
        .order_by(place.c.city_adcode, states.c.code)
    )
    rows, _ = _rows(q, among=first.limit(n).correlate(None))
    return rows.order_by("city_adcode", "code")


def select_hazard(q: Question) -> Select[*tuple[Any, ...]]:
    """The row of the hazard with the number `code`, if it is in F and may be seen."""
    rows, _ = _rows(q, among=select(hazard.c.id).where(hazard.c.code == bindparam("code")).correlate(None))
    return rows


def select_eventful(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of the hazards with an event in a period: after the instant `after`, up to and with `before`."""
    e = hazard_event.c
    in_period = (e.occurred_at > _AFTER, e.occurred_at <= _BEFORE)
    rows, _ = _rows(q, among=select(e.hazard_id).where(*in_period).correlate(None))
    return rows


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
    """What lists.finished makes list_longest_overdue of."""
    late = hazard_states(q).subquery("late").c
    longest = select(late.hazard_id).where(late["class"] == "E").order_by(late.due_at, late.code)
    rows, s = _rows(q, among=longest.limit(n).correlate(None))
    return rows.order_by(s.c.due_at, s.c.code)


def _open_first(states: FromClause) -> tuple[ColumnElement[Any], ...]:
    s = states.c
    return (s.closed_at.is_not(None), s.due_at.is_(None), s.due_at, s.code)
