"""How soon what was rectified is looked at: 验收及时 (domain.md §4.3)."""

from typing import Final, NamedTuple

import numpy as np

from data_access.columns.instants import NEVER
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import hazards_at
from data_access.hazards.counts import grades_of
from data_access.hazards.days import decisions, histograms, today
from data_access.hazards.durations import histogram_size, median, p90
from data_access.notice.places import places_of
from data_access.notice.units import Place
from data_access.question import Question

LONG: Final = 10
"""Days without a decision after which the wait is called long (domain.md §4.3; the on-site review of 总局令16号)."""


class Acceptance(NamedTuple):
    """How soon was decided on what was rectified of one grade in a city, or in the whole province."""

    place: Place
    grade: str
    decided: int
    """Rounds of rectification on which was decided by T, passed or failed."""
    median_days: float | None
    p90_days: int | None
    awaiting: int
    """Rectified and not decided on at T."""
    awaiting_long: int
    """For more than 10 days."""
    accepted_not_closed: int
    """Accepted and not taken off the list."""


def list_acceptance(s: Snapshot, q: Question) -> tuple[Acceptance, ...]:
    """Per city (and province) and grade the local days from completion to decision: median, and p90 by nearest rank,
    None where there is none. A decision dated before the completion took 0 days.

    awaiting and accepted_not_closed add up to `pending` of list_hazard_summary, whose places these are.
    """
    pending = hazards_at(s, q)
    pending = pending.where(pending.pending)
    decided = pending.instants("accepted") != NEVER
    awaiting, passed = pending.where(~decided), pending.where(decided)
    days = decisions(s, q)
    waits = histograms(s, awaiting, today(q) - awaiting.days("rectified"))
    accepted = histograms(s, passed, np.zeros(len(passed), np.int32))
    return tuple(
        Acceptance(
            place,
            grade,
            decided=histogram_size(taken := days[place.code, grade]),
            median_days=median(taken),
            p90_days=p90(taken),
            awaiting=histogram_size(waited := waits[place.code, grade]),
            awaiting_long=sum(number for since, number in waited.items() if since > LONG),
            accepted_not_closed=histogram_size(accepted[place.code, grade]),
        )
        for place in places_of(s, q)
        for grade in grades_of(q)
    )
