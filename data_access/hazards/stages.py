"""How far along hazards are: how many of them were ordered, rectified, accepted and closed (domain.md §4.2)."""

from typing import NamedTuple

from data_access.columns.counting import counted
from data_access.columns.instants import NEVER
from data_access.database.schema.hazard import GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import hazards_at
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
    at = hazards_at(s, q)
    closed = ~at.open
    stages = (at.instants("ordered") != NEVER, closed | at.pending, at.instants("accepted") != NEVER, closed)
    return tuple(Stages(GRADES[grade], *numbers) for (grade,), numbers in counted((at.grade,), *stages))
