"""What lies over the state of a hazard: listings for supervised rectification (挂牌督办) and exposures (曝光).

Both are known by their days alone, so the second clock does not touch them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, case, select

from data_access.columns.instants import NO_DAY, Mask
from data_access.columns.reading import read_numbers
from data_access.database.instants import number_of_date
from data_access.database.schema import hazard_exposure, hazard_supervision
from data_access.database.schema.hazard import LISTING_LEVELS
from data_access.database.snapshot import Snapshot

Days = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Listings:
    """Listings sorted by hazard; days are NO_DAY where there is none."""

    hazard: NDArray[np.int32]
    """Row in the register."""
    level: NDArray[np.int8]
    """Place in LISTING_LEVELS, from the highest on."""
    listed: Days
    due: Days
    delisted: Days
    ids: NDArray[np.int64]

    def in_force(self, today: int) -> Mask:
        """Listed by that day and not taken off by it."""
        return (self.listed <= today) & (self.delisted > today)

    def shown(self, today: int) -> NDArray[np.int64]:
        """The place of the listing to show of each hazard that was listed by that day: one in force before one taken
        off, the highest level before the lower ones, the newest before the older.
        """
        there = np.flatnonzero(self.listed <= today)
        off = ~self.in_force(today)[there]
        order = np.lexsort((-self.ids[there], -self.listed[there], self.level[there], off, self.hazard[there]))
        there = there[order]
        firsts = np.ones(len(there), np.bool_)
        firsts[1:] = self.hazard[there][1:] != self.hazard[there][:-1]
        return there[firsts]


@dataclass(frozen=True, eq=False)
class Exposures:
    """Exposures of hazards on record, sorted by hazard and day."""

    hazard: NDArray[np.int32]
    day: Days

    def first(self, today: int) -> tuple[NDArray[np.int32], Days]:
        """The hazards that were exposed by that day, and the first day of each."""
        firsts = np.ones(len(self.hazard), np.bool_)
        firsts[1:] = self.hazard[1:] != self.hazard[:-1]
        firsts &= self.day <= today
        return self.hazard[firsts], self.day[firsts]


def read_listings(s: Snapshot, ids: NDArray[np.int64], among: Select[int] | None = None) -> Listings:
    """The listings of the hazards with these sorted ids, which are those of `among`."""
    t = hazard_supervision.c
    levels = {level: place for place, level in enumerate(LISTING_LEVELS)}
    days = (number_of_date(day, NO_DAY) for day in (t.listed_on, t.due_on, t.delisted_on))
    rows: Select[*tuple[int, ...]] = select(t.hazard_id, case(levels, value=t.level), *days, t.id)
    columns = read_numbers(s, rows if among is None else rows.where(t.hazard_id.in_(among)))
    order = np.argsort(columns[0], kind="stable")
    hazard, level, listed, due, delisted, keys = (column[order] for column in columns)
    row = np.searchsorted(ids, hazard).astype(np.int32)
    listed, due, delisted = (day.astype(np.int32) for day in (listed, due, delisted))
    return Listings(row, level.astype(np.int8), listed, due, delisted, keys)


def read_exposures(s: Snapshot, ids: NDArray[np.int64], among: Select[int] | None = None) -> Exposures:
    """The exposures of the hazards with these sorted ids, which are those of `among`."""
    t = hazard_exposure.c
    rows: Select[*tuple[int, ...]] = select(t.hazard_id, number_of_date(t.exposed_on, NO_DAY))
    rows = rows.where(t.hazard_id.is_not(None) if among is None else t.hazard_id.in_(among))
    hazard, day = read_numbers(s, rows)
    order = np.lexsort((day, hazard))
    return Exposures(np.searchsorted(ids, hazard[order]).astype(np.int32), day[order].astype(np.int32))
