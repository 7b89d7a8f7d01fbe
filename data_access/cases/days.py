"""What is told of a day: what happened, city by city, as it stood in the evening; of a day ahead what is planned."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from data_access.cases.case import Beside, Case, Fact, File, Group, Row, group
from data_access.cases.evidence import people_of
from data_access.cases.hazards import STATE_OF
from data_access.cases.items import item
from data_access.cases.telling import Telling
from data_access.database.days import end_of_day, start_of_day
from data_access.database.snapshot import Snapshot
from data_access.events.happened import EVENTS, SECOND, Event, events_between
from data_access.notice.filters import unknown_codes
from data_access.question import Question

FIRST_YEAR, LAST_YEAR = 1949, 2200
WITH_TITLE = ("held", "planned", "postponed", "cancelled")


def day(s: Snapshot, told: Telling, on: str, of: str = "") -> Case | None:
    """What happened on a day; `of`: in a city or of another unit, or about a line. The filters of the page hold too.

    States are those at the end of the day, or at T where that is earlier: it is the answer of that evening.
    """
    return _days(s, told, on, of, 1)


def week(s: Snapshot, told: Telling, on: str, of: str = "") -> Case | None:
    """The same of the seven days from `on`."""
    return _days(s, told, on, of, 7)


def _days(s: Snapshot, told: Telling, on: str, of: str, days: int) -> Case | None:
    try:
        first = date.fromisoformat(on)
    except ValueError:
        return None
    if not FIRST_YEAR < first.year < LAST_YEAR:
        return None
    last = first + timedelta(days=days - 1)
    begins, ends = start_of_day(first, told.q.zone), end_of_day(last, told.q.zone)
    past = begins <= told.q.as_of
    q = _narrowed(told.q.without_hazards().at(min(told.q.as_of, ends) if past else told.q.as_of), of)
    if unknown_codes(s, q.filters, q.hazards, q.filters.campaign, q.scope):
        return None
    found = [one for one in events_between(s, q, begins - SECOND, ends) if _is_of(one, of)]
    kind = "day" if days == 1 else "week"
    weekday = told.t(f"weekday.{first.weekday()}")
    return Case(
        item(kind, on, of),
        told.t(f"case.kind.{kind}"),
        told.t(f"case.{kind}", day=told.day(first), last=told.day(last), weekday=weekday),
        verdict=_verdict(told, found, past),
        facts=tuple(_totals(told, found)),
        groups=tuple(_cities(told, found)),
        why=(told.t("case.why.day" if past else "case.why.day.ahead"), told.t("case.why.day.joint")),
        rules=("C1", "C2", "C11", "G8"),
        file=File("events", q.counted_from(begins - SECOND)) if past else None,
        beside=_beside(told, kind, first, of, days),
    )


def _beside(told: Telling, kind: str, first: date, of: str, days: int) -> Beside:
    others = [first + timedelta(days=n * days) for n in (-1, 1)]
    items, names = [item(kind, one.isoformat(), of) for one in others], [told.day(one) for one in others]
    return Beside(told.t("case.among.days"), *items, *names)


def _narrowed(q: Question, of: str) -> Question:
    if of.isdigit():
        return q.of_cities(of)
    return q.of_lines(of) if of[:1].isalpha() and "-" not in of else q


def _is_of(one: Event, of: str) -> bool:
    """Of another unit than a city only what is its own."""
    return "-" not in of or one.unit.code == of


def _verdict(told: Telling, found: list[Event], past: bool) -> str:
    if not found:
        return told.t("case.day.nothing" if past else "case.day.nothing_ahead")
    return told.t("case.day.events" if past else "case.day.ahead", len(found))


def _totals(told: Telling, found: list[Event]) -> Iterator[Fact]:
    """How many of each kind; a joint activity once (C11)."""
    numbers = []
    for kind in EVENTS:
        own = [one for one in found if one.kind == kind]
        once = {(one.code, one.unit if not one.code else None, one.line, one.period) for one in own}
        numbers += [f"{told.word('event', kind)} {len(once)}"] if once else []
    if numbers:
        yield Fact(told.t("case.fact.total"), told.and_(numbers))


def _cities(told: Telling, found: list[Event]) -> Iterator[Group]:
    for place, events in groupby(found, key=lambda one: one.place):
        rows = tuple(_row(told, one) for one in events)
        yield from group(told.t("case.day.city", city=told.short(place), n=len(rows)), rows)


def _row(told: Telling, one: Event) -> Row:
    kind = told.word("event", one.kind)
    if one.kind in WITH_TITLE:
        who = told.short(one.unit) if one.unit.city != one.place.code or one.unit.group != "city" else ""
        said = told.and_([kind, one.line.code, who, told.name(one.where), _people(told, one)])
        return Row(one.title, said, "" if one.kind == "held" else one.kind, item("activity", one.code))
    if one.code:
        what = told.t("case.hazard", place=told.name(one.where), industry=told.name(one.industry))
        said = told.and_([kind, told.word("grade", one.grade), told.name(one.industry.regulator)])
        return Row(what, said, STATE_OF.get(one.class_, "done_on_time"), item("hazard", one.code))
    name = f"{told.short(one.line)} {one.period}".strip()
    said = told.and_([kind, told.short(one.unit), told.word("state", one.state) if one.kind == "due" else ""])
    return Row(name, said, one.state, item("task", one.unit.code, one.line.code, one.period))


def _people(told: Telling, one: Event) -> str:
    return people_of(told, one.attendance_onsite, one.attendance_online, one.views)
