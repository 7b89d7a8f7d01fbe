"""From the start of a process to the first page of hazards, and what the facts take in memory."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.tools.viewer_load import usage
from benchmarks.visits import is_ready, warmed
from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import snapshot
from data_access.extracts.files import question_of, stream_csv
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from tests.server import running

BUDGET_S: Final = 30.0
MEMORY_BUDGET: Final = 0.6
"""Of the bytes of the file of the same hazards."""
MOST: Final = 300


class Started(NamedTuple):
    """Seconds and megabytes of a process that begins with nothing."""

    ready: float
    """Until /readyz says that it is ready."""
    page: float
    """Until the page of hazards stands."""
    empty: float
    """Megabytes of the process before it was asked anything."""
    full: float
    """With the facts."""
    file: float
    """Megabytes of the file of all hazards."""

    @property
    def ratio(self) -> float:
        """What the facts take over the file."""
        return (self.full - self.empty) / self.file


def measure(database_url: str, folder: Path) -> Started:
    """A process on the database at `database_url`."""
    begun = time.monotonic()
    with running(database_url, folder) as server:
        empty = usage(server.pid)[0]
        while not is_ready(server.port):
            if time.monotonic() - begun > MOST:
                raise RuntimeError("not ready")
            time.sleep(0.1)
        ready = time.monotonic() - begun
        asyncio.run(warmed(server.port, ("hazards",)))
        page = time.monotonic() - begun
        full = usage(server.pid)[0]
    return Started(ready, page, empty, full, _file(database_url))


def _file(database_url: str) -> float:
    with disposing(read_engine(database_url)) as engine, snapshot(engine) as s:
        q = question_of("hazards", resolve(s, Filters(), datetime.now(UTC)))
        return sum(map(len, stream_csv(s, "hazards", q))) / 1e6
