"""The newest stamp of the data, asked once for all open pages together."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Literal

from data_access.stamp import Stamp


class Pulse:
    """The newest stamp, asked at most once in a while for all open pages together."""

    def __init__(self, ask: Callable[[], Stamp | Literal["away", "busy"]], seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self._lock = Lock()
        self._at = 0.0
        self._stamp: Stamp | None = None

    def read(self) -> Stamp | None:
        """The stamp of the data now; None while the database is away. The one before while all connections are in use:
        whoever shows it is no worse off, and need not ask too.
        """
        with self._lock:
            if time.monotonic() - self._at >= self._seconds or not self._at:
                stamp = self._ask()
                if stamp != "busy":
                    self._stamp = None if stamp == "away" else stamp
                self._at = time.monotonic()
            return self._stamp
