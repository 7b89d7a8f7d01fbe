"""What is late in each unit, and the one order that follows from it: lists, bars, rankings and files all take it."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot
from data_access.hazards.overdue import count_overdue
from data_access.notice.units import Unit
from data_access.obligations.at_instant import list_obligations
from data_access.question import Question

Row = TypeVar("Row")
Key = tuple[int, int, int, int]


class Urgency(NamedTuple):
    """What is late in a unit at T."""

    unit: Unit
    tasks: int
    """Overdue obligations of its own: a city's without those of its county leagues (C9)."""
    general: int
    """Overdue general hazards that lie in a city (class E, C13); 0 of units that are no city."""
    major: int
    returns: int
    """Those of `tasks` that are to be handed in: nothing stands, and the deadline has passed (C4)."""

    @property
    def key(self) -> Key:
        """As most_pressing."""
        return most_pressing(self.tasks, self.major, self.general, self.returns)


def most_pressing(tasks: int, major: int, general: int, returns: int) -> Key:
    """The key to sort by: most overdue tasks, then most overdue major hazards, then general ones (they are never added,
    C13), then most missing returns; what is equal keeps the official order (G12).
    """
    return -tasks, -major, -general, -returns


def list_urgency(s: Snapshot, q: Question) -> tuple[Urgency, ...]:
    """One for each unit that owes something, whichever cities are chosen: group by group, in each most pressing first.
    Chosen lines narrow tasks and returns; hazards belong to no line and count only where none is chosen.
    """
    everywhere = q.everywhere()
    lying = Counter[tuple[str, str]]()
    if not q.filters.lines:
        lying.update(count_overdue(s, everywhere.placed().without_hazards()))
    units, tasks, returns = dict[str, Unit](), Counter[str](), Counter[str]()
    for one in list_obligations(s, everywhere):
        units.setdefault(one.unit.code, one.unit)
        if one.state == "overdue":
            tasks[one.unit.code] += 1
            returns[one.unit.code] += one.role == "submit"
    found = []
    for code, unit in units.items():
        place = unit.adcode if unit.group == "city" else None
        general, major = (lying[place, grade] if place else 0 for grade in ("general", "major"))
        found.append(Urgency(unit, tasks[code], general, major, returns[code]))
    return tuple(sorted(found, key=lambda one: (UNIT_GROUPS.index(one.unit.group), one.key)))


def in_order(rows: Iterable[Row], urgency: Iterable[Urgency], unit_code: Callable[[Row], str]) -> list[Row]:
    """`rows` in the order of list_urgency; those of units that it does not know come last, as they were."""
    places = {one.unit.code: place for place, one in enumerate(urgency)}
    return sorted(rows, key=lambda row: places.get(unit_code(row), len(places)))
