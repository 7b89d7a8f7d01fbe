"""What lies over the state of a hazard: listings for supervised rectification (挂牌督办) and exposures (曝光).

Both are known by their days alone, so the second clock does not touch them.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, case, func, select

from data_access.columns.instants import NO_DAY, Mask
from data_access.columns.reading import read_numbers
from data_access.database.instants import number_of_date
from data_access.database.schema import hazard_exposure, hazard_supervision
from data_access.database.schema.hazard import LISTING_LEVELS
from data_access.database.schema.types import OUTLET_LEVELS as LEVELS
from data_access.database.snapshot import Snapshot

OUTLET_LEVELS: Final = ("", *LEVELS)
NO_HAZARD: Final = -1
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
    """Exposures in public, sorted by hazard and day; first those without a hazard on record."""

    hazard: NDArray[np.int32]
    """Row in the register, NO_HAZARD for none."""
    day: Days
    campaign: NDArray[np.int64]
    """0 where none is named."""
    ids: NDArray[np.int64]
    level: NDArray[np.int8]
    """Place in OUTLET_LEVELS."""
    outlet: tuple[str, ...]
    title: tuple[str, ...]

    def first(self, today: int) -> tuple[NDArray[np.int32], Days]:
        """The hazards that were exposed by that day, and the first day of each."""
        firsts = self.hazard != NO_HAZARD
        firsts[1:] &= self.hazard[1:] != self.hazard[:-1]
        firsts &= self.day <= today
        return self.hazard[firsts], self.day[firsts]


def read_listings(s: Snapshot, ids: NDArray[np.int64]) -> Listings:
    """All listings; `ids`: the sorted ids of the hazards."""
    t = hazard_supervision.c
    levels = {level: place for place, level in enumerate(LISTING_LEVELS)}
    days = (number_of_date(day, NO_DAY) for day in (t.listed_on, t.due_on, t.delisted_on))
    rows: Select[*tuple[int, ...]] = select(t.hazard_id, case(levels, value=t.level), *days, t.id)
    columns = read_numbers(s, rows)
    order = np.argsort(columns[0], kind="stable")
    hazard, level, listed, due, delisted, keys = (column[order] for column in columns)
    row = np.searchsorted(ids, hazard).astype(np.int32)
    listed, due, delisted = (day.astype(np.int32) for day in (listed, due, delisted))
    return Listings(row, level.astype(np.int8), listed, due, delisted, keys)


def read_exposures(s: Snapshot, ids: NDArray[np.int64]) -> Exposures:
    """All exposures; `ids`: the sorted ids of the hazards."""
    t = hazard_exposure.c
    levels = {level: place for place, level in enumerate(OUTLET_LEVELS)}
    rows: Select[*tuple[Any, ...]] = select(
        func.coalesce(t.hazard_id, NO_HAZARD),
        number_of_date(t.exposed_on, NO_DAY),
        func.coalesce(t.campaign_id, 0),
        t.id,
        func.coalesce(case(levels, value=t.outlet_level), 0),
        t.outlet,
        t.case_title,
    )
    found = sorted(map(tuple, s.execute(rows)), key=lambda row: (row[0], row[1], row[3]))
    hazard, day, campaign, keys, level, outlet, title = zip(*found, strict=True) if found else [()] * 7
    row = np.array(hazard, np.int64)
    return Exposures(
        np.where(row == NO_HAZARD, NO_HAZARD, np.searchsorted(ids, row)).astype(np.int32),
        np.array(day, np.int32),
        np.array(campaign, np.int64),
        np.array(keys, np.int64),
        np.array(level, np.int8),
        tuple(one or "" for one in outlet),
        tuple(one or "" for one in title),
    )
