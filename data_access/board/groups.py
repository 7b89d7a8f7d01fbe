"""The unit groups beside the main one of a board, a line for each: their sum, and who has the most to settle."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from data_access.board.rows import main_group
from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.notice.places import list_cities
from data_access.notice.units import Place, Unit
from data_access.obligations.agenda import of_group
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.counts import Counts, added, per_unit
from data_access.question import Question
from data_access.urgency.order import Key, most_pressing

LEAGUES: Final = "county"
"""The group that is told city by city: 121 names are no line."""


class GroupRow(NamedTuple):
    """A unit of a group, or the county leagues of one city together."""

    place: Place
    counts: Counts
    missing: int
    """Returns past their deadline; they are among the overdue tasks."""


class GroupLine(NamedTuple):
    """A unit group as a whole; groups are never added up (G9)."""

    group: str
    units: int
    """How many units owe something."""
    counts: Counts
    rows: tuple[GroupRow, ...]
    """In the one order of units, most pressing first."""

    @property
    def worst(self) -> list[GroupRow]:
        """The first three that have anything overdue."""
        return [row for row in self.rows[:3] if row.counts.overdue]


def groups_of(obligations: Iterable[Obligation], cities: Mapping[str, Place], main: str) -> list[GroupLine]:
    """A line for each group but `main` that owes anything, in the official order; `cities`: adcode -> city."""
    owed = list(obligations)
    missing = Counter(one.unit.code for one in owed if one.role == "submit" and one.state == "overdue")
    lines = []
    for group in UNIT_GROUPS:
        counted = [] if group == main else per_unit(of_group(owed, group))
        if counted:
            sums: dict[Place, list[Counts]] = {}
            unsent: Counter[Place] = Counter()
            for unit, counts in counted:
                sums.setdefault(_place(unit, cities), []).append(counts)
                unsent[_place(unit, cities)] += missing[unit.code]
            rows = sorted((GroupRow(place, added(own), unsent[place]) for place, own in sums.items()), key=_key)
            lines.append(GroupLine(group, len(counted), added([one.counts for one in counted]), tuple(rows)))
    return lines


def _key(row: GroupRow) -> Key:
    return most_pressing(row.counts.overdue, 0, 0, row.missing)


def _place(unit: Unit, cities: Mapping[str, Place]) -> Place:
    if unit.group == LEAGUES and unit.city in cities:
        return cities[unit.city]
    return Place(unit.code, unit.zh, unit.en, unit.short)


def list_groups(s: Snapshot, q: Question) -> list[GroupLine]:
    """The lines of the chosen units at T."""
    owed, cities = list_obligations(s, q), {one.adcode: one.place for one in list_cities(s, q)}
    return groups_of(owed, cities, main_group(owed))
