"""What this process keeps of what it has read: answers, facts, registers of hazards, views that were drawn."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import cache, partial
from typing import Any, Final

from dashboard.data.loading import forget as forget_registers, loading
from dashboard.data.memory import Memory, worked_out
from dashboard.data.weight import resident, weight
from dashboard.settings import settings
from dashboard.view import View
from data_access.database.snapshot import Snapshot
from data_access.hazards.register.register import load_register

MAX_ANSWERS, MAX_ROWS = 600, 500_000
"""Rows of some 0.5 kB each: 250 MB."""
FACTS_SECONDS: Final = 600
"""Then it is read anew: what a writer changed who left no trace in the stamp (docs/database.md) is seen after all."""
MAX_FACTS: Final = 256
"""Names of units, lines and places as they are asked for, and of each campaign all that is owed: some 4 MB a stamp."""
MAX_INSTANTS: Final = 64
"""Of each instant all obligations of a campaign: 0.3 MB."""
MAX_VIEWS: Final = 300
HELD_SECONDS: Final = 30
"""To weigh all of it takes 60 ms."""
_weighed: Final[Memory[dict[str, dict[str, int]]]] = Memory(1, seconds=HELD_SECONDS)


@cache
def answers() -> Memory[Any]:
    """Rows by loader, question, stamp and arguments; shared by all pages of this process."""
    return Memory(MAX_ANSWERS, MAX_ROWS, settings().stale_hours * 3600)


@cache
def facts() -> Memory[Any]:
    """What no instant changes (Snapshot.lasting) by the stamp; shared by all pages of this process."""
    return Memory(MAX_FACTS, seconds=FACTS_SECONDS)


@cache
def instants() -> Memory[Any]:
    """What several answers about an instant share (Snapshot.shared) by the stamp; shared by all pages."""
    return Memory(MAX_INSTANTS)


@cache
def last_good() -> Memory[View]:
    """Views that were drawn to the end, by what the address asks: what an outage shows instead of zeros."""
    return Memory(MAX_VIEWS, seconds=settings().stale_hours * 3600)


def remembering(s: Snapshot, version: str) -> Snapshot:
    """The snapshot with what this process has read already of this version of the data, and worked out of it."""
    return replace(s, memory=partial(_lasting, s, version), of_instants=partial(_shared, version, s.give_back))


def _lasting(s: Snapshot, version: str, key: Hashable, make: Callable[[], Any]) -> Any:
    if key is load_register:
        return loading().of(s, version, s.give_back)
    return facts().get((version, key), make, s.give_back)


def _shared(version: str, waiting: Callable[[], None], key: Hashable, make: Callable[[], Any]) -> Any:
    return instants().get((version, key), make, waiting)


def held() -> dict[str, dict[str, int]]:
    """By name of a memory how many entries it holds, at most how many, and their bytes, roughly and as of HELD_SECONDS
    ago at most; what two memories share weighs once. Under `process` the bytes of memory that this process holds now.
    """
    told = dict(_weighed.get("held", _held))
    if (bytes_of_all := resident()) is not None:
        told["process"] = {"bytes": bytes_of_all}
    return told


def _held() -> dict[str, dict[str, int]]:
    seen = set[int]()
    memories: dict[str, Memory[Any]] = {"registers": loading().registers, "facts": facts(), "instants": instants()}
    memories |= {"answers": answers(), "worked_out": worked_out, "views": last_good()}
    values = {name: memory.values() for name, memory in memories.items()}
    return {
        name: {
            "entries": len(values[name]),
            "most": memory.most,
            "bytes": sum(weight(value, seen) for value in values[name]),
        }
        for name, memory in memories.items()
    }


def forget() -> None:
    """Start as a new process would (tests)."""
    for part in (answers, facts, instants, last_good):
        part.cache_clear()
    forget_registers()
    _weighed.clear()
