"""Each check of the doctor, with the fault made: what it says, in both languages, and the exit status."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import URL, create_engine, text, update
from typer.testing import CliRunner

from dashboard.__main__ import app
from dashboard.doctor import command, database, machine
from dashboard.doctor.command import examined
from data_access.access.audit import record
from data_access.database.engine import disposing, write_engine
from data_access.database.schema import load_log
from data_access.i18n import LANGUAGES
from tests.conftest import Databases

Use = Callable[[URL | str], None]


def keys(check: str) -> list[str]:
    """What one check has found."""
    return [one.key for one in examined()[check]]


@pytest.fixture(autouse=True)
def _well(databases: Databases, use: Use, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that lacks nothing; each test spoils one thing."""
    (tmp_path / "var").mkdir()
    source = Path(str(databases.template("sqlite", "seeded").database))
    data = tmp_path / "data"
    shutil.copytree(source.parent, data)
    for path in data.iterdir():
        path.chmod(0o600 if "private" in path.name else 0o640)
    use(URL.create("sqlite", database=str(data / source.name)))
    monkeypatch.setenv("DASHBOARD_MAP_CREDIT", "审图号 GS(2020)1234号")
    monkeypatch.setenv("DASHBOARD_BACKUP_KEY", "age1x")
    monkeypatch.setenv("DASHBOARD_KEEP_PRIVATE_DAYS", "365")
    monkeypatch.setattr(machine.pack, "is_complete", lambda: True)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "audit.key").write_text("0123456789abcdef" * 4)
    (tmp_path / "keys" / "audit.key").chmod(0o600)
    for name, value in (("FOLDER", "audit"), ("KEY_FILE", "keys/audit.key"), ("ANCHOR", "anchor")):
        monkeypatch.setenv(f"AUDIT_{name}", str(tmp_path / value))
    record.forget()


def test_a_good_installation_has_one_note_until_data_come() -> None:
    found = {name: [one.key for one in several] for name, several in examined().items() if several}
    assert found == {"database": ["empty"]}
    assert CliRunner().invoke(app, ["doctor"]).exit_code == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_what_to_do_and_ends_with_one(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_FREE", 2**60)
    said = CliRunner().invoke(app, ["doctor", "--lang", lang])
    assert said.exit_code == 1
    assert {"zh": "磁盘只剩", "en": "GB left"}[lang] in said.output
    assert {"zh": "错误 ", "en": " wrong, "}[lang] in said.output
    assert "doctor." not in said.output


def test_mistyped_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_ALOWED_HOSTS", "board.example")
    assert keys("names") == ["unknown"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DASHBOARD_EXTRACT_SLOTS", "none"),
        ("DASHBOARD_SECRET", "short"),
        ("DASHBOARD_SIGN_IN", "oidc"),
        ("AUDIT_KEEP_DAYS", "10"),
        ("AUDIT_KEY_FILE", "/nowhere"),
        ("DATABASE_URL", "mysql://x/y"),
    ],
)
def test_values_that_the_server_does_not_start_with(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    record.forget()
    found = examined()
    assert [one.key for one in found["values"]] == ["settings"]
    assert "database" not in found  # nothing else is looked at with settings that mean nothing


def test_an_address_without_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.refusals.st, "get_option", lambda _name: "0.0.0.0")
    assert keys("door") == ["door"]


def test_names_under_which_nobody_could_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.refusals, "check", lambda: None)
    monkeypatch.setattr(machine, "settings", lambda: SimpleNamespace(sign_in="oidc", allowed_hosts=("127.0.0.1",)))
    assert [one.key for one in machine.door()] == ["hosts"]


def test_no_folder_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "var").rmdir()
    assert keys("folder") == ["var"]


def test_a_folder_and_keys_that_others_can_touch(tmp_path: Path) -> None:
    (tmp_path / "var").chmod(0o777)
    for name in ("link-secret", "manifest-key.pem"):
        (tmp_path / "var" / name).touch(mode=0o644)
    assert keys("folder") == ["var_open", "mode", "mode"]


@pytest.mark.parametrize(
    ("name", "mode"), [("campaign.db", 0o644), ("campaign-private.db", 0o640), ("access.db", 0o640)]
)
def test_data_files_that_others_can_read(name: str, mode: int, tmp_path: Path) -> None:
    """Old ones too, which no program of today has made."""
    (tmp_path / "data" / name).touch()
    (tmp_path / "data" / name).chmod(mode)
    assert keys("files") == ["mode"]


