"""Leaves a failing database alone for a while, so that a reader waits for no timeout that is known beforehand."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import Final

LONG: Final = 1.0
"""Seconds that are more than any attempt takes that is refused."""


class Breaker:
    """Counts failures in a row; after `failures` of them it is open for `seconds`."""

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._failures, self._seconds, self._clock = failures, seconds, clock
        self._count = 0
        self._until = 0.0
        self._lock = Lock()
        self.away_since: datetime | None = None
        """The first failure in a row; None: the last attempt went well."""

    @property
    def open(self) -> bool:
        """Whether to leave the database alone now."""
        return self._clock() < self._until

    def failed(self, waited: float = 0.0) -> None:
        """An attempt failed; one to connect for which somebody `waited` so many seconds is enough, for a frozen server
        would keep the next one waiting as long.
        """
        with self._lock:
            self._count += 1 if waited < LONG else self._failures
            self.away_since = self.away_since or datetime.now(UTC)
            if self._count >= self._failures:
                self._until = self._clock() + self._seconds

    def unusable(self) -> None:
        """An attempt found a database that answers but cannot be read: no reason to leave it alone, for it keeps nobody
        waiting.
        """
        with self._lock:
            self.away_since = self.away_since or datetime.now(UTC)

    def succeeded(self) -> None:
        """An attempt went well."""
        with self._lock:
            self._count, self._until, self.away_since = 0, 0.0, None
