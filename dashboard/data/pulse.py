"""The newest stamp of the data, asked once for all open pages together."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, Literal, TypeVar

from data_access.database.failures import Failure

Seen = TypeVar("Seen")


class Pulse(Generic[Seen]):
    """What is seen of the newest data, asked at most once in a while for all open pages together."""

    def __init__(self, ask: Callable[[], Seen | Failure | Literal["busy"]], seconds: float) -> None:
        self._ask, self._seconds = ask, seconds
        self._lock = Lock()
        self._at = 0.0
        self._seen: Seen | Failure | Literal["busy"] = "away"

    def read(self) -> Seen | Failure | Literal["busy"]:
        """What is seen now, or why there is nothing. What was seen before while all connections are in use: whoever
        shows it is no worse off, and need not ask too.
        """
        with self._lock:
            if time.monotonic() - self._at >= self._seconds or not self._at:
                seen = self._ask()
                if seen != "busy" or not self._at:
                    self._seen = seen
                self._at = time.monotonic()
            return self._seen
