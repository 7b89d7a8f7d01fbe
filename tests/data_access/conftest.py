"""The small campaign of world.py on both databases; a test's history lives in a transaction that is rolled back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import pytest
from sqlalchemy import Engine

from data_access.database.engine import write_engine
from data_access.database.snapshot import Snapshot
from tests.conftest import BACKENDS, Databases
from tests.data_access.obligations.world import History, build, record

Tell = Callable[[History], AbstractContextManager[list[Snapshot]]]


@pytest.fixture(scope="session")
def worlds(databases: Databases) -> Iterator[list[Engine]]:
    """Engines of the small campaign: SQLite, PostgreSQL."""
    urls = [databases.copy(backend, "migrated") for backend in BACKENDS]
    engines = [write_engine(url) for url in urls]
    for engine in engines:
        with engine.begin() as conn:
            build(conn)
    yield engines
    for engine, url in zip(engines, urls, strict=True):
        engine.dispose()
        databases.drop(url)


@pytest.fixture(scope="session")
def tell(worlds: list[Engine]) -> Tell:
    """Snapshots that see the campaign with a history, one for each database."""

    @contextmanager
    def told(history: History) -> Iterator[list[Snapshot]]:
        with ExitStack() as stack:
            snapshots = []
            for engine in worlds:
                conn = stack.enter_context(engine.connect())
                stack.callback(conn.rollback)
                record(conn, history)
                snapshots.append(Snapshot(conn))
            yield snapshots

    return told
