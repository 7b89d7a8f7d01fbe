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
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

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
SCALES: Final = (1.0, 5.0)
AGAIN: Final = 3
"""How often each question is asked again when its answer is remembered."""
AT: Final = datetime(2020, 7, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Spent:
    """Seconds of single reruns with nobody else there, and the share of them in which the process computed."""

    seconds: list[float]
    busy: float

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


@dataclass(frozen=True)
class Measures:
    """All of it, and of what machine."""

    day: str
    cores: int
    others: float
    """Processes that wanted to run before anything was measured."""
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
    others = os.getloadavg()[0]
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
    found = Measures(
        f"{datetime.now(UTC):%Y-%m-%d}", os.cpu_count() or 1, others, provinces, crowds, statistics.mean(stored)
    )
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
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        reading = pool.apply(reading_of, (url.render_as_string(hide_password=False),))
    asyncio.run(watch(arguments(process.port, len(PAGES), 1, 0.1)))  # the facts, read once by whoever comes first
    new, known = dict[str, Spent](), dict[str, Spent]()
    for place, page in enumerate(PAGES):
        days = DAYS[place :: len(PAGES)]  # days of its own, so that no page finds what another one worked out
        new[page] = _spent(process, page, days)
        known[page] = _spent(process, page, days * AGAIN)
    return Province(hazards, size, reading, usage(process.pid)[0], new, known)


def reading_of(url: str) -> float:
    """Seconds to read all hazards as columns."""
    with disposing(read_engine(url, statement_timeout=600)) as engine, snapshot(engine) as s:
        begun = time.perf_counter()
        load_register(s)
        return time.perf_counter() - begun


def _spent(process: Server, page: str, days: list[str]) -> Spent:
    before = usage(process.pid)[1]
    [times] = asyncio.run(interleaved([process], page, days[0], days))
    busy = (usage(process.pid)[1] - before) / (sum(times) / 1e3)
    return Spent([one / 1e3 for one in times], min(1.0, busy))


def _crowd(process: Server, viewers: int, hazards: int) -> Crowd:
    seen = asyncio.run(watch(arguments(process.port, viewers, STEPS, THINK)))
    took = seen["interaction_s"]
    return Crowd(hazards, viewers, seen["interactions"], seen["errors"] + seen["alerts"], took["p50"], took["p95"])
