"""The course of a campaign: what was due, how much of that was done, and all that was done, day by day, seen from T."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from data_access.database.days import local_date
from data_access.database.parameters import minutes_east
from data_access.obligations.at_instant import Obligation
from data_access.question import Question


@dataclass(frozen=True)
class Course:
    """How many of some obligations were done, due, and both, by the end of each of `days`; `active` is the whole.

    done is part of active; done_due is part of due, and what is missing of it was overdue at the end of that day.
    """

    days: tuple[date, ...]
    active: int
    done: tuple[int, ...]
    due: tuple[int, ...]
    done_due: tuple[int, ...]


def course(obligations: Iterable[Obligation], first: date, q: Question) -> Course:
    """From `first`, the campaign's first day, to T's; only T's day where that is earlier.

    What happened before the first day is in its value. The facts are those of T: an obligation waived by T or a
    version returned by T is in no day, and deadlines are those after extensions (C8). Days are those of the zone's
    offset at T, as in local_time.day_of.
    """
    last = local_date(q.as_of, q.zone)
    first = min(first, last)
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    east = timedelta(minutes=minutes_east(q))
    owed = [one for one in obligations if one.active]
    dates = [(_day(one.fulfilled_at, east), _day(one.due_at, east) if one.due_passed else None) for one in owed]
    done = Counter(done for done, _ in dates if done)
    due = Counter(due for _, due in dates if due)
    both = Counter(max(done, due) for done, due in dates if done and due)
    return Course(days, len(owed), _cumulative(done, days), _cumulative(due, days), _cumulative(both, days))


def _day(instant: datetime | None, east: timedelta) -> date | None:
    return (instant + east).date() if instant else None


def _cumulative(number: Counter[date], days: tuple[date, ...]) -> tuple[int, ...]:
    before = sum(n for day, n in number.items() if day <= days[0])
    return tuple(accumulate((number[day] for day in days[1:]), initial=before))
