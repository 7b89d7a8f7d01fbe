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
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, create_engine, func, select, text

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

CROWDS: Final = (25, 50)
"""Viewers of one process, with which the simulation is compared."""
STEPS: Final = 12
SCALES: Final = (1.0, 4.0)
AGAIN: Final = 2
"""How often each question is asked again when its answer is remembered."""
AT: Final = datetime(2020, 7, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Spent:
    """Seconds of single reruns with nobody else there, and of them the share in which the process computed."""

    seconds: list[float]
    busy: float

    @property
    def mean(self) -> float:
        """Seconds of a core that a rerun takes: the same on a machine with other work, which makes all of it wait."""
        return statistics.mean(self.seconds) * self.busy


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
    core: float
    """What the process got of a core meanwhile."""


@dataclass(frozen=True)
class Measures:
    """All of it, and of what machine."""

    day: str
    cores: int
    provinces: list[Province]
    crowds: list[Crowd]


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
    """Measure, and write the file; some minutes."""
    provinces, crowds = list[Province](), list[Crowd]()
    with tempfile.TemporaryDirectory(prefix="dashboard-country-") as name, server() as cluster:
        folder = Path(name)
        for number, scale in enumerate(sorted(scales)):
            url = _made(cluster, f"province_{number}", scale)
            with running(url.render_as_string(hide_password=False), folder, DASHBOARD_VAR=name) as process:
                provinces.append(_province(url, process))
                if not number:
                    crowds += [_crowd(process, viewers, provinces[0].hazards) for viewers in CROWDS]
    found = Measures(f"{datetime.now(UTC):%Y-%m-%d}", os.cpu_count() or 1, provinces, crowds)
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
    """Seconds of a core to read all hazards as columns, without those of the database."""
    with disposing(read_engine(url, statement_timeout=600)) as engine, snapshot(engine) as s:
        begun = time.process_time()
        load_register(s)
        return time.process_time() - begun


def _spent(process: Server, page: str, days: list[str]) -> Spent:
    before = usage(process.pid)[1]
    [times] = asyncio.run(interleaved([process], page, days[0], days))
    busy = (usage(process.pid)[1] - before) / (sum(times) / 1e3)
    return Spent([one / 1e3 for one in times], min(1.0, busy))


def _crowd(process: Server, viewers: int, hazards: int) -> Crowd:
    begun, before = time.perf_counter(), usage(process.pid)[1]
    seen = asyncio.run(watch(arguments(process.port, viewers, STEPS, THINK)))
    core = (usage(process.pid)[1] - before) / (time.perf_counter() - begun)
    took, wrong = seen["interaction_s"], seen["errors"] + seen["alerts"]
    return Crowd(hazards, viewers, seen["interactions"], wrong, took["p50"], took["p95"], core)
