"""The newest data that this process has shown: an older answer comes from a restored backup or an old server."""

from collections.abc import Hashable
from datetime import datetime
from threading import Lock

from data_access.database.stamp import Stamp


class HighWater:
    """The newest stamp of each thing shown, by its data_until."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._marks: dict[Hashable, tuple[datetime, str]] = {}

    def above(self, key: Hashable, stamp: Stamp) -> datetime | None:
        """The data_until that was shown before for `key`, an instant, when that of `stamp` is earlier or gone; else
        None, and `stamp` is the mark from now on. Samples and simulated data that real data replace are no mark.
        """
        with self._lock:
            until, label = self._marks.get(key, (None, ""))
            replaced = label != "real" and label != stamp.label != "empty"
            if until is None or replaced or (stamp.data_until is not None and stamp.data_until >= until):
                if stamp.data_until is not None:
                    self._marks[key] = stamp.data_until, stamp.label
                return None
            return until
