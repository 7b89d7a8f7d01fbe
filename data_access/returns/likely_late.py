"""Who is likely to be late (G16): who missed at least half of the ended periods of a return and has the next one still
to hand in; with how often such a naming was right so far.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.notice.units import Line, Unit
from data_access.obligations.at_instant import LATE, Obligation, at
from data_access.obligations.history import History, list_histories
from data_access.question import Question

AHEAD: Final = timedelta(days=14)
"""How near a deadline has to be."""
FEWEST, ENOUGH = 5, 20
"""Namings below which there is no record yet, and below which it is marked as a small sample."""


class Record(NamedTuple):
    """How often namings were right: of the periods named before their deadline and due by T, those that came in late or
    not at all; and the same of the periods that were looked at and not named.
    """

    named: int
    late: int
    others: int
    others_late: int

    @property
    def speaks(self) -> bool:
        """Whether there are enough namings to tell of."""
        return self.named >= FEWEST

    @property
    def small(self) -> bool:
        """Whether there are so few that they tell little."""
        return self.named < ENOUGH


class LikelyLate(NamedTuple):
    """A period that a unit has still to hand in, having missed at least half of those before; instants in UTC."""

    unit: Unit
    line: Line
    period: str
    due_at: datetime
    due_basis: str
    last_period: str
    last_state: str
    """That of the last ended period: one of obligations.states.STATES."""
    last_days: int | None
    """Days begun since its deadline, until T or until it came in; None for one that came in time."""
    missed: int
    """Of the periods ended by T, those that came in late or not at all."""
    ended: int
    record: Record
    """Of the rule, for all that were asked for."""


class _Look(NamedTuple):
    """The periods that have ended at an instant, the one that is to be handed in next, and its deadline."""

    ended: Sequence[Obligation]
    ahead: Obligation
    due_at: datetime

    @property
    def is_named(self) -> bool:
        """The rule: at least half of the ended periods came in late or not at all."""
        return 2 * self.missed >= len(self.ended)

    @property
    def missed(self) -> int:
        """How many of the ended periods came in late or not at all."""
        return sum(one.state in LATE for one in self.ended)


def list_likely_late(s: Snapshot, q: Question) -> list[LikelyLate]:
    """Whom the rule names at T, the nearest deadline first, then who missed most."""
    series, by = series_of(list_histories(s, q)), _known(q)
    record = record_of(series, q.as_of, by)
    looks = [look for one in series if (look := _look(one, q.as_of, by)) and look.is_named]
    return sorted((_row(look, record) for look in looks), key=lambda row: (row.due_at, -row.missed))


def load_record(s: Snapshot, q: Question) -> Record:
    """How often the rule was right so far, replayed at every deadline before T."""
    return record_of(series_of(list_histories(s, q)), q.as_of, _known(q))


def series_of(histories: Iterable[History]) -> list[list[History]]:
    """What is handed in period by period, for each unit and line."""
    found: defaultdict[tuple[Unit, Line], list[History]] = defaultdict(list)
    for one in histories:
        if one.role == "submit" and one.period and one.due_original is not None:
            found[one.unit, one.line].append(one)
    return list(found.values())


def record_of(series: Iterable[Sequence[History]], as_of: datetime, known: datetime) -> Record:
    """Each period once: named if any look before its deadline named it. A look is at a deadline of the same series, and
    sees what was known then; the outcome is that of T.
    """
    named, others = list[bool](), list[bool]()
    for one in series:
        ended = [owed for owed in _at(one, as_of, known) if owed.due_passed]
        looks = [look for owed in ended if owed.due_at and (look := _look(one, owed.due_at, known))]
        first = {look.ahead.key for look in looks if look.is_named}
        seen = {look.ahead.key for look in looks}
        named += [owed.state in LATE for owed in ended if owed.key in first]
        others += [owed.state in LATE for owed in ended if owed.key in seen - first]
    return Record(len(named), sum(named), len(others), sum(others))


def _look(series: Sequence[History], as_of: datetime, known: datetime) -> _Look | None:
    """None where no period has ended, or the next one is far, in or excused."""
    owed = list(_at(series, as_of, known))
    ended = [one for one in owed if one.due_passed]
    ahead = next((one for one in owed if not one.due_passed), None)
    if not ended or ahead is None or ahead.state != "not_due" or not ahead.due_at or ahead.due_at > as_of + AHEAD:
        return None
    return _Look(ended, ahead, ahead.due_at)


def _at(series: Sequence[History], as_of: datetime, known: datetime) -> Iterator[Obligation]:
    """A series at an instant, by deadline; excused periods are left out."""
    owed = [at(history, as_of, min(as_of, known)) for history in series]
    return iter(sorted((one for one in owed if one.active), key=lambda one: (one.due_at or as_of, one.period)))


def _row(look: _Look, record: Record) -> LikelyLate:
    ahead, last = look.ahead, look.ended[-1]
    whose = (ahead.unit, ahead.line, ahead.period, look.due_at, ahead.due_basis)
    return LikelyLate(*whose, last.period, last.state, last.days_overdue, look.missed, len(look.ended), record)


def _known(q: Question) -> datetime:
    return q.known_at or q.as_of
