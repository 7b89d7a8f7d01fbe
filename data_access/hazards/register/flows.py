"""When hazards came to the open ones and left them: every change of state, whatever T is (question 19)."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.columns.instants import NEVER, Instants, Mask
from data_access.hazards.register.events import NO_GRADE
from data_access.hazards.register.spans import Spans

FLOWS: Final = ("confirmed", "reopened", "regraded_in", "closed", "void", "regraded_out")
OUT, OPEN, CLOSED = 0, 1, 2
"""Not confirmed yet or void; in F and open; in F and closed."""


@dataclass(frozen=True, eq=False)
class Flows:
    """Changes, in no order: which hazard (row in the register), when, which of FLOWS, in which grade."""

    hazard: NDArray[np.int32]
    at: Instants
    flow: NDArray[np.int8]
    grade: NDArray[np.int8]


def flows_of(spans: Spans, of_rows: NDArray[np.int8]) -> Flows:
    """The changes that spans tell of; `of_rows`: the grade of each row where no event says one."""
    grade = np.where(spans.grade == NO_GRADE, of_rows[spans.hazard], spans.grade).astype(np.int8)
    found = [*_within(spans, grade), *_between(spans, grade)]
    return Flows(*(np.concatenate([getattr(one, name) for one in found]) for name in ("hazard", "at", "flow", "grade")))


def _within(spans: Spans, grade: NDArray[np.int8]) -> list[Flows]:
    """Confirmed, and closed, after the span had begun and before the next one."""
    until = np.full(len(spans), NEVER)
    until[:-1] = np.where(spans.hazard[1:] == spans.hazard[:-1], spans.since[1:], NEVER)
    found = []
    for flow, at in (("confirmed", spans.confirmed), ("closed", np.maximum(spans.closed, spans.confirmed))):
        mask = ~spans.void & (at > spans.since) & (at < until)
        found.append(_flows(flow, spans.hazard, at, grade, mask))
    return found


def _between(spans: Spans, grade: NDArray[np.int8]) -> list[Flows]:
    """What the turn from a span to the next one of its hazard makes of its state; a new grade comes first."""
    later = np.flatnonzero(spans.hazard[1:] == spans.hazard[:-1]) + 1
    earlier, hazard, at = later - 1, spans.hazard[later], spans.since[later]
    before, after = _states(spans, earlier, at - 1), _states(spans, later, at)
    was, is_ = grade[earlier], grade[later]
    undone = (before == CLOSED) & (spans.closed_round[earlier] <= spans.rounds_ended[later])
    regraded = (before == OPEN) & (was != is_)
    return [
        _flows("regraded_out", hazard, at, was, regraded),
        _flows("regraded_in", hazard, at, is_, regraded),
        _flows("confirmed", hazard, at, is_, (before == OUT) & (after != OUT)),
        _flows("reopened", hazard, at, is_, undone & (after != OUT)),
        _flows("closed", hazard, at, is_, (after == CLOSED) & ((before != CLOSED) | undone)),
        _flows("void", hazard, at, is_, (before == OPEN) & (after == OUT)),
    ]


def _states(spans: Spans, places: NDArray[np.int64], at: Instants) -> NDArray[np.int8]:
    out = spans.void[places] | (spans.confirmed[places] > at)
    return np.where(out, OUT, np.where(spans.closed[places] <= at, CLOSED, OPEN)).astype(np.int8)


def _flows(flow: str, hazard: NDArray[np.int32], at: Instants, grade: NDArray[np.int8], mask: Mask) -> Flows:
    number = np.full(int(mask.sum()), FLOWS.index(flow), np.int8)
    return Flows(hazard[mask], at[mask], number, grade[mask])
