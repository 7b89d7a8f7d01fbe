"""Hazards that fall due within seven days and are not rectified yet (class P of C13), counted per city."""

from typing import NamedTuple

from data_access.columns.counting import counted
from data_access.columns.instants import microseconds_of
from data_access.database.parameters import SOON
from data_access.database.schema.hazard import GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import hazards_at
from data_access.notice.places import NOWHERE, load_areas, load_city_of
from data_access.notice.units import Place
from data_access.question import Question


class FallingDue(NamedTuple):
    """How many hazards of a city have their deadline within seven days, the major ones among them."""

    city: Place
    """NOWHERE of what lies in no city."""
    hazards: int
    major: int


def list_falling_due(s: Snapshot, q: Question) -> tuple[FallingDue, ...]:
    """Per city that has any, the one with most first, ties in the order of their codes."""
    ahead = hazards_at(s, q).of_classes("P")
    soon = ahead.where((ahead.instants("due") <= microseconds_of(q.as_of + SOON)) & ~ahead.pending)
    areas, city_of, found = load_areas(s, q), load_city_of(s, q), dict[str, FallingDue]()
    city, codes = soon.groups(city_of)
    for (place, grade), (hazards,) in counted((city, soon.grade)):
        code = codes[place]
        before = found.get(code) or FallingDue(areas[code].place if code else NOWHERE, 0, 0)
        major = hazards if GRADES[grade] == "major" else 0
        found[code] = before._replace(hazards=before.hazards + hazards, major=before.major + major)
    return tuple(sorted(found.values(), key=lambda one: (-one.hazards, one.city.code)))
