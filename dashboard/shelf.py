"""Frames kept by key: one computation at a time per key, bounded by number, size and age, not to be emptied by viewers.

Streamlit's caches cannot be used for this: any browser can send them a message that empties them for everybody, and an
outage would then find no last good copy.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

import pandas as pd


@dataclass(frozen=True)
class _Kept:
    frame: pd.DataFrame
    size: int
    since: float


class Shelf:
    """A bounded store of frames; what comes back is a shallow copy, which pandas 3 copies on write."""

    def __init__(
        self, max_entries: int, max_bytes: int, ttl: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._max_entries, self._max_bytes, self._ttl, self._clock = max_entries, max_bytes, ttl, clock
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._size = 0
        self._lock = Lock()

    def peek(self, key: Hashable) -> pd.DataFrame | None:
        """The frame kept under `key`, or None."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or self._clock() - kept.since > self._ttl:
                return None
            self._kept.move_to_end(key)
            return kept.frame.copy(deep=False)

    def get(self, key: Hashable, load: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """The frame kept under `key`, else that of `load()`, which then is kept; callers of one key wait for one load.

        What `load` raises goes to its caller; a waiting caller then tries itself.
        """
        if (frame := self.peek(key)) is not None:
            return frame
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            if (frame := self.peek(key)) is not None:
                return frame
            try:
                frame = load()
                self._keep(key, frame)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return frame.copy(deep=False)

    def clear(self) -> None:
        """Forget everything (tests)."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _keep(self, key: Hashable, frame: pd.DataFrame) -> None:
        size = int(frame.memory_usage(index=True, deep=True).sum())
        with self._lock:
            if old := self._kept.pop(key, None):
                self._size -= old.size
            self._kept[key] = _Kept(frame, size, self._clock())
            self._size += size
            while self._kept and (len(self._kept) > self._max_entries or self._size > self._max_bytes):
                _, gone = self._kept.popitem(last=False)
                self._size -= gone.size
