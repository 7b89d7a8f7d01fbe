"""Column types and constraint helpers shared by all tables, equal on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import CheckConstraint, Column, DateTime, Dialect, Integer, MetaData
from sqlalchemy.types import BigInteger, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

PLACES: Final = "Places, units, notices, obligations"
ACTIVITIES: Final = "Activities"
RETURNS: Final = "What units send"
HAZARDS: Final = "Hazards and tips"
OPERATIONS: Final = "Operations"
ROOMS: Final = (PLACES, ACTIVITIES, RETURNS, HAZARDS, OPERATIONS)
"""The `info` of a table: `room` is the part of docs/database.md in which it stands. `clock`: the columns whose newest
value tells that it was written, each with an index; the stamp reads them. `sends`: where a unit sends the rows itself,
in its own name (org_unit_id), the column that says when they came.
"""

OUTLET_LEVELS: Final = ("central", "province", "city", "county", "self")
"""Of what reports in public."""

FIRST = datetime(1, 1, 3, tzinfo=UTC)
LAST = datetime(9999, 12, 29, tzinfo=UTC)
"""Instants outside these (mistyped ones) are read as these: every time zone can represent them."""

# SQLite makes only INTEGER PRIMARY KEY an alias of the rowid.
BigId = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: written with any zone, stored in UTC, read as aware in UTC.

    SQLite stores it as text without zone, always 26 characters, so that the order of texts is that of time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC in; ValueError for an instant without zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """PostgreSQL's driver gives the session's zone: UTC out."""
        del dialect
        return None if value is None else min(max(value, FIRST), LAST).astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """SQLite's text as an instant."""
        if dialect.name == "sqlite":
            return _parsed
        return super().result_processor(dialect, coltype)


@lru_cache(8192)
def _parsed(value: str | None) -> datetime | None:
    """Parsed with its zone in one step: a third of the time of parsing and then adding it. Rows repeat instants."""
    return None if value is None else min(max(datetime.fromisoformat(f"{value}+00:00"), FIRST), LAST)


def pk() -> Column[int]:
    """The surrogate key column `id`."""
    return Column("id", BigId, primary_key=True, autoincrement=True)


def one_of(column: str, *values: str) -> CheckConstraint:
    """A closed list of codes for `column` (NULL passes)."""
    quoted = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({quoted})", name=f"{column}_in")


def check(name: str, condition: str) -> CheckConstraint:
    """A named row check."""
    return CheckConstraint(condition, name=name)


def at_least_zero(*columns: str) -> list[CheckConstraint]:
    """One check a column: NULL (missing) or not negative; zero is a value (G10)."""
    return [check(f"{column}_min", f"{column} >= 0") for column in columns]
