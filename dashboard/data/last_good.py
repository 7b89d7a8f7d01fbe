"""Views that were drawn to the end: what an outage shows instead of zeros."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Final

from dashboard.view import View

MAX_VIEWS: Final = 300


class LastGood:
    """The last view drawn for each thing asked, until it is too old to show."""

    def __init__(self, ttl: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._ttl, self._clock = ttl, clock
        self._views: OrderedDict[Hashable, tuple[View, float]] = OrderedDict()
        self._lock = Lock()

    def remember(self, key: Hashable, view: View) -> None:
        """`view` was drawn to the end for `key`."""
        with self._lock:
            self._views[key] = view, self._clock()
            self._views.move_to_end(key)
            if len(self._views) > MAX_VIEWS:
                self._views.popitem(last=False)

    def find(self, key: Hashable) -> View | None:
        """The last view drawn for `key`, unless it is too old to show."""
        with self._lock:
            view, since = self._views.get(key, (None, 0.0))
        return view if self._clock() - since < self._ttl else None
