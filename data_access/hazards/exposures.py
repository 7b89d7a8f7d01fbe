"""What was exposed in public (曝光) and was it fixed? (domain.md §5.2, question 15)"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import local_date, start_of_day
from data_access.database.parameters import day
from data_access.database.schema import UtcDateTime, admin_division, hazard, hazard_exposure, industry, org_unit
from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import grades_asked
from data_access.hazards.facts import hazard_asked
from data_access.hazards.overlays import first_exposed
from data_access.hazards.states import hazard_states
from data_access.notice.places import ALL, PLACE, load_city_of, places_asked, territory
from data_access.notice.selection import in_force
from data_access.question import Question
from data_access.tables.rows import COUNT, INSTANT, OPTIONAL_COUNT, TEXT, Contract, Dtype, RawRows, framed, listed

LONG: Final = 30
"""Days since the exposure after which an open hazard is counted as open for long."""
NEWEST: Final = 200
EXPOSURES: Final[Contract] = {
    "exposed_at": INSTANT,
    **dict.fromkeys(("outlet", "outlet_level"), TEXT),
    "title": TEXT,
    "record": TEXT,
    "hazard_code": TEXT,
    "city_adcode": TEXT,
    "city_zh": TEXT,
    "city_en": TEXT,
    "adcode": TEXT,
    "place_zh": TEXT,
    "place_en": TEXT,
    "industry_code": TEXT,
    **dict.fromkeys(("industry_zh", "industry_en", "regulator_zh", "regulator_en"), TEXT),
    "grade": TEXT,
    "class": TEXT,
    "due_at": INSTANT,
    "closed_at": INSTANT,
    "days_to_close": OPTIONAL_COUNT,
    "days_open": OPTIONAL_COUNT,
}
SUMS: Final[dict[str, Dtype]] = dict.fromkeys(
    ["exposed", "exposed_closed", "closed_after", "exposed_open", "open_long"], COUNT
)
EXPOSURE_SUMMARY: Final[Contract] = {**PLACE, "grade": TEXT, **SUMS}
EXPOSURE_GAPS: Final[Contract] = {"exposures": COUNT, "without_hazard": COUNT, "unconfirmed": COUNT}


def select_exposures(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_exposures before finish_exposure, ordered by day and code."""
    rows = _every_exposure(q).subquery("exposures").c
    return select(*(rows[name] for name in _SELECTED)).order_by(
        rows.exposed_at, func.coalesce(rows.hazard_code, ""), rows.id
    )


def select_newest_exposures(q: Question, n: int) -> Select[*tuple[Any, ...]]:
    """The last n rows of select_exposures, the newest first."""
    rows = _every_exposure(q).subquery("exposures").c
    return (
        select(*(rows[name] for name in _SELECTED))
        .order_by(rows.exposed_at.desc(), func.coalesce(rows.hazard_code, ""), rows.id)
        .limit(n)
    )


def finish_exposure(row: Sequence[Any], q: Question) -> tuple[Any, ...]:
    """A selected row with its day as an instant, and the local days from it: to the closing, unless that came before,
    or to T for what is open.
    """
    exposed_on, *rest = row
    of_class, closed_at = row[_CLASS], row[_CLOSED]
    to_close = (local_date(closed_at, q.zone) - exposed_on).days if closed_at else None
    waiting = (local_date(q.as_of, q.zone) - exposed_on).days if of_class and not closed_at else None
    after = to_close if to_close is not None and to_close >= 0 else None
    return (start_of_day(exposed_on, q.zone), *rest, after, waiting)


_SELECTED: Final = list(EXPOSURES)[:-2]
_CLASS, _CLOSED = (_SELECTED.index(name) for name in ("class", "closed_at"))


def _exposures(s: Snapshot, q: Question) -> RawRows:
    """Every exposure by T, in order of days. Columns EXPOSURES.

    record says what it belongs to: 'hazard' (in F at T), 'unconfirmed' (known, but not confirmed by T, or void) or
    'none': a gap in the data, which has no place and so is there only where the whole province and all hazards are
    asked for. The grade is that at T. The title of the report, which may name a unit, is left out where the hazard came
    from a tip and where it is not confirmed (returns §5).
    """
    return (finish_exposure(row, q) for row in s.ask(select_exposures, q))


load_exposures = framed(_exposures, EXPOSURES)


def _newest_exposures(s: Snapshot, q: Question, n: int = NEWEST) -> RawRows:
    """The n newest rows of load_exposures, the newest first. Columns EXPOSURES."""
    return (finish_exposure(row, q) for row in s.ask(select_newest_exposures, q, n))


list_newest_exposures = listed(_newest_exposures, EXPOSURES)


def select_exposed(q: Question) -> Select[*tuple[Any, ...]]:
    """Exposed hazards in F: adcode, grade, the day of the first exposure, when closed, and how many hazards."""
    states = hazard_states(q, among=_ids(hazard_exposure.c.exposed_on <= day("today", q))).subquery("states")
    first = select(states.c.adcode, states.c.grade, first_exposed(q, states).label("exposed_on"), states.c.closed_at)
    by = first.subquery("first").c
    return select(*by, func.count().label("hazards")).group_by(*by)


