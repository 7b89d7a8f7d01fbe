"""One file being stored: the transaction, who sent it and when, and what it changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, RowMapping, Select, Table, update

from data_access.database.schema import UtcDateTime
from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import Reference
from seed.returns.reading.table import Record

T = TypeVar("T")
CHUNK = 500
"""Keys in one IN list: SQLite takes 32 766 parameters, PostgreSQL 65 535."""


@dataclass
class Counts:
    """Rows of one file: known ones with equal content are `same`; a new version of a row is `changed`."""

    new: int = 0
    changed: int = 0
    same: int = 0
    superseded: int = 0
    """Older versions, or parts of them, that are no longer in force."""
    older: int = 0
    """Rows that were taken and are not in force: a file that was received later has another content."""

    def add(self, superseded_at: datetime | None, *, replaces: bool, ended: int) -> None:
        """Count a version that is written: in force or not, over another one or not, and how many it shortens."""
        self.changed += superseded_at is None and replaces
        self.new += superseded_at is None and not replaces
        self.older += superseded_at is not None
        self.superseded += ended

    @property
    def written(self) -> int:
        """Rows that were written or closed."""
        return self.new + self.changed + self.superseded + self.older


@dataclass(kw_only=True)
class Writing:
    """One file being stored in a transaction: what it is read against, what it changed, what the report must name."""

    conn: Connection
    reference: Reference
    now: datetime
    """Wall clock, for updated_at."""
    counts: Counts = field(default_factory=Counts)
    notes: list[Fault] = field(default_factory=list)
    """What the report must name although the file is taken; added to in place."""


@dataclass(kw_only=True)
class Load(Writing):
    """A return of a unit."""

    delivery_id: int
    unit_id: int
    """Who sent it."""
    received: datetime
    digest: str
    submission_id: int | None = None
    """The submission that it came for; None for a ledger."""


@dataclass(kw_only=True)
class OfficeLoad(Writing):
    """A table of the office itself."""

    may_leave: bool
    """Whether units with returns may leave by a roster that lacks them."""
    faults: list[Fault] = field(default_factory=list)
    """Why nothing of it is stored after all."""
    data_until: datetime | None = None
    """Receipt of the newest fact in it (数据截至)."""


def chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """`items` without repeats, in lists short enough for an IN."""
    unique = list(dict.fromkeys(items))
    for start in range(0, len(unique), CHUNK):
        yield unique[start : start + CHUNK]


def stored_values(
    load: Writing, record: Record, table: Table, fields: Iterable[str], names: Mapping[str, str]
) -> dict[str, Any]:
    """The `fields` of a row as `table` stores them, under the names that `names` has for some of them: of a day the
    first second where the column is an instant, of an amount a number.
    """
    found: dict[str, Any] = {}
    instants = _instants(table)
    for field_name in fields:
        name, value = names.get(field_name, field_name), record[field_name]
        if value is not None and name in instants:
            value = load.reference.start_of(value)
        found[name] = float(value) if isinstance(value, Decimal) else value
    return found


@cache
def _instants(table: Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns if isinstance(column.type, UtcDateTime))


def confirm(load: Load, table: Table, keys: Iterable[int]) -> None:
    """Let these rows of `table` come from this delivery, which repeats the one before: nothing else changes.

    So a file that is found late and was received in between does not pass for the newest.
    """
    for part in chunks(keys):
        load.conn.execute(update(table).where(table.c.id.in_(part)).values(delivery_id=load.delivery_id))


def select_in(conn: Connection, query: Select[Any], column: Column[Any], items: Iterable[Any]) -> Iterator[RowMapping]:
    """The rows of `query` whose `column` is among `items`, however many they are."""
    for part in chunks(items):
        yield from conn.execute(query.where(column.in_(part))).mappings()
