"""PostgreSQL through pgbouncer in transaction mode, by the sample: every transaction may have another session."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import URL, inspect, text

from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.snapshot import Snapshot, snapshot
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from drills.tools.pooler import pooled
from drills.tools.processes import folder
from seed.private import private_engine
from seed.private.tables import metadata as private
from tests.conftest import Databases

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
SETTINGS = ("TimeZone", "statement_timeout", "lock_timeout", "transaction_read_only", "transaction_isolation", "jit")


@pytest.fixture(scope="module")
def direct(databases: Databases) -> Iterator[URL]:
    url = databases.copy("postgresql", "campaign")
    yield url
    databases.drop(url)


@pytest.fixture(scope="module")
def pooler(direct: URL) -> Iterator[URL]:
    """Two sessions for whoever comes."""
    with folder("pgbouncer") as place, pooled(direct, place, 2) as url:
        yield url


def test_transactions_change_sessions_and_keep_their_own_settings(pooler: URL) -> None:
    """Two readers take turns in coming first, and so get each other's session."""
    told: dict[str, set[tuple[str, ...]]] = {"pages": set(), "files": set()}
    with disposing(read_engine(pooler)) as pages, disposing(read_engine(pooler, statement_timeout=60)) as files:
        for turn in range(6):
            both = [("pages", pages), ("files", files)]
            (first, one), (second, other) = both if turn % 2 else both[::-1]
            with snapshot(one) as s, snapshot(other) as beside:
                told[first].add(settings(s))
                told[second].add(settings(beside))
    rest = ("1s", "on", "repeatable read", "off")
    assert told == {"pages": {("UTC", "5s", *rest)}, "files": {("UTC", "1min", *rest)}}


def test_a_session_need_not_know_the_statements_of_another(pooler: URL) -> None:
    """psycopg would prepare what it has sent five times, and send only its name from then on."""
    with disposing(write_engine(pooler)) as pages, disposing(write_engine(pooler)) as files:
        for turn in range(6):
            both = [("pages", pages), ("files", files)]
            (first, one), (second, other) = both if turn % 2 else both[::-1]
            with one.begin() as a, other.begin() as b:
                for _ in range(6):
                    assert a.scalar(text(f"SELECT 'of {first}'")) == f"of {first}"
                    assert b.scalar(text(f"SELECT 'of {second}'")) == f"of {second}"


def settings(s: Snapshot) -> tuple[str, ...]:
    return tuple(s.scalar(text(f"SHOW {name}")) for name in SETTINGS)


def test_a_file_is_the_same_as_without(pooler: URL, direct: URL) -> None:
    made = []
    for url in (pooler, direct):
        with disposing(read_engine(url, statement_timeout=60)) as engine, snapshot(engine) as s:
            made.append(b"".join(stream_csv(s, "obligations", resolve(s, Filters(), datetime(2020, 7, 4, tzinfo=UTC)))))
    assert made[0] == made[1]
    assert made[0].count(b"\n") > 100


def test_private_rows_stay_in_their_place(pooler: URL) -> None:
    """Their schema is chosen by a setting, which a pooler must not lose."""
    with disposing(private_engine(pooler)) as engine:
        assert set(private.tables) <= set(inspect(engine).get_table_names())
        with engine.begin() as connection:
            assert connection.scalar(text("SELECT current_schema()")) == "private"