def _exposure_summary(s: Snapshot, q: Question) -> RawRows:
    """Per city (and province: place_code 'all') and grade: hazards in F exposed by T, and of them the closed ones
    (exposure closure, C13), those closed on the day of their first exposure or after it, the open ones, and those open
    for more than 30 days since it. Columns EXPOSURE_SUMMARY, places as in load_hazard_summary.
    """
    today = local_date(q.as_of, q.zone)
    city_of = load_city_of(s, q)
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in s.ask(select_exposed, q):
        closed = row.closed_at is not None
        told = {
            "exposed": True,
            "exposed_closed": closed,
            "closed_after": closed and local_date(row.closed_at, q.zone) >= row.exposed_on,
            "exposed_open": not closed,
            "open_long": not closed and (today - row.exposed_on).days > LONG,
        }
        for place in (city_of[row.adcode], ALL):
            for name, holds in told.items():
                sums[place, row.grade, name] += row.hazards if holds else 0
    return (
        (*place, grade, *(sums[place[0], grade, name] for name in SUMS))
        for place in places_asked(s, q)
        for grade in grades_asked(q)
    )


list_exposure_summary = listed(_exposure_summary, EXPOSURE_SUMMARY)
load_exposure_summary = framed(_exposure_summary, EXPOSURE_SUMMARY)


def select_exposure_gaps(q: Question) -> Select[*tuple[Any, ...]]:
    """The row of load_exposure_gaps."""
    record = _every_exposure(q).subquery("exposures").c.record
    return select(func.count(), func.count().filter(record == "none"), func.count().filter(record == "unconfirmed"))


def _exposure_gaps(s: Snapshot, q: Question) -> RawRows:
    """One row: the exposures of load_exposures, those without a hazard on record, and those of a hazard that is not in
    F at T. Columns EXPOSURE_GAPS.
    """
    return s.ask(select_exposure_gaps, q)


list_exposure_gaps = listed(_exposure_gaps, EXPOSURE_GAPS)
load_exposure_gaps = framed(_exposure_gaps, EXPOSURE_GAPS)


def _every_exposure(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """The columns of EXPOSURES but the last two, and `id`: exposures of hazards in F, then the others."""
    s_of, h, x = hazard_states(q, among=_ids(*_by_then(q))).cte("states"), hazard.c, hazard_exposure.c
    s = s_of.c
    told = (s.grade, s["class"], s.due_at, s.closed_at)
    confirmed = (
        _columns("hazard", func.coalesce(h.source, "") != "tip", told)
        .outerjoin_from(s_of, hazard_exposure, and_(x.hazard_id == s.hazard_id, *_by_then(q)))  # of_hazards: why outer
        .outerjoin(hazard, h.id == s.hazard_id)
    )
    parts = [confirmed]
    if not (q.hazards.grades or q.hazards.classes):  # which only a hazard in F has
        nothing = (null(), null(), literal(None, UtcDateTime()), literal(None, UtcDateTime()))
        other = _columns("unconfirmed", false(), nothing).join_from(hazard_exposure, hazard, h.id == x.hazard_id)
        parts.append(other.where(x.hazard_id.not_in(select(s.hazard_id)), *_by_then(q), *hazard_asked(q)))
        if not (q.filters.cities or q.scope.cities is not None or any(astuple(q.hazards))):
            none = _columns("none", true(), nothing).outerjoin_from(hazard_exposure, hazard, h.id == x.hazard_id)
            parts.append(none.where(x.hazard_id.is_(None), *_by_then(q)))
    return union_all(*(_placed(part, q) for part in parts))


def _ids(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(hazard_exposure.c.hazard_id).where(*conditions)


def _by_then(q: Question) -> tuple[ColumnElement[bool], ...]:
    """Exposures by T, of the campaign."""
    x = hazard_exposure.c
    of_campaign = or_(x.campaign_id.is_(None), x.campaign_id.in_(campaign_ids(q.filters.campaign)))
    return (x.exposed_on <= day("today", q), of_campaign)


def _columns(record: str, named: ColumnElement[bool], told: Sequence[ColumnElement[Any]]) -> Select[*tuple[Any, ...]]:
    h, x = hazard.c, hazard_exposure.c
    return select(
        x.id,
        x.exposed_on.label("exposed_at"),
        x.outlet,
        x.outlet_level,
        case((named, x.case_title)).label("title"),
        literal(record).label("record"),
        h.code.label("hazard_code"),
        h.adcode,
        h.industry_code,
        *(column.label(name) for name, column in zip(("grade", "class", "due_at", "closed_at"), told, strict=True)),
    )


def _placed(part: Select[*tuple[Any, ...]], q: Question) -> Select[*tuple[Any, ...]]:
    """With the names of place and industry."""
    place, city = territory(q), admin_division.alias("city")
    return (
        part.add_columns(
            place.c.city_adcode,
            city.c.name_zh.label("city_zh"),
            city.c.name_en.label("city_en"),
            place.c.name_zh.label("place_zh"),
            place.c.name_en.label("place_en"),
            industry.c.name_zh.label("industry_zh"),
            industry.c.name_en.label("industry_en"),
            org_unit.c.name_zh.label("regulator_zh"),
            org_unit.c.name_en.label("regulator_en"),
        )
        .outerjoin(place, place.c.adcode == hazard.c.adcode)
        .outerjoin(city, and_(city.c.adcode == place.c.city_adcode, in_force(q, city)))
        .outerjoin(industry, industry.c.code == hazard.c.industry_code)
        .outerjoin(org_unit, org_unit.c.id == industry.c.regulator_unit_id)
    )
