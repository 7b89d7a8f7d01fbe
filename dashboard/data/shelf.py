"""Answers kept by key: one computation at a time per key, bounded by number, size and age, safe from viewers.

Streamlit's caches cannot be used for this: any browser can send them a message that empties them for everybody, and an
outage would then find no last good copy.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar, cast

import pandas as pd

Rows = TypeVar("Rows", bound="pd.DataFrame | tuple[object, ...]")
"""A frame, or rows as a tuple: what readers share and nobody changes."""


@dataclass(frozen=True)
class _Kept:
    answer: "pd.DataFrame | tuple[object, ...]"
    since: float


class Shelf:
    """A bounded store of rows; a frame comes back as a shallow copy, which pandas 3 copies on write."""

    def __init__(
        self, max_entries: int, max_rows: int, ttl: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._max_entries, self._max_rows, self._ttl, self._clock = max_entries, max_rows, ttl, clock
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._rows = 0
        self._lock = Lock()

    def peek(self, key: Hashable) -> "pd.DataFrame | tuple[object, ...] | None":
        """What is kept under `key`, or None."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or self._clock() - kept.since > self._ttl:
                return None
            self._kept.move_to_end(key)
            return _copy(kept.answer)

    def get(self, key: Hashable, load: Callable[[], Rows]) -> Rows:
        """What is kept under `key`, else the answer of `load()`, which then is kept; callers of one key wait for one
        load.

        What `load` raises goes to its caller; a waiting caller then tries itself.
        """
        if (answer := self.peek(key)) is not None:
            return cast(Rows, answer)
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            if (answer := self.peek(key)) is not None:
                return cast(Rows, answer)
            try:
                made = load()
                self._keep(key, made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return cast(Rows, _copy(made))

    def clear(self) -> None:
        """Forget everything (tests)."""
        with self._lock:
            self._kept.clear()
            self._rows = 0

    def _keep(self, key: Hashable, answer: "pd.DataFrame | tuple[object, ...]") -> None:
        with self._lock:
            if old := self._kept.pop(key, None):
                self._rows -= len(old.answer)
            self._kept[key] = _Kept(answer, self._clock())
            self._rows += len(answer)
            while self._kept and (len(self._kept) > self._max_entries or self._rows > self._max_rows):
                _, gone = self._kept.popitem(last=False)
                self._rows -= len(gone.answer)


def _copy(answer: "pd.DataFrame | tuple[object, ...]") -> "pd.DataFrame | tuple[object, ...]":
    return answer.copy(deep=False) if isinstance(answer, pd.DataFrame) else answer
