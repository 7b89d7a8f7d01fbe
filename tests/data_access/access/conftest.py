"""An access place and a record of its own for each test, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine

from data_access.access.audit.chain import Chain
from data_access.access.audit.record import forget, open_chain
from data_access.access.place import access_url, engine_at, migrate_access


@pytest.fixture
def access(empty_url: URL, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The engine of a fresh access place."""
    if empty_url.get_backend_name() == "postgresql":
        monkeypatch.setenv("ACCESS_URL", empty_url.render_as_string(hide_password=False))
    engine = engine_at(access_url(empty_url))
    migrate_access(engine)
    yield engine
    engine.dispose()


def configure_audit(folder: Path, changed: pytest.MonkeyPatch, **others: str) -> None:
    """Settings of a record below `folder`."""
    (folder / "keys").mkdir()
    (folder / "keys" / "audit.key").write_text("0123456789abcdef" * 4)
    (folder / "keys" / "audit.key").chmod(0o600)
    places = {"FOLDER": folder / "audit", "KEY_FILE": folder / "keys" / "audit.key", "ANCHOR": folder / "anchor"}
    for name, value in {**places, **others}.items():
        changed.setenv(f"AUDIT_{name}", str(value))
    forget()


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chain]:
    """A configured record without a line."""
    configure_audit(tmp_path, monkeypatch)
    made = open_chain()
    assert made
    yield made
    monkeypatch.undo()
    forget()
