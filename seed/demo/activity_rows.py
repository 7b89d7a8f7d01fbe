"""Rows of activities: the version of the plan, the version with what became of it, hosts, changes (ADR 15)."""

from dataclasses import dataclass
from random import Random
from typing import Final

from data_access.database.schema import activity, activity_event, activity_unit
from seed.bulk import Values
from seed.demo.words import PLATFORMS, ROOMS
from seed.demo.world import Line, Place, Unit, World
from seed.demo.write import Filled, Target

PLANNED_FIRST: Final = 0.45
"""Activities that one ledger announced before another reported what became of them."""
AHEAD: Final = 21
"""Days before an activity at most that its plan is known."""
MODES: Final = ("online", "online", "offline", "mixed")
ACTIVITIES: Final = Target(
    activity,
    (
        *("id", "code", "campaign_id", "line_id", "title", "mode", "status", "planned_start", "planned_end"),
        *("held_start", "held_end", "venue", "adcode", "lon", "lat"),
        *("attendance_onsite", "attendance_online", "views", "is_featured"),
        *("recorded_at", "superseded_at", "updated_at"),
    ),
)
HOSTS: Final = Target(activity_unit, ("activity_id", "org_unit_id", "role"))
CHANGES: Final = Target(activity_event, ("id", "activity_id", "from_status", "to_status", "occurred_at", "recorded_at"))


@dataclass(frozen=True)
class Happening:
    """An activity; `day` is when it was held or is planned for, `line` None an own initiative, `place` None 省直."""

    line: Line | None
    subject: str
    status: str
    day: int
    lead: Unit
    hosts: tuple[tuple[int, str], ...]
    place: Place | None


class ActivityRows:
    """Collects rows until they are taken."""

    def __init__(self, world: World, rng: Random) -> None:
        self.world = world
        self.rng = rng
        self._codes = self._ids = self._changes = 0
        self._activities: list[Values] = []
        self._hosts: list[Values] = []
        self._events: list[Values] = []

    def made(self) -> Filled:
        """The rows since the last call, parents first."""
        rows: Filled = [(ACTIVITIES, self._activities), (HOSTS, self._hosts), (CHANGES, self._events)]
        self._activities, self._hosts, self._events = [], [], []
        return rows

    def add(self, one: Happening) -> None:
        """One activity, in one version or two."""
        rng, days, receipts = self.rng, self.world.days, one.lead.receipts
        self._codes += 1
        lasts = int(rng.random() * rng.random() * 4)
        ends = min(one.day + lasts, days.last)
        planned = one.day if rng.random() < 0.7 else max(one.day - rng.randrange(6), 0)
        announced = receipts.after[max(planned - rng.randrange(1, AHEAD), 0)]
        known = announced if one.status == "planned" else receipts.after[ends]
        fixed = self._fixed(one)
        if one.status != "planned" and announced < known and rng.random() < PLANNED_FIRST:
            self._version(one, fixed, "planned", (planned, planned + lasts), announced, known)
            self._changes += 1
            at = receipts.text[known]
            self._events.append((self._changes, self._ids + 1, "planned", one.status, at, at))
        later = 7 + rng.randrange(30) if one.status == "postponed" else 0
        self._version(one, fixed, one.status, (planned + later, planned + later + lasts), known, None, ends)

    def _fixed(self, one: Happening) -> Values:
        """What all versions of an activity have in common: code, campaign, line, title, mode."""
        line = one.line
        name = one.place.name if one.place else one.lead.short
        mode = (line.mode if line else None) or self.rng.choice(MODES)
        verb = self.rng.choice(("开展", "组织", "举办"))
        campaign_id = line.campaign_id if line else self.world.notice_id
        return f"DEMO-HD-{self._codes:06}", campaign_id, line.id if line else None, f"{name}{verb}{one.subject}", mode

    def _version(
        self,
        one: Happening,
        fixed: Values,
        status: str,
        planned: tuple[int, int],
        known: int,
        until: int | None,
        ends: int = 0,
    ) -> None:
        days, rng = self.world.days, self.rng
        starts, text, receipts = days.starts, days.text, one.lead.receipts
        held = status == "held"
        online, onsite = fixed[-1] != "offline", fixed[-1] != "online"
        venues = ROOMS if onsite else PLATFORMS
        self._ids += 1
        self._activities.append(
            (
                self._ids,
                *fixed,
                status,
                text[starts[planned[0]]],
                text[starts[planned[1]]],
                text[starts[one.day]] if held else None,
                text[starts[ends]] if held else None,
                venues[rng.randrange(len(venues))],
                one.place.adcode if one.place else None,
                one.place.lon if one.place else None,
                one.place.lat if one.place else None,
                int(rng.lognormvariate(4.4, 0.9)) if held and onsite else None,
                int(rng.lognormvariate(5.6, 1.1)) if held and online else None,
                int(rng.lognormvariate(7.0, 1.4)) if held and online and rng.random() < 0.6 else None,
                False,
                receipts.text[known],
                None if until is None else receipts.text[until],
                self.world.now,
            )
        )
        self._hosts += [(self._ids, unit, role) for unit, role in one.hosts]
