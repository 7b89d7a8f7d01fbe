"""What is known of each hazard, from its events alone: the one place where they are folded (C12, C13).

A hazard has one span of facts and one more for each turn of its story. Within a span the facts at an instant follow
from its last ones: what happened later is left out. Most hazards are confirmed, ordered, rectified, accepted and closed
once, and so have one; an extension, a failed acceptance, a reopening, a new grade or a voiding begins another.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data_access.columns.instants import NEVER, Instants, Mask
from data_access.hazards.register.events import NO_GRADE, Events

HAZARDS_AT_ONCE: Final = 100_000
"""Folded together: their events need some 60 MB meanwhile."""
_NONE: Final = -1
_POSITION: Final = 24
"""Bits for the place of an event among those folded together."""
_ROUND: Final = 15
_MOST_EVENTS: Final = 1 << _POSITION


@dataclass(frozen=True, eq=False)
class Spans:
    """Spans sorted by hazard and time. Instants are NEVER where there is none; those after T do not hold at T."""

    hazard: NDArray[np.int32]
    since: Instants
    """From when on the span holds; the first of a hazard from ever."""
    confirmed: Instants
    ordered: Instants
    due: Instants
    """The deadline in force: the last new one of an extension or reopening, of one day that of the reopening; else the
    order's (C12).
    """
    due_set: Instants
    """When it was set."""
    rectified: Instants
    """Like accepted and closed of a round after the last one that had ended."""
    accepted: Instants
    closed: Instants
    closed_round: NDArray[np.int16]
    """Of `closed`; 0 where there is none."""
    rounds_ended: NDArray[np.int16]
    """0 in round 1."""
    reopened: NDArray[np.int16]
    extensions: NDArray[np.int16]
    grade: NDArray[np.int8]
    """NO_GRADE where no event says one."""
    void: Mask

    def __len__(self) -> int:
        return len(self.hazard)

    def where(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "Spans":
        """Those of the mask, or with these numbers."""
        return Spans(*(getattr(self, field.name)[rows] for field in fields(self)))


def fold(events: Events, hazards: int) -> Spans:
    """The spans of `hazards` hazards, at least one each; all events given count."""
    parts = [_joined(_turns(part), first, last) for part, first, last in _parts(events, hazards)]
    return joined(parts)


def joined(parts: list[Spans]) -> Spans:
    """Spans one after the other."""
    return Spans(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Spans)))


def _parts(events: Events, hazards: int) -> Iterator[tuple[Events, int, int]]:
    for first in range(0, max(hazards, 1), HAZARDS_AT_ONCE):
        last = min(first + HAZARDS_AT_ONCE, hazards)
        begin, end = np.searchsorted(events.hazard, [first, last])
        if end - begin >= _MOST_EVENTS:
            raise ValueError(f"{end - begin} events of {last - first} hazards")
        yield events.where(np.arange(begin, end)), first, last


def _turns(e: Events) -> Spans:
    """The facts after each instant at which something happened, less those that follow from the next ones."""
    if not len(e):
        return _nothing(np.empty(0, np.int32))
    story = _Story(e)
    confirm, order, moved = e.of("confirm"), e.of("order"), e.of("extend", "reopen") & (e.due != NEVER)
    regrade, ending = e.of("regrade"), e.of("accept_fail", "reopen")
    ended = story.greatest_round(ending)
    told = np.where(story.so_far(confirm & (e.grade == 1)), 1, np.where(story.so_far(confirm & (e.grade == 0)), 0, -1))
    regraded = story.last(regrade)
    set_by = story.last(moved)
    set_by = np.where(set_by == _NONE, story.last(order & (e.due != NEVER)), set_by)

    def standing(kind: str) -> NDArray[np.int64]:
        place = story.last_of_round(e.of(kind))
        return np.where((place != _NONE) & (e.round[place] > ended), place, _NONE)

    closed = standing("close")
    facts = Spans(
        e.hazard,
        e.at,
        story.value(e.at, story.first(confirm)),
        story.value(e.at, story.first(order)),
        story.value(e.due, set_by),
        story.value(e.at, set_by),
        story.value(e.at, standing("rectify")),
        story.value(e.at, standing("accept_pass")),
        story.value(e.at, closed),
        np.where(closed == _NONE, 0, e.round[closed]),
        ended,
        story.times(e.of("reopen")),
        story.times(e.of("extend")),
        np.where(regraded == _NONE, told, np.maximum(e.grade[regraded], 0)).astype(np.int8),
        story.so_far(e.of("void")),
    )
    return _shortened(facts.where(story.last_of_instant))


class _Story:
    """Running results over the events of each hazard, in order: after each event, of it and those before it."""

    def __init__(self, e: Events) -> None:
        self._e, n = e, len(e)
        self._place = np.arange(n)
        begins = np.empty(n, np.bool_)
        begins[0], begins[1:] = True, e.hazard[1:] != e.hazard[:-1]
        self._starts = np.flatnonzero(begins)
        self._number = np.cumsum(begins) - 1
        self._start = self._starts[self._number]
        self.last_of_instant = np.empty(n, np.bool_)
        self.last_of_instant[-1] = True
        self.last_of_instant[:-1] = begins[1:] | (e.at[1:] != e.at[:-1])

    def value(self, column: Instants, place: NDArray[np.int64]) -> Instants:
        """The values at these places; NEVER where there is none."""
        return np.where(place == _NONE, NEVER, column[place])

    def last(self, mask: Mask) -> NDArray[np.int64]:
        """The place of the last event of the mask, _NONE for none."""
        found = np.maximum.accumulate(np.where(mask, self._place, _NONE))
        return np.where(found >= self._start, found, _NONE)

    def first(self, mask: Mask) -> NDArray[np.int64]:
        """The place of the first event of the mask, _NONE for none."""
        firsts = np.minimum.reduceat(np.where(mask, self._place, len(mask)), self._starts)[self._number]
        return np.where(self._place >= firsts, firsts, _NONE)

    def last_of_round(self, mask: Mask) -> NDArray[np.int64]:
        """The place of the last event of the mask in its highest round, _NONE for none."""
        found = self._greatest(mask, (self._e.round.astype(np.int64) << _POSITION) | self._place)
        return np.where(found == _NONE, _NONE, found & (_MOST_EVENTS - 1))

    def greatest_round(self, mask: Mask) -> NDArray[np.int16]:
        """The highest round of the events of the mask, 0 for none."""
        return np.maximum(self._greatest(mask, self._e.round.astype(np.int64)), 0).astype(np.int16)

    def _greatest(self, mask: Mask, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """The greatest of the values so far, _NONE for none: a running maximum that begins anew at each hazard, since a
        later hazard's values are lifted above all before it."""
        lift = self._number << (_POSITION + _ROUND)
        found: NDArray[np.int64] = np.maximum.accumulate(np.where(mask, values + lift, lift - 1)) - lift
        return found

    def so_far(self, mask: Mask) -> Mask:
        """Whether any event of the mask has happened."""
        return self._times(mask) > 0

    def times(self, mask: Mask) -> NDArray[np.int16]:
        """How many events of the mask have happened."""
        return self._times(mask).astype(np.int16)

    def _times(self, mask: Mask) -> NDArray[np.int64]:
        total = np.cumsum(mask)
        return total - (total - mask)[self._start]


