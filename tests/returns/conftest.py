"""One child process for all tests that only read."""

from collections.abc import Iterator

import pytest

from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Sandbox
from tests.returns.making import small_reference


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as shared:
        yield shared


@pytest.fixture(scope="session")
def reference() -> Reference:
    return small_reference()
