"""The file of all hazards over HTTP beside what the database alone needs for the same rows, and what others feel of it.

PostgreSQL: COPY of the rows of the file out of one table of texts. SQLite: the bare csv loop over such a table.
"""

import asyncio
import csv
import http.client
import io
import multiprocessing
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median
from threading import Event, Thread
from typing import Any

import psycopg

from benchmarks.tools import viewer_load
from benchmarks.visits import warmed
from dashboard.parts import links
from dashboard.settings import settings
from data_access.access.viewer import LOCAL
from data_access.database.engine import disposing, parsed, read_engine
from data_access.database.snapshot import snapshot
from data_access.extracts.files import question_of
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from tests.server import Server, running

NAME = "hazards"
BUDGET, MEMORY_BUDGET_MB, FIRST_BUDGET, VIEWERS_BUDGET = 2.0, 50.0, 0.2, 1.5
ROUNDS = 3
VIEWERS, STEPS, THINK = 20, 8, 3.0
PAGES = ("", "hazards", "completion", "map")
READY_SECONDS = 300
PARTITION = 500


@dataclass(frozen=True)
class BigFile:
    """Medians of ROUNDS downloads, in seconds and MB."""

    backend: str
    rows: int
    megabytes: float
    seconds: float
    first_byte: float
    beside: float
    """COPY, or the bare loop, of the same rows."""
    memory: float
    """By which the server's memory was greater at most while it sent the file."""
    quiet: float
    """p95 of VIEWERS viewers' reruns."""
    meanwhile: float
    """The same while one file after the other is sent."""

    @property
    def ratio(self) -> float:
        """Ours over the database alone."""
        return self.seconds / self.beside

    @property
    def felt(self) -> float:
        """p95 of other viewers meanwhile, over that of a quiet server."""
        return self.meanwhile / self.quiet

    @property
    def is_copied(self) -> bool:
        """Whether it stands beside a COPY."""
        return self.backend == "postgresql"


def measure(database_url: str, folder: Path) -> BigFile:
    """The file of all hazards that the database holds, in Chinese, for people. It writes nothing but files in `folder`
    and a temporary table.
    """
    os.environ["DASHBOARD_SECRET"] = secrets.token_hex()  # the server's and ours: this process signs the link
    for part in (settings, links.serializer):
        part.cache_clear()
    with running(database_url, folder) as dashboard:
        asyncio.run(warmed(dashboard.port, PAGES))
        path, rows = _address(database_url), folder / f"{NAME}.csv"
        quiet = _p95(dashboard)
        with rows.open("wb") as file:
            _fetch(dashboard.port, path, file.write)
        with _beside(database_url, rows) as beside:
            taken = [(_timed(beside), _download(dashboard, path)) for _ in range(ROUNDS)]
        meanwhile = _p95(dashboard, path)
    alone, found = zip(*taken, strict=True)
    with rows.open("rb") as lines:
        count = sum(1 for _ in lines) - 1
    return BigFile(
        backend=parsed(database_url).get_backend_name(),
        rows=count,
        megabytes=rows.stat().st_size / 1e6,
        seconds=median(one.seconds for one in found),
        first_byte=median(one.first_byte for one in found),
        beside=median(alone),
        memory=max(one.memory for one in found),
        quiet=quiet,
        meanwhile=meanwhile,
    )


@dataclass(frozen=True)
class _Download:
    seconds: float
    first_byte: float
    memory: float


def _address(database_url: str) -> str:
    """The signed link to the file as of the end of the campaign."""
    with disposing(read_engine(database_url)) as engine, snapshot(engine) as s:
        q = question_of(NAME, resolve(s, Filters(), datetime.now(UTC)))
    return f"/extract/{NAME}.csv?t={links.sign(links.Order(NAME, q, 'zh', viewer=LOCAL.id))}"


