"""When the database is left alone, and what an open page sees of it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import Final, Generic, Literal, TypeAlias, TypeVar

from data_access.database.failures import Failure

Why: TypeAlias = Failure | Literal["busy", "loading"]
"""Why there is no snapshot: the database fails, all connections to it are in use, or hazards are still being read."""
LONG: Final = 1.0
"""Seconds that are more than any attempt takes that is refused."""
Seen = TypeVar("Seen")


class Breaker:
    """Counts failures in a row; after `failures` of them it is open for `seconds`: a reader waits for no timeout that
    is known beforehand.
    """

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

    def failed(self, why: Failure, waited: float = 0.0) -> None:
        """An attempt failed. Only a database that is away is left alone, for one that answers keeps nobody waiting.

        One attempt to connect for which somebody `waited` so many seconds is enough, for a frozen server would keep the
        next one waiting as long.
        """
        with self._lock:
            self.away_since = self.away_since or datetime.now(UTC)
            if why != "away":
                return
            self._count += 1 if waited < LONG else self._failures
            if self._count >= self._failures:
                self._until = self._clock() + self._seconds

    def succeeded(self) -> None:
        """An attempt went well."""
        with self._lock:
            self._count, self._until, self.away_since = 0, 0.0, None


class Pulse(Generic[Seen]):
    """What all pages see of the newest data: one look at most in so many seconds, for all of them together."""

    def __init__(self, look: Callable[[], Seen | Why], seconds: float) -> None:
        self._look, self._seconds = look, seconds
        self._lock = Lock()
        self._at = 0.0
        self._seen: Seen | Why = "away"
        self._outdated = False

    def expire(self) -> None:
        """Look again at the next question: somebody found that what was seen does not hold any more."""
        self._outdated = True

    def read(self) -> Seen | Why:
        """What is seen now, or why there is nothing. What was seen before while all connections are in use: whoever
        shows it is no worse off, and need not ask too.
        """
        with self._lock:
            if self._outdated or time.monotonic() - self._at >= self._seconds or not self._at:
                self._outdated = False
                seen = self._look()
                if seen != "busy" or not self._at:
                    self._seen = seen
                self._at = time.monotonic()
            return self._seen
