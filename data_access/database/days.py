"""Days of the campaign's time zone, in Python and in SQL (C1, C2)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement, literal

from data_access.database.parameters import offset
from data_access.database.schema import UtcDateTime
from data_access.database.schema.types import FIRST, LAST
from data_access.question import Question

LAST_SECOND = time(23, 59, 59)
EPOCH = date(1970, 1, 1)


class local_day(FunctionElement[str]):  # noqa: N801
    """The ISO day of an instant, `minutes` east of UTC: text, equal on both databases."""

    type = String(10)
    inherit_cache = True


@compiles(local_day, "sqlite")
def _sqlite(element: local_day, compiler: SQLCompiler, **kw: Any) -> str:
    instant, minutes = element.clauses
    return f"strftime('%Y-%m-%d', {compiler.process(instant, **kw)}, ({compiler.process(minutes, **kw)}) || ' minutes')"


@compiles(local_day, "postgresql")
def _postgresql(element: local_day, compiler: SQLCompiler, **kw: Any) -> str:
    instant, minutes = element.clauses
    shift = f"make_interval(mins => CAST({compiler.process(minutes, **kw)} AS INTEGER))"
    return f"to_char(({compiler.process(instant, **kw)}) AT TIME ZONE 'UTC' + {shift}, 'YYYY-MM-DD')"


class local_day_number(FunctionElement[int]):  # noqa: N801
    """The local day of an instant, `minutes` east of UTC, as days since 1970-01-01; not for earlier days."""

    type = Integer()
    inherit_cache = True


@compiles(local_day_number, "sqlite")
def _number_sqlite(element: local_day_number, compiler: SQLCompiler, **kw: Any) -> str:
    instant, minutes = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"((CAST(strftime('%s', {instant}) AS INTEGER) + ({minutes}) * 60) / 86400)"


@compiles(local_day_number, "postgresql")
def _number_postgresql(element: local_day_number, compiler: SQLCompiler, **kw: Any) -> str:
    instant, minutes = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(floor((extract(epoch FROM {instant}) + CAST({minutes} AS INTEGER) * 60) / 86400) AS INTEGER)"


class later(FunctionElement[datetime]):  # noqa: N801
    """An instant some whole seconds after another."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(later, "sqlite")
def _later_sqlite(element: later, compiler: SQLCompiler, **kw: Any) -> str:
    instant, seconds = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"strftime('%Y-%m-%d %H:%M:%S.000000', {instant}, ({seconds}) || ' seconds')"


@compiles(later, "postgresql")
def _later_postgresql(element: later, compiler: SQLCompiler, **kw: Any) -> str:
    instant, seconds = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(({instant}) + make_interval(secs => {seconds}))"


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
