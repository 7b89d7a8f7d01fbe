"""Tips in the order of their receipt, as the ledgers of the hotline centre reported them; no reporter, no content."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from data_access.database.schema import hazard_tip, tip
from seed.bulk import Values, stored
from seed.demo.days import Receipts
from seed.demo.hazards import Reported
from seed.demo.world import City, World
from seed.demo.write import Batch, Target

BATCH: Final = 5_000
HANDLED: Final = 60
"""Days from acceptance within which a tip is to be closed (C14)."""
LONGER: Final = 30
"""Days of an extension."""
DECISIONS: Final = {"accepted": 0.74, "duplicate": 0.08, "transferred": 0.1, "rejected": 0.08}
OUTCOMES: Final = {
    "substantiated": 0.16,
    "partly": 0.14,
    "unfounded": 0.45,
    "cannot_determine": 0.17,
    "withdrawn": 0.08,
}
"""Of tips that led to no hazard."""
KINDS: Final = {"violation": 0.45, "major_hazard": 0.25, "other": 0.28, "hidden_accident": 0.02}
FIRST_CALL, LAST_CALL = 7 * 60, 20 * 60
"""Minutes of the day."""
REAL_NAME: Final = 0.35
CHANNEL_FALLOFF: Final = 0.6
"""Each channel in their order brings so many tips of what the one before brings."""
TIPS: Final = Target(
    tip,
    (
        *("id", "campaign_id", "code", "received_at", "channel", "adcode", "industry_code", "kind", "is_real_name"),
        *("accepted_at", "decision", "duplicate_of", "transferred_to", "due_original", "due_current", "closed_at"),
        *("outcome", "feedback_at", "recorded_at", "superseded_at", "updated_at"),
    ),
)
LINKS: Final = Target(hazard_tip, ("hazard_id", "tip_code"))


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of a tip by some day; days are numbers of the window."""

    decision: str | None = None
    accepted: int | None = None
    due: int | None = None
    extended: int | None = None
    closed: int | None = None
    outcome: str | None = None
    feedback: int | None = None

    def by(self, day: int) -> "Course":
        """What a ledger of that day could hold."""
        if self.accepted is not None and self.accepted > day:
            return Course()
        if self.closed is not None and self.closed > day:
            return replace(self, closed=None, outcome=None, feedback=None)
        return replace(self, feedback=None) if self.feedback is not None and self.feedback > day else self

    @property
    def last(self) -> int:
        """The day of the newest fact, -1 if there is none."""
        return max(-1 if day is None else day for day in (self.accepted, self.closed, self.feedback))


class Tips:
    """`number` tips of a world, among them those that led to the hazards in `reported`."""

    def __init__(self, world: World, seed: int, number: int, reported: list[Reported]) -> None:
        self.world = world
        self.rng = Random(f"{seed}/tips")
        self.number = number if world.cities and world.channels else 0
        self.reported = reported
        self.centre = Receipts(world.days, self.rng, 0.9)
        self._weights = [CHANNEL_FALLOFF**place for place in range(len(world.channels))]
        self._last: dict[str, str] = {}
        self._tips = self._rows = 0

    def batches(self) -> Iterator[Batch]:
        """All rows, by the day of receipt."""
        linked = [
            (max(hazard.found - int(self.rng.random() * 8), 0), hazard)
            for hazard in self.reported
            if hazard.confirmed is not None
        ]
        shares = enumerate(self.world.days.shares(max(self.number - len(linked), 0)))
        todo: list[tuple[int, Reported | None]] = [*linked[: self.number]]
        todo += [(day, None) for day, number in shares for _ in range(number)]
        todo.sort(key=lambda item: item[0])
        cities = self.world.cities
        for first in range(0, len(todo), BATCH):
            part = todo[first : first + BATCH]
            chosen = self.rng.choices(cities, [city.weight for city in cities], k=len(part))
            yield self._batch(part, chosen)

    def _batch(self, todo: list[tuple[int, Reported | None]], cities: list[City]) -> Batch:
        tips: list[Values] = []
        links: list[Values] = []
        for (day, hazard), city in zip(todo, cities, strict=True):
            self._tips += 1
            code = f"DEMO-JB-{self._tips:06}"
            if hazard:
                place, industry = hazard.adcode, hazard.industry
                links.append((hazard.id, code))
                course = self._handled(day, city.unit.quality, hazard.confirmed)
            else:
                place = city.places[int(self.rng.random() * len(city.places))].adcode
                industry = self.rng.choice(list(self.world.industries))
                course = self._handled(day, city.unit.quality, None)
            tips += self._versions(code, day, place, industry, course)
        return Batch(len(todo), [(TIPS, tips), (LINKS, links)])

    def _handled(self, day: int, quality: float, confirmed: int | None) -> Course:
        """What becomes of a tip received on `day`; one that led to a hazard is closed once that is confirmed."""
        rng, last = self.rng, self.world.days.last
        decision = "accepted" if confirmed is not None else rng.choices(list(DECISIONS), list(DECISIONS.values()))[0]
        if decision != "accepted":
            return Course(decision)
        accepted = day + 1 + int(rng.random() * (7 - 5 * quality))
        if accepted > last:
            return Course()
        due = accepted + HANDLED
        extended = due + LONGER if rng.random() < 0.06 else None
        took = int(rng.triangular(3, 95 - 45 * quality, 20 + 30 * (1 - quality)))
        closed = max(accepted + took, confirmed or 0)
        if closed > last or rng.random() < 0.08 * (1 - quality):
            return Course(decision, accepted, due, extended)
        outcome = rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        if confirmed is not None:
            outcome = "substantiated" if rng.random() < 0.8 else "partly"
        feedback = closed + 1 + int(rng.random() * 10)
        return Course(decision, accepted, due, extended, closed, outcome, None if feedback > last else feedback)

    def _versions(self, code: str, day: int, place: str, industry: str, course: Course) -> Iterator[Values]:
        """The row of the first ledger after the receipt, and the row that replaced it once all was known."""
        days, rng, centre = self.world.days, self.rng, self.centre
        if course.decision == "duplicate" and place not in self._last:
            course = Course("transferred")
        other = self._last.get(place) if course.decision == "duplicate" else None
        self._last[place] = code
        always = (
            code,
            stored(days.at(day, rng.randrange(FIRST_CALL, LAST_CALL))),
            rng.choices(self.world.channels, self._weights)[0],
            place,
            industry,
            rng.choices(list(KINDS), list(KINDS.values()))[0],
            rng.random() < REAL_NAME,
        )
        first = centre.after[min(day + 1, days.last)]
        final = max(first, centre.after[max(course.last, 0)])
        early = course.by(first)
        if early != course:
            yield self._row(always, early, None, industry, first, final)
            first = final
        yield self._row(always, course, other, industry, first, None)

    def _row(
        self, always: Values, course: Course, other: str | None, industry: str, known: int, until: int | None
    ) -> Values:
        """A version known from the ledger of one day until that of another."""
        days = self.world.days

        def start(day: int | None) -> str | None:
            return None if day is None else days.text[days.starts[day]]

        def end(day: int | None) -> str | None:
            return None if day is None else days.text[days.ends[day]]

        self._rows += 1
        return (
            self._rows,
            self.world.notice_id,
            *always,
            start(course.accepted),
            course.decision,
            other,
            self.world.industries[industry][1] if course.decision == "transferred" else None,
            end(course.due),
            end(course.due if course.extended is None else course.extended),
            start(course.closed),
            course.outcome,
            start(course.feedback),
            self.centre.text[known],
            None if until is None else self.centre.text[until],
            self.world.now,
        )
