"""Hazards one by one, as screens and files have them: the selects of hazard_ledger, finished."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

from data_access.database.days import days_begun, end_of_day, start_of_day
from data_access.database.snapshot import Snapshot
from data_access.hazards.ledger import (
    FIRST,
    HAZARDS,
    LONGEST,
    select_first_hazards,
    select_first_majors,
    select_hazards,
    select_longest_overdue,
    select_majors,
)
from data_access.hazards.sums import load_sums
from data_access.notice.places import load_city_of
from data_access.question import Question
from data_access.tables.rows import RawRows, framed, listed

_PLACE: Final = {name: number for number, name in enumerate(HAZARDS)}
_DAYS: Final = ("found_at", "listed_at", "delisted_at", "exposed_at")


def finish_hazard(row: Sequence[Any], q: Question) -> tuple[Any, ...]:
    """A selected row with its days as instants, its place rounded to 0.01°, and days_overdue: days begun since the
    deadline, until T (E) or until it was rectified (C, D).
    """
    values = list(row)
    for name in _DAYS:
        on = values[_PLACE[name]]
        values[_PLACE[name]] = on and start_of_day(on, q.zone)
    listing_due = values[_PLACE["listing_due_at"]]
    values[_PLACE["listing_due_at"]] = listing_due and end_of_day(listing_due, q.zone)
    for name in ("lon", "lat"):
        degrees = values[_PLACE[name]]
        values[_PLACE[name]] = None if degrees is None else round(degrees, 2)
    due_at, rectified_at, of_class = (values[_PLACE[name]] for name in ("due_at", "rectified_at", "class"))
    until = {"E": q.as_of, "C": rectified_at, "D": rectified_at}.get(of_class)
    return (*values, None if until is None else days_begun(due_at, until))


def _hazards(s: Snapshot, q: Question) -> RawRows:
    """Every hazard in F that is asked for, with its state at T (C12, C13). Columns HAZARDS, instants in UTC, ordered by
    city and code.

    unit_name is '' unless the unit was publicly named and exposed by T, and always where the source is a tip: the
    presentation says 某企业. industry_group is the top-level industry, regulator_* the department in charge of the
    industry. listing_* is the listing to show (hazard_overlays.shown_listing), none of a hazard that was never listed;
    listing_late: open past the deadline of a listing in force.
    in_place: all five things; None where one is not told. funds_wan is in 万元, lon and lat WGS84 rounded to 0.01°.
    """
    return (finish_hazard(row, q) for row in s.ask(select_hazards, q))


list_hazards = listed(_hazards, HAZARDS)
load_hazards = framed(_hazards, HAZARDS)


def _first_hazards(s: Snapshot, q: Question, n: int = FIRST) -> RawRows:
    """The first n rows of load_hazards: what a screen shows of a ledger of any size. Columns HAZARDS."""
    first = q.of_cities(*_first_cities(s, q, n))
    return (finish_hazard(row, q) for row in s.ask(select_first_hazards, first, n))


def _first_cities(s: Snapshot, q: Question, n: int) -> tuple[str, ...]:
    """The first cities that have n hazards together, as the counts tell: of the others none is read."""
    city_of = load_city_of(s, q)
    hazards: Counter[str] = Counter()
    for (adcode, _), _, counts in load_sums(s, q, "adcode"):
        hazards[city_of[adcode]] += counts.get("hazards", 0)
    cities = sorted(hazards)
    before = accumulate((hazards[city] for city in cities), initial=0)
    return tuple(city for city, so_far in zip(cities, before, strict=False) if so_far < n)


list_first_hazards = listed(_first_hazards, HAZARDS)


def _majors(s: Snapshot, q: Question) -> RawRows:
    """The major hazards of load_hazards, the open ones first, the earliest deadline first. Columns HAZARDS."""
    return (finish_hazard(row, q) for row in s.ask(select_majors, q))


load_majors = framed(_majors, HAZARDS)


def _first_majors(s: Snapshot, q: Question, n: int = FIRST) -> RawRows:
    """The first n rows of load_majors. Columns HAZARDS."""
    return (finish_hazard(row, q) for row in s.ask(select_first_majors, q, n))


list_first_majors = listed(_first_majors, HAZARDS)


def _longest_overdue(s: Snapshot, q: Question, n: int = LONGEST) -> RawRows:
    """The n hazards that are overdue for the longest time (class E; 超期未整改), the longest first. Columns HAZARDS."""
    return (finish_hazard(row, q) for row in s.ask(select_longest_overdue, q, n))


list_longest_overdue = listed(_longest_overdue, HAZARDS)
load_longest_overdue = framed(_longest_overdue, HAZARDS)
