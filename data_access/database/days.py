"""Days of the campaign's time zone, in Python and in SQL (C1, C2)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, literal

from data_access.database.constructs import later, local_day, local_day_number
from data_access.database.parameters import offset
from data_access.database.schema.types import FIRST, LAST
from data_access.question import Question

LAST_SECOND = time(23, 59, 59)
EPOCH = date(1970, 1, 1)


def last_second_after(instant: ColumnElement[datetime], days: int) -> ColumnElement[datetime]:
    """The last second of the day that comes `days` after the one that begins at `instant`."""
    return later(instant, literal(days * 86_400 + 86_399, Integer))


def day_of(instant: ColumnElement[datetime], q: Question) -> ColumnElement[str]:
    """The local day of an instant of the database, as ISO text.

    SQLite knows no time zones, so the zone's offset at T holds for all days of an answer: exact where the clocks do not
    change, as in China since 1991.
    """
    return local_day(instant, offset(q))


def day_number(instant: ColumnElement[datetime], q: Question) -> ColumnElement[int]:
    """The local day of an instant of the database as a number, for differences of days; offset as in day_of."""
    return local_day_number(instant, offset(q))


def number_of_day(day: date) -> int:
    """The day_number of a day."""
    return (day - EPOCH).days


def start_of_day(day: date, zone: str) -> datetime:
    """The first instant of a local day, UTC (C1)."""
    return datetime.combine(_within(day), time(), ZoneInfo(zone)).astimezone(UTC)


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of a local day, UTC: deadlines of that day have passed then (C2)."""
    return datetime.combine(_within(day), LAST_SECOND, ZoneInfo(zone)).astimezone(UTC)


def instant_of(as_of: date | datetime, zone: str) -> datetime:
    """The instant that `as_of` means: itself, or the last second of a day in `zone`."""
    return as_of if isinstance(as_of, datetime) else end_of_day(as_of, zone)


def deadline(day: date, cutoff: time | None, zone: str) -> datetime:
    """The instant at which a deadline of `day` passes: its last second, unless the notice names an hour (G2); UTC."""
    return datetime.combine(day, cutoff or LAST_SECOND, ZoneInfo(zone)).astimezone(UTC)


def _within(day: date) -> date:
    """`day`, moved into the years that every time zone can represent: only a mistyped day is outside."""
    return min(max(day, FIRST.date()), LAST.date())


def days_begun(since: datetime, until: datetime) -> int:
    """Days from one instant to a later one, rounded up: the days late after a deadline."""
    return -((since - until) // timedelta(days=1))


def local_date(instant: datetime, zone: str) -> date:
    """The local day of an instant."""
    return instant.astimezone(ZoneInfo(zone)).date()
