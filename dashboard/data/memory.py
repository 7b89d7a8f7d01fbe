"""Thread-safe LRU memory of one process, bounded by number, rows and age; and what pages work out, remembered in it.

Streamlit's caches cannot be used for this: any browser can send them a message that empties them for everybody, and an
outage would then find no last good copy.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from functools import wraps
from math import inf
from threading import Lock
from typing import Concatenate, Final, Generic, NamedTuple, ParamSpec, TypeVar, cast

from dashboard import access
from dashboard.view import View

MAX_WORKED_OUT: Final = 128
"""Results of some 100 kB each."""

Value = TypeVar("Value")
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


class _Entry(NamedTuple):
    value: object
    rows: int
    since: float


class Memory(Generic[Value]):
    """Values by key, shared by all readers: nobody may change them. None is a value like any other."""

    def __init__(
        self,
        most: int,
        most_rows: float = inf,
        seconds: float = inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most, self._most_rows, self._seconds, self._clock = most, most_rows, seconds, clock
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._rows = 0
        self._lock = Lock()

    def find(self, key: Hashable) -> Value | None:
        """The value under `key`, None where there is none that is young enough."""
        entry = self._entry(key)
        return None if entry is None else cast(Value, entry.value)

    def get(self, key: Hashable, make: Callable[[], Value], waiting: Callable[[], object] = lambda: None) -> Value:
        """The value under `key`, else that of `make()`, which is then remembered; callers of one key wait for one
        computation, each after `waiting()`, which gives back what the one who computes may need.

        What `make` raises goes to its caller; a waiting caller then tries itself.
        """
        if (entry := self._entry(key)) is not None:
            return cast(Value, entry.value)
        with self._lock:
            making = self._making.setdefault(key, Lock())
        if not making.acquire(blocking=False):
            waiting()
            making.acquire()
        try:
            if (entry := self._entry(key)) is not None:
                return cast(Value, entry.value)
            made = make()
            self.put(key, made)
            return made
        finally:
            with self._lock:
                self._making.pop(key, None)
            making.release()

    def put(self, key: Hashable, value: Value) -> None:
        """Remember `value` from now on; what was used longest ago makes room."""
        with self._lock:
            self._remove(key)
            self._entries[key] = _Entry(value, len(value) if isinstance(value, Sized) else 0, self._clock())
            self._rows += self._entries[key].rows
            while self._entries and (len(self._entries) > self.most or self._rows > self._most_rows):
                self._remove(next(iter(self._entries)))

    def values(self) -> list[Value]:
        """All that it holds, also what is too old to be found."""
        with self._lock:
            return [cast(Value, entry.value) for entry in self._entries.values()]

    def clear(self) -> None:
        """Start as a new process would (tests)."""
        with self._lock:
            self._entries.clear()
            self._rows = 0

    def _entry(self, key: Hashable) -> _Entry | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or self._clock() - entry.since > self._seconds:
                return None
            self._entries.move_to_end(key)
            return entry

    def _remove(self, key: Hashable) -> None:
        if gone := self._entries.pop(key, None):
            self._rows -= gone.rows


worked_out: Final[Memory[object]] = Memory(MAX_WORKED_OUT)
"""Thirty small steps over a few hundred rows cost 40 ms a rerun, more than drawing the page."""


def remembered(make: Callable[Concatenate[View, Arguments], Result]) -> Callable[Concatenate[View, Arguments], Result]:
    """`make`, worked out once for all it may depend on: question, data, language and theme of its view, and its further
    arguments. An argument that is itself a remembered result is compared as an object (`eq=False`).
    """

    @wraps(make)
    def result(view: View, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Result:
        access.hold_to(view.question.scope)
        key = make, view.question, view.stamp.version, view.lang, view.dark, arguments, *named.items()
        return cast(Result, worked_out.get(key, lambda: make(view, *arguments, **named)))

    return result
