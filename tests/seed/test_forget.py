"""Persons are forgotten at the end of their time, in rows and in the file's bytes; nothing else changes."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update
from typer.testing import CliRunner

from data_access.access.audit import record
from data_access.database.engine import disposing
from seed.__main__ import app
from seed.forget import BLANKED, DELETED, forget
from seed.private import private_engine
from seed.private.tables import delivery_private, hazard_private, liaison_private, metadata, tip_private
from seed.returns.importing import import_paths
from seed.samples import SAMPLES
from tests.data_access.access.conftest import configure_audit

NOW = datetime(2026, 12, 1, tzinfo=UTC)
CANARY = "联络员某某的手机13900001111"


@pytest.fixture
def private(imported: Engine) -> Iterator[Engine]:
    with disposing(private_engine(imported.url)) as engine:
        yield engine


def rows(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table.name: list(connection.execute(select(table).order_by(*table.primary_key)).all())
            for table in metadata.sorted_tables
        }


def age(engine: Engine, stored: datetime) -> None:
    with engine.begin() as connection:
        for table in (*DELETED, tip_private):
            connection.execute(update(table).values(stored_at=stored))


def test_what_is_old_goes_and_what_is_not_stays(imported: Engine, private: Engine) -> None:
    before = rows(private)
    assert all(before[table.name] for table in (*DELETED, tip_private)), "the samples have no such person"
    age(private, NOW - timedelta(days=10))
    assert set(forget(imported.url, NOW - timedelta(days=11)).values()) == {0}
    counted = forget(imported.url, NOW - timedelta(days=9), dry_run=True)
    assert {name: len(found) for name, found in rows(private).items()} == {n: len(f) for n, f in before.items()}
    assert forget(imported.url, NOW - timedelta(days=9)) == counted
    after = rows(private)
    assert {table.name: after[table.name] for table in DELETED} == {table.name: [] for table in DELETED}
    assert len(after["tip_private"]) == len(before["tip_private"])
    assert {getattr(row, column.name) for row in after["tip_private"] for column in BLANKED} == {None}
    assert [row.linked_hazards for row in after["tip_private"]] == [r.linked_hazards for r in before["tip_private"]]
    for table in (delivery_private, hazard_private):
        assert after[table.name] == before[table.name]
    assert set(forget(imported.url, NOW - timedelta(days=9)).values()) == {0}


def test_the_same_file_does_not_bring_them_back(imported: Engine, private: Engine) -> None:
    forget(imported.url, datetime(2100, 1, 1, tzinfo=UTC))
    report = import_paths(imported.url, [SAMPLES], label="sample")
    assert report.count("same") > 100
    assert rows(private)["liaison_private"] == []


def test_nothing_is_left_in_the_bytes_of_the_file(imported: Engine, private: Engine) -> None:
    if imported.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's pages are its server's")
    with private.begin() as connection:
        row = {"receipt_key": "canary", "person_name": CANARY, "stored_at": NOW}
        connection.execute(insert(liaison_private), [row])
    files = list(Path(str(private.url.database)).parent.glob("campaign-private.db*"))
    assert any(CANARY.encode() in file.read_bytes() for file in files)
    forget(imported.url, NOW + timedelta(days=1))
    files = list(Path(str(private.url.database)).parent.glob("campaign-private.db*"))
    assert [file.name for file in files if CANARY.encode() in file.read_bytes()] == []


def test_every_table_that_names_persons_is_decided() -> None:
    """A new private table must be either forgotten or said here to hold no person."""
    without = {"pairing_private", "delivery_private", "hazard_private"}
    assert {table.name for table in metadata.sorted_tables} == {t.name for t in (*DELETED, tip_private)} | without


def test_the_command_wants_days_and_keeps_them_in_the_settings(
    imported: Engine, private: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = CliRunner()
    monkeypatch.setenv("DATABASE_URL", imported.url.render_as_string(hide_password=False))
    monkeypatch.delenv("DASHBOARD_KEEP_PRIVATE_DAYS", raising=False)
    assert runner.invoke(app, ["forget"]).exit_code == 1
    for wrong in ("0", "x", "-3"):
        monkeypatch.setenv("DASHBOARD_KEEP_PRIVATE_DAYS", wrong)
        assert runner.invoke(app, ["forget"]).exit_code == 1
    monkeypatch.setenv("DASHBOARD_KEEP_PRIVATE_DAYS", "100")
    age(private, datetime.now(UTC) - timedelta(days=101))
    configure_audit(tmp_path, monkeypatch)
    tried = runner.invoke(app, ["forget", "--dry-run"])
    assert tried.exit_code == 0
    assert rows(private)["liaison_private"]
    assert runner.invoke(app, ["forget"]).exit_code == 0
    assert rows(private)["liaison_private"] == []
    assert runner.invoke(app, ["backup", str(tmp_path / "night")]).exit_code == 0
    record.forget()
    lines = [json.loads(line) for path in (tmp_path / "audit").iterdir() for line in path.read_text().splitlines()]
    assert [line["event"] for line in lines] == ["forget", "forget", "backup", "backup"]  # each begins and ends
    assert all(line["ok"] for line in lines)
    assert int(lines[1]["facts"]["liaison_private"]) > 0
