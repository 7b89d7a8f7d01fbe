"""A backup put back is the database that it was made of: in every row and every extract, on either engine."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Engine, MetaData, delete, insert, select, update
from typer.testing import CliRunner

from data_access.access.place import access_url, engine_at, migrate_access
from data_access.access.tables import access_grant, grants_version, person, session
from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.migrations import migrate
from data_access.database.revision import revisions
from data_access.database.schema import hazard, load_log, metadata
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from seed.__main__ import app
from seed.backup.making import keep_newest, make_backup
from seed.backup.manifest import FILE, read_manifest
from seed.backup.restoring import holds_data, restore
from seed.private import private_engine
from seed.private.pair import Pair, check_pair
from seed.private.tables import hazard_private, metadata as private_metadata, pairing_private
from seed.usage import UsageError
from tests.conftest import BACKENDS, BOTH, Backend, Databases

AT = datetime(2020, 7, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of what is replaced on PostgreSQL go beside the embedded file."""
    monkeypatch.setattr("data_access.database.engine.EMBEDDED", tmp_path / "embedded" / "campaign.db")
    monkeypatch.delenv("DASHBOARD_BACKUP_KEY", raising=False)


@pytest.fixture
def other(databases: Databases) -> Iterator[Any]:
    """Makes empty databases, which are dropped at the end."""
    made: list[URL] = []

    def fresh(backend: Backend) -> URL:
        made.append(databases.copy(backend, "empty"))
        return made[-1]

    yield fresh
    for url in made:
        databases.drop(url)


def rows(engine: Engine, tables: MetaData) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table.name: list(connection.execute(select(table).order_by(*table.primary_key)).all())
            for table in tables.sorted_tables
        }


def everything(url: URL) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    with disposing(write_engine(url)) as public, disposing(private_engine(url)) as private:
        return rows(public, metadata), rows(private, private_metadata)


def extracts(url: URL) -> dict[str, str]:
    """The SHA-256 of each extract."""
    found = {}
    with disposing(read_engine(url, statement_timeout=60)) as engine, snapshot(engine) as s:
        q = resolve(s, Filters(), AT)
        for name in EXTRACTS:
            found[name] = hashlib.sha256(b"".join(stream_csv(s, name, q, "zh"))).hexdigest()
    return found


def test_every_row_and_every_extract_comes_back(imported: Engine, other: Any, tmp_path: Path) -> None:
    """From either engine into both: an office may begin with SQLite and move on."""
    with disposing(private_engine(imported.url)) as private, private.begin() as connection:
        connection.execute(insert(hazard_private), [_narrative("甲", "")])
    before, files = everything(imported.url), extracts(imported.url)
    made = make_backup(imported.url, tmp_path / "night")
    assert [path.name for path in (tmp_path / "night").iterdir()] == [made.name]
    for backend in BACKENDS:
        target = other(backend)
        assert restore(target, made).replaced is None
        assert everything(target) == before
        assert extracts(target) == files
        with Pair(target) as pair, pair.connected() as (public, private_rows):
            check_pair(public, private_rows)
        with disposing(write_engine(target)) as engine, engine.begin() as connection:  # ids go on behind the last
            entry = {"source": "x", "label": "sample", "started_at": AT, "rows": 0, "status": "done"}
            connection.execute(insert(load_log), [entry])


def _narrative(code: str, text: str) -> dict[str, Any]:
    return {"hazard_code": code, "notice_code": "n", "narrative": text, "stored_at": AT}


def test_a_plain_copy_of_sqlite_loses_what_is_in_its_journal(databases: Databases, tmp_path: Path) -> None:
    """Why there is a command: with somebody reading, what was written lies beside the file."""
    url = databases.copy("sqlite", "campaign")
    file = Path(str(url.database))
    with sqlite3.connect(file) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM load_log").fetchone()
        with disposing(write_engine(url)) as engine, engine.begin() as connection:
            connection.execute(delete(load_log))
        shutil.copy(file, tmp_path / "plain.db")
        made = make_backup(url, tmp_path)
        assert read_manifest(made).places["public"].rows["load_log"] == 0
    with sqlite3.connect(tmp_path / "plain.db") as plain:
        assert plain.execute("SELECT count(*) FROM load_log").fetchone()[0] > 0


def test_data_are_replaced_on_a_word_only_and_copied_first(imported: Engine, tmp_path: Path) -> None:
    made = make_backup(imported.url, tmp_path / "night")
    before = everything(imported.url)
    with imported.begin() as connection:
        connection.execute(update(load_log).values(source="written since"))
    changed = everything(imported.url)
    with pytest.raises(UsageError, match="--over"):
        restore(imported.url, made)
    assert everything(imported.url) == changed
    replaced = restore(imported.url, made, over=True).replaced
    assert replaced is not None
    assert everything(imported.url) == before
    restore(imported.url, replaced, over=True)
    assert everything(imported.url) == changed


def test_notices_alone_are_no_data(seeded: Engine) -> None:
    assert not holds_data(seeded.url)


