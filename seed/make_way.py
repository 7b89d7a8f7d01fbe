"""What was invented makes way: the first real return finds no figure of samples or of a simulation beside it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, MetaData, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from data_access.engine import DatabaseMissingError, disposing, read_engine, snapshot, write_engine
from data_access.schema import metadata
from data_access.stamp import read_stamp
from seed.importing import UsageError, import_paths
from seed.init import initialise
from seed.private import private_engine
from seed.private.tables import metadata as private_metadata

INVENTED: Final = ("sample", "demo")


def holds_invented(url: str | URL) -> bool:
    """Whether the newest returns in the database are samples or a simulation. UsageError when it has no tables yet."""
    try:
        with disposing(read_engine(url)) as engine, snapshot(engine) as connection:
            return read_stamp(connection).label in INVENTED
    except (DatabaseMissingError, OperationalError, ProgrammingError) as fault:
        raise UsageError("the database is not there or has no tables: run `python -m seed init` first") from fault


def make_way(url: str | URL, paths: Iterable[Path], **said: Any) -> bool:
    """Empty a database of what was invented and load the notice again, if `paths` hold anything that would be taken.

    `said` is what import_paths is told of single files. Whether it did. Tried first, so that a mistyped path or a
    refused file leaves everything where it is.
    """
    tried = import_paths(url, paths, dry_run=True, **said)
    if not any(file.outcome in ("loaded", "same") for file in tried.files):
        return False
    start_over(url)
    return True


def start_over(url: str | URL) -> None:
    """Empty the database and its private place, then load places, units and notices as `seed init` does."""
    for engine, tables in ((private_engine(url), private_metadata), (write_engine(url), metadata)):
        with disposing(engine) as opened, opened.begin() as connection:
            _empty(connection, tables)
    initialise(url)


def _empty(connection: Connection, tables: MetaData) -> None:
    """Delete every row; whoever owns the tables cuts them on PostgreSQL, and their sequences begin again.

    Deleting a million hazards takes minutes there, since each is looked for in five tables.
    """
    if connection.dialect.name == "postgresql":
        names = ", ".join(map(connection.dialect.identifier_preparer.format_table, tables.sorted_tables))
        try:
            with connection.begin_nested():
                connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
            return
        except ProgrammingError:  # a loader may delete rows and no more
            pass
    for table in reversed(tables.sorted_tables):
        connection.execute(table.delete())
