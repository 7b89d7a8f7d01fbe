"""What this process has done since it started, counted for whoever watches it: one number by name and label."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Final, Literal, TypeAlias

Name: TypeAlias = Literal["requests", "request_seconds", "websockets", "page_loads", "page_load_seconds"]
_lock: Final = Lock()
_counted: Final[defaultdict[tuple[Name, str], float]] = defaultdict(float)


def add(name: Name, label: str = "", by: float = 1) -> None:
    """Count one more, or `by`."""
    with _lock:
        _counted[name, label] += by


def counted() -> dict[tuple[Name, str], float]:
    """All that was counted, by name and label."""
    with _lock:
        return dict(_counted)


@contextmanager
def page_load() -> Iterator[None]:
    """Count a page load and the seconds until its page is drawn."""
    began = monotonic()
    try:
        yield
    finally:
        add("page_loads")
        add("page_load_seconds", by=monotonic() - began)
