"""A copy of what is about to be emptied: a pair of SQLite files that DATABASE_URL opens as they are."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, MetaData, insert, select

from data_access.database import engine as places
from data_access.database.engine import disposing, write_engine
from data_access.database.migrations import migrate
from data_access.database.schema import metadata
from seed.private import beside, migrate_private
from seed.private.tables import metadata as private_metadata

BATCH: Final = 2000
"""Rows read and written at a time."""


def dump(public: Connection, private: Connection) -> Path:
    """Copy all rows of both places, as these open transactions see them, into a new folder: its public file.

    The folder is made beside an SQLite database, and in var/ for PostgreSQL; only its owner can read it.
    """
    file = _folder(public.engine.url) / "campaign.db"
    copy = URL.create("sqlite", database=str(file))
    for connection, target, tables, run in (
        (public, copy, metadata, migrate),
        (private, beside(copy), private_metadata, migrate_private),
    ):
        Path(str(target.database)).touch(mode=0o600)
        if connection.dialect.name == "sqlite":
            _back_up(Path(str(connection.engine.url.database)), Path(str(target.database)))
        else:
            _copy(connection, target, tables, run)
    return file


def _folder(url: URL) -> Path:
    beside_it = Path(str(url.database)) if url.get_backend_name() == "sqlite" else places.EMBEDDED
    folder = beside_it.parent / f"emptied-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    folder.mkdir(mode=0o700, parents=True)
    return folder


def _back_up(source: Path, target: Path) -> None:
    """SQLite's own copy: what is committed, while the caller's transaction keeps other writers out."""
    with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target)) as writer:
        reader.backup(writer)


def _copy(reader: Connection, target: URL, tables: MetaData, run: Callable[[Engine], bool]) -> None:
    with disposing(write_engine(target)) as engine:
        run(engine)
        with engine.begin() as writer:
            writer.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # rows of one table point at each other
            for table in tables.sorted_tables:
                rows = reader.execute(select(table), execution_options={"yield_per": BATCH})
                for part in rows.mappings().partitions():
                    writer.execute(insert(table), [dict(row) for row in part])
