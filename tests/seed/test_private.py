"""Where the private rows live, and that only the owner of the files can read them."""

from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, inspect, text

from data_access.database.engine import disposing
from data_access.database.schema import metadata as public
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


def private_contents(engine: Engine) -> dict[str, list[str]]:
    names = set(inspect(engine).get_table_names()) - {"alembic_version", "pairing_private"}
    with engine.connect() as connection:
        return {
            name: sorted(str(dict(row)) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings())
            for name in names
        }


def test_rows_of_before_are_carried_over_and_back(imported: Engine) -> None:
    """0002: by the public rows whose ids they had; one that no public row has becomes nobody's, and returns too."""
    with disposing(private_engine(imported.url)) as private:
        after = private_contents(private)
        assert all(after.values())
        assert migrate_private(private, "0001", public=imported)
        before = private_contents(private)
        assert {name: len(rows) for name, rows in before.items()} == {name: len(rows) for name, rows in after.items()}
        assert "hazard_id" in before["hazard_private"][0]
        with private.begin() as connection:
            when = connection.scalar(text("SELECT MIN(stored_at) FROM hazard_private"))
            lost = "INSERT INTO hazard_private (hazard_id, narrative, stored_at) VALUES (987654, 'x', :when)"
            connection.execute(text(lost), {"when": when})
        with_lost = private_contents(private)
        assert migrate_private(private, public=imported)
        found = private_contents(private)
        assert [row for row in found["hazard_private"] if "#987654" in row]
        found["hazard_private"] = [row for row in found["hazard_private"] if "#987654" not in row]
        assert found == after
        migrate_private(private, "0001", public=imported)
        assert private_contents(private) == with_lost
