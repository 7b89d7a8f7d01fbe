"""From the commit of a writer to the change on a page that stands open in a browser."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from playwright.sync_api import Page
from sqlalchemy import Engine, delete, func, insert, select

from data_access.database.engine import disposing, write_engine
from data_access.database.schema import load_log
from drills.tools.browser import looking
from tests.server import running

ADDRESS: Final = "/?lang=zh&asof=2020-07-04"
COMMITS: Final = 12
BUDGET_S: Final = 5.0
SOURCE: Final = "benchmark"
MOST: Final = 120
SHOWS: Final = "words => document.querySelector('[data-testid=stMainBlockContainer]').innerText.includes(words)"


class Noticed(NamedTuple):
    """Seconds from the commits to the pages that tell of them."""

    seconds: list[float]

    @property
    def p95(self) -> float:
        """Of so few the greatest."""
        return max(self.seconds)

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.seconds)


def measure(database_url: str, folder: Path) -> Noticed:
    """What a reader of the board sees of COMMITS loads without rows. Their lines of the log are taken away again."""
    seconds = []
    with (
        running(database_url, folder) as server,
        disposing(write_engine(database_url)) as engine,
        looking(f"{server.url}{ADDRESS}") as page,
        _tidied(engine),
    ):
        for number in range(COMMITS):
            seconds.append(_seconds_until_told(page, engine, number))
            page.wait_for_timeout(700 * (number % 4))  # not always at the same moment between two looks
    return Noticed(seconds)


def _seconds_until_told(page: Page, engine: Engine, number: int) -> float:
    """Of a load whose newest fact came a minute later than that of the one before; the page tells the minute."""
    until = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=COMMITS - number)
    with engine.begin() as connection:
        label = connection.scalar(select(func.max(load_log.c.label)))
        row = {"source": SOURCE, "status": "done", "rows": 0, "label": label, "data_until": until}
        connection.execute(insert(load_log).values(**row, started_at=until, ended_at=until))
    begun = time.monotonic()
    page.wait_for_function(SHOWS, arg=f"{until + timedelta(hours=8):%Y-%m-%d %H:%M}", timeout=1000 * MOST, polling=50)
    return time.monotonic() - begun


@contextmanager
def _tidied(engine: Engine) -> Iterator[None]:
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(delete(load_log).where(load_log.c.source == SOURCE))
