"""The reader cannot write and sees one instant; the writer queues. On SQLite and PostgreSQL."""

import contextlib
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import URL, Engine, func, insert, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from data_access.database.engine import (
    CONNECT_TIMEOUT,
    STATEMENT_TIMEOUT,
    DatabaseMissingError,
    database_url,
    disposing,
    parsed,
    read_engine,
    write_engine,
)
from data_access.database.schema import load_log
from data_access.database.snapshot import snapshot
from tests.conftest import Databases


def log(source: str) -> dict[str, object]:
    return {"source": source, "label": "real", "started_at": datetime.now(UTC), "rows": 1, "status": "done"}


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalars(select(func.count()).select_from(load_log)).one()


def test_url_of_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert database_url().endswith("/var/campaign.db")
    monkeypatch.setenv("DATABASE_URL", "postgresql://db1/ws")
    assert database_url() == "postgresql://db1/ws"
    monkeypatch.setenv("DATABASE_URL", " ")
    assert database_url().startswith("sqlite:///")


@pytest.mark.parametrize("url", ["postgresql://db1/ws", "postgres://db1/ws", "postgresql+psycopg://db1/ws"])
def test_postgresql_means_psycopg_3(url: str) -> None:
    assert str(parsed(url)) == "postgresql+psycopg://db1/ws"


@pytest.mark.parametrize("url", ["mysql://db1/ws", "sqlite://", "sqlite:///:memory:"])
def test_other_databases_are_named_as_wrong(url: str) -> None:
    with pytest.raises(ValueError, match=r"PostgreSQL or an SQLite file"):
        parsed(url)


def test_what_the_url_says_wins() -> None:
    engine = read_engine("postgresql://db1/ws?application_name=mine&options=-c%20search_path%3Dx")
    arguments = engine.dialect.create_connect_args(engine.url)[1]
    assert arguments["application_name"] == "mine"
    assert "options" not in engine.url.query


@pytest.mark.parametrize("options", ["-x", "-c", "-c lock_timeout", "--lock_timeout=1", "-c a=1 b=2"])
def test_options_of_the_url_are_settings_only(options: str) -> None:
    with pytest.raises(ValueError, match=r"options of the form -c name=value only"):
        read_engine(f"postgresql://db1/ws?options={quote(options)}")


@pytest.mark.postgresql
def test_options_of_the_url_are_told_to_each_transaction(databases: Databases) -> None:
    url = databases.copy("postgresql", "empty").update_query_dict({"options": "-c lock_timeout=7s -c a.b='x y'"})
    with disposing(write_engine(url)) as engine:
        for _ in range(2):
            with engine.begin() as connection:
                told = [connection.scalar(text(f"SHOW {name}")) for name in ("lock_timeout", "a.b", "TimeZone")]
                assert told == ["7s", "x y", "UTC"]
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                assert connection.scalar(text("SHOW lock_timeout")) == "0"
    databases.drop(url)


def test_reader_sees_what_the_writer_wrote(database: Engine) -> None:
    reader = read_engine(database.url)
    with database.begin() as connection:
        connection.execute(insert(load_log), [log("a")])
    assert rows(reader) == 1
    reader.dispose()


WRITES = [
    "INSERT INTO load_log (source, label, started_at, rows, status) VALUES ('x', 'real', '2020-06-01', 1, 'done')",
    "UPDATE load_log SET source = 'x'",
    "DELETE FROM load_log",
    "CREATE TABLE t (a integer)",
    "DROP TABLE load_log",
]


@pytest.mark.parametrize("statement", WRITES)
def test_reader_cannot_write(database: Engine, statement: str) -> None:
    with database.begin() as connection:
        connection.execute(insert(load_log), [log("a")])
    reader = read_engine(database.url)
    with reader.connect() as connection, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        connection.execute(text(statement))
    reader.dispose()
    assert rows(database) == 1


