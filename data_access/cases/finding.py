"""The case that an address asks for."""

from collections.abc import Callable
from typing import Final

from data_access.cases.activities import activity
from data_access.cases.case import Case
from data_access.cases.days import day, week
from data_access.cases.figures import figure
from data_access.cases.hazards import hazard
from data_access.cases.items import read
from data_access.cases.tasks import task
from data_access.cases.telling import Telling
from data_access.cases.units import unit
from data_access.database.snapshot import Snapshot
from data_access.notice.words import speaking
from data_access.question import Question

FINDERS: Final[dict[str, Callable[..., Case | None]]] = {
    "task": task,
    "hazard": hazard,
    "activity": activity,
    "city": unit,
    "unit": unit,
    "day": day,
    "week": week,
    "figure": figure,
}


def find(s: Snapshot, q: Question, item: str, lang: str) -> Case | None:
    """What is told of `item` at T, in `lang`; None for what nobody may know: an item that names nothing, or what is
    not there at T, or lies outside the reader's scope. The filters of the page do not matter but for figures and days.
    """
    asked = read(item)
    if asked is None:
        return None
    told = Telling(q, speaking(s, q, lang))
    return FINDERS[asked.kind](s, told, *asked.codes)
