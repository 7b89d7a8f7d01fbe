"""How far along hazards are: how many of them were ordered, rectified, accepted and closed (domain.md §4.2)."""

from collections import Counter
from typing import NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import grades_of
from data_access.hazards.days import LIVES, list_days
from data_access.question import Question


class Stages(NamedTuple):
    """Hazards in F (C13) of one grade that have come so far, as it stands at T: a failed acceptance or a reopening
    takes the later stages back.
    """

    grade: str
    confirmed: int
    ordered: int
    rectified: int
    accepted: int
    closed: int


def list_stages(s: Snapshot, q: Question) -> tuple[Stages, ...]:
    """One for each grade that has any hazard, general before major."""
    reached: Counter[tuple[str, str]] = Counter()
    for row in list_days(s, q, LIVES):
        rectified = row.closed or row.rectified_on is not None
        stages = {"confirmed": 1, "ordered": row.ordered, "rectified": rectified, "accepted": row.accepted}
        for stage, came in {**stages, "closed": row.closed}.items():
            reached[row.grade, stage] += row.hazards if came else 0
    return tuple(
        Stages(grade, *(reached[grade, stage] for stage in Stages._fields[1:]))
        for grade in grades_of(q)
        if reached[grade, "confirmed"]
    )