def test_page_is_one_snapshot(database: Engine) -> None:
    reader = read_engine(database.url)
    with snapshot(reader) as before:
        count = select(func.count()).select_from(load_log)
        assert before.scalar(count) == 0
        with database.begin() as connection:
            connection.execute(insert(load_log), [log("a")])
        assert before.scalar(count) == 0
    assert rows(reader) == 1
    reader.dispose()


def test_no_page_is_torn(database: Engine) -> None:
    """A writer adds rows in pairs; two selects of one page never see half a pair, nor two different counts."""
    reader, done = read_engine(database.url), threading.Event()

    def write() -> None:
        for _ in range(60):
            with database.begin() as connection:
                connection.execute(insert(load_log), [log("a")])
                connection.execute(insert(load_log), [log("b")])
        done.set()

    writer, pages = threading.Thread(target=write), 0
    writer.start()
    count = select(func.count()).select_from(load_log)
    while not done.is_set() or pages < 20:
        with snapshot(reader) as page:
            first, second = page.scalar(count), page.scalar(count.where(load_log.c.source == "a"))
        assert first == 2 * (second or 0)
        pages += 1
    writer.join()
    reader.dispose()
    assert rows(database) == 120


def test_snapshot_of_a_writer_keeps_nothing_and_locks_nobody(database: Engine) -> None:
    with snapshot(database) as one, snapshot(database) as two:
        assert one.scalar(select(func.count()).select_from(load_log)) == 0
        assert two.scalar(select(func.count()).select_from(load_log)) == 0
    assert rows(database) == 0


def test_long_statement_is_ended(database: Engine) -> None:
    reader = read_engine(database.url, statement_timeout=0.3)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with reader.connect() as connection, pytest.raises(OperationalError, match=r"interrupted|statement timeout"):
        connection.execute(text(endless))
    with reader.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    reader.dispose()


def test_errors_do_not_show_parameters(database: Engine) -> None:
    with database.begin() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("INSERT INTO nowhere VALUES (:phone)"), {"phone": "13900000000"})
    assert "13900000000" not in str(caught.value)


def test_two_writers_queue(database: Engine) -> None:
    """Both read and then write: without taking the lock first, SQLite would refuse the second."""
    failures: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for _ in range(10):
                with database.begin() as connection:
                    connection.scalar(select(func.count()).select_from(load_log))
                    connection.execute(insert(load_log), [log(name)])
        except DBAPIError as fault:
            failures.append(fault)

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rows(database) == 20


def sqlite_file(folder: Path) -> URL:
    url = URL.create("sqlite", database=str(folder / "campaign.db"))
    engine = write_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a integer)"))
        connection.execute(text("INSERT INTO t VALUES (1)"))
    return url


def test_a_new_file_and_its_journals_are_not_everybodys(tmp_path: Path) -> None:
    engine = write_engine(sqlite_file(tmp_path))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES (2)"))
        files = {path.name: path.stat().st_mode & 0o137 for path in tmp_path.iterdir()}
    assert set(files) == {"campaign.db", "campaign.db-wal", "campaign.db-shm"}
    assert set(files.values()) == {0}
    engine.dispose()


def test_missing_file_is_an_error_and_stays_missing(tmp_path: Path) -> None:
    reader = read_engine(URL.create("sqlite", database=str(tmp_path / "none.db")))
    with pytest.raises(DatabaseMissingError, match="seed init"), reader.connect():
        pass
    assert list(tmp_path.iterdir()) == []


def test_file_names_with_signs_of_a_url(tmp_path: Path) -> None:
    folder = tmp_path / "a b?c#d%41"
    folder.mkdir()
    with read_engine(sqlite_file(folder)).connect() as connection:
        assert connection.scalar(text("SELECT a FROM t")) == 1
    assert quote(folder.name) != folder.name


