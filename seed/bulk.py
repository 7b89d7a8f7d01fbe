"""Many rows at once: COPY on PostgreSQL, executemany on SQLite, both from the same plain values.

SQLAlchemy's own insert of 50,000 hazards with their ids takes PostgreSQL 25 s, this way 2.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from io import StringIO
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from data_access.database.shards import KEYS, are_there

Value: TypeAlias = str | int | float | None
Values: TypeAlias = tuple[Value, ...]
"""A row as both databases read it: instants as `stored`, dates in ISO, truth values as bool."""


@lru_cache(8192)  # returns name days: few instants, many rows
def stored(instant: datetime) -> str:
    """An instant as both databases take it from text: UTC, 26 characters (docs/database.md, How to write)."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {instant!r}")
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def write(conn: Connection, table: Table, columns: Sequence[str], rows: Iterable[Values]) -> None:
    """Insert rows that have these columns. No empty text: a COPY would take it for none."""
    quoted = conn.dialect.identifier_preparer
    place = f"{quoted.format_table(table)} ({', '.join(map(quoted.quote, columns))})"
    if table in KEYS and are_there(conn):
        _spread(conn, table, columns, place, rows)
    elif conn.dialect.name == "postgresql":
        _copy(conn, f"COPY {place} FROM STDIN (FORMAT csv)", rows)
    else:
        marks = ", ".join("?" * len(columns))
        conn.exec_driver_sql(f"INSERT INTO {place} VALUES ({marks})", list(rows))  # noqa: S608


def insert_rows(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one set of columns, with any values that these columns take, and the defaults of the others."""
    if not rows:
        return
    columns = {name: _plain([row[name] for row in rows]) for name in rows[0]}
    if any("" in column for column in columns.values()):
        conn.execute(insert(table), rows)
        return
    for column in table.columns:
        if isinstance(column.default, ScalarElementColumnDefault) and column.name not in columns:
            columns[column.name] = _plain([column.default.arg] * len(rows))
    write(conn, table, tuple(columns), zip(*columns.values(), strict=True))


def insert_with_ids(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """`insert_rows`; the ids of the rows, in their order."""
    ids = _next_ids(conn, table, len(rows))
    insert_rows(conn, table, [{"id": key, **row} for key, row in zip(ids, rows, strict=True)])
    return ids


def _next_ids(conn: Connection, table: Table, number: int) -> Sequence[int]:
    """So many ids that no row has: of a sequence drawn, for a loader may draw from it and no more."""
    if conn.dialect.name == "postgresql":
        name = {"name": conn.scalar(select(func.pg_get_serial_sequence(table.name, "id")))}
        draw = "SELECT nextval(CAST(:name AS regclass)) FROM generate_series(1, :number)"
        return conn.scalars(text(draw), {**name, "number": number}).all()
    last = conn.scalar(select(func.max(table.c.id))) or 0
    return range(last + 1, last + 1 + number)


def _plain(column: list[Any]) -> list[Value]:
    kinds = set(map(type, column)) - {type(None)}
    if kinds == {datetime}:
        return [None if value is None else stored(value) for value in column]
    if kinds == {date}:
        return [None if value is None else value.isoformat() for value in column]
    if kinds <= {str, int, float, bool}:
        return column
    raise TypeError(f"no column has {', '.join(sorted(kind.__name__ for kind in kinds))}")


def _spread(conn: Connection, table: Table, columns: Sequence[str], place: str, rows: Iterable[Values]) -> None:
    """Rows to shards: PostgreSQL 15 sends those of a COPY one by one, those of an insert a thousand at a time."""
    texts = [[None if one is None else str(one) for one in column] for column in zip(*rows, strict=True)]
    if not texts:
        return
    kinds = [table.c[name].type.compile(conn.dialect) for name in columns]
    marks = ", ".join(["CAST(%s AS text[])"] * len(columns))
    cast = ", ".join(f"CAST(c{number} AS {kind})" for number, kind in enumerate(kinds))
    names = ", ".join(f"c{number}" for number in range(len(columns)))
    statement = f"INSERT INTO {place} SELECT {cast} FROM unnest({marks}) AS given ({names})"  # noqa: S608
    conn.exec_driver_sql(statement, tuple(texts))


def _copy(conn: Connection, statement: str, rows: Iterable[Values]) -> None:
    lines = StringIO(newline="")
    csv.writer(lines).writerows(rows)
    cursor: Any = conn.connection.cursor()
    drivers: Any = conn.dialect.loaded_dbapi.Error
    try:
        with cursor, cursor.copy(statement) as copy:
            copy.write(lines.getvalue())
    except drivers as error:  # as SQLAlchemy tells those of its own statements
        lost = conn.dialect.is_disconnect(error, conn.connection.dbapi_connection, None)
        if lost:
            conn.invalidate(error)
        raise DBAPIError.instance(statement, None, error, drivers, connection_invalidated=lost) from error
