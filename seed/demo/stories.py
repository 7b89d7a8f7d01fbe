"""What becomes of one hazard: its ledger row at the end of the window and the change records that led there (C12, C13).

Days are numbers of the window. What would happen after its last day does not: the story stops where it stands.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Final

from seed.demo.days import Days
from seed.returns.storing.history import Change, Row

MAJOR: Final = 0.035
IMMEDIATE: Final = 0.55
"""即查即改, of the general ones."""
LIMITS: Final = (5, 7, 10, 15, 15, 20, 30)
MAJOR_LIMITS: Final = (30, 45, 60, 90)
"""Days for 限期整改."""
UNCONFIRMED, VOID, EXTENDED, REGRADED = 0.008, 0.007, 0.06, 0.012
UNASKED, FAILED, UNCLOSED, REOPENED = 0.04, 0.07, 0.04, 0.02
"""Shares of what can happen; 即查即改 fails a seventh as often."""
ROUNDS: Final = 3
"""The last round neither fails nor is reopened: stories end."""
REASONS: Final = {
    "extend": ("设备采购周期较长", "汛期无法施工", "需等待停产检修"),
    "accept_fail": ("整改不彻底", "佐证材料不全", "现场复查仍有问题"),
    "reopen": ("回头看发现反弹", "复查不符合要求"),
    "regrade": ("专家评估后调整",),
    "void": ("重复登记", "登记有误"),
}


@dataclass(slots=True)
class Story:
    """The days of a hazard, None where it did not get so far, and its changes; `due` is that of the order."""

    found: int
    grade: str
    immediate: bool
    confirmed: int | None = None
    ordered: int | None = None
    due: int | None = None
    rectified: int | None = None
    accepted: int | None = None
    acceptance: str | None = None
    closed: int | None = None
    changes: list[Change] = field(default_factory=list)

    def row(self, days: Days) -> Row:
        """The ledger's row at the end of the window."""
        starts = days.starts
        return Row(
            self.grade,
            None if self.confirmed is None else starts[self.confirmed],
            None if self.ordered is None else starts[self.ordered],
            None if self.due is None else days.ends[self.due],
            None if self.rectified is None else starts[self.rectified],
            None if self.accepted is None else starts[self.accepted],
            self.acceptance,
            None if self.closed is None else starts[self.closed],
        )


class Teller:
    """Tells stories of hazards that are confirmed on a day, in a place of some quality."""

    def __init__(self, days: Days, rng: Random) -> None:
        self.days = days
        self.rng = rng
        self._documents = 0

    def tell(self, day: int, quality: float) -> Story:
        """The story of a hazard confirmed on `day`; better places rectify more, sooner, and more of it in time."""
        random, last = self.rng.random, self.days.last
        major = random() < MAJOR
        story = Story(max(day - int(random() * random() * 6), 0), "major" if major else "general", immediate=False)
        story.immediate = not major and random() < IMMEDIATE
        if random() < UNCONFIRMED:
            return story
        story.confirmed = day
        ordered = day if random() < 0.7 else day + 1 + int(random() * 3)
        if ordered > last:
            return story
        limits = (0,) if story.immediate else MAJOR_LIMITS if major else LIMITS
        story.ordered, story.due = ordered, ordered + limits[int(random() * len(limits))]
        at = ordered + 1 + int(random() * 20)
        if random() < VOID and at <= last:
            story.changes.append(Change("void", self.days.starts[at], reason=self._reason("void")))
            return story
        start, due = ordered, story.due
        if not story.immediate:
            start, due = self._extended(story, ordered, due)
            self._regraded(story, ordered)
        self._rounds(story, start, due, quality)
        return story

    def _extended(self, story: Story, ordered: int, due: int) -> tuple[int, int]:
        """Perhaps an extension, a few of them granted after the deadline; from when work may end, and the deadline."""
        random = self.rng.random
        if random() >= EXTENDED:
            return ordered, due
        at = max(due - int(random() * 6) if random() < 0.85 else due + 1 + int(random() * 3), ordered + 1)
        if at > self.days.last:
            return ordered, due
        later = due + (10, 15, 30)[int(random() * 3)]
        story.changes.append(
            Change(
                "extend",
                self.days.starts[at],
                old_due=self.days.ends[due],
                new_due=self.days.ends[later],
                doc_no=self._document(),
                reason=self._reason("extend"),
            )
        )
        return at + 1, later

    def _regraded(self, story: Story, ordered: int) -> None:
        random = self.rng.random
        at = ordered + 1 + int(random() * 4)
        if random() < REGRADED and at <= self.days.last:
            before, story.grade = story.grade, "general" if story.grade == "major" else "major"
            story.changes.append(
                Change(
                    "regrade",
                    self.days.starts[at],
                    old_grade=before,
                    new_grade=story.grade,
                    doc_no=self._document(),
                    reason=self._reason("regrade"),
                )
            )

    def _rounds(self, story: Story, start: int, due: int, quality: float) -> None:
        """Rectified, accepted, closed; and again after a failed acceptance or a reopening."""
        random, last, starts = self.rng.random, self.days.last, self.days.starts
        fails = FAILED / 7 if story.immediate else FAILED
        for number in range(1, ROUNDS + 1):
            again = number < ROUNDS
            done = self._rectified(start, due, quality, story.immediate)
            if done is None or done > last:
                return
            story.rectified, story.accepted, story.acceptance = done, None, None
            seen = done + int(random() * 3) if story.immediate else done + 1 + int(random() * (14 - 10 * quality))
            if random() < UNASKED or seen > last:
                return
            story.accepted = seen
            if again and random() < fails:
                reason = self._reason("accept_fail")
                story.changes.append(Change("accept_fail", starts[seen], old_rectified=starts[done], reason=reason))
                story.rectified, story.acceptance, start = None, "fail", seen + 1
                continue
            story.acceptance = "pass"
            closed = seen + int(random() * 5)
            if random() < UNCLOSED or closed > last:
                return
            story.closed = closed
            at = closed + 15 + int(random() * 60)
            if not again or random() >= REOPENED or at > last:
                return
            later = at + 7 + int(random() * 14)
            story.changes.append(
                Change(
                    "reopen",
                    starts[at],
                    old_rectified=starts[done],
                    old_closed=starts[closed],
                    old_due=self.days.ends[due],
                    new_due=self.days.ends[later],
                    reason=self._reason("reopen"),
                )
            )
            story.rectified = story.accepted = story.acceptance = story.closed = None
            start, due = at + 1, later

    def _rectified(self, start: int, due: int, quality: float, immediate: bool) -> int | None:
        """The day on which the work is done; None: not in this window."""
        random = self.rng.random
        if random() < (1 - quality) * 0.1:
            return None
        if random() < (0.8 + 0.19 * quality if immediate else 0.3 + 0.66 * quality):
            return start + round(max(due - start, 0) * max(random(), random()))
        return max(due, start) + 1 + int(self.rng.expovariate(1 / (18 - 14 * quality)))

    def _reason(self, kind: str) -> str:
        reasons = REASONS[kind]
        return reasons[int(self.rng.random() * len(reasons))]

    def _document(self) -> str:
        self._documents += 1
        return f"演示〔{self.days.first.year}〕{self._documents}号"