def test_wal_file_is_read_when_nobody_writes(tmp_path: Path) -> None:
    url = sqlite_file(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["campaign.db"]
    with sqlite3.connect(tmp_path / "campaign.db") as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()
    with read_engine(url).connect() as connection:
        assert connection.scalar(text("SELECT a FROM t")) == 1


def test_reader_attaches_nothing(tmp_path: Path) -> None:
    reader = read_engine(sqlite_file(tmp_path))
    with reader.connect() as connection, pytest.raises(OperationalError, match="too many attached"):
        connection.execute(text(f"ATTACH '{tmp_path / 'other.db'}' AS other"))
    assert not (tmp_path / "other.db").exists()


def test_replaced_file_is_seen_at_the_next_connection(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    url = sqlite_file(tmp_path)
    reader = read_engine(url)
    with reader.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM t")) == 1
    fresh = write_engine(sqlite_file(tmp_path / "new"))
    with fresh.begin() as connection:
        connection.execute(text("INSERT INTO t VALUES (2)"))
    (tmp_path / "new" / "campaign.db").replace(tmp_path / "campaign.db")
    with reader.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM t")) == 2


def test_removed_file_is_missing_at_the_next_connection(tmp_path: Path) -> None:
    reader = read_engine(sqlite_file(tmp_path))
    with reader.connect():
        pass
    (tmp_path / "campaign.db").unlink()
    with pytest.raises(DatabaseMissingError), reader.connect():
        pass


def test_journal_of_a_new_file_outlives_the_readers_of_the_old_one(tmp_path: Path) -> None:
    """The journal goes by the file's name: a reader that closes the file before must leave the new one's alone."""
    (tmp_path / "new").mkdir()
    reader = read_engine(sqlite_file(tmp_path))
    with reader.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM t")) == 1
    sqlite_file(tmp_path / "new")
    (tmp_path / "new" / "campaign.db").replace(tmp_path / "campaign.db")
    with sqlite3.connect(tmp_path / "campaign.db") as fresh:
        fresh.execute("INSERT INTO t VALUES (2)")
    with reader.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM t")) == 2
    reader.dispose()
    assert (tmp_path / "campaign.db-wal").stat().st_size > 0
    assert fresh.execute("SELECT count(*) FROM t").fetchone() == (2,)
    fresh.close()


def test_select_that_was_left_half_read_holds_no_snapshot(database: Engine) -> None:
    reader = read_engine(database.url)
    with database.begin() as connection:
        connection.execute(insert(load_log), [log("a"), log("b")])
    left = []
    with contextlib.suppress(KeyError), snapshot(reader) as page:
        left.append(page.execute(select(load_log.c.source)))
        assert left[0].fetchone() is not None
        raise KeyError
    with database.begin() as connection:
        connection.execute(insert(load_log), [log("c")])
    assert rows(reader) == 3
    reader.dispose()


def test_writer_keeps_foreign_keys(database: Engine) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), database.begin() as connection:
        connection.execute(text("INSERT INTO org_unit_alias (alias, org_unit_id) VALUES ('x', 999)"))


@pytest.mark.postgresql
def test_a_server_that_says_nothing_is_not_waited_for(databases: Databases) -> None:
    reader = read_engine(databases.copy("postgresql", "migrated"), statement_timeout=0.3)
    with reader.connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))  # the server keeps no time: as if it were frozen
        began = monotonic()
        with pytest.raises(OperationalError, match="no answer within"):
            connection.execute(text("SELECT pg_sleep(20)"))
        assert monotonic() - began < 5
        assert connection.invalidated
    with reader.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    reader.dispose()


@pytest.mark.postgresql
def test_a_frozen_server_is_left_before_the_page_is_late(databases: Databases) -> None:
    reader = read_engine(databases.copy("postgresql", "migrated"))
    with reader.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        assert raw.longest_wait > STATEMENT_TIMEOUT
    assert raw.longest_wait + CONNECT_TIMEOUT < STATEMENT_TIMEOUT, "a ping and a new connection fit into a page's time"
    reader.dispose()
