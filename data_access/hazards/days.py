"""On which days each hazard came how far, and how long decisions on what was rectified took (domain.md §4.2, §4.3)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from data_access.columns.counting import Column, counted
from data_access.columns.instants import NEVER, days_of
from data_access.database.days import local_date, number_of_day
from data_access.database.schema.hazard import GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import HazardsAt, hazards_at
from data_access.hazards.register.rows import RECT_TYPES
from data_access.notice.places import ALL, load_city_of
from data_access.question import Question

Cells: TypeAlias = defaultdict[tuple[str, str], Counter[int]]
"""City (or ALL) and grade -> a histogram of days."""
_TIMED: Final = RECT_TYPES.index("deadline")


def today(q: Question) -> int:
    """The local day of T as a number."""
    return number_of_day(local_date(q.as_of, q.zone))


def histograms(s: Snapshot, at: HazardsAt, days: NDArray[np.int32]) -> Cells:
    """How many of the hazards have how many days, in their city, and in ALL."""
    city, codes = at.groups(load_city_of(s, at.q))
    return _by_city(city, codes, at.grade, days)


def timed(at: HazardsAt) -> HazardsAt:
    """Those of type deadline (限期整改) that were ordered."""
    return at.where((at.rows.rect_type[at.chosen] == _TIMED) & (at.instants("ordered") != NEVER))


def taken(at: HazardsAt) -> NDArray[np.int32]:
    """Of hazards that were ordered and rectified the days from the order to the completion; a completion before the
    order took 0 days.
    """
    days: NDArray[np.int32] = np.maximum(at.days("rectified") - at.days("ordered"), 0)
    return days


def decisions(s: Snapshot, q: Question) -> Cells:
    """Of rounds of rectification on which was decided by T, passed or failed: the days from the completion to the first
    decision; a decision dated before the completion took 0 days.
    """
    at = hazards_at(s, q)
    chosen = np.zeros(len(at.rows), np.bool_)
    chosen[at.chosen] = True
    rounds = at.known.rounds
    if not len(rounds.starts):
        return defaultdict(Counter)
    then = rounds.at <= at.as_of
    decided = np.minimum.reduceat(np.where(then & rounds.decides, rounds.at, NEVER), rounds.starts)
    completed = np.maximum.reduceat(np.where(then & ~rounds.decides, rounds.at, -NEVER), rounds.starts)
    hazard = rounds.hazard[rounds.starts]
    there = (decided != NEVER) & (completed != -NEVER) & chosen[hazard]
    days = np.maximum(days_of(decided[there], q) - days_of(completed[there], q), 0)
    hazard = hazard[there]
    return histograms(s, at.at_rows(hazard), days)


def _by_city(city: Column, codes: Sequence[str], grade: Column, days: Column) -> Cells:
    cells: Cells = defaultdict(Counter)
    for (place, of_grade, number), (hazards,) in counted((city, grade, days)):
        for code in (codes[place], ALL):
            cells[code, GRADES[of_grade]][number] += hazards
    return cells
