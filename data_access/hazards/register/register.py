"""The register of hazards: everything on record, read once, and the facts as they are known now or were at K."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ScalarSelect, Table, func, select

from data_access.columns.instants import NEVER
from data_access.columns.reading import Told, unheard
from data_access.database.schema import hazard, hazard_event
from data_access.database.snapshot import Snapshot
from data_access.hazards.register.events import NO_GRADE, Events, read_events
from data_access.hazards.register.flows import Flows, flows_of
from data_access.hazards.register.overlays import Exposures, Listings, read_exposures, read_listings
from data_access.hazards.register.rounds import Rounds, rounds_of
from data_access.hazards.register.rows import Rows, read_rows
from data_access.hazards.register.spans import Spans, fold

STATES: Final = ("confirmed", "ordered", "rectifying", "rectified", "closed")
OUTSIDE: Final = 255
"""In place of the class of what is not in F (C13)."""
INSTANTS_KEPT: Final = 24
"""Of each stamp; 7 MB each with a million hazards."""
CLOCKS_KEPT: Final = 2


@dataclass(frozen=True, eq=False)
class Standing:
    """All hazards at T: for each row of the register its class and grade, and the span that holds."""

    class_: NDArray[np.uint8]
    """Place in CLASSES, OUTSIDE of what is not confirmed by T or void by T (F of C13)."""
    grade: NDArray[np.int8]
    """Place in GRADES."""
    state: NDArray[np.int8]
    """Place in STATES."""
    span: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Known:
    """What the database knows of the hazards, or knew at K: the spans of each row."""

    rows: Rows
    recorded: Events
    """All that were ever told."""
    at_clock: int | None
    """K in microseconds; None: now."""
    spans: Spans

    @property
    def events(self) -> Events:
        """Those that count. Not kept: with a million hazards they are 0.2 GB once more, and 0.2 s away."""
        return self.recorded.known(self.at_clock)

    @cached_property
    def rounds(self) -> Rounds:
        """Completions and decisions round by round."""
        return rounds_of(self.events)

    @cached_property
    def flows(self) -> Flows:
        """What came to the open hazards and what left them."""
        return flows_of(self.spans, self.rows.grade)

    @cached_property
    def starts(self) -> NDArray[np.int32]:
        """The place of the first span of each row."""
        return np.searchsorted(self.spans.hazard, np.arange(len(self.rows))).astype(np.int32)

    @cached_property
    def _several(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Rows with more than one span, all spans of these, and where among them those of each row begin."""
        numbers = np.diff(np.append(self.starts, len(self.spans)))
        rows = np.flatnonzero(numbers > 1)
        spans = np.flatnonzero(np.repeat(numbers > 1, numbers))
        return rows, spans, np.concatenate([[0], np.cumsum(numbers[rows])[:-1]]).astype(np.int64)

    @cached_property
    def at(self) -> Callable[[int], Standing]:
        """All hazards at T (microseconds)."""
        return lru_cache(INSTANTS_KEPT)(self._standing)

    def _standing(self, as_of: int) -> Standing:
        span = self.starts.copy()
        rows, spans, starts = self._several
        if len(rows):
            span[rows] += np.add.reduceat(self.spans.since[spans] <= as_of, starts, dtype=np.int32) - 1
        facts = self.spans
        told = facts.grade[span]
        grade = np.where(told == NO_GRADE, self.rows.grade, told)
        outside = (facts.confirmed[span] > as_of) | facts.void[span]
        closed_at = facts.closed[span]
        closed = closed_at <= as_of
        completed = facts.rectified[span]
        completed = np.where(completed <= as_of, completed, np.where(closed, closed_at, NEVER))
        due = np.where(facts.due_set[span] <= as_of, facts.due[span], NEVER)
        rectified, in_time, passed = completed != NEVER, completed <= due, due <= as_of
        late = np.where(rectified, np.where(in_time, np.where(closed, 0, 1), np.where(closed, 2, 3)), 4)
        class_ = np.where(passed, late, np.where(closed, 5, 6)).astype(np.uint8)
        class_[outside] = OUTSIDE
        begun = np.where(facts.rounds_ended[span] > 0, 2, facts.ordered[span] <= as_of)
        state = np.where(closed, 4, np.where(rectified, 3, begun)).astype(np.int8)
        return Standing(class_, grade, state, span)


@dataclass(frozen=True, eq=False)
class Register:
    """Everything on record of hazards, at one state of the data."""

    rows: Rows
    events: Events
    """Also those that are no longer in force."""
    listings: Listings
    exposures: Exposures

    last_event: int
    """The highest id of an event when it was read."""
    written: Counter[int]
    """How many hazards were written last at which instant: by it changes are found."""
    now: Known | None = None
    """What is known now, where it follows from an older register."""

    @cached_property
    def known(self) -> Callable[[int | None], Known]:
        """What the database knew at K (microseconds); None: what it knows."""
        return lru_cache(CLOCKS_KEPT)(self._known)

    def _known(self, at: int | None) -> Known:
        if at is None and self.now is not None:
            return self.now
        return Known(self.rows, self.events, at, fold(self.events.known(at), len(self.rows)))


def read_register(s: Snapshot, told: Told = unheard) -> Register:
    """All hazards on record."""
    last = s.scalar(select(func.max(hazard_event.c.id)))
    rows = read_rows(s, told)
    events = read_events(s, rows.ids, told=told)
    listings, exposures = read_listings(s, rows.ids), read_exposures(s, rows.ids)
    return Register(rows, events, listings, exposures, last or 0, Counter(rows.updated.tolist()))


def size_of_register(s: Snapshot) -> int:
    """How many rows `read_register` reads, but for listings and exposures."""
    return sum(s.execute(select(number_in(hazard), number_in(hazard_event))).one())


def number_in(table: Table) -> ScalarSelect[int]:
    """How many rows a table has."""
    return select(func.count()).select_from(table).scalar_subquery()


def load_register(s: Snapshot) -> Register:
    """The register of the data that the snapshot sees, read once for all instants."""
    return s.lasting(load_register, lambda: read_register(s))
