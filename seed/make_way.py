"""Samples make way: the first real return finds no invented figure beside it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, MetaData
from sqlalchemy.exc import OperationalError, ProgrammingError

from data_access.engine import DatabaseMissingError, disposing, read_engine, snapshot, write_engine
from data_access.schema import metadata
from data_access.stamp import read_stamp
from seed.importing import UsageError, import_paths
from seed.init import initialise
from seed.private import private_engine
from seed.private.tables import metadata as private_metadata


def holds_samples(url: str | URL) -> bool:
    """Whether the newest returns in the database are the simulated ones. UsageError when it has no tables yet."""
    try:
        with disposing(read_engine(url)) as engine, snapshot(engine) as connection:
            return read_stamp(connection).label == "sample"
    except (DatabaseMissingError, OperationalError, ProgrammingError) as fault:
        raise UsageError("the database is not there or has no tables: run `python -m seed init` first") from fault


def make_way(url: str | URL, paths: Iterable[Path], **said: Any) -> bool:
    """Empty a database of samples and load the notice again, if `paths` hold anything that would be taken.

    `said` is what import_paths is told of single files. Whether it did. Tried first, so that a mistyped path or a
    refused file leaves the samples where they are.
    """
    tried = import_paths(url, paths, dry_run=True, **said)
    if not any(file.outcome in ("loaded", "same") for file in tried.files):
        return False
    _empty(private_engine(url), private_metadata)
    _empty(write_engine(url), metadata)
    initialise(url)
    return True


def _empty(engine: Engine, tables: MetaData) -> None:
    with disposing(engine) as opened, opened.begin() as connection:
        for table in reversed(tables.sorted_tables):
            connection.execute(table.delete())
