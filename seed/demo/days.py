"""The days of a campaign's window: instants, their stored form, how much happens on each, and when ledgers arrive."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from data_access.database.days import end_of_day, start_of_day
from seed.bulk import stored

TAIL: Final = 240
"""Days that a deadline may lie beyond the window; facts never do."""
WEEK: Final = (1.15, 1.2, 1.15, 1.1, 1.0, 0.35, 0.25)
"""How much happens from Monday to Sunday: offices keep their week, and campaigns begin it busily."""
FIRST_MINUTE, LAST_MINUTE = 8 * 60, 18 * 60
"""Ledgers and returns come in office hours."""
CLOSING: Final = 23 * 60 + 30
"""The last ledger of a window, in minutes of its last day."""


class Days:
    """The local days from `first` to `last`, by number from 0, and TAIL more for deadlines."""

    def __init__(self, first: date, last: date, zone: str, spans: Iterable[tuple[date, date]]) -> None:
        """`spans`: first and last day of each campaign; a day is as busy as there are campaigns on it."""
        self.first, self.last = first, (last - first).days
        self.zone = ZoneInfo(zone)
        dates = [first + timedelta(days=number) for number in range(self.last + 1 + TAIL)]
        self.iso = [day.isoformat() for day in dates]
        self.starts = [start_of_day(day, zone) for day in dates]
        self.ends = [end_of_day(day, zone) for day in dates]
        self.number_of = {instant: number for number, instant in enumerate(self.starts)}
        self.text = {instant: stored(instant) for instant in (*self.starts, *self.ends)}
        busy = [WEEK[day.weekday()] * sum(a <= day <= b for a, b in spans) for day in dates[: self.last + 1]]
        self.cumulative = list(accumulate(busy if any(busy) else [1.0] * len(busy), initial=0.0))

    def number(self, day: date) -> int:
        """The number of a local day; below 0 before the window."""
        return (day - self.first).days

    def span(self, first: date, last: date) -> tuple[int, int]:
        """The numbers of two local days, as far as they lie in the window."""
        begins = min(max(self.number(first), 0), self.last)
        return begins, max(min(self.number(last), self.last), begins)

    def day_of(self, instant: datetime) -> int:
        """The number of the local day of an instant."""
        return self.number(instant.astimezone(self.zone).date())

    def at(self, day: int, minute: int) -> datetime:
        """An instant of a day, before the window too, by its minute; UTC."""
        on = self.first + timedelta(days=day)
        return datetime.combine(on, time(minute // 60, minute % 60), self.zone).astimezone(UTC)

    def draw(self, rng: Random, first: int, last: int) -> int:
        """A day of first … last, busy ones more often; the nearest of them where nothing happens."""
        low, high = self.cumulative[max(first, 0)], self.cumulative[min(last, self.last) + 1]
        found = bisect_left(self.cumulative, low + (high - low) * rng.random()) - 1
        return min(max(found, first, 0), last, self.last)

    def shares(self, number: int) -> list[int]:
        """`number` things spread over the days of the window by how busy they are; adds up exactly."""
        whole = self.cumulative[-1]
        upto = [round(number * share / whole) for share in self.cumulative]
        return [after - before for before, after in pairwise(upto)]


class Receipts:
    """When the ledgers of one sender arrive: weekly on its day of the week, some weeks not, and on the last day."""

    def __init__(self, days: Days, rng: Random, quality: float) -> None:
        weekday = rng.randrange(5)
        minutes: dict[int, int] = {}
        for number in range(days.last):
            if (days.first + timedelta(days=number)).weekday() == weekday and rng.random() > (1 - quality) * 0.5:
                minutes[number] = rng.randrange(FIRST_MINUTE, LAST_MINUTE)
        minutes[days.last] = CLOSING
        self.text = {number: stored(days.at(number, minute)) for number, minute in minutes.items()}
        on = sorted(minutes)
        self.after = [on[bisect_left(on, number)] for number in range(days.last + 1)]
        """Day → the day of the first ledger that can report it."""
        self.known = [self.text[number] for number in self.after]
        """Day → the instant of that ledger as stored."""
