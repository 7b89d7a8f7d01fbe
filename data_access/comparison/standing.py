"""What stands behind each figure at one instant, thing by thing, so that two instants can be subtracted."""

from collections.abc import Callable, Hashable, Iterable
from typing import Final, NamedTuple

from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.schema.hazard import CLASSES, GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import hazards_at
from data_access.notice.places import load_city_of
from data_access.obligations.agenda import of_group
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.question import Question

PLACED: Final = "city"
"""The unit group in whose places hazards lie."""
OVERDUE: Final = "E"
Thing = tuple[str, Hashable]
"""The code of the unit that it belongs to (of a hazard the adcode of its city), and its key."""


class Parts(NamedTuple):
    """The things that a figure counts; `d`: those of the denominator of a rate."""

    n: frozenset[Thing]
    d: frozenset[Thing] | None = None


OF_TASKS: Final[dict[str, tuple[Callable[[Obligation], bool], Callable[[Obligation], bool] | None]]] = {
    "overdue": (lambda one: one.state == "overdue", None),
    "on_time": (lambda one: _due(one) and one.state == "done_on_time", lambda one: _due(one)),
    "due_completion": (lambda one: _due(one) and one.done, lambda one: _due(one)),
    "missing": (lambda one: one.state == "overdue" and one.role == "submit", None),
}
"""Figure -> what is in its numerator and in its denominator (C9, C4)."""
OF_HAZARDS: Final = tuple(f"{grade}_{figure}" for grade in GRADES for figure in ("overdue", "open"))
"""Hazards past their deadline and not rectified, and those not closed, of each grade (C13); never added up."""
FIGURES: Final = (*OF_TASKS, *OF_HAZARDS)


def group_of(q: Question) -> str:
    """The unit group that is compared: the first in the official order that is chosen; groups are never added (G9)."""
    return next(group for group in UNIT_GROUPS if not q.filters.groups or group in q.filters.groups)


def standing(s: Snapshot, q: Question) -> dict[str, Parts]:
    """Figure -> its things at T as known at K: of the tasks that the units of one group owe, and of the hazards in
    cities, where these are compared and no line is chosen.
    """
    own = of_group(list_obligations(s, q), group_of(q))
    found = {
        figure: Parts(_things(own, counted), None if among is None else _things(own, among))
        for figure, (counted, among) in OF_TASKS.items()
    }
    return found | _of_hazards(s, q) if with_hazards(q) else found


def with_hazards(q: Question) -> bool:
    """Whether hazards are compared too: they lie in cities, and no line is about them."""
    return group_of(q) == PLACED and not q.filters.lines


def _due(one: Obligation) -> bool:
    return one.active and one.due_passed


def _things(owed: Iterable[Obligation], counted: Callable[[Obligation], bool]) -> frozenset[Thing]:
    return frozenset((one.unit.code, one.key) for one in owed if counted(one))


def _of_hazards(s: Snapshot, q: Question) -> dict[str, Parts]:
    city_of = load_city_of(s, q)
    found: dict[str, set[Thing]] = {figure: set() for figure in OF_HAZARDS}
    at = hazards_at(s, q.placed().without_hazards())
    at = at.where(at.open)
    city, codes = at.groups(city_of)
    overdue = at.class_ == CLASSES.index(OVERDUE)
    for row, place, grade, late in zip(at.chosen.tolist(), city.tolist(), at.grade.tolist(), overdue, strict=True):
        thing = (codes[place], row)
        found[f"{GRADES[grade]}_open"].add(thing)
        if late:
            found[f"{GRADES[grade]}_overdue"].add(thing)
    return {figure: Parts(frozenset(things)) for figure, things in found.items()}
