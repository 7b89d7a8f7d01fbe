"""The events of hazards as columns: what happened, and when the database knew of it (C12)."""

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, case, func, select

from data_access.columns.instants import NEVER, Instants, Mask, readable
from data_access.columns.reading import Told, named, parts_of, read_numbers, unheard
from data_access.database.instants import number_of
from data_access.database.schema import hazard_event
from data_access.database.schema.hazard import GRADES
from data_access.database.snapshot import Snapshot

KINDS: Final = (
    "confirm",
    "order",
    "extend",
    "reopen",
    "rectify",
    "accept_pass",
    "accept_fail",
    "close",
    "regrade",
    "void",
)
"""In the order in which events of one instant are looked at: of two deadlines the reopening's stands (C12)."""
NO_GRADE: Final = -1
MOST_ROUNDS: Final = int(np.iinfo(np.int16).max)


@dataclass(frozen=True, eq=False)
class Events:
    """Events sorted by hazard, instant, kind, new deadline and new grade: the order in which they were written does not
    matter.
    """

    hazard: NDArray[np.int32]
    """Row in the register."""
    kind: NDArray[np.int8]
    """Place in KINDS."""
    round: NDArray[np.int16]
    grade: NDArray[np.int8]
    """Place in GRADES of the new grade, NO_GRADE for none."""
    at: Instants
    due: Instants
    """The new deadline; NEVER for none."""
    recorded: Instants
    superseded: Instants
    """NEVER: in force."""

    def __len__(self) -> int:
        return len(self.kind)

    def where(self, mask: Mask | NDArray[np.int64]) -> "Events":
        """Those of the mask, or those at these places, in their order."""
        return Events(*(getattr(self, field.name)[mask] for field in fields(self)))

    def of(self, *kinds: str) -> Mask:
        """Which events are of these kinds."""
        return np.isin(self.kind, [KINDS.index(kind) for kind in kinds])

    def known(self, at: int | None) -> "Events":
        """Those that the database held to be true at this instant; None: that are in force."""
        if at is None:
            return self.where(self.superseded == NEVER)
        return self.where((self.recorded <= at) & (self.superseded > at))


def select_events() -> Select[*tuple[int, ...]]:
    """What Events is made of, with the id of the hazard."""
    e = hazard_event.c
    kinds = {kind: place for place, kind in enumerate(KINDS)}
    grades = {grade: place for place, grade in enumerate(GRADES)}
    return select(
        e.hazard_id,
        case(kinds, value=e.kind),
        e.round_no,
        func.coalesce(case(grades, value=e.new_grade), NO_GRADE),
        number_of(e.occurred_at, NEVER),
        number_of(e.new_due, NEVER),
        number_of(e.recorded_at, NEVER),
        number_of(e.superseded_at, NEVER),
    )


def read_events(
    s: Snapshot,
    ids: NDArray[np.int64],
    only: NDArray[np.int64] | None = None,
    told: Told = unheard,
) -> Events:
    """The events of the hazards, whose sorted ids these are, or of those among them with the ids `only`."""
    key = hazard_event.c.hazard_id
    parts = parts_of(s, key) if only is None else named(key, only)
    hazard, kind, round_, grade, at, due, recorded, superseded = read_numbers(s, select_events(), parts, told)
    row = np.searchsorted(ids, hazard)
    order = np.lexsort((grade, np.where(due == NEVER, -1, due), kind, at, row))
    return Events(
        row[order].astype(np.int32),
        kind[order].astype(np.int8),
        np.minimum(round_[order], MOST_ROUNDS).astype(np.int16),
        grade[order].astype(np.int8),
        readable(at[order]),
        readable(due[order]),
        readable(recorded[order]),
        readable(superseded[order]),
    )
