"""Where a province lies, by the seats of its divisions: what is reported far outside of it is mistyped."""

from typing import Final, NamedTuple

from sqlalchemy import Select, func, select

from data_access.database.schema import admin_division
from data_access.database.snapshot import Snapshot

AROUND_A_SEAT: Final = 2.0
"""Degrees: so far from the last seat a province's border may be (大兴安岭 1.3, 佳木斯 0.8)."""


class Box(NamedTuple):
    """From west to east and south to north, in degrees."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Does a place lie inside?"""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def select_boxes() -> Select[str, float, float, float, float]:
    """First two digits of adcodes, and the extremes of the seats."""
    d = admin_division.c
    province = func.substr(d.adcode, 1, 2)
    extremes = (func.min(d.lon), func.max(d.lon), func.min(d.lat), func.max(d.lat))
    return select(province, *extremes).where(d.lon.is_not(None), d.lat.is_not(None)).group_by(province)


def load_boxes(s: Snapshot) -> dict[str, Box]:
    """First two digits of an adcode → where the province lies; none for a province whose seats are not known."""
    around = AROUND_A_SEAT
    return {
        province: Box(west - around, east + around, south - around, north + around)
        for province, west, east, south, north in s.execute(select_boxes())
    }
