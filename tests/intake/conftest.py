"""One child process for all imports of a run."""

from collections.abc import Iterator

import pytest

from seed.returns.sandbox import Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as shared:
        yield shared
