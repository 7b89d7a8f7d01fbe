"""What this process keeps of what it has read: answers, facts, registers of hazards, views that were drawn."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import cache, partial
from typing import Any, Final

from dashboard.data.memory import Memory
from dashboard.settings import settings
from dashboard.view import View
from data_access.database.snapshot import Snapshot
from data_access.hazards.register.register import load_register

MAX_ANSWERS, MAX_ROWS = 600, 500_000
"""Rows of some 0.5 kB each: 250 MB."""
FACTS_SECONDS: Final = 600
"""Then it is read anew: what a writer changed who left no trace in the stamp (docs/database.md) is seen after all."""
MAX_REGISTERS: Final = 2
"""Of the data as it is and as it was before: 0.3 GB each with a million hazards."""
MAX_FACTS: Final = 256
"""Names of units, lines and places as they are asked for, and of each campaign all that is owed: some 4 MB a stamp."""
MAX_VIEWS: Final = 300


@cache
def answers() -> Memory[Any]:
    """Rows by loader, question, stamp and arguments; shared by all pages of this process."""
    return Memory(MAX_ANSWERS, MAX_ROWS, settings().stale_hours * 3600)


@cache
def facts() -> Memory[Any]:
    """What no instant changes (Snapshot.lasting) by the stamp; shared by all pages of this process."""
    return Memory(MAX_FACTS, seconds=FACTS_SECONDS)


@cache
def registers() -> Memory[Any]:
    """The registers of hazards by the stamp; apart, since of the other facts a dozen stamps are kept."""
    return Memory(MAX_REGISTERS, seconds=FACTS_SECONDS)


@cache
def last_good() -> Memory[View]:
    """Views that were drawn to the end, by what the address asks: what an outage shows instead of zeros."""
    return Memory(MAX_VIEWS, seconds=settings().stale_hours * 3600)


def remembering(s: Snapshot, version: str) -> Snapshot:
    """The snapshot with the facts that this process has read already of this version of the data."""
    return replace(s, memory=partial(_lasting, version, s.give_back))


def _lasting(version: str, waiting: Callable[[], None], key: Hashable, make: Callable[[], Any]) -> Any:
    memory = registers() if key is load_register else facts()
    return memory.get((version, key), make, waiting)


def forget() -> None:
    """Start as a new process would (tests)."""
    for part in (answers, facts, registers, last_good):
        part.cache_clear()
