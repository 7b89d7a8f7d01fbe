"""What happened in a period, city by city: activities, returns, tasks and hazards as one list of events."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from data_access.activities.chosen import list_dated
from data_access.activities.ledger import Activity
from data_access.database.days import local_date, start_of_day
from data_access.database.snapshot import Snapshot
from data_access.hazards.exposures import Exposure, list_exposures
from data_access.hazards.happened import list_eventful, list_events_between
from data_access.hazards.ledger import Hazard
from data_access.notice.industries import NO_INDUSTRY, Industry
from data_access.notice.places import NOWHERE, OFFICES, list_cities
from data_access.notice.units import NO_LINE, NO_UNIT, Line, Place, Unit
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.question import Question
from data_access.returns.submissions import list_submissions

OF_HAZARDS: Final = {"confirm": "confirmed", "rectify": "rectified", "close": "closed", "reopen": "reopened"}
EVENTS: Final = (
    *("held", "planned", "postponed", "cancelled"),
    *("received", "sent_back", "done", "due"),
    *OF_HAZARDS.values(),
    "exposed",
)
"""held: an activity ended; planned, postponed, cancelled: it was to begin then and is not held. received: a version
came in; sent_back: one was returned. done: a task was fulfilled; due: its deadline passed. The rest is of hazards."""
SECOND: Final = timedelta(seconds=1)


class Event(NamedTuple):
    """Something that happened, or was planned, in a city; a joint activity stands in each city that holds it (G8)."""

    place: Place
    """The city; OFFICES of 省直."""
    kind: str
    """One of EVENTS."""
    at: datetime
    """UTC; what is known by its day is the first second of it, a deadline the last (C1, C2)."""
    unit: Unit
    """NO_UNIT of hazards."""
    line: Line
    """NO_LINE of hazards and own initiatives."""
    period: str
    code: str
    """The number of an activity or a hazard; '' of tasks and returns."""
    title: str
    """Of an activity."""
    where: Place
    """Where an activity took place or a hazard lies; NOWHERE of tasks and returns."""
    attendance_onsite: int | None = None
    attendance_online: int | None = None
    views: int | None = None
    state: str = ""
    """Of a task at T."""
    class_: str = ""
    """Of a hazard at T."""
    grade: str = ""
    industry: Industry = NO_INDUSTRY
    """Of a hazard, with the department in charge."""


def list_events(s: Snapshot, q: Question) -> tuple[Event, ...]:
    """What happened after q.since (None: on the day of T), up to T: city by city in official order, 省直 before them,
    by kind and time. States are those at T. The filters of lines and groups leave out hazards, which know neither.
    """
    return events_between(s, q, q.since or start_of_day(local_date(q.as_of, q.zone), q.zone) - SECOND, q.as_of)


def events_between(s: Snapshot, q: Question, after: datetime, before: datetime) -> tuple[Event, ...]:
    """The same of any period; of what lies after T what is planned and what falls due, as T knows it."""
    q = q.without_hazards().counted_from(None)
    of_city = {"": OFFICES, **{city.adcode: city.place for city in list_cities(s, q)}}
    place = {city.code: at for at, city in enumerate(of_city.values())}
    found = [
        *_activities(s, q, of_city, after, before),
        *_tasks(s, q, of_city, after, before),
        *_returns(s, q, of_city, after, before),
    ]
    if not (q.filters.lines or q.filters.groups):
        found += _hazards(s, q, after, before)
    return tuple(sorted(found, key=lambda one: (place.get(one.place.code, len(place)), EVENTS.index(one.kind), one.at)))


Cities = dict[str, Place]


def _activities(s: Snapshot, q: Question, of_city: Cities, after: datetime, before: datetime) -> Iterator[Event]:
    for activity, hosts in list_dated(s, q, after, before):
        first = {unit.city: unit for unit in reversed(hosts)}
        for city, unit in sorted(first.items()):
            if city in of_city:
                yield _activity(activity, of_city[city], unit)


def _activity(one: Activity, city: Place, unit: Unit) -> Event:
    at = one.end if one.status == "held" else one.planned_start
    people = (one.attendance_onsite, one.attendance_online, one.views)
    where = one.place if one.place.code else NOWHERE
    assert at is not None  # list_dated has dated ones only
    return Event(city, one.status, at, unit, one.line, "", one.code, one.title, where, *people)


def _tasks(s: Snapshot, q: Question, of_city: Cities, after: datetime, before: datetime) -> Iterator[Event]:
    for one in list_obligations(s, q):
        if not one.active:
            continue
        if one.fulfilled_at is not None and after < one.fulfilled_at <= before:
            yield _task(one, "done", one.fulfilled_at, of_city)
        if one.due_at is not None and after < one.due_at <= before:
            yield _task(one, "due", one.due_at, of_city)


def _task(one: Obligation, kind: str, at: datetime, of_city: Cities) -> Event:
    return Event(
        of_city[one.unit.city], kind, at, one.unit, one.line, one.period, "", "", NOWHERE, state=one.drawn_state
    )


def _returns(s: Snapshot, q: Question, of_city: Cities, after: datetime, before: datetime) -> Iterator[Event]:
    for one in list_submissions(s, q):
        told = (one.unit, one.line, one.period, "", "", NOWHERE)
        if after < one.submitted_at <= before:
            yield Event(of_city[one.unit.city], "received", one.submitted_at, *told)
        if one.status == "returned" and one.reviewed_at is not None and after < one.reviewed_at <= before:
            yield Event(of_city[one.unit.city], "sent_back", one.reviewed_at, *told)


def _hazards(s: Snapshot, q: Question, after: datetime, before: datetime) -> Iterator[Event]:
    known = {one.code: one for one in list_eventful(s, q, after, before)}
    for event in list_events_between(s, q, after, before):
        if event.kind in OF_HAZARDS and event.hazard in known:
            yield _of_hazard(OF_HAZARDS[event.kind], event.at, event.hazard, "", known[event.hazard])
    for shown in list_exposures(s, q):
        if after < shown.exposed_at <= before and shown.record == "hazard":
            yield _of_hazard("exposed", shown.exposed_at, shown.hazard_code, shown.title, shown)


def _of_hazard(kind: str, at: datetime, code: str, title: str, one: Hazard | Exposure) -> Event:
    told = (NO_UNIT, NO_LINE, "", code, title, one.place)
    return Event(one.city, kind, at, *told, class_=one.class_, grade=one.grade, industry=one.industry)
