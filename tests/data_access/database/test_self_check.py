"""An engine that answers wrongly is refused by its name before anything is read or written. Both databases."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.sql.elements import FunctionFilter
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from data_access.database import self_check
from data_access.database.constructs import FORMS
from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.failures import failure_of
from data_access.database.self_check import UnfitEngineError, known, refusal
from data_access.database.snapshot import snapshot


@pytest.fixture(autouse=True)
def fresh_process() -> Iterator[None]:
    """The check runs again, and what is refused here is not refused in the tests that follow."""
    self_check.forget()
    yield
    self_check.forget()


def without_filters(engine: Engine) -> Engine:
    """The engine of a product that counts all rows, whatever FILTER says, and reports no error."""

    def bare(part: Any, **_: Any) -> Any:
        return part.func if isinstance(part, FunctionFilter) else None

    def altered(_connection: Any, asked: Any, many: Any, values: Any, _options: Any) -> tuple[Any, Any, Any]:
        return replacement_traverse(asked, {}, bare), many, values

    event.listen(engine, "before_execute", altered, retval=True)
    return engine


def test_the_databases_of_this_house_pass(database: Engine) -> None:
    with snapshot(database), disposing(read_engine(database.url)) as reader, snapshot(reader):
        assert refusal() is None


def test_each_own_construct_is_asked() -> None:
    asked = {type(part) for one in known() for part in iterate(one.ask)}
    assert set(FORMS) <= asked


@pytest.mark.parametrize("make", [read_engine, write_engine])
def test_who_counts_without_the_filter_is_refused(database: Engine, make: Any) -> None:
    with disposing(without_filters(make(database.url))) as engine:
        for _ in range(2):
            with pytest.raises(UnfitEngineError) as refused, engine.connect():
                pass
    product = {"sqlite": f"SQLite {sqlite3.sqlite_version}", "postgresql": "PostgreSQL 1"}[engine.dialect.name]
    assert str(refused.value).count(product) == 2, "in Chinese and in English"
    assert "FILTER" in str(refused.value)
    assert failure_of(refused.value) == "engine"


def test_it_is_asked_once_a_process(database: Engine) -> None:
    asked = 0

    def count(*_: Any) -> None:
        nonlocal asked
        asked += 1

    for _ in range(2):
        with disposing(read_engine(database.url)) as engine:
            event.listen(engine, "before_execute", count)
            with snapshot(engine), snapshot(engine):
                pass
    assert asked == len(known())


WRONG = {
    "integer division": (
        "CREATE FUNCTION other.divide(int, int) RETURNS numeric LANGUAGE sql AS 'SELECT $1::numeric / $2'",
        "CREATE OPERATOR other./ (LEFTARG = int, RIGHTARG = int, FUNCTION = other.divide)",
    ),
    "text": (
        "CREATE FUNCTION other.length(text) RETURNS int LANGUAGE sql AS 'SELECT octet_length($1)'",
        "CREATE FUNCTION other.length(varchar) RETURNS int LANGUAGE sql AS 'SELECT octet_length($1)'",
    ),
    "local day": (
        "CREATE FUNCTION other.to_char(timestamp, text) RETURNS text LANGUAGE sql AS $$SELECT '2020-07-01'$$",
    ),
    "later": (
        "CREATE FUNCTION other.make_interval(secs float) RETURNS interval LANGUAGE sql AS $$SELECT interval '1 day'$$",
    ),
    "time zone": (
        "CREATE FUNCTION other.same(timestamptz, timestamptz) RETURNS bool LANGUAGE sql AS 'SELECT false'",
        "CREATE OPERATOR other.= (LEFTARG = timestamptz, RIGHTARG = timestamptz, FUNCTION = other.same)",
    ),
}
"""Other products, made of PostgreSQL: what stands before its own functions and operators in the search path."""
NAMED = (
    "CREATE OR REPLACE FUNCTION pg_catalog.version() RETURNS text LANGUAGE sql"
    " AS $$SELECT 'OtherSQL V8R6 on x86_64-linux'$$"
)


def other_product(url: URL, *wrong: str) -> URL:
    """The URL under which the database at `url` is another product, with these faults."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with disposing(engine), engine.connect() as connection:
        for statement in ("CREATE SCHEMA other", NAMED, *wrong):
            connection.execute(text(statement))
    return url.update_query_dict({"options": "-c search_path=other,pg_catalog,public"})


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize("fault", WRONG)
def test_what_another_product_answers_wrongly_is_named(empty_url: URL, fault: str) -> None:
    with (
        disposing(read_engine(other_product(empty_url, *WRONG[fault]))) as engine,
        pytest.raises(UnfitEngineError, match=rf"OtherSQL V8R6 .*{fault}"),
        engine.connect(),
    ):
        pass


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_another_product_that_answers_rightly_is_taken(empty_url: URL) -> None:
    with disposing(read_engine(other_product(empty_url))) as engine, snapshot(engine) as s:
        assert s.scalar(text("SELECT version()")) == "OtherSQL V8R6 on x86_64-linux"
        assert refusal() is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_function_that_is_not_there_counts_as_a_wrong_answer(database: Engine) -> None:
    def forbid(connection: sqlite3.Connection, _: Any) -> None:
        connection.set_authorizer(
            lambda action, _one, name, *_rest: (
                sqlite3.SQLITE_DENY if (action, name) == (sqlite3.SQLITE_FUNCTION, "julianday") else sqlite3.SQLITE_OK
            )
        )

    with disposing(read_engine(database.url)) as engine:
        event.listen(engine, "connect", forbid)
        with pytest.raises(UnfitEngineError, match="day number, microseconds"), engine.connect():
            pass


def test_a_lost_connection_is_no_verdict() -> None:
    with disposing(read_engine("postgresql://somebody@127.0.0.1:1/x")) as engine:
        with pytest.raises(Exception) as lost, engine.connect():  # noqa: PT011
            pass
        assert failure_of(lost.value) == "away"
        assert refusal() is None
