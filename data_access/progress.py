"""The course of a campaign: what was done and what was due, day by day, as seen from T."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate

from data_access.asked import minutes_east
from data_access.filters import Question
from data_access.labels import Unit
from data_access.local_time import local_date
from data_access.obligations import Obligation


@dataclass(frozen=True)
class Course:
    """The obligations of a unit (None: of its whole group), counted by the end of each day; `active` is the whole."""

    unit: Unit | None
    group: str
    active: int
    done: tuple[int, ...]
    due: tuple[int, ...]


@dataclass
class _Days:
    """Obligations by the day they were done and the day their deadline passed."""

    active: int = 0
    done: Counter[date] = field(default_factory=Counter)
    due: Counter[date] = field(default_factory=Counter)


def days(first: date, q: Question) -> list[date]:
    """The local days of the courses: from `first`, the campaign's first day, to T's; only T's where that is earlier."""
    last = local_date(q.as_of, q.zone)
    first = min(first, last)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def courses(obligations: Iterable[Obligation], first: date, q: Question) -> list[Course]:
    """Cumulative obligations done and due by the end of each of days(first, q).

    One course per unit group and one per unit, in the order of the obligations; counties only as a group, for there
    are a hundred of them. What happened before the first day is in its value. The facts are those of T: an obligation
    waived by T or a version returned by T is in no day, and deadlines are those after extensions (C8).
    """
    east = timedelta(minutes=minutes_east(q))
    counted: dict[tuple[str, Unit | None], _Days] = {}
    for o in obligations:
        if not o.active:
            continue
        done = None if o.fulfilled_at is None else _day(o.fulfilled_at, east)
        due = _day(o.due_at, east) if o.due_passed and o.due_at else None
        for unit in (None,) if o.unit.group == "county" else (None, o.unit):
            one = counted.setdefault((o.unit.group, unit), _Days())
            one.active += 1
            if done:
                one.done[done] += 1
            if due:
                one.due[due] += 1
    span = days(first, q)
    return [
        Course(unit, group, one.active, _cumulative(one.done, span), _cumulative(one.due, span))
        for (group, unit), one in counted.items()
    ]


def _day(instant: datetime, east: timedelta) -> date:
    """The local day: the zone's offset at T holds for all days of an answer, as in local_time.day_of."""
    return (instant + east).date()


def _cumulative(number: Counter[date], span: list[date]) -> tuple[int, ...]:
    before = sum(n for day, n in number.items() if day < span[0])
    return tuple(accumulate((number[day] for day in span[1:]), initial=before + number[span[0]]))
