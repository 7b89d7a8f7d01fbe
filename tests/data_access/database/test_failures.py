"""Only a database that is gone is away: what is too slow, or not there, is told apart. On both databases."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Connection, Engine, func, literal_column, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, PendingRollbackError

from data_access.columns.reading import read_numbers
from data_access.database.engine import disposing, read_engine
from data_access.database.failures import DATABASE, Failure, failure_of
from data_access.database.instants import number_of_date
from data_access.database.schema import campaign
from data_access.database.snapshot import snapshot
from data_access.database.stamp import read_stamp

LATE = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 2"
"""Its first row comes at once; SQLite then fails while rows are fetched."""
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def failure(engine: Engine, act: Callable[[Any], object]) -> Failure | None:
    """What failed in a snapshot of `engine`."""
    try:
        with snapshot(engine) as connection:
            act(connection)
    except Exception as error:
        return failure_of(error)
    return None


def run(statement: str) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(text(statement)).all()


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("SELECT 1", None),
        ("SELECT * FROM no_such_table", "unfit"),
        ("SELECT no_such_column FROM hazard", "unfit"),
        ("SELEKT 1", "unfit"),
        (ENDLESS, "slow"),
        (LATE, "slow"),
    ],
)
def test_a_statement_that_fails_is_no_outage(database: Engine, statement: str, wanted: Failure | None) -> None:
    with disposing(read_engine(database.url, statement_timeout=0.3)) as reader:
        assert failure(reader, run(statement)) == wanted
        assert failure(reader, run("SELECT 1")) is None


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_statement_that_waits_for_a_lock_is_slow(database: Engine) -> None:
    """Somebody changes the table just now; a reader of SQLite waits for nobody."""
    with disposing(read_engine(database.url)) as reader, database.begin() as connection:
        connection.execute(text("LOCK TABLE hazard IN ACCESS EXCLUSIVE MODE"))
        assert failure(reader, run("SELECT count(*) FROM hazard")) == "slow"


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_lost_connection_is_an_outage(database: Engine) -> None:
    def kill(connection: Connection) -> object:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        with database.begin() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        return connection.execute(text("SELECT 1"))

    with disposing(read_engine(database.url)) as reader:
        assert failure(reader, kill) == "away"
        with snapshot(reader) as s:
            with pytest.raises(OperationalError):
                kill(s.connection)
            with pytest.raises(PendingRollbackError) as later:  # the rest of the page asks the same snapshot
                s.execute(text("SELECT 1"))
        assert failure_of(later.value) == "away"
        assert isinstance(later.value, DATABASE)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://dash@127.0.0.1:1/nowhere",
        pytest.param("postgresql://dash@{host}:{port}/no_such_database", marks=pytest.mark.postgresql),
    ],
)
def test_no_connection_is_an_outage(url: str, request: pytest.FixtureRequest) -> None:
    if "{" in url:
        server: URL = request.getfixturevalue("databases").cluster().url
        url = url.format(host=server.host, port=server.port)
    with disposing(read_engine(url)) as reader:
        assert failure(reader, run("SELECT 1")) == "away"


@pytest.mark.parametrize("content", [b"garbage " * 1000, None])
def test_a_file_that_cannot_be_read_is_an_outage(content: bytes | None, tmp_path: Path) -> None:
    place = tmp_path / "campaign.db"
    place.write_bytes(content) if content else place.mkdir()
    with disposing(read_engine(f"sqlite:///{place}")) as reader:
        assert failure(reader, read_stamp) == "away"


def test_no_file_is_told_as_such(tmp_path: Path) -> None:
    with disposing(read_engine(f"sqlite:///{tmp_path}/none.db")) as reader:
        assert failure(reader, read_stamp) == "missing"


def read_column(sql: str) -> Callable[[Any], object]:
    """Beside a construct of our own, which each database has in its own words."""
    day = number_of_date(select(func.max(campaign.c.issued_on)).scalar_subquery(), 0)
    return lambda s: read_numbers(s, select(literal_column("i"), day).select_from(text(f"({sql}) AS asked")))


def test_columns_that_take_too_long_are_slow(database: Engine) -> None:
    """They are read by the driver itself, past SQLAlchemy, whose errors are those that everybody knows."""
    with disposing(read_engine(database.url, statement_timeout=0.3)) as reader:
        assert failure(reader, read_column(LATE)) == "slow"
        assert failure(reader, read_column("SELECT 1 AS i")) is None


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize(
    ("asked", "wanted"),
    [("SELECT pg_terminate_backend(pg_backend_pid())::int AS i", "away"), ("SELECT 1 / 0 AS i", "unfit")],
)
def test_columns_that_cannot_be_read_say_why(database: Engine, asked: str, wanted: Failure) -> None:
    with disposing(read_engine(database.url)) as reader:
        assert failure(reader, read_column(asked)) == wanted
        assert failure(reader, read_column("SELECT 1 AS i")) is None


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_read_that_a_standby_stops_to_follow_is_slow(database: Engine) -> None:
    """Its words are “canceling statement due to conflict with recovery”; the state is what counts."""
    stop = "DO $$ BEGIN RAISE EXCEPTION 'conflict with recovery' USING ERRCODE = 'serialization_failure'; END $$"
    with disposing(read_engine(database.url)) as reader:
        assert failure(reader, lambda s: s.execute(text(stop))) == "slow"
        assert failure(reader, run("SELECT 1")) is None


def test_what_is_no_error_of_the_database_means_nothing_to_it() -> None:
    assert failure_of(ValueError("Invalid isoformat string")) == "unfit"
    assert failure_of(DBAPIError("SELECT 1", {}, Exception("?"), connection_invalidated=True)) == "away"
