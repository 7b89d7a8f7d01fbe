"""Who reads and writes while something is taken away: writers, readers of snapshots, viewers of pages."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import pairwise
from threading import Event, Thread
from typing import Any, Final, Self

from sqlalchemy import URL, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import delivery, load_log
from data_access.database.snapshot import snapshot
from data_access.database.stamp import read_stamp
from data_access.notice.campaigns import resolve
from data_access.obligations.at_instant import list_obligations
from data_access.question import Filters
from drills.tools.figures import Figures
from tests.server import ROOT

SOURCE: Final = "drill"
"""Who wrote, in load_log."""
AS_OF: Final = datetime(2020, 7, 4, tzinfo=UTC)


class Repeated:
    """Something done again and again in a thread of its own, until it leaves the `with`."""

    pause: float = 0.1

    def __init__(self) -> None:
        self.good: list[float] = []
        """When it went well, in seconds of time.monotonic()."""
        self.failed: list[tuple[float, str]] = []
        """When it did not, and why."""
        self._over = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(60)

    def _run(self) -> None:
        while not self._over.wait(self.pause):
            self.attempt()

    def attempt(self) -> None:
        """Do it, and keep when it went well, or why not."""
        try:
            self.once()
        except SQLAlchemyError as error:
            self.failed.append((time.monotonic(), str(error).splitlines()[0][:200]))
        else:
            self.good.append(time.monotonic())

    def once(self) -> None:
        """Do it; SQLAlchemyError when the database does not let it."""
        raise NotImplementedError

    def gap(self, since: float) -> float:
        """The longest time between two that went well, the second one after `since`."""
        return max((later - earlier for earlier, later in pairwise(list(self.good)) if later >= since), default=0.0)


class Writer(Repeated):
    """Writes one row a transaction, as a load does, and keeps the number of each that the database acknowledged."""

    def __init__(self, url: URL) -> None:
        super().__init__()
        self.url, self.number = url, 0
        self.acknowledged: dict[int, float] = {}
        """Number of a row -> when it was acknowledged."""
        self._engine = write_engine(url)

    def once(self) -> None:
        """One row, whose number is in its source."""
        self.number += 1
        row = {"source": f"{SOURCE} {self.number}", "label": "sample", "rows": 0, "status": "done"}
        with self._engine.begin() as connection:
            connection.execute(insert(load_log), [{**row, "started_at": datetime.now(UTC)}])
        self.acknowledged[self.number] = time.monotonic()

    def present(self) -> set[int]:
        """The numbers that are in the database now."""
        with disposing(write_engine(self.url)) as engine, engine.connect() as connection:
            return {_number(one) for one in connection.scalars(select(load_log.c.source).where(WRITTEN))}


WRITTEN: Final = load_log.c.source.like(f"{SOURCE} %")


def _number(source: str) -> int:
    return int(source.rpartition(" ")[2])


class Reader(Repeated):
    """Reads a snapshot as a page does: stamp, campaign, what is owed; and looks how far it is behind the writer."""

    pause = 0.05

    def __init__(self, url: URL, writer: Writer) -> None:
        super().__init__()
        self.writer = writer
        self.late = list[float]()
        """For each read that did not see a row which had been acknowledged before it began: by how many seconds."""
        self._engine = read_engine(url)

    def once(self) -> None:
        """One snapshot."""
        begun, told = time.monotonic(), dict(self.writer.acknowledged)
        with snapshot(self._engine) as s:
            read_stamp(s)
            newest = s.scalar(select(load_log.c.source).where(WRITTEN).order_by(load_log.c.id.desc()).limit(1))
            list_obligations(s, resolve(s, Filters(), AS_OF))
        seen = _number(newest) if newest else 0
        if unseen := [at for number, at in told.items() if number > seen]:
            self.late.append(begun - min(unseen))


class Viewers:
    """Viewers with open pages of a dashboard, in a process of their own."""

    def __init__(self, port: int, pages: Sequence[str], sessions: int, interactions: int) -> None:
        of_pages = [word for page in pages for word in ("--page", page)]
        numbers = ["--port", str(port), "--sessions", str(sessions), "--interactions", str(interactions)]
        rest = ["--act", "page", "--query", "lang=zh&asof=2020-07-04", "--think", "2", "--ramp", "2"]
        command = [sys.executable, "-m", "benchmarks.tools.viewer_load", *numbers, *of_pages, *rest]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def report(self, seconds: float) -> dict[str, Any]:
        """What they saw, once they have done; see benchmarks/tools/viewer_load.py."""
        said, _ = self._process.communicate(timeout=seconds)
        found: dict[str, Any] = json.loads(said)
        return found

    def end(self) -> None:
        """End them, if they have not."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@contextmanager
def viewers(port: int, pages: Sequence[str], sessions: int, interactions: int) -> Iterator[Viewers]:
    """Viewers who go from page to page, 2 s on each."""
    made = Viewers(port, pages, sessions, interactions)
    try:
        yield made
    finally:
        made.end()


@contextmanager
def readers(number: int, url: URL, writer: Writer) -> Iterator[list[Reader]]:
    """So many readers."""
    with ExitStack() as stack:
        yield [stack.enter_context(Reader(url, writer)) for _ in range(number)]


def received(url: URL) -> int:
    """How many deliveries are registered."""
    with disposing(write_engine(url)) as engine, engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(delivery)) or 0


def told(figures: Figures, seen: dict[str, Any], sessions: int) -> None:
    """What viewers saw, as figures: every page with its own."""
    drawn, seconds = seen["loads"] + seen["interactions"], seen["interaction_s"]
    viewed = f"{drawn:,} for {sessions} viewers in {seen['wall_s']:.0f} s"
    figures.add("pages drawn", viewed, "> 100", holds=drawn > 100)
    none(figures, "pages that failed", seen["errors"], seen["error_samples"])
    none(figures, "pages without figures", seen["alerts"], seen["alert_samples"])
    figures.add("a page takes", ", ".join(f"{name} {seconds[name]:.2f} s" for name in ("p50", "p95", "max")))


def none(figures: Figures, what: str, found: int, samples: Sequence[str]) -> None:
    """A figure of what must not be; the first one is told."""
    figures.add(what, " ".join([f"{found}", *samples[:1]]), "0", holds=not found)
