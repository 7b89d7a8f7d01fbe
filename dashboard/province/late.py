"""What is overdue in each city, tasks and hazards: on a map one number, in words never."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dashboard.charts.place import Place
from dashboard.data import store
from dashboard.places.measures import Group
from dashboard.view import View
from data_access.database.schema.hazard import GRADES
from data_access.urgency.order import Urgency

LATE: Final = "late"
"""The measure: overdue tasks and hazards."""


def rows(view: View) -> dict[str, Urgency]:
    """adcode -> what is overdue there, of every city."""
    return {one.unit.adcode: one for one in store.urgency(view) if one.unit.group == "city"}


def numbers(found: Mapping[str, Urgency]) -> dict[str, int]:
    """adcode -> the number on the map."""
    return {code: one.tasks + one.general + one.major for code, one in found.items()}


def worded(view: View, places: Iterable[Place], found: Mapping[str, Urgency]) -> list[Place]:
    """The places with what their number is made of."""
    told = []
    for place in places:
        text = in_words(view, [found[place.code]])
        told.append(place._replace(text=text, hover=f"{place.name}\n{text}"))
    return told


def whole(view: View, places: Sequence[Place], found: Mapping[str, Urgency]) -> Group:
    """All of them together."""
    return Group(sum(place.n for place in places), None, in_words(view, [found[place.code] for place in places]))


def tasks(places: Iterable[Place], found: Mapping[str, Urgency]) -> int:
    """How many tasks are among it."""
    return sum(found[place.code].tasks for place in places)


def in_words(view: View, some: Sequence[Urgency]) -> str:
    """9 tasks, 1 general hazard; hazards where there are any, and no grade is added to another (C13)."""
    graded = {grade: sum(getattr(one, grade) for one in some) for grade in GRADES}
    tasks_said = view.t("map.late.tasks", n=sum(one.tasks for one in some))
    hazards = [view.t(f"map.late.{grade}", n=n) for grade, n in graded.items() if n]
    return view.t("list.and").join([tasks_said, *hazards])
