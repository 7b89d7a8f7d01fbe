"""Where the private rows live, and that only the owner of the files can read them."""

from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, inspect

from data_access.engine import disposing
from data_access.schema import metadata as public
from seed.private import migrate_private, private_engine, private_url
from seed.private.tables import metadata


def test_beside_the_sqlite_file() -> None:
    assert private_url("sqlite:////srv/dash.db") == URL.create("sqlite", database="/srv/dash-private.db")


def test_own_schema_of_the_same_postgresql() -> None:
    url = private_url("postgresql://db1/ws?options=-c%20lock_timeout%3D1000")
    assert (url.host, url.database) == ("db1", "ws")
    assert url.query["options"] == "-c lock_timeout=1000 -c search_path=private"


@pytest.mark.parametrize("public_url", ["sqlite:////srv/dash.db", "postgresql://db1/ws"])
def test_environment_wins(monkeypatch: pytest.MonkeyPatch, public_url: str) -> None:
    monkeypatch.setenv("PRIVATE_DATABASE_URL", "sqlite:////vault/p.db")
    assert private_url(public_url) == URL.create("sqlite", database="/vault/p.db")


def test_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "x-private.db").touch(mode=0o644)
    with disposing(private_engine(URL.create("sqlite", database=str(tmp_path / "x.db")))) as engine:
        migrate_private(engine)
    assert [p.name for p in tmp_path.iterdir()] == ["x-private.db"]
    assert (tmp_path / "x-private.db").stat().st_mode & 0o777 == 0o600


def test_tables_are_only_there(database: Engine) -> None:
    with disposing(private_engine(database.url)) as private:
        assert set(metadata.tables) <= set(inspect(private).get_table_names())
        assert not set(public.tables) & set(inspect(private).get_table_names())
    assert not set(metadata.tables) & set(inspect(database).get_table_names())


def test_no_name_is_shared_with_a_public_table() -> None:
    """A select that slipped to the wrong database must fail, not answer."""
    assert not set(metadata.tables) & set(public.tables)
    assert all(table.comment for table in metadata.tables.values())
