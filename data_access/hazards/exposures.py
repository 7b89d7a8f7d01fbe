"""What was exposed in public (曝光) and was it fixed? (domain.md §5.2, question 15)"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from datetime import datetime
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
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
from data_access.database.schema import UtcDateTime, hazard, hazard_exposure
from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import grades_of
from data_access.hazards.facts import hazard_conditions
from data_access.hazards.overlays import first_exposed
from data_access.hazards.states import hazard_states
from data_access.notice.industries import NO_INDUSTRY, Industry, load_industries
from data_access.notice.places import ALL, NO_AREA, NOWHERE, load_areas, load_city_of, places_of
from data_access.notice.units import Place
from data_access.question import Question

LONG: Final = 30
"""Days since the exposure after which an open hazard is counted as open for long."""
NEWEST: Final = 200


class Exposure(NamedTuple):
    """A report in public, and what became of the hazard that it was about."""

    exposed_at: datetime
    """The first second of its day, UTC."""
    outlet: str
    outlet_level: str
    title: str
    """Which may name a unit: '' where the hazard came from a tip and where it is not confirmed (returns §5)."""
    record: str
    """What it belongs to: 'hazard' (in F at T), 'unconfirmed' (known, but not confirmed by T, or void) or 'none': a gap
    in the data.
    """
    hazard_code: str
    city: Place
    place: Place
    industry: Industry
    grade: str
    """At T; '' of what is no hazard in F, like its class."""
    class_: str
    due_at: datetime | None
    closed_at: datetime | None
    days_to_close: int | None
    """Local days from it to the closing, unless that came before."""
    days_open: int | None
    """Local days from it to T, of what is open."""


class ExposureSums(NamedTuple):
    """Counts of hazards in F that were exposed by T."""

    exposed: int = 0
    exposed_closed: int = 0
    """Exposure closure (C13)."""
    closed_after: int = 0
    """Closed on the day of their first exposure or after it."""
    exposed_open: int = 0
    open_long: int = 0
    """Open for more than 30 days since it."""


class ExposureCount(NamedTuple):
    """Exposed hazards of one grade in a city, or in the whole province."""

    place: Place
    grade: str
    counts: ExposureSums


class Gaps(NamedTuple):
    """How many exposures there are, without a hazard on record, and of a hazard that is not in F at T."""

    exposures: int
    without_hazard: int
    unconfirmed: int


def select_exposures(q: Question) -> Select[*tuple[Any, ...]]:
    """What finished makes list_exposures of, ordered by day and code."""
    rows = _every_exposure(q).subquery("exposures")
    return select(rows).order_by(rows.c.exposed_on, func.coalesce(rows.c.hazard_code, ""), rows.c.id)


def select_newest_exposures(q: Question, n: int) -> Select[*tuple[Any, ...]]:
    """The last n rows of select_exposures, the newest first."""
    rows = _every_exposure(q).subquery("exposures")
    newest = (rows.c.exposed_on.desc(), func.coalesce(rows.c.hazard_code, ""), rows.c.id)
    return select(rows).order_by(*newest).limit(n)


def finished(s: Snapshot, q: Question, rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Exposure]:
    """Rows of these selects as exposures, with their places and industries by name."""
    areas, industries = load_areas(s, q), load_industries(s, q)
    today = local_date(q.as_of, q.zone)
    for row in rows:
        area, of_class = areas.get(row.adcode, NO_AREA), row._mapping["class"]
        to_close = (local_date(row.closed_at, q.zone) - row.exposed_on).days if row.closed_at else None
        yield Exposure(
            exposed_at=start_of_day(row.exposed_on, q.zone),
            outlet=row.outlet or "",
            outlet_level=row.outlet_level or "",
            title=row.title or "",
            record=row.record,
            hazard_code=row.hazard_code or "",
            city=areas[area.city].place if area.city else NOWHERE,
            place=area.place,
            industry=industries.get(row.industry_code, NO_INDUSTRY),
            grade=row.grade or "",
            class_=of_class or "",
            due_at=row.due_at,
            closed_at=row.closed_at,
            days_to_close=to_close if to_close is not None and to_close >= 0 else None,
            days_open=(today - row.exposed_on).days if of_class and not row.closed_at else None,
        )


def stream_exposures(s: Snapshot, q: Question) -> Iterator[Exposure]:
    """list_exposures, a partition at a time."""
    return finished(s, q, chain.from_iterable(s.ask_in_parts(select_exposures, q)))


def list_exposures(s: Snapshot, q: Question) -> tuple[Exposure, ...]:
    """Every exposure by T, in order of days.

    One without a hazard has no place and so is there only where the whole province and all hazards are chosen.
    """
    return tuple(finished(s, q, s.ask(select_exposures, q)))


def list_newest_exposures(s: Snapshot, q: Question, n: int = NEWEST) -> tuple[Exposure, ...]:
    """The n newest of list_exposures, the newest first."""
    return tuple(finished(s, q, s.ask(select_newest_exposures, q, n)))


def select_exposed(q: Question) -> Select[*tuple[Any, ...]]:
    """Exposed hazards in F: adcode, grade, the day of the first exposure, when closed, and how many hazards."""
    states = hazard_states(q, among=_ids(hazard_exposure.c.exposed_on <= day("today", q))).subquery("states")
    first = select(states.c.adcode, states.c.grade, first_exposed(q, states).label("exposed_on"), states.c.closed_at)
    by = first.subquery("first").c
    return select(*by, func.count().label("hazards")).group_by(*by)


def list_exposure_summary(s: Snapshot, q: Question) -> tuple[ExposureCount, ...]:
    """Exposed hazards per city (and province) and grade, zeros included. Places as in list_hazard_summary."""
    today = local_date(q.as_of, q.zone)
    city_of = load_city_of(s, q)
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in s.ask(select_exposed, q):
        closed = row.closed_at is not None
        holds = {
            "exposed": True,
            "exposed_closed": closed,
            "closed_after": closed and local_date(row.closed_at, q.zone) >= row.exposed_on,
            "exposed_open": not closed,
            "open_long": not closed and (today - row.exposed_on).days > LONG,
        }
        for place in (city_of[row.adcode], ALL):
            for name, counted in holds.items():
                sums[place, row.grade, name] += row.hazards if counted else 0
    return tuple(
        ExposureCount(place, grade, ExposureSums(*(sums[place.code, grade, name] for name in ExposureSums._fields)))
        for place in places_of(s, q)
        for grade in grades_of(q)
    )


def select_exposure_gaps(q: Question) -> Select[*tuple[Any, ...]]:
    """The row of load_exposure_gaps."""
    record = _every_exposure(q).subquery("exposures").c.record
    return select(func.count(), func.count().filter(record == "none"), func.count().filter(record == "unconfirmed"))


def load_exposure_gaps(s: Snapshot, q: Question) -> Gaps:
    """Of the exposures of list_exposures those without a hazard on record, and those of a hazard that is not in F."""
    [row] = s.ask(select_exposure_gaps, q)
    return Gaps(*row)


def _every_exposure(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """What an Exposure is made of, and `id`: exposures of hazards in F, then the others."""
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
        parts.append(other.where(x.hazard_id.not_in(select(s.hazard_id)), *_by_then(q), *hazard_conditions(q)))
        if not (q.filters.cities or q.scope.cities is not None or any(astuple(q.hazards))):
            none = _columns("none", true(), nothing).outerjoin_from(hazard_exposure, hazard, h.id == x.hazard_id)
            parts.append(none.where(x.hazard_id.is_(None), *_by_then(q)))
    return union_all(*parts)


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
        x.exposed_on,
        x.outlet,
        x.outlet_level,
        case((named, x.case_title)).label("title"),
        literal(record).label("record"),
        h.code.label("hazard_code"),
        h.adcode,
        h.industry_code,
        *(column.label(name) for name, column in zip(("grade", "class", "due_at", "closed_at"), told, strict=True)),
    )
