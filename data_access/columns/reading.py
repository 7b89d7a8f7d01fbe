"""Rows of the database as columns of numbers, as fast as each database gives them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BigInteger, Column, ColumnElement, Select, cast, func, select, true
from sqlalchemy.exc import DBAPIError

from data_access.database.snapshot import Snapshot

ROWS: Final = 50_000
"""Read at a time: a million rows of ten columns need 80 MB as numbers, as Python's objects ten times as much."""
IDS_AT_ONCE: Final = 100_000
MOST_PARTS: Final = 1_000
IDS_NAMED: Final = 500
"""Ids that one condition names."""
_HEADER: Final = 19
"""Bytes before the rows of a binary COPY, whose flags and extension are empty."""


Told: TypeAlias = Callable[[int], object]
"""Is called with the number of rows that have come, again and again."""


def unheard(rows: int) -> None:
    """Nobody wants to know how many rows have come."""


def parts_of(s: Snapshot, ids: Column[int]) -> Iterator[ColumnElement[bool]]:
    """Conditions that cut a table into parts by its ids, each read well within the time that a statement may take: a
    statement about a million hazards' events takes 11 s, one about IDS_AT_ONCE hazards 1 s.
    """
    low, high = s.execute(select(func.min(ids), func.max(ids))).one()
    if low is not None:
        step = max(IDS_AT_ONCE, (high - low) // MOST_PARTS + 1)
        yield from (ids.between(first, first + step - 1) for first in range(low, high + 1, step))


def named(column: Column[int], ids: NDArray[np.int64]) -> Iterator[ColumnElement[bool]]:
    """Conditions that together choose the rows with these ids."""
    yield from (column.in_(ids[first : first + IDS_NAMED].tolist()) for first in range(0, len(ids), IDS_NAMED))


def read_numbers(
    s: Snapshot,
    statement: Select[*tuple[int, ...]],
    parts: Iterable[ColumnElement[bool]] = (true(),),
    told: Told = unheard,
) -> list[NDArray[Any]]:
    """The columns of a select whose values are all whole numbers and never empty, each as one array of 64 bits; asked
    part by part.
    """
    width = len(statement.selected_columns)
    read = _copied if s.connection.dialect.name == "postgresql" else _fetched
    found = list[NDArray[Any]]()
    with _told(s, statement):
        for part in parts:
            for numbers in read(s, statement.where(part), width):
                found.append(numbers)
                told(numbers.shape[1])
    if not found:
        return [np.empty(0, np.int64) for _ in range(width)]
    return [np.concatenate([part[place] for part in found]) for place in range(width)]


def _fetched(s: Snapshot, statement: Select[*tuple[int, ...]], width: int) -> Iterator[NDArray[np.int64]]:
    """By SQLite's own cursor: SQLAlchemy's rows take a quarter longer."""
    with s.connection.execute(statement) as result:
        while rows := result.cursor.fetchmany(ROWS):
            yield np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width).reshape(-1, width).T


def _copied(s: Snapshot, statement: Select[*tuple[int, ...]], width: int) -> Iterator[NDArray[np.int64]]:
    """By a binary COPY, whose rows are records of a fixed width: a third of the time of fetching them."""
    numbers = statement.with_only_columns(*(cast(column, BigInteger) for column in statement.selected_columns))
    sql = str(numbers.compile(s.connection, compile_kwargs={"literal_binds": True}))
    record = np.dtype([("columns", ">i2"), ("values", [("bytes", ">i4"), ("value", ">i8")], (width,))])
    cursor: Any = s.connection.connection.cursor()
    with cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT BINARY)") as copy:
        messages, rest, begin = iter(copy), b"", _HEADER
        while part := list(islice(messages, ROWS)):
            received = rest + b"".join(part)
            whole = (len(received) - begin) // record.itemsize
            rest = received[begin + whole * record.itemsize :]
            yield np.frombuffer(received, record, whole, begin)["values"]["value"].T.astype(np.int64)
            begin = 0


@contextmanager
def _told(s: Snapshot, statement: Select[*tuple[int, ...]]) -> Iterator[None]:
    """The driver's own errors as SQLAlchemy tells them of its statements: nobody above knows others (failures.py)."""
    dialect = s.connection.dialect
    drivers: Any = dialect.loaded_dbapi.Error
    try:
        yield
    except drivers as error:
        lost = dialect.is_disconnect(error, s.connection.connection.dbapi_connection, None)
        if lost:
            s.connection.invalidate(error)
        sql = str(statement.compile(dialect=dialect))
        raise DBAPIError.instance(sql, None, error, drivers, connection_invalidated=lost) from error
