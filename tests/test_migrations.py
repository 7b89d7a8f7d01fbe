"""The migrations make exactly the declared tables, and take them away again; public and private, on both databases."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Engine, MetaData, inspect, text

from data_access.engine import write_engine
from data_access.migrations import migrate
from data_access.schema import metadata
from seed.private import migrate_private, private_engine
from seed.private.tables import metadata as private_metadata

PLACES = {
    "public": (write_engine, migrate, metadata),
    "private": (private_engine, migrate_private, private_metadata),
}
Place = tuple[Callable[[URL], Engine], Callable[..., bool], MetaData]


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    chosen: Place = PLACES[request.param]
    return chosen


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def checks(engine: Engine, table: str) -> dict[str, str]:
    """Alembic does not compare check constraints; PostgreSQL rewrites their text, so names only there."""
    found = inspect(engine).get_check_constraints(table)
    if engine.dialect.name == "postgresql":
        return {str(c["name"]): "" for c in found}
    return {str(c["name"]): c["sqltext"] for c in found}


def test_migrated_equals_declared(place: Place, empty_url: URL) -> None:
    make_engine, run, declared = place
    engine = make_engine(empty_url)
    assert run(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, declared) == []
    built = {name: checks(engine, name) for name in tables(engine)}
    with engine.begin() as connection:
        declared.drop_all(connection)
        declared.create_all(connection)
    assert built == {name: checks(engine, name) for name in tables(engine)}
    assert set(built) == set(declared.tables)
    engine.dispose()


def test_up_down_up(place: Place, empty_url: URL) -> None:
    make_engine, run, declared = place
    engine = make_engine(empty_url)
    assert run(engine)
    assert not run(engine)
    assert run(engine, "base")
    assert tables(engine) == set()
    assert not run(engine, "base")
    assert run(engine, "head")
    assert tables(engine) == set(declared.tables)
    engine.dispose()


def test_unknown_revision_is_named(empty_url: URL) -> None:
    engine = write_engine(empty_url)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    with pytest.raises(RuntimeError, match="from the future"):
        migrate(engine)
    engine.dispose()


def test_failed_migration_leaves_nothing(empty_url: URL) -> None:
    """Data definition is part of the transaction on both: a half-made schema cannot stay."""
    engine = write_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tip (id integer)"))
    with pytest.raises(Exception, match="already exists"):
        migrate(engine)
    assert tables(engine) == {"tip"}
    engine.dispose()


def test_private_place_is_apart(database: Engine) -> None:
    private = private_engine(database.url)
    assert tables(database).isdisjoint(private_metadata.tables)
    assert tables(private) == set(private_metadata.tables)
    private.dispose()