def _shortened(spans: Spans) -> Spans:
    """The spans less each that follows from the next one of its hazard by leaving out what came later; `since` of what
    is left is where the first that follows from it began, that of a hazard's first is the beginning of time."""
    n = len(spans)
    here, later = spans.where(np.arange(n - 1)), spans.where(np.arange(1, n))
    then = here.since

    def left(column: Instants, since: Instants | None = None) -> Instants:
        return np.where((column if since is None else since) <= then, column, NEVER)

    same = (here.rounds_ended == later.rounds_ended) & (here.grade == later.grade) & (here.void == later.void)
    same &= (here.reopened == later.reopened) & (here.extensions == later.extensions)
    for name in ("ordered", "rectified", "accepted", "closed"):
        same &= getattr(here, name) == left(getattr(later, name))
    same &= (here.due == left(later.due, later.due_set)) & (here.due_set == left(later.due_set))
    outside = (here.confirmed == NEVER) & (left(later.confirmed) == NEVER)
    same = outside | (same & (here.confirmed == left(later.confirmed)))
    follows = np.zeros(n, np.bool_)
    follows[:-1] = same & (here.hazard == later.hazard)
    begins = np.ones(n, np.bool_)
    begins[1:] = ~follows[:-1]
    since = spans.since[begins]
    kept = spans.where(~follows)
    firsts = np.ones(len(kept), np.bool_)
    firsts[1:] = kept.hazard[1:] != kept.hazard[:-1]
    kept.since[:] = np.where(firsts, -NEVER, since)
    return kept


def _nothing(hazards: NDArray[np.int32]) -> Spans:
    """A span for each of these hazards, of which no event tells."""
    n = len(hazards)
    never, none = np.full(n, NEVER), np.zeros(n, np.int16)
    grade, void = np.full(n, NO_GRADE, np.int8), np.zeros(n, np.bool_)
    columns: list[Any] = [hazards, np.full(n, -NEVER), *[never] * 7, *[none] * 4, grade, void]
    return Spans(*columns)


def _joined(told: Spans, first: int, last: int) -> Spans:
    """The spans with one for each hazard of which no event tells."""
    silent = np.setdiff1d(np.arange(first, last, dtype=np.int32), told.hazard)
    if not len(silent):
        return told
    both = joined([told, _nothing(silent)])
    return both.where(np.argsort(both.hazard, kind="stable"))
