"""Activities: those by which units discharge what they owe to hold or attend, and many more of their kind (C5-C7)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random
from typing import Final

from seed.demo.activity_rows import ActivityRows, Happening
from seed.demo.adjustments import Adjusted
from seed.demo.words import OWN
from seed.demo.world import Line, Owed, Place, Unit, World
from seed.demo.write import Batch

BATCH: Final = 2_000
ON_THE_DAY: Final = 0.82
"""Of what is bound to a day; the rest is held just before or after it."""
UNHELD: Final = {"planned": 0.4, "postponed": 0.3, "cancelled": 0.3}
"""What becomes of what is not held."""
HELD, JOINT, INITIATIVE = 0.86, 0.06, 0.08
"""Of further activities: held; held together with another city; on a city's own initiative."""
OFTEN: Final = {"city": 4.0, "member": 0.4}
"""How often such a unit holds a further activity, beside 0.3 of any other."""
LATER: Final = 10
"""Days after a late one within which more of it follows, beyond the line's window."""


@dataclass(frozen=True)
class Cell:
    """A line that a unit has discharged on `day`: more of it follows only then, and leaves the obligation as it is."""

    line: Line
    lead: Unit
    hosts: tuple[tuple[int, str], ...]
    places: tuple[Place, ...]
    day: int
    group: str
    """Whose obligation it is: a city leads what discharges its counties."""


class Activities:
    """The activities of a world: for each obligation to hold or attend, and `number` further ones."""

    def __init__(self, world: World, seed: int, number: int, adjusted: Sequence[Adjusted]) -> None:
        self.world = world
        self.rng = Random(f"{seed}/activities")
        self.rows = ActivityRows(world, self.rng)
        self.todo = [one for one in adjusted if one.owed.role != "submit"]
        self.number = number
        self.cities = {city.unit.city: city for city in world.cities}
        self._cells: list[Cell] = []

    def batches(self) -> Iterator[Batch]:
        """All rows: what is owed in the order of the notice, then the further ones."""
        for first in range(0, len(self.todo), BATCH):
            part = self.todo[first : first + BATCH]
            for one in part:
                self._discharge(one)
            yield Batch(len(part), self.rows.made())
        if not self._cells:
            return
        weights = list(accumulate(OFTEN.get(cell.group, 0.3) for cell in self._cells))
        by_line: dict[int, list[Cell]] = defaultdict(list)
        for cell in self._cells:
            if cell.lead.group == "city":
                by_line[cell.line.id].append(cell)
        for first in range(0, self.number, BATCH):
            size = min(BATCH, self.number - first)
            for cell in self.rng.choices(self._cells, cum_weights=weights, k=size):
                self._further(cell, by_line[cell.line.id])
            yield Batch(size, self.rows.made())

    def _cell(self, owed: Owed, day: int) -> Cell:
        """Who hosts what discharges an obligation, and where: a county's event is led by its city (C6)."""
        city, unit = self.cities.get(owed.unit.city), owed.unit
        lead, hosts = unit, [(unit.id, "attend" if owed.role == "attend" else "lead")]
        places = city.places if city else ()
        if unit.group == "county" and city is not None:
            lead, hosts = city.unit, [(city.unit.id, "lead")]
            places = tuple(place for place in places if place.adcode == unit.adcode)
        if owed.role == "hold" and owed.host_id != lead.id:
            hosts.append((owed.host_id, "co"))
        return Cell(owed.line, lead, tuple(hosts), places, day, unit.group)

    def _discharge(self, one: Adjusted) -> None:
        """The activities that one obligation requires, as many and in time as its unit is good at it."""
        rng, owed, last = self.rng, one.owed, self.world.days.last
        held = rng.random() < 0.68 + 0.31 * owed.unit.quality
        dates = sorted(self._day(owed) for _ in range(owed.min_count))
        if one.waived is not None and dates[-1] >= one.waived:
            return
        if not held or dates[-1] > last:
            if rng.random() < 0.6:
                status = rng.choices(list(UNHELD), list(UNHELD.values()))[0]
                self._hold(self._cell(owed, 0), status, min(dates[0], last))
            return
        cell = self._cell(owed, dates[-1])
        for day in dates:
            self._hold(cell, "held", day)
        if owed.role == "hold":
            self._cells.append(cell)

    def _day(self, owed: Owed) -> int:
        """The day on which an obligation is discharged, if it is."""
        rng, days, quality = self.rng, self.world.days, owed.unit.quality
        if owed.due is None:
            return days.draw(rng, owed.line.first, owed.line.last)
        due, first = days.day_of(owed.due), owed.line.first
        if owed.date_rule == "on":
            off = 0 if rng.random() < ON_THE_DAY else rng.choice((-4, -2, -1, 1, 2, 5))
            return max(due + off, 0)
        if rng.random() < 0.42 + 0.56 * quality:
            until = max(due, first)
            return min(days.draw(rng, first, until), days.draw(rng, first, until))
        return max(due, 0) + 1 + int(rng.expovariate(1 / (14 - 9 * quality)))

    def _further(self, cell: Cell, others: list[Cell]) -> None:
        rng, days = self.rng, self.world.days
        status = "held" if rng.random() < HELD else rng.choices(list(UNHELD), list(UNHELD.values()))[0]
        first = max(cell.day, cell.line.first)
        day = days.draw(rng, first, max(cell.line.last, min(first + LATER, days.last)))
        if cell.lead.group == "city" and rng.random() < INITIATIVE:
            self._hold(replace(cell, hosts=cell.hosts[:1]), status, day, rng.choice(OWN))
            return
        if others and rng.random() < JOINT:
            other = rng.choice(others)
            if other.day <= day and other.lead.id not in {unit for unit, _ in cell.hosts}:
                cell = replace(cell, hosts=(*cell.hosts, (other.lead.id, "co")))
        self._hold(cell, status, day)

    def _hold(self, cell: Cell, status: str, day: int, own: str | None = None) -> None:
        place = cell.places[int(self.rng.random() * len(cell.places))] if cell.places else None
        line = None if own else cell.line
        self.rows.add(Happening(line, own or cell.line.short, status, day, cell.lead, cell.hosts, place))