@pytest.fixture
def made(databases: Databases, tmp_path: Path) -> Path:
    """A backup of the samples."""
    url = databases.copy("sqlite", "campaign")
    folder = make_backup(url, tmp_path / "night")
    databases.drop(url)
    return folder


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _say(folder: Path, **said: Any) -> None:
    facts = json.loads((folder / FILE).read_text())
    (folder / FILE).write_text(json.dumps({**facts, **said}))


FAULTS: dict[str, Any] = {
    "changed": lambda folder: _flip(folder / "campaign.db"),
    "private changed": lambda folder: _flip(folder / "campaign-private.db"),
    "cut off": lambda folder: _shorten(folder / "campaign.db"),
    "a file gone": lambda folder: (folder / "campaign-private.db").unlink(),
    "no manifest": lambda folder: (folder / FILE).unlink(),
    "another format": lambda folder: _say(folder, format=2),
    "no manifest but a text": lambda folder: (folder / FILE).write_text("{"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_whole_is_refused(made: Path, fault: str, other: Any) -> None:
    target = other("sqlite")
    FAULTS[fault](made)
    with pytest.raises(UsageError):
        restore(target, made)
    assert not holds_data(target)


def _facts(made: Path) -> Any:
    return json.loads((made / FILE).read_text())


def test_counts_that_differ_are_refused(made: Path, other: Any) -> None:
    """The file is as written, and the manifest is not about it."""
    facts = _facts(made)
    facts["places"]["public"]["rows"]["hazard"] += 1
    (made / FILE).write_text(json.dumps(facts))
    with pytest.raises(UsageError, match="other rows"):
        restore(other("sqlite"), made)


def test_a_backup_of_a_newer_program_is_refused(made: Path, other: Any) -> None:
    with sqlite3.connect(made / "campaign.db") as copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    facts = _facts(made)
    content = (made / "campaign.db").read_bytes()
    facts["places"]["public"] |= {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    (made / FILE).write_text(json.dumps(facts))
    with pytest.raises(UsageError, match="newer"):
        restore(other("sqlite"), made)


def test_an_older_backup_is_brought_up_to_date(databases: Databases, other: Any, tmp_path: Path) -> None:
    """What was saved before an upgrade can be put back behind it."""
    url = databases.copy("sqlite", "campaign")
    with disposing(write_engine(url)) as engine:
        migrate(engine, revisions()[1])
        before = rows(engine, MetaData())
    made = make_backup(url, tmp_path)
    assert read_manifest(made).places["public"].revision == revisions()[1]
    target = other("sqlite")
    restore(target, made)
    assert everything(target)[0]["hazard"]
    assert before == {}
    databases.drop(url)


@pytest.mark.parametrize("backend", BOTH)
def test_before_going_back_the_tables_are_left_as_the_older_program_knows_them(
    databases: Databases, backend: Backend, tmp_path: Path
) -> None:
    """Over the newer ones of an upgrade, on either engine."""
    url = databases.copy("sqlite", "seeded")
    with disposing(write_engine(url)) as engine:
        migrate(engine, revisions()[1])
    made = make_backup(url, tmp_path)
    target = databases.copy(backend, "seeded")
    restore(target, made, over=True, as_it_was=True)
    with disposing(write_engine(target)) as engine, engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == revisions()[1]
    for one in (url, target):
        databases.drop(one)


def test_killed_half_way_no_command_takes_the_places_for_a_pair(
    imported: Engine, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seed.backup import restoring

    real = restoring.copy_in

    def dies(path: Path, place: Any, target: Engine) -> None:
        if place is restoring.PLACES["public"]:
            raise KeyboardInterrupt
        real(path, place, target)

    monkeypatch.setattr(restoring, "copy_in", dies)
    with pytest.raises(KeyboardInterrupt):
        restore(imported.url, made, over=True)
    with Pair(imported.url) as pair, pair.connected() as (public, private), pytest.raises(UsageError):
        check_pair(public, private)
    monkeypatch.setattr(restoring, "copy_in", real)
    with disposing(private_engine(imported.url)) as engine, engine.begin() as connection:
        assert connection.scalar(select(pairing_private.c.pair_id)) == restoring.UNDER_WAY
    restore(imported.url, made, over=True)
    with Pair(imported.url) as pair, pair.connected() as (public, private):
        check_pair(public, private)


def test_nothing_is_left_of_a_backup_that_failed(
    imported: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("seed.backup.making.sha256_of", full)
    with pytest.raises(UsageError, match="No space left"):
        make_backup(imported.url, tmp_path / "night")
    assert list((tmp_path / "night").iterdir()) == []


def test_places_that_do_not_belong_together_are_not_saved_as_one(imported: Engine, tmp_path: Path) -> None:
    with disposing(private_engine(imported.url)) as private, private.begin() as connection:
        connection.execute(update(pairing_private).values(pair_id="another"))
    with pytest.raises(UsageError):
        make_backup(imported.url, tmp_path)


def test_only_the_owner_can_read_it(made: Path) -> None:
    assert made.stat().st_mode & 0o777 == 0o700
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in made.glob("*.db")} == {
        "campaign.db": "0o600",
        "campaign-private.db": "0o600",
    }


def test_older_ones_are_removed_but_never_what_is_no_backup(databases: Databases, tmp_path: Path) -> None:
    url = databases.copy("sqlite", "seeded")
    folders = [make_backup(url, tmp_path, AT + timedelta(days=day)) for day in range(4)]
    (tmp_path / "backup-mine").mkdir()
    (folders[0] / FILE).unlink()
    assert keep_newest(tmp_path, 2) == [folders[1]]
    assert sorted(path.name for path in tmp_path.glob("backup-*")) == sorted(
        [*(folder.name for folder in (folders[0], *folders[2:])), "backup-mine"]
    )
    databases.drop(url)


def _person(name: str) -> dict[str, Any]:
    return {"id": name, "name": name, "unit": "x", "disabled": False, "known_since": AT}


@pytest.mark.parametrize("backend", BOTH)
def test_persons_and_grants_come_along_and_nobody_is_signed_in_again(
    databases: Databases, backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.copy(backend, "seeded")
    if backend == "postgresql":
        monkeypatch.setenv("ACCESS_URL", url.render_as_string(hide_password=False))
    with disposing(engine_at(access_url(url))) as access:
        migrate_access(access)
        with access.begin() as connection:
            connection.execute(insert(person), [_person("甲")])
            connection.execute(insert(access_grant), [_grant("甲")])
            connection.execute(insert(session), [_session("甲")])
        made = make_backup(url, tmp_path)
        assert read_manifest(made).places["access"].rows == {"person": 1, "access_grant": 1, "grants_version": 1}
        assert b"secret-of-a-session" not in b"".join(path.read_bytes() for path in made.iterdir())
        with access.begin() as connection:
            connection.execute(insert(person), [_person("乙")])
            connection.execute(update(grants_version).values(number=7))
        with pytest.raises(UsageError, match="--over"):
            restore(url, made)
        restore(url, made, over=True)
        with access.begin() as connection:
            assert list(connection.scalars(select(person.c.id))) == ["甲"]
            assert connection.execute(select(session)).first() is None
            assert connection.scalar(select(grants_version.c.number)) == 8
            connection.execute(insert(access_grant), [_grant("甲")])
    databases.drop(url)


def _grant(who: str) -> dict[str, Any]:
    of = {"person_id": who, "act": "grant", "what": "auditor", "place": "", "origin": "console"}
    return {**of, "by_person": who, "at": AT}


def _session(who: str) -> dict[str, Any]:
    of = {"number": "1", "secret_hash": "secret-of-a-session", "person_id": who, "way": "oidc", "address": "::1"}
    return {**of, "began_at": AT, "acted_at": AT, "ends_at": AT}


CANARY = "举报人王某13900001111"


def test_an_encrypted_one_opens_with_the_offices_key_only(
    databases: Databases, other: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = databases.copy("sqlite", "seeded")
    with disposing(private_engine(url)) as private, private.begin() as connection:
        connection.execute(insert(hazard_private), [_narrative("甲", CANARY)])
    runner, night = CliRunner(), tmp_path / "night"
    monkeypatch.setenv("DATABASE_URL", url.render_as_string())
    plain = runner.invoke(app, ["backup", str(tmp_path / "plain")])
    assert "未加密" in plain.output
    assert any(CANARY.encode() in path.read_bytes() for path in (tmp_path / "plain").rglob("*.db"))
    keys = [runner.invoke(app, ["backup-key", str(tmp_path / name)]) for name in ("key", "another")]
    assert runner.invoke(app, ["backup-key", str(tmp_path / "key")]).exit_code == 1
    name, _, public = keys[0].stdout.strip().splitlines()[-1].partition("=")
    monkeypatch.setenv(name, public)
    said = runner.invoke(app, ["backup", str(night)])
    assert said.exit_code == 0, said.output
    assert "未加密" not in said.output
    [made] = night.iterdir()
    assert sorted(path.name for path in made.iterdir()) == ["campaign-private.db.age", "campaign.db.age", FILE]
    assert not [path for path in made.iterdir() if CANARY.encode() in path.read_bytes()]
    target = other("sqlite")
    monkeypatch.setenv("DATABASE_URL", target.render_as_string())
    for wrong in ([], ["--key", str(tmp_path / "another")], ["--key", str(made / FILE)]):
        assert runner.invoke(app, ["restore", str(made), *wrong]).exit_code == 1
    done = runner.invoke(app, ["restore", str(made), "--key", str(tmp_path / "key")])
    assert done.exit_code == 0, done.output
    assert everything(target) == everything(url)
    monkeypatch.setenv(name, "age1nonsense")
    assert runner.invoke(app, ["backup", str(night)]).exit_code == 1
    databases.drop(url)


def test_hazards_of_the_backup_are_those_of_one_instant(imported: Engine, made: Path) -> None:
    with imported.connect() as connection:
        known = set(connection.scalars(select(hazard.c.code)))
    with sqlite3.connect(made / "campaign.db") as copy:
        assert {code for (code,) in copy.execute("SELECT code FROM hazard")} == known
