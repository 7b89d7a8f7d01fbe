"""The course of a campaign: what was done and what was due, day by day, as seen from T."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from data_access.asked import minutes_east
from data_access.filters import Question
from data_access.local_time import local_date
from data_access.obligations import Obligation


@dataclass(frozen=True)
class Course:
    """How many of some obligations were done, and due, by the end of each of `days`; `active` is the whole."""

    days: tuple[date, ...]
    active: int
    done: tuple[int, ...]
    due: tuple[int, ...]


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
    done = Counter((one.fulfilled_at + east).date() for one in owed if one.fulfilled_at)
    due = Counter((one.due_at + east).date() for one in owed if one.due_passed and one.due_at)
    return Course(days, len(owed), _cumulative(done, days), _cumulative(due, days))


def _cumulative(number: Counter[date], days: tuple[date, ...]) -> tuple[int, ...]:
    before = sum(n for day, n in number.items() if day <= days[0])
    return tuple(accumulate((number[day] for day in days[1:]), initial=before))