def _fetch(port: int, path: str, take: Callable[[bytes], object]) -> tuple[float, float]:
    """Seconds to the first byte and to the last of a file; OSError for one that is not whole."""
    begun, first = time.perf_counter(), 0.0
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=READY_SECONDS)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise OSError(f"{answer.status}: {answer.read(300)!r}")
        while chunk := answer.read1(1 << 18):
            first = first or time.perf_counter() - begun
            take(chunk)
    return first, time.perf_counter() - begun


def _download(dashboard: Server, path: str) -> _Download:
    before, peak, done = _memory(dashboard), [0.0], Event()

    def watch() -> None:
        while not done.wait(0.05):
            peak[0] = max(peak[0], _memory(dashboard))

    watching = Thread(target=watch)
    watching.start()
    first, seconds = _fetch(dashboard.port, path, len)
    done.set()
    watching.join()
    return _Download(seconds, first, peak[0] - before)


def _memory(dashboard: Server) -> float:
    return viewer_load.usage(dashboard.pid)[0]


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


@contextmanager
def _beside(database_url: str, file: Path) -> Iterator[Callable[[], object]]:
    """What reads the rows of the file out of a table of texts, as fast as the database gives them."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        columns = ", ".join(f"c{place} text" for place in range(len(next(csv.reader(text)))))
    if parsed(database_url).get_backend_name() == "postgresql":
        with psycopg.connect(parsed(database_url).set(drivername="postgresql").render_as_string(False)) as connection:
            connection.execute(f"CREATE TEMPORARY TABLE beside ({columns})".encode())
            with file.open("rb") as rows, connection.cursor().copy("COPY beside FROM STDIN (FORMAT csv)") as copy:
                rows.readline()
                while chunk := rows.read(1 << 18):
                    copy.write(chunk)
            yield lambda: _copy(connection)
    else:
        with closing(sqlite3.connect(file.with_suffix(".db"))) as embedded:
            embedded.execute(f"CREATE TABLE beside ({columns})")
            with file.open(encoding="utf-8-sig", newline="") as text:
                rows_of_text = islice(csv.reader(text), 1, None)
                marks = ", ".join("?" * columns.count(" text"))
                embedded.executemany(f"INSERT INTO beside VALUES ({marks})", rows_of_text)
            embedded.commit()
            yield lambda: _bare_loop(embedded)


def _copy(connection: psycopg.Connection[Any]) -> int:
    with connection.cursor().copy("COPY beside TO STDOUT (FORMAT csv)") as copy:
        return sum(map(len, copy))


def _bare_loop(connection: sqlite3.Connection) -> int:
    cursor, out, size = connection.execute("SELECT * FROM beside"), io.StringIO(newline=""), 0
    table = csv.writer(out)
    while part := cursor.fetchmany(PARTITION):
        table.writerows(part)
        size += len(out.getvalue().encode())
        out.seek(0)
        out.truncate()
    return size


def _p95(dashboard: Server, path: str = "") -> float:
    """p95 of viewers who choose days that nobody has asked for; meanwhile one file after the other goes to somebody in
    another process, if a path is given.
    """
    month = 10 if path else 8
    days = [f"lang=zh&asof=2020-{month + day // 28:02d}-{day % 28 + 1:02d}" for day in range(56)]
    arguments = [*_pages(), "--port", str(dashboard.port), "--sessions", str(VIEWERS), "--interactions", str(STEPS)]
    arguments += ["--think", str(THINK), "--ramp", str(THINK), "--act", "query", "--queries", *days]
    reader = multiprocessing.get_context("spawn").Process(target=_again_and_again, args=(dashboard.port, path))
    if path:
        reader.start()
    try:
        report = asyncio.run(viewer_load.measure(viewer_load.parse(arguments)))
    finally:
        if path:
            reader.terminate()
            reader.join()
    if report["errors"]:
        raise RuntimeError(str(report["error_samples"]))
    p95: float = report["interaction_s"]["p95"]
    return p95


def _again_and_again(port: int, path: str) -> None:
    while True:
        _fetch(port, path, len)


def _pages() -> list[str]:
    return [argument for page in PAGES for argument in ("--page", page)]
