"""Times of scans: by one server, through a coordinator of shards, and from both shards at once without it."""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Final

from sqlalchemy import URL, text

from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import snapshot
from data_access.database.stamp import read_stamp
from data_access.hazards.register.events import read_events
from data_access.hazards.register.rows import read_rows
from drills.tools.figures import Figures

TIMES: Final = 5
ASKED: Final = {
    "events by kind": "SELECT kind, count(*), max(occurred_at) FROM hazard_event GROUP BY kind",
    "events by hazard": "SELECT count(*), max(n) FROM (SELECT count(*) AS n FROM hazard_event GROUP BY hazard_id) AS h",
}


def scans(figures: Figures, whole: URL, coordinator: URL, shards: list[URL]) -> None:
    """A table of a million rows, and what the dashboard reads of hazards once a stamp."""
    with disposing(read_engine(whole)) as engine, snapshot(engine) as s:
        figures.add("rows of hazard_event", f"{s.scalar(text('SELECT count(*) FROM hazard_event')):,}")
    reads: dict[str, Callable[[URL], None]] = {what: partial(ask, statement) for what, statement in ASKED.items()}
    for what, act in {**reads, "hazards and events as columns": columns}.items():
        with ProcessPoolExecutor(len(shards)) as pool:
            both = _best(partial(_at_once, pool, act, shards))
        times = [_best(partial(act, whole)), _best(partial(act, coordinator)), both]
        words = ", ".join(f"{one:.2f} s" for one in times)
        ratio = f"{times[0] / times[1]:.2f} and {times[0] / times[2]:.2f} times as fast"
        figures.add(f"{what}: one server, coordinator, both shards at once", f"{words}: {ratio}")
    stamps = ", ".join(f"{1000 * _stamp(url):.1f} ms" for url in (whole, coordinator))
    figures.add("the stamp: one server, shards", stamps)


def _at_once(pool: ProcessPoolExecutor, act: Callable[[URL], None], urls: list[URL]) -> None:
    list(pool.map(act, urls))


def ask(statement: str, url: URL) -> None:
    """Ask for all rows of a statement."""
    with disposing(read_engine(url, statement_timeout=600)) as engine, engine.connect() as connection:
        connection.execute(text(statement)).all()


def columns(url: URL) -> None:
    """Read what the register of hazards is made of."""
    with disposing(read_engine(url, statement_timeout=600)) as engine, snapshot(engine) as s:
        read_events(s, read_rows(s).ids)


def _stamp(url: URL) -> float:
    with disposing(read_engine(url)) as engine, snapshot(engine) as s:
        return _best(partial(read_stamp, s))


def _best(act: Callable[[], object]) -> float:
    """Seconds of the fastest of some."""
    return min(seconds_of(act) for _ in range(TIMES))


def seconds_of(act: Callable[[], object]) -> float:
    """How long it takes."""
    begun = time.monotonic()
    act()
    return time.monotonic() - begun
