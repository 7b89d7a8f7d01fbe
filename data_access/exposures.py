"""What was exposed in public (曝光) and was it fixed? (domain.md §5.2, question 15)"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any, Final

import pandas as pd
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from data_access.asked import ask, day
from data_access.filters import Question
from data_access.frames import COUNT, INSTANT, OPTIONAL_COUNT, TEXT, Contract, Dtype, to_frame
from data_access.hazard_counts import grades_asked
from data_access.hazard_facts import hazard_asked
from data_access.hazard_overlays import exposed
from data_access.hazards import hazard_states
from data_access.local_time import local_date, start_of_day
from data_access.places import ALL, PLACE, places_asked, select_territory, territory
from data_access.schema import admin_division, hazard, hazard_exposure, industry
from data_access.selection import campaign_ids, in_force

LONG: Final = 30
"""Days since the exposure after which an open hazard is counted as open for long."""
NEWEST: Final = 200
EXPOSURES: Final[Contract] = {
    "exposed_at": INSTANT,
    "outlet": TEXT,
    "outlet_level": TEXT,
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
    "industry_zh": TEXT,
    "industry_en": TEXT,
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

EXPOSED: Final = select(hazard_exposure.c.hazard_id)
"""Only their states matter here: a tenth of all, where each is worked out from its events."""


def select_exposures(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_exposures before finish_exposure, ordered by day and code."""
    rows, x = _exposures(q), hazard_exposure.c
    return rows.order_by(x.exposed_on, func.coalesce(hazard.c.code, ""), x.id)


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


_NAMES: Final = list(EXPOSURES)
_CLASS, _CLOSED = (_NAMES.index(name) for name in ("class", "closed_at"))


def load_exposures(conn: Connection, q: Question) -> pd.DataFrame:
    """Every exposure by T, in order of days. Columns EXPOSURES.

    record says what it belongs to: 'hazard' (in F at T), 'unconfirmed' (known, but not confirmed by T, or void) or
    'none': a gap in the data, which has no place and so is there only where the whole province and all hazards are
    asked for. The grade is that at T. The title of the report, which may name a unit, is left out where the hazard came
    from a tip and where it is not confirmed (returns §5).
    """
    return to_frame((finish_exposure(row, q) for row in ask(conn, select_exposures, q)), EXPOSURES)


def select_newest_exposures(q: Question, n: int) -> Select[*tuple[Any, ...]]:
    """The last n rows of select_exposures, the newest first."""
    rows, x = _exposures(q), hazard_exposure.c
    return rows.order_by(x.exposed_on.desc(), func.coalesce(hazard.c.code, ""), x.id).limit(n)


def load_newest_exposures(conn: Connection, q: Question, n: int = NEWEST) -> pd.DataFrame:
    """The n newest rows of load_exposures, the newest first. Columns EXPOSURES."""
    return to_frame((finish_exposure(row, q) for row in ask(conn, select_newest_exposures, q, n)), EXPOSURES)


def select_exposed(q: Question) -> Select[*tuple[Any, ...]]:
    """Exposed hazards in F: adcode, grade, the day of the first exposure, when closed, and how many hazards."""
    states, bare = hazard_states(q, among=EXPOSED).subquery("states"), exposed(q)
    by = (states.c.adcode, states.c.grade, bare.c.exposed_on, states.c.closed_at)
    return (
        select(*by, func.count().label("hazards"))
        .join_from(states, bare, bare.c.hazard_id == states.c.hazard_id)
        .group_by(*by)
    )


def load_exposure_summary(conn: Connection, q: Question) -> pd.DataFrame:
    """Per city (and province: place_code 'all') and grade: hazards in F exposed by T, and of them the closed ones
    (exposure closure, C13), those closed on the day of their first exposure or after it, the open ones, and those open
    for more than 30 days since it. Columns EXPOSURE_SUMMARY, places as in load_hazard_summary.
    """
    today = local_date(q.as_of, q.zone)
    city_of = {row.adcode: row.city_adcode for row in ask(conn, select_territory, q)}
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in ask(conn, select_exposed, q):
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
    return to_frame(
        (
            (*place, grade, *(sums[place[0], grade, name] for name in SUMS))
            for place in places_asked(conn, q)
            for grade in grades_asked(q)
        ),
        EXPOSURE_SUMMARY,
    )


