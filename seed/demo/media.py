"""Reports in the media, exposures of what is not recorded as a hazard, and the measures of the two lists."""

from collections.abc import Iterator
from random import Random
from typing import Final

from data_access.database.schema import measure_list_item, media_item
from seed.bulk import Values
from seed.demo.overlays import EXPOSURES
from seed.demo.words import FORMS, MEASURES, OUTLETS, PROBLEMS
from seed.demo.world import Unit, World
from seed.demo.write import Batch, Target

BATCH: Final = 5_000
WITHOUT_HAZARD: Final = 0.01
"""Exposures of no hazard on record, beside the number of reports: a gap in the data that pages must name."""
REPORTS: Final = Target(
    media_item,
    (
        *("id", "campaign_id", "line_id", "org_unit_id", "outlet", "outlet_level", "form", "published_on", "title"),
        *("views", "recorded_at"),
    ),
)
MEASURE_ITEMS: Final = Target(
    measure_list_item,
    ("id", "campaign_id", "list", "org_unit_id", "owner_unit", "title", "due_on", "done_on", "recorded_at"),
)


class Media:
    """`number` reports of a world; exposures are numbered on from `exposures`."""

    def __init__(self, world: World, seed: int, number: int, exposures: int) -> None:
        self.world = world
        self.rng = Random(f"{seed}/media")
        self.number = number if world.cities else 0
        self.exposures = exposures
        self.senders: list[Unit] = [unit for unit in world.units.values() if unit.group in ("city", "member")]
        self.senders.sort(key=lambda unit: unit.code)
        self._weights = [5.0 if unit.group == "city" else 0.6 for unit in self.senders]
        self._lines = list(world.lines.values())

    def batches(self) -> Iterator[Batch]:
        """All rows, by the day of publication."""
        todo = [day for day, number in enumerate(self.world.days.shares(self.number)) for _ in range(number)]
        for first in range(0, len(todo), BATCH):
            part = todo[first : first + BATCH]
            reports = [self._report(first + place, day) for place, day in enumerate(part, 1)]
            exposures = [self._exposure(day) for day in part if self.rng.random() < WITHOUT_HAZARD]
            yield Batch(len(part), [(REPORTS, reports), (EXPOSURES, exposures)])
        yield Batch(0, [(MEASURE_ITEMS, list(self._measures()))])

    def _report(self, number: int, day: int) -> Values:
        rng, world = self.rng, self.world
        unit = rng.choices(self.senders, self._weights)[0]
        line = rng.choice(self._lines) if rng.random() < 0.7 else None
        outlet, level = rng.choice(OUTLETS)
        return (
            number,
            line.campaign_id if line else world.notice_id,
            line.id if line else None,
            unit.id,
            outlet,
            level,
            rng.choice(FORMS),
            world.days.iso[day],
            f"{unit.short}{line.short if line else '安全生产'}报道之{number}",
            int(rng.lognormvariate(7, 1.5)) if rng.random() < 0.7 else None,
            unit.receipts.known[day],
        )

    def _exposure(self, day: int) -> Values:
        self.exposures += 1
        outlet, level = self.rng.choice(OUTLETS)
        told = (self.world.days.iso[day], outlet, level, self.rng.choice(PROBLEMS))
        return self.exposures, None, self.world.notice_id, *told

    def _measures(self) -> Iterator[Values]:
        days, number = self.world.days, 0
        for city in self.world.cities:
            for title in MEASURES:
                number += 1
                due = days.draw(self.rng, 0, days.last)
                done = due + self.rng.randrange(-10, 15)
                shown = days.iso[max(done, 0)] if done <= days.last and self.rng.random() < city.unit.quality else None
                known = city.unit.receipts.known[min(max(done, due, 0), days.last)]
                who = (city.unit.id, f"{city.unit.name}示例部门")
                yield number, self.world.notice_id, "measure", *who, title, days.iso[due], shown, known
