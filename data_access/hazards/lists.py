"""Hazards one by one, as screens and files have them: the selects of the ledger, finished."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any

from sqlalchemy import Row

from data_access.database.days import days_begun, end_of_day, start_of_day
from data_access.database.snapshot import Snapshot
from data_access.hazards.ledger import (
    FIRST,
    LONGEST,
    UNLISTED,
    Hazard,
    Listing,
    Things,
    select_first_hazards,
    select_first_majors,
    select_hazards,
    select_longest_overdue,
    select_majors,
)
from data_access.hazards.sums import load_sums
from data_access.notice.industries import NO_INDUSTRY, load_industries
from data_access.notice.places import NOWHERE, load_areas, load_city_of
from data_access.question import Question


def finished(s: Snapshot, q: Question, rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Hazard]:
    """Rows of the ledger's selects as hazards, with their places and industries by name."""
    areas, industries = load_areas(s, q), load_industries(s, q)
    begins, ends = _instants(q.zone)
    for one in rows:
        row = one._mapping  # attributes of a Row cost five times as much: a tenth of an extract
        of_class, due_at, rectified_at = row["class"], row["due_at"], row["rectified_at"]
        until = rectified_at if of_class in ("C", "D") else q.as_of if of_class == "E" else None
        area, level = areas[row["adcode"]], row["level"]
        due = ends(row["listing_due_on"])
        listed = (level, begins(row["listed_on"]), due, begins(row["delisted_on"]), row["listing_late"])
        yield Hazard(
            code=row["code"],
            city=areas[area.city].place if area.city else NOWHERE,
            place=area.place,
            industry=industries.get(row["industry_code"], NO_INDUSTRY),
            site_kind=row["site_kind"] or "",
            unit_name=row["unit_name"] or "",
            grade=row["grade"],
            source=row["source"] or "",
            rect_type=row["rect_type"] or "",
            state=row["state"],
            class_=of_class,
            round_no=row["round_no"],
            extensions=row["extensions"],
            reopened=row["reopened"],
            things=Things(row["f_target"], row["f_people"], row["f_money"], row["f_time"], row["f_plan"]),
            in_place=row["in_place"],
            funds_wan=None if row["funds_wan"] is None else float(row["funds_wan"]),
            listing=UNLISTED if level is None else Listing(*listed),
            lon=None if row["lon"] is None else round(row["lon"], 2),
            lat=None if row["lat"] is None else round(row["lat"], 2),
            confirmed_at=row["confirmed_at"],
            ordered_at=row["ordered_at"],
            due_at=due_at,
            rectified_at=rectified_at,
            accepted_at=row["accepted_at"],
            closed_at=row["closed_at"],
            found_at=begins(row["found_on"]),
            exposed_at=begins(row["exposed_on"]),
            days_overdue=None if until is None else days_begun(due_at, until),
        )


@lru_cache(8)
def _instants(zone: str) -> tuple[Callable[[date | None], datetime | None], Callable[[date | None], datetime | None]]:
    """The first and the last second of a day in a zone; returns name few days in many rows."""

    @lru_cache(4096)
    def begins(day: date | None) -> datetime | None:
        return None if day is None else start_of_day(day, zone)

    @lru_cache(4096)
    def ends(day: date | None) -> datetime | None:
        return None if day is None else end_of_day(day, zone)

    return begins, ends


def stream_hazards(s: Snapshot, q: Question) -> Iterator[Hazard]:
    """list_hazards, a partition at a time."""
    return finished(s, q, chain.from_iterable(s.ask_in_parts(select_hazards, q)))


def stream_majors(s: Snapshot, q: Question) -> Iterator[Hazard]:
    """list_majors, a partition at a time."""
    return finished(s, q, chain.from_iterable(s.ask_in_parts(select_majors, q)))


def list_hazards(s: Snapshot, q: Question) -> tuple[Hazard, ...]:
    """Every hazard in F that is chosen, with its state at T (C12, C13), ordered by city and code."""
    return tuple(finished(s, q, s.ask(select_hazards, q)))


def list_first_hazards(s: Snapshot, q: Question, n: int = FIRST) -> tuple[Hazard, ...]:
    """The first n of list_hazards: what a screen shows of a ledger of any size."""
    first = q.of_cities(*_first_cities(s, q, n))
    return tuple(finished(s, q, s.ask(select_first_hazards, first, n)))


def _first_cities(s: Snapshot, q: Question, n: int) -> tuple[str, ...]:
    """The first cities that have n hazards together, as the counts tell: of the others none is read."""
    city_of = load_city_of(s, q)
    hazards: Counter[str] = Counter()
    for (adcode, _), _, counts in load_sums(s, q, "adcode"):
        hazards[city_of[adcode]] += counts.get("hazards", 0)
    cities = sorted(hazards)
    before = accumulate((hazards[city] for city in cities), initial=0)
    return tuple(city for city, so_far in zip(cities, before, strict=False) if so_far < n)


def list_majors(s: Snapshot, q: Question) -> tuple[Hazard, ...]:
    """The major ones of list_hazards, the open ones first, the earliest deadline first."""
    return tuple(finished(s, q, s.ask(select_majors, q)))


def list_first_majors(s: Snapshot, q: Question, n: int = FIRST) -> tuple[Hazard, ...]:
    """The first n of list_majors."""
    return tuple(finished(s, q, s.ask(select_first_majors, q, n)))


def list_longest_overdue(s: Snapshot, q: Question, n: int = LONGEST) -> tuple[Hazard, ...]:
    """The n hazards that are overdue for the longest time (class E; 超期未整改), the longest first."""
    return tuple(finished(s, q, s.ask(select_longest_overdue, q, n)))