def select_exposure_gaps(q: Question) -> Select[*tuple[Any, ...]]:
    """The row of load_exposure_gaps."""
    record = _told(q).cte("told").c.record
    return select(func.count(), func.count().filter(record == "none"), func.count().filter(record == "unconfirmed"))


def load_exposure_gaps(conn: Connection, q: Question) -> pd.DataFrame:
    """One row: the exposures of load_exposures, those without a hazard on record, and those of a hazard that is not in
    F at T. Columns EXPOSURE_GAPS.
    """
    return to_frame(ask(conn, select_exposure_gaps, q), EXPOSURE_GAPS)


def _exposures(q: Question) -> Select[*tuple[Any, ...]]:
    """The columns of EXPOSURES but the last two."""
    told, place, city = _told(q).cte("told"), territory(q), admin_division.alias("city")
    t, h, x = told.c, hazard.c, hazard_exposure.c
    named = and_(func.coalesce(h.source, "") != "tip", t.record != "unconfirmed")
    columns: tuple[ColumnElement[Any], ...] = (
        x.exposed_on,
        x.outlet,
        x.outlet_level,
        case((named, x.case_title)).label("title"),
        t.record,
        h.code.label("hazard_code"),
        place.c.city_adcode,
        city.c.name_zh.label("city_zh"),
        city.c.name_en.label("city_en"),
        h.adcode,
        place.c.name_zh.label("place_zh"),
        place.c.name_en.label("place_en"),
        h.industry_code,
        industry.c.name_zh.label("industry_zh"),
        industry.c.name_en.label("industry_en"),
        t.grade,
        t["class"],
        t.due_at,
        t.closed_at,
    )
    return (
        select(*columns)
        .join_from(told, hazard_exposure, x.id == t.id)
        .outerjoin(hazard, h.id == x.hazard_id)
        .outerjoin(place, place.c.adcode == h.adcode)
        .outerjoin(city, and_(city.c.adcode == place.c.city_adcode, in_force(q, city)))
        .outerjoin(industry, industry.c.code == h.industry_code)
    )


def _told(q: Question) -> Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]:
    """The exposures asked for: id, record, and of a hazard in F its grade, class, due_at and closed_at.

    Those of hazards in F and the others apart, not by one outer join: SQLite takes the states for a handful of rows and
    would read all of them for each exposure (minutes for 100,000).
    """
    states, x, h = hazard_states(q, among=EXPOSED).cte("states"), hazard_exposure.c, hazard.c
    s = states.c
    by_then = (
        x.exposed_on <= day("today", q),
        or_(x.campaign_id.is_(None), x.campaign_id.in_(campaign_ids(q.filters.campaign))),
    )
    in_f = (
        select(x.id, literal("hazard").label("record"), s.grade, s["class"], s.due_at, s.closed_at)
        .join_from(states, hazard_exposure, x.hazard_id == s.hazard_id)
        .where(*by_then)
    )
    if q.hazards.grades or q.hazards.classes:  # which only a hazard in F has
        return in_f
    known = and_(h.id.is_not(None), *hazard_asked(q), h.id.not_in(select(s.hazard_id)))
    narrow = (q.filters.cities, q.scope.cities is not None, *astuple(q.hazards))
    record = case((h.id.is_not(None), "unconfirmed"), else_="none").label("record")
    others = (
        select(x.id, record, *(null().label(name) for name in ("grade", "class", "due_at", "closed_at")))
        .outerjoin_from(hazard_exposure, hazard, h.id == x.hazard_id)
        .where(*by_then, known if any(narrow) else or_(known, x.hazard_id.is_(None)))
    )
    return union_all(in_f, others)
