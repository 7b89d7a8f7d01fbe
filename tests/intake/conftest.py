"""One child process for all imports of a run, and one engine for all copies of a database at one place."""

from collections.abc import Iterator
from functools import cache

import pytest

from data_access.database.engine import write_engine
from seed import private
from seed.private import pair
from seed.returns.reading.sandbox import Sandbox
from tests.intake import told

engine_at = cache(write_engine)


@pytest.fixture(autouse=True)
def _engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an engine has compiled for one copy it need not compile for the next: a third of the work of an import."""
    for module in (private, pair, told):
        monkeypatch.setattr(module, "write_engine", engine_at)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as shared:
        yield shared
