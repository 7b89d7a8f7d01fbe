"""What came with a submission: the figures of Annex 3, that a liaison was named, the tasks of a roadmap."""

from datetime import datetime
from random import Random
from typing import Final

from data_access.database.schema import liaison, metric_value, plan_task
from seed.bulk import Values, stored
from seed.demo.world import Owed, Unit, World
from seed.demo.write import Filled, Target

EMPTY: Final = 0.05
"""Figures left out: 未报, which is not 0 (G10)."""
NOUGHT: Final = 0.04
PEOPLE: Final = ("人次", "次", "条次", "户次", "份", "人")
"""Units of measure that run to thousands."""
FIGURES: Final = Target(metric_value, ("submission_id", "metric_id", "value"))
LIAISONS: Final = Target(liaison, ("id", "campaign_id", "org_unit_id", "designated_at", "ended_at", "recorded_at"))
TASKS: Final = Target(
    plan_task,
    (
        *("id", "campaign_id", "org_unit_id", "line_id", "task", "owner_unit", "starts_on", "due_on"),
        "recorded_at",
    ),
)


class Forms:
    """Collects the rows of forms until they are taken."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.rng = Random(f"{seed}/forms")
        self._annex3_lines = [line.code for line in world.lines.values() if line.answers == "annex3"]
        self._base: dict[tuple[int, str], float] = {}
        self._figures: list[Values] = []
        self._liaisons: list[Values] = []
        self._tasks: list[Values] = []
        self._ids = {"liaison": 0, "task": 0}

    def take(self, owed: Owed, submission_id: int, version: int, at: datetime, *, zero: bool) -> None:
        """Fill in the form of a version of a submission; a zero report has 0 in every figure."""
        if zero:
            self._figures += [(submission_id, metric.id, 0.0) for metric in self.world.metrics]
        elif owed.line.answers == "annex3":
            later = self._annex3_lines.index(owed.line.code)
            self._figures += self._annex3(owed.unit, submission_id, later, version)
        elif owed.line.answers == "liaison":
            if version == 1:
                self._ids["liaison"] += 1
                named = (self._ids["liaison"], self.world.notice_id, owed.unit.id)
                self._liaisons.append((*named, stored(at), None, stored(at)))
        elif version == 1:
            self._tasks += self._roadmap(owed.unit, at)

    def brought(self) -> Filled:
        """The rows since the last call."""
        rows: Filled = [(FIGURES, self._figures), (LIAISONS, self._liaisons), (TASKS, self._tasks)]
        self._figures, self._liaisons, self._tasks = [], [], []
        return rows

    def _annex3(self, unit: Unit, submission_id: int, later: int, version: int) -> list[Values]:
        """Cumulative figures: the later return has more than the earlier one, and a correction a little more."""
        rng, rows = self.rng, list[Values]()
        whole: float | None = None
        for metric in self.world.metrics:
            many = metric.unit in PEOPLE
            base = self._base.setdefault(
                (unit.id, metric.code), rng.lognormvariate(8.5 if many else 3.5, 0.8) * (0.5 + unit.quality)
            )
            value: float | None = float(round(base * (1 + 0.9 * later + 0.02 * version)))
            if metric.aggregation == "ratio_part":
                if metric.code.endswith("a"):
                    whole = value
                elif whole is not None:
                    value = float(round(whole * min(0.6 + 0.4 * unit.quality, 1.0)))
            elif (chance := rng.random()) < EMPTY + NOUGHT:
                value = None if chance < EMPTY else 0.0
            rows.append((submission_id, metric.id, value))
        return rows

    def _roadmap(self, unit: Unit, at: datetime) -> list[Values]:
        days, rows = self.world.days, list[Values]()
        owed = [one.line for one in self.world.owed if one.unit is unit and one.role == "hold"]
        for line in owed[:: max(len(owed) // 6, 1)]:
            self._ids["task"] += 1
            start, end = days.iso[line.first], days.iso[line.last]
            told = (line.id, line.name, unit.name, start, end, stored(at))
            rows.append((self._ids["task"], self.world.notice_id, unit.id, *told))
        return rows
