"""The register of hazards that pages read: at the start it is read in the background, and then brought up to date by
the first page that meets newer data (ADR 0035).
"""

import logging
import time
from collections.abc import Callable
from functools import cache
from threading import Event, Lock, Thread
from typing import Final

from sqlalchemy import Engine

from dashboard import errors
from dashboard.data.memory import Memory
from data_access.database.engine import database_url, read_engine
from data_access.database.failures import DATABASE, failure_of
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import read_stamp
from data_access.hazards.register.changes import brought_up_to_date
from data_access.hazards.register.register import Register, read_register, size_of_register

LOG = logging.getLogger("dashboard")
MAX_REGISTERS: Final = 2
"""Of the data as it is and as it was before: 0.4 GB each with a million hazards."""
AT_ONCE: Final = 200_000
"""Hazards and events that a page waits for: about a second. More are read in the background."""
AGE: Final = 600
SHARE: Final = 100
"""After AGE seconds, and SHARE times as long as reading took, all is read again: what a writer changed who left no
trace (docs/database.md) is seen after all, with a million hazards after three quarters of an hour.
"""
STATEMENT_SECONDS: Final = 120.0
LOST: Final = ("away", "missing", "slow")
"""After these failures the background tries again each second."""


class LoadingError(RuntimeError):
    """All hazards are being read in the background; nobody waits for that."""


class Loading:
    """The registers of this process by the version of the data, and the thread that reads them."""

    def __init__(self) -> None:
        self.registers = Memory[Register](MAX_REGISTERS)
        self.read, self.all = 0, 0
        """Rows that have come, and of how many."""
        self._lock, self._stop, self._known = Lock(), Event(), Event()
        self._thread: Thread | None = None
        self._needed = False
        self._read_at, self._took = time.monotonic(), 0.0

    def of(self, s: Snapshot, version: str, waiting: Callable[[], object]) -> Register:
        """The register of this version of the data, which the snapshot sees; LoadingError while it is awaited."""
        if self.awaited(version):
            raise LoadingError
        found = self.registers.get(version, lambda: self._made(s), waiting)
        if time.monotonic() - self._read_at > max(AGE, SHARE * self._took):
            self.begin(needed=False)
        return found

    def awaited(self, version: str) -> bool:
        """Whether pages about this version have to wait for what is read in the background."""
        return self._needed and self.all > AT_ONCE and self.registers.find(version) is None

    @property
    def starting(self) -> bool:
        """Whether this process has had no register yet, and is reading one."""
        return self._needed and not self.registers.values()

    def begin(self, size: int = 0, *, needed: bool = True) -> None:
        """Read all hazards in the background, some `size` rows, if that is not being done; `needed`: pages wait."""
        with self._lock:
            self._needed |= needed
            self.all = max(self.all, size)
            if self._thread is None:
                self._thread = Thread(target=self._read_whole, name="hazards", daemon=True)
                self._thread.start()

    def settle(self, seconds: float) -> None:
        """Wait until it is read, or known to take long; at most so many seconds."""
        self._known.wait(seconds)

    def stop(self) -> None:
        """Read no further (tests)."""
        self._stop.set()
        self.join()

    def join(self) -> None:
        """Wait until what is being read is there (tests)."""
        if (thread := self._thread) is not None:
            thread.join()

    def _made(self, s: Snapshot) -> Register:
        held = self.registers.values()
        found = brought_up_to_date(s, held[-1]) if held else None
        if found is not None:
            return found
        if (size := size_of_register(s)) > AT_ONCE:
            self.begin(size)
            raise LoadingError
        self._read_at = time.monotonic()
        return read_register(s)

    def _read_whole(self) -> None:
        while not self._stop.is_set():
            try:
                self._once()
            except DATABASE as error:
                if (why := failure_of(error)) in LOST:
                    LOG.warning("hazards are not read (%s); it is tried again each second", why)
                    self._stop.wait(1)
                    continue
                errors.report(error)
            except Exception as error:
                errors.report(error)
            break
        with self._lock:
            self._thread, self._needed, self.read, self.all = None, False, 0, 0
        self._known.set()

    def _once(self) -> None:
        with snapshot(engine()) as s:
            version, self.read, self.all = read_stamp(s).version, 0, size_of_register(s)
            if not self.all > AT_ONCE:
                self.registers.put(version, read_register(s))
                return
            self._known.set()
            LOG.info("reading %d rows of hazards", self.all)
            began = time.monotonic()
            register = read_register(s, self._told)
        register.known(None)
        self.registers.put(version, register)
        self._read_at = time.monotonic()
        self._took = self._read_at - began
        LOG.info("read %d rows of hazards in %.1f s", self.read, self._took)

    def _told(self, rows: int) -> None:
        self.read += rows
        if self._stop.is_set():
            raise LoadingError


@cache
def loading() -> Loading:
    """Shared by all pages of this process."""
    return Loading()


@cache
def engine() -> Engine:
    """The read engine of the background: a connection of its own, and time for its statements."""
    return read_engine(database_url(), statement_timeout=STATEMENT_SECONDS)


def forget() -> None:
    """Start as a new process would (tests)."""
    if loading.cache_info().currsize:
        loading().stop()
    if engine.cache_info().currsize:
        engine().dispose()
    loading.cache_clear()
    engine.cache_clear()
