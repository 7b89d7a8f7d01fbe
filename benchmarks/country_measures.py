"""What a simulation of a country needs to know of this machine, measured and kept as JSON.

`python -m benchmarks.country measure FILE` makes simulated provinces of some sizes in a PostgreSQL of its own.
"""

import asyncio
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, create_engine, func, select, text

from benchmarks import importing
from benchmarks.behind_proxy import DAYS, PAGES, THINK, arguments
from benchmarks.reruns import interleaved
from benchmarks.tools.viewer_load import measure as watch, usage
from data_access.database.engine import disposing, read_engine
from data_access.database.schema import hazard
from data_access.database.snapshot import snapshot
from data_access.hazards.register.register import load_register
from seed.demo.run import make_demo
from tests.postgres import server
from tests.server import Server, running

CROWDS: Final = (50, 100)
"""Viewers of one process, with which the simulation is compared."""
STEPS: Final = 20
SCALES: Final = (1.0, 4.0)
BURST: Final = 0.1
"""Seconds."""
AGAIN: Final = 3
"""How often each question is asked again when its answer is remembered."""
AT: Final = datetime(2020, 7, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Spent:
    """Seconds of single reruns with nobody else there, and the share of them in which the process computed; `share`: of
    a core that whoever computes got meanwhile.
    """

    seconds: list[float]
    busy: float
    share: float

    @property
    def mean(self) -> float:
        """Of the middle and the ends."""
        return statistics.mean(self.seconds)


@dataclass(frozen=True)
class Province:
    """A database of so many hazards: its bytes, the reading of its facts by a process, reruns of its pages."""

    hazards: int
    database_bytes: int
    reading_s: float
    memory_mb: float
    """Of a process with the facts and some sessions."""
    new: dict[str, Spent]
    """By page: a day that nobody asked for; `known`: one whose answer is remembered."""
    known: dict[str, Spent]


@dataclass(frozen=True)
class Crowd:
    """What so many viewers of one process saw, of a database of so many hazards."""

    hazards: int
    viewers: int
    reruns: int
    errors: int
    p50: float
    p95: float
    share: float
    """Of a core that whoever computes got meanwhile."""


@dataclass(frozen=True)
class Measures:
    """All of it, and of what machine."""

    day: str
    cores: int
    provinces: list[Province]
    crowds: list[Crowd]
    stored_rows_s: float
    """Rows of a ledger stored a second, into PostgreSQL."""


def read(file: Path) -> Measures:
    """The measures in a file that `measure` wrote."""
    raw = json.loads(file.read_text(encoding="utf-8"))
    provinces = [
        Province(**{**one, **{kind: {page: Spent(**spent) for page, spent in one[kind].items()} for kind in ASKED}})
        for one in raw.pop("provinces")
    ]
    return Measures(provinces=provinces, crowds=[Crowd(**one) for one in raw.pop("crowds")], **raw)


ASKED: Final = ("new", "known")


def measure(file: Path, scales: Sequence[float] = SCALES) -> Measures:
    """Measure, and write the file; a quarter of an hour on two cores."""
    provinces, crowds = list[Province](), list[Crowd]()
    with tempfile.TemporaryDirectory(prefix="dashboard-country-") as name, server() as cluster:
        folder = Path(name)
        for number, scale in enumerate(sorted(scales)):
            url = _made(cluster, f"province_{number}", scale)
            with running(url.render_as_string(hide_password=False), folder, DASHBOARD_VAR=name) as process:
                provinces.append(_province(url, process))
                if not number:
                    crowds += [_crowd(process, viewers, provinces[0].hazards) for viewers in CROWDS]
        empty = _database(cluster, "importing").render_as_string(hide_password=False)
        stored = [one.speed for one in importing.measure(empty, folder)]
    found = Measures(f"{datetime.now(UTC):%Y-%m-%d}", os.cpu_count() or 1, provinces, crowds, statistics.mean(stored))
    file.write_text(json.dumps(asdict(found), indent=1), encoding="utf-8")
    return found


def _database(cluster: URL, name: str) -> URL:
    with disposing(create_engine(cluster, isolation_level="AUTOCOMMIT")) as engine, engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return cluster.set(database=name)


def _made(cluster: URL, name: str, scale: float) -> URL:
    url = _database(cluster, name)
    make_demo(url, scale)
    with disposing(create_engine(url, isolation_level="AUTOCOMMIT")) as engine, engine.connect() as connection:
        connection.execute(text("VACUUM ANALYZE"))
    return url


def _province(url: URL, process: Server) -> Province:
    with disposing(read_engine(url)) as engine, snapshot(engine) as s:
        hazards = s.scalar(select(func.count()).select_from(hazard))
        size = s.scalar(select(func.pg_database_size(url.database)))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        reading = min(pool.map(reading_of, [url.render_as_string(hide_password=False)] * 2))
    asyncio.run(watch(arguments(process.port, len(PAGES), 1, 0.1)))  # the facts, read once by whoever comes first
    new, known = dict[str, Spent](), dict[str, Spent]()
    for place, page in enumerate(PAGES):
        days = DAYS[place :: len(PAGES)]  # days of its own, so that no page finds what another one worked out
        new[page] = _spent(process, page, days)
        known[page] = _spent(process, page, days * AGAIN)
    return Province(hazards, size, reading, usage(process.pid)[0], new, known)


def reading_of(url: str) -> float:
    """Seconds of a core to read all hazards as columns: the process's own, and as long as the database takes."""
    with disposing(read_engine(url, statement_timeout=600)) as engine, snapshot(engine) as s:
        begun = time.perf_counter()
        with probe() as share:
            load_register(s)
            spent = time.perf_counter() - begun
        return spent * share()


def _spent(process: Server, page: str, days: list[str]) -> Spent:
    before = usage(process.pid)[1]
    with probe() as share:
        [times] = asyncio.run(interleaved([process], page, days[0], days))
    busy = (usage(process.pid)[1] - before) / (sum(times) / 1e3)
    return Spent([one / 1e3 for one in times], min(1.0, busy), share())


def _crowd(process: Server, viewers: int, hazards: int) -> Crowd:
    with probe() as share:
        seen = asyncio.run(watch(arguments(process.port, viewers, STEPS, THINK)))
    took, wrong = seen["interaction_s"], seen["errors"] + seen["alerts"]
    return Crowd(hazards, viewers, seen["interactions"], wrong, took["p50"], took["p95"], share())


@contextmanager
def probe() -> Iterator[Callable[[], float]]:
    """The share of a core that one more process gets: on a machine with other work it is less than 1, and all is as
    much slower. It computes for BURST in each second or so, beside what is measured.
    """
    spawned = multiprocessing.get_context("spawn")
    spent = spawned.Array("d", 2)
    process = spawned.Process(target=_bursts, args=(spent,), daemon=True)
    process.start()
    try:
        yield lambda: spent[0] / spent[1] if spent[1] else 1.0
    finally:
        process.kill()
        process.join()


def _bursts(spent: Any) -> None:
    while True:
        begun, used = time.perf_counter(), time.process_time()
        while time.process_time() - used < BURST:
            pass
        spent[0] += time.process_time() - used
        spent[1] += time.perf_counter() - begun
        time.sleep(1)
