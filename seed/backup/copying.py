"""Rows of a whole place from one database to another: out into an SQLite file, and in again into either engine."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any, Final, NamedTuple

from alembic.runtime.migration import MigrationContext
from psycopg.types.json import Json
from sqlalchemy import JSON, URL, Connection, Engine, Table, func, insert, select, text
from sqlalchemy.exc import ProgrammingError

from data_access.access.place import FILE, migrate_access
from data_access.access.tables import access_grant, grants_version, person, session
from data_access.database.engine import WRITER_WAIT, disposing, read_engine, write_engine
from data_access.database.migrations import migrate
from data_access.database.schema import metadata
from seed.private import migrate_private
from seed.private.tables import metadata as private_metadata

BATCH: Final = 2000
"""Rows read and written at a time."""


class Place(NamedTuple):
    """A place that is copied: the name of its file in a backup, the tables that are copied, how they are brought up to
    date, and tables that are left out of a backup and empty after it was put back.
    """

    file: str
    tables: Sequence[Table]
    migrate: Callable[..., bool]
    left_out: Sequence[Table] = ()


PLACES: Final[Mapping[str, Place]] = {
    "public": Place("campaign.db", metadata.sorted_tables, migrate),
    "private": Place("campaign-private.db", private_metadata.sorted_tables, migrate_private),
    # Who was signed in must not be so again. The audit is no part: it has a file, an anchor and a collector of its own.
    "access": Place(FILE, (person, access_grant, grants_version), migrate_access, (session,)),
}


def at(path: Path) -> URL:
    """The URL of an SQLite file."""
    return URL.create("sqlite", database=str(path))


def copy_out(connection: Connection, place: Place, path: Path) -> dict[str, int]:
    """Copy what this open transaction sees of a place into the new SQLite file `path`: one file, without a journal.

    Comes back with the rows by table, counted in the copy.
    """
    path.touch(mode=0o600)
    if connection.dialect.name == "sqlite" and not place.left_out:
        file = str(connection.engine.url.database)  # apart from the caller's transaction, which keeps writers out
        with closing(sqlite3.connect(file)) as reader, closing(sqlite3.connect(path)) as copy:
            reader.backup(copy, progress=_patience())
    else:
        _rows_out(connection, place, path)
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
    with disposing(read_engine(at(path), statement_timeout=3600)) as engine, engine.connect() as copied:
        return count(copied, place.tables)


def count(connection: Connection, tables: Sequence[Table]) -> dict[str, int]:
    """The number of rows by table."""
    return {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


def revision_of(path: Path) -> str:
    """The revision of the tables in an SQLite file; "" where they have none."""
    with disposing(read_engine(at(path))) as engine, engine.connect() as copied:
        return MigrationContext.configure(copied).get_current_revision() or ""


def _raw(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(f"no SQLite connection: {driver!r}")
    return driver


def _patience() -> Callable[[int, int, int], None]:
    """What SQLite's backup calls after each attempt: left alone it would wait for a lock without an end."""
    end = monotonic() + WRITER_WAIT

    def look(status: int, _left: int, _of: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > end:
            raise sqlite3.OperationalError("database is locked")

    return look


def _rows_out(reader: Connection, place: Place, path: Path) -> None:
    with disposing(write_engine(at(path))) as engine:
        place.migrate(engine)
        with engine.begin() as writer:
            writer.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # rows of one table point at each other
            empty(writer, place.tables)  # a migration may have brought some
            for table in place.tables:
                _rows(reader, writer, table)


def _rows(reader: Connection, writer: Connection, table: Table) -> None:
    rows = reader.execute(select(table), execution_options={"yield_per": BATCH})
    for part in rows.mappings().partitions():
        writer.execute(insert(table), [dict(row) for row in part])


def copy_in(path: Path, place: Place, target: Engine) -> None:
    """Make the place at `target` hold just what the SQLite file `path` holds, whose tables are up to date: all or
    nothing, and whoever reads sees the old rows until then.
    """
    if target.dialect.name == "sqlite" and not place.left_out:
        with closing(sqlite3.connect(path)) as copy, target.connect() as writer:
            copy.backup(_raw(writer), progress=_patience())
        return
    place.migrate(target)
    source = read_engine(at(path), statement_timeout=3600)
    with disposing(source), source.connect() as reader, target.begin() as writer:
        empty(writer, (*place.tables, *place.left_out))
        for table in place.tables:
            _rows_in(reader, writer, table) if target.dialect.name == "postgresql" else _rows(reader, writer, table)


def _rows_in(reader: Connection, writer: Connection, table: Table) -> None:
    """One COPY a table: rows of one table may point at each other, which is checked at the end of a statement."""
    quoted = writer.dialect.identifier_preparer
    names = ", ".join(quoted.quote(column.name) for column in table.columns)
    documents = [n for n, column in enumerate(table.columns) if isinstance(column.type, JSON)]
    cursor: Any = writer.connection.cursor()
    with cursor, cursor.copy(f"COPY {quoted.format_table(table)} ({names}) FROM STDIN") as copy:
        for row in reader.execute(select(table), execution_options={"yield_per": BATCH}):
            values = list(row)
            for n in documents:
                values[n] = None if values[n] is None else Json(values[n])
            copy.write_row(values)
    key = table.primary_key.columns.values()[0]
    if key.autoincrement is True:
        last = select(func.coalesce(func.max(key), 1), func.count() > 0)
        highest, any_row = writer.execute(last).one()
        statement = text("SELECT setval(pg_get_serial_sequence(:table, :key), :last, :called)")
        writer.execute(statement, {"table": table.name, "key": key.name, "last": highest, "called": any_row})


def empty(connection: Connection, tables: Sequence[Table]) -> None:
    """Delete every row of tables; rows of the later ones may point at the earlier. Whoever owns the tables cuts them on
    PostgreSQL, and their sequences begin again.

    Deleting a million hazards takes minutes there, since each is looked for in five tables.
    """
    if connection.dialect.name == "postgresql":
        names = ", ".join(map(connection.dialect.identifier_preparer.format_table, tables))
        try:
            with connection.begin_nested():
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
            return
        except ProgrammingError:  # a loader may delete rows and no more
            pass
    for table in reversed(tables):
        connection.execute(table.delete())
