"""The county-level divisions of a campaign's province, those without an obligation among them."""

from typing import NamedTuple

from sqlalchemy import select

from data_access.database.schema import admin_division
from data_access.database.snapshot import Snapshot
from data_access.notice.places import select_cities
from data_access.notice.selection import in_force
from data_access.question import Question


class Division(NamedTuple):
    """A division of county level, and the adcode of its city."""

    adcode: str
    name_zh: str
    name_en: str
    level: str
    city: str


def list_divisions(s: Snapshot, q: Question) -> tuple[Division, ...]:
    """The counties (and divisions of their rank) below the cities that the viewer may see, as they were when the
    campaign began, ordered by adcode; filters do not narrow them.
    """
    d = admin_division.c
    cities = select_cities(q).order_by(None).subquery("cities")
    rows = (
        select(d.adcode, d.name_zh, d.name_en, d.level, d.parent_adcode)
        .where(d.parent_adcode.in_(select(cities.c.adcode)), d.level.in_(("county", "county_equivalent")), in_force(q))
        .order_by(d.adcode)
    )
    return tuple(Division._make(row) for row in s.execute(rows))
