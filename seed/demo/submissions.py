"""What units hand in for the obligations to submit: versions, reviews, and what forms brought with them (C4, C10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Final

from data_access.database.schema import submission
from data_access.database.schema.submission import CHANNELS
from seed.bulk import Values, stored
from seed.demo.adjustments import Adjusted
from seed.demo.days import FIRST_MINUTE, LAST_MINUTE
from seed.demo.forms import Forms
from seed.demo.words import RETURNED
from seed.demo.world import Owed, World
from seed.demo.write import Batch, Target
from seed.returns.storing.submissions import statuses

BATCH: Final = 300
EARLY: Final = 6
"""Days before the deadline from which on returns come: weekly ones not before their week."""
LOOSE: Final = 45
"""Days within which a line without deadline is answered."""
NO_REASON: Final = (None, None)
RETURNED_SHARE, AWAITING, CORRECTED, ZERO, REFUSED = 0.1, 0.06, 0.08, 0.04, 0.03
SUBMISSIONS: Final = Target(
    submission,
    (
        *("id", "obligation_id", "version", "submitted_at", "recorded_at", "updated_at", "status", "reviewed_at"),
        *("return_reason_code", "return_reason", "channel", "is_zero_report", "content"),
    ),
)


@dataclass(frozen=True)
class Version:
    """One version as it came in and was judged; days are numbers of the window."""

    day: int
    at: datetime
    review: str
    reviewed: datetime | None
    reason: tuple[str | None, str | None]
    """Of one sent back its code and sentence."""


class Submissions:
    """The submissions for all obligations to submit of a world."""

    def __init__(self, world: World, seed: int, adjusted: Sequence[Adjusted]) -> None:
        self.world = world
        self.rng = Random(f"{seed}/submissions")
        self.todo = [one for one in adjusted if one.owed.role == "submit"]
        self.forms = Forms(world, seed)
        self._rows = 0
        self._issued = world.days.number(world.issued)

    def batches(self) -> Iterator[Batch]:
        """All rows, in the order of the notice."""
        for first in range(0, len(self.todo), BATCH):
            part = self.todo[first : first + BATCH]
            rows: list[Values] = []
            for one in part:
                rows += self._rows_of(one.owed, self._versions(one))
            yield Batch(len(part), [(SUBMISSIONS, rows), *self.forms.brought()])

    def _versions(self, one: Adjusted) -> list[Version]:
        """What came for one obligation until the window closed; nothing where the unit stays silent."""
        rng, last, quality = self.rng, self.world.days.last, one.owed.unit.quality
        if rng.random() > 0.62 + 0.37 * quality:
            return []
        day = self._first_day(one.owed, quality)
        if day > last or (one.waived is not None and day >= one.waived):
            return []
        versions: list[Version] = []
        while day <= last and len(versions) < 3:
            versions.append(self._version(one.owed, day, len(versions) > 0))
            newest = versions[-1]
            if newest.review == "returned" and newest.reviewed:
                day = self.world.days.day_of(newest.reviewed) + 1 + rng.randrange(5)
            elif newest.review == "accepted" and len(versions) == 1 and rng.random() < CORRECTED:
                day += 3 + rng.randrange(18)
            else:
                break
        return versions

    def _first_day(self, owed: Owed, quality: float) -> int:
        rng, days = self.rng, self.world.days
        if owed.due is None:
            return days.draw(rng, owed.line.first, min(owed.line.first + LOOSE, owed.line.last))
        due = days.day_of(owed.due)
        if rng.random() < 0.42 + 0.57 * quality:
            return max(due - int(EARLY * rng.random() * rng.random()), self._issued)
        return due + 1 + int(rng.expovariate(1 / (9 - 6 * quality)))

    def _version(self, owed: Owed, day: int, again: bool) -> Version:
        """A version of `day`; one that is due that day comes in before the deadline's hour."""
        rng, days = self.rng, self.world.days
        at = days.at(day, rng.randrange(FIRST_MINUTE, LAST_MINUTE))
        if owed.due is not None and days.day_of(owed.due) == day and at > owed.due:
            at = owed.due
        chance = rng.random()
        reviewed = days.at(day + 1 + rng.randrange(4), rng.randrange(FIRST_MINUTE, LAST_MINUTE))
        if chance < AWAITING or days.day_of(reviewed) > days.last:
            return Version(day, at, "submitted", None, NO_REASON)
        if chance < AWAITING + RETURNED_SHARE and not again:
            return Version(day, at, "returned", reviewed, RETURNED[rng.randrange(len(RETURNED))])
        return Version(day, at, "accepted", reviewed, NO_REASON)

    def _rows_of(self, owed: Owed, versions: list[Version]) -> Iterator[Values]:
        rng = self.rng
        standing = statuses({number: version.review for number, version in enumerate(versions, 1)})
        channel = rng.choices(CHANNELS, (30, 45, 8, 10, 5, 2))[0]
        for number, version in enumerate(versions, 1):
            self._rows += 1
            figures, form = owed.line.answers == "annex3", owed.line.answers is not None
            zero = (figures or not form) and rng.random() < ZERO
            content = "loaded" if form else "none"
            if figures and not zero and rng.random() < REFUSED:
                content = "refused"
            if content == "loaded":
                self.forms.take(owed, self._rows, number, version.at, zero=zero)
            yield (
                self._rows,
                owed.id,
                number,
                stored(version.at),
                stored(version.at),
                self.world.now,
                standing[number],
                None if version.reviewed is None else stored(version.reviewed),
                *version.reason,
                channel,
                zero,
                content,
            )
