"""One file being taken: the transaction, who sent it and when, and what it changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, RowMapping, Select, Table, update

from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import Reference

T = TypeVar("T")
CHUNK = 500
"""Keys in one IN list: SQLite takes 32 766 parameters, PostgreSQL 65 535."""


@dataclass
class Counts:
    """Rows of one file: known ones that say the same are `same`; a new version of a row is `changed`."""

    new: int = 0
    changed: int = 0
    same: int = 0
    superseded: int = 0
    """Older versions, or parts of them, that are no longer in force."""
    older: int = 0
    """Rows that were taken and are not in force: a file that was received later says otherwise."""

    @property
    def written(self) -> int:
        """Rows that were written or closed."""
        return self.new + self.changed + self.superseded + self.older


@dataclass
class Load:
    """The receipt of one file inside its transaction."""

    conn: Connection
    reference: Reference
    delivery_id: int
    unit_id: int
    """Who sent it."""
    received: datetime
    now: datetime
    """Wall clock, for updated_at."""
    counts: Counts = field(default_factory=Counts)
    notes: list[Fault] = field(default_factory=list)
    """What the report must name although the file is taken; added to in place."""


def chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """`items` without repeats, in lists short enough for an IN."""
    unique = list(dict.fromkeys(items))
    for start in range(0, len(unique), CHUNK):
        yield unique[start : start + CHUNK]


def confirm(load: Load, table: Table, keys: Iterable[int]) -> None:
    """Let these rows of `table` come from this delivery, which says the same as the one before: nothing else changes.

    So a file that is found late and was received in between does not pass for the newest.
    """
    for part in chunks(keys):
        load.conn.execute(update(table).where(table.c.id.in_(part)).values(delivery_id=load.delivery_id))


def select_in(conn: Connection, query: Select[Any], column: Column[Any], items: Iterable[Any]) -> Iterator[RowMapping]:
    """The rows of `query` whose `column` is among `items`, however many they are."""
    for part in chunks(items):
        yield from conn.execute(query.where(column.in_(part))).mappings()
