"""The newest stamp of the data, asked once for all open pages together."""

import time
from collections.abc import Callable
from threading import Lock

from data_access.stamp import Stamp


class Pulse:
    """The newest stamp, asked at most once in a while for all open pages together."""

    def __init__(self, ask: Callable[[], Stamp | None], seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self._lock = Lock()
        self._at = 0.0
        self._stamp: Stamp | None = None

    def read(self) -> Stamp | None:
        """The stamp of the data now; None while the database is away."""
        with self._lock:
            if time.monotonic() - self._at >= self._seconds or not self._at:
                self._stamp = self._ask()
                self._at = time.monotonic()
            return self._stamp
