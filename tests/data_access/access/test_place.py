"""The access place: where it is, that its migrations make what is declared, and whose it is."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Engine, MetaData, inspect, make_url

from data_access.access.place import AccessError, access_url, engine_at, migrate_access, opened
from data_access.access.tables import ON_POSTGRESQL, metadata


def declared(engine: Engine) -> MetaData:
    """The tables that this database is to have."""
    found = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        if engine.dialect.name == "postgresql" or table.name not in ON_POSTGRESQL:
            table.to_metadata(found)
    return found


def test_migrated_equals_declared_and_goes_away_again(access: Engine) -> None:
    with access.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, declared(access)) == []
    assert not migrate_access(access)
    assert migrate_access(access, "base")
    assert set(inspect(access).get_table_names()) == {"alembic_version"}
    assert migrate_access(access)
    assert set(inspect(access).get_table_names()) == {"alembic_version", *declared(access).tables}


def test_file_lies_beside_the_campaigns_and_is_its_owners_only(tmp_path: Path) -> None:
    engine = opened(URL.create("sqlite", database=str(tmp_path / "campaign.db")))
    assert engine.url.database == str(tmp_path / "access.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE grants_version SET number = 1")
        files = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert set(files.values()) == {0o600}
    assert len(files) == 3  # with its journals
    assert not (tmp_path / "campaign.db").exists()


def test_setting_names_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESS_URL", " sqlite:///elsewhere/a.db ")
    assert access_url("sqlite:///here/campaign.db") == make_url("sqlite:///elsewhere/a.db")


def test_postgresql_has_no_place_that_could_be_guessed() -> None:
    with pytest.raises(AccessError, match="ACCESS_URL"):
        access_url("postgresql://dash@localhost/campaign")


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_tables_of_postgresql_are_its_owners_to_make(empty_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESS_URL", empty_url.render_as_string(hide_password=False))
    with pytest.raises(AccessError, match="access-init"):
        opened()
    engine = engine_at(access_url())
    assert migrate_access(engine)
    engine.dispose()
    opened().dispose()