def test_a_clock_that_is_behind(monkeypatch: pytest.MonkeyPatch, databases: Databases, use: Use) -> None:
    monkeypatch.setattr(machine, "OLDEST", datetime.now(UTC) + timedelta(days=1))
    assert keys("clock") == ["clock"]
    url = databases.copy("sqlite", "campaign")
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        late = update(load_log).where(load_log.c.data_until.is_not(None))
        connection.execute(late.values(data_until=datetime.now(UTC) + timedelta(days=2)))
    use(url)
    assert keys("database") == ["clock"]
    databases.drop(url)


def test_a_database_that_is_away_or_of_another_version(tmp_path: Path, use: Use) -> None:
    file = tmp_path / "data" / "campaign.db"
    url = URL.create("sqlite", database=str(file))
    for revision, key in (("0001", "tables_older"), ("9999", "tables_newer")):
        with disposing(write_engine(url)) as engine, engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
        use(url)
        assert keys("database") == [key]
    file.unlink()
    use(url)
    assert keys("database") == ["database"]


def test_an_audit_that_is_missing_or_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    real = machine.os.access
    monkeypatch.setattr(machine.os, "access", lambda path, how: "anchor" not in str(path) and real(path, how))
    (Path(machine.audit_settings().anchor or "")).mkdir()
    assert keys("audit") == ["audit"]
    for name in ("FOLDER", "KEY_FILE", "ANCHOR"):
        monkeypatch.delenv(f"AUDIT_{name}")
    record.forget()
    assert keys("audit") == ["no_audit"]


def test_what_is_not_packed_or_reviewed_or_decided(monkeypatch: pytest.MonkeyPatch, use: Use, tmp_path: Path) -> None:
    monkeypatch.setattr(machine.pack, "is_complete", lambda: False)
    for name in ("DASHBOARD_MAP_CREDIT", "DASHBOARD_BACKUP_KEY", "DASHBOARD_KEEP_PRIVATE_DAYS"):
        monkeypatch.delenv(name)
    use(URL.create("sqlite", database=str(tmp_path / "data" / "campaign.db")))
    assert (keys("assets"), keys("map")) == (["pack"], ["review"])
    assert keys("persons") == ["plain_backups", "kept_for_ever"]


def test_every_check_and_finding_has_words() -> None:
    """Of both languages; test_i18n compares them."""
    from data_access import i18n

    known = i18n.catalogue("zh")
    assert [name for name in (*command.FIRST, *command.CHECKS) if f"doctor.check.{name}" not in known] == []


@pytest.mark.postgresql
def test_a_role_that_may_more_than_read(databases: Databases, use: Use) -> None:
    url = databases.copy("postgresql", "seeded")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    role = f"doctor_{url.database}"
    with disposing(engine), engine.connect() as connection:

        def run(*statements: str) -> None:
            for statement in statements:
                connection.exec_driver_sql(statement)

        use(url)
        assert [one.key for one in database.rights()] == ["superuser"]
        run(f"CREATE ROLE {role} LOGIN PASSWORD 'x'", f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
        use(url.set(username=role, password="x"))
        assert [one.key for one in database.rights()] == ["sees"]
        run(
            f"REVOKE SELECT ON hazard FROM {role}",
            f"GRANT SELECT (id, code) ON hazard TO {role}",
        )
        assert list(database.rights()) == []
        run(f"GRANT USAGE ON SCHEMA private TO {role}")
        assert [one.key for one in database.rights()] == ["sees"]
        run(f"GRANT UPDATE ON load_log TO {role}")
        [found] = database.rights()
        assert (found.key, found.values["tables"], found.values["number"]) == ("writes", "load_log", 1)
        use("sqlite:///x.db")  # nobody has the database open any more
        run(f"DROP OWNED BY {role}", f"DROP ROLE {role}")
    databases.drop(url)


@pytest.mark.postgresql
def test_clocks_that_differ(databases: Databases, use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    url = databases.copy("postgresql", "seeded")
    use(url)
    monkeypatch.setattr(database, "CLOCKS", timedelta(seconds=-1))
    assert "clocks" in [one.key for one in database.rights()]
    use("sqlite:///x.db")
    databases.drop(url)
