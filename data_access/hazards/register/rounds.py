"""Rounds of rectification: when each was completed and decided on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_access.columns.instants import Instants, Mask
from data_access.hazards.register.events import Events


@dataclass(frozen=True, eq=False)
class Rounds:
    """Completions and decisions, sorted by hazard and round."""

    hazard: NDArray[np.int32]
    at: Instants
    decides: Mask
    """Accepted or not; else completed."""
    starts: NDArray[np.int64]
    """Where each round begins."""


def rounds_of(events: Events) -> Rounds:
    """The rounds that these events tell of."""
    told = events.where(events.of("rectify", "accept_pass", "accept_fail"))
    told = told.where(np.lexsort((told.round, told.hazard)))
    begins = np.ones(len(told), np.bool_)
    begins[1:] = (told.hazard[1:] != told.hazard[:-1]) | (told.round[1:] != told.round[:-1])
    return Rounds(told.hazard, told.at, ~told.of("rectify"), np.flatnonzero(begins))
