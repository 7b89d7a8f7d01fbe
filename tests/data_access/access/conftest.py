"""An access place of its own for each test, on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL, Engine

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
