"""What is said of the first instant now that was not said of it then, thing by thing."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, select

from data_access.activities.facts import held
from data_access.activities.hosting import HOSTS, of_lines
from data_access.comparison.pairs import refusal, since_of
from data_access.comparison.standing import with_hazards
from data_access.database.schema import activity, activity_unit
from data_access.database.schema.hazard import CLASSES, GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import HazardsAt, hazards_at
from data_access.notice.places import NOWHERE, load_areas
from data_access.notice.selection import units
from data_access.notice.units import NO_LINE, Line, Place, load_lines_by_id, load_units
from data_access.obligations.at_instant import list_obligations
from data_access.question import Question

_NOT_THERE: Final = -1


class Revised(NamedTuple):
    """Something of which another state is known now than was known then, both of T1."""

    kind: str
    """task, hazard, activity."""
    place: Place
    """The unit that owes the task, the city where the hazard lies, the unit that holds the activity."""
    line: Line
    """NO_LINE of hazards."""
    period: str
    code: str
    """The number of a hazard or an activity; '' of a task."""
    grade: str
    """Of a hazard, as now known."""
    said: str
    """What was known then: a state of tasks, a class of hazards, `held` of an activity; '' where it was not known."""
    known: str
    """What is known now, in the same codes; '' where it is no fact any more."""


def list_revised(s: Snapshot, q: Question) -> tuple[Revised, ...]:
    """Every task, hazard and activity whose state at q.since (as pairs.since_of) is known otherwise now than it was
    then: tasks, then hazards where no line is chosen, then activities, each by unit or place; () for a pair that cannot
    be compared.
    """
    if refusal(s, q) is not None:
        return ()
    since = since_of(s, q)
    known = q.counted_from(None).at(since)
    then = known.known(since if q.known_at is None else min(since, q.known_at))
    found = [*_tasks(s, then, known)]
    if with_hazards(q):
        found += _hazards(s, then.placed().without_hazards(), known.placed().without_hazards())
    return (*found, *_activities(s, then, known))


def _tasks(s: Snapshot, then: Question, known: Question) -> Iterator[Revised]:
    said = {one.key: one.state for one in list_obligations(s, then)}
    for one in list_obligations(s, known):
        if (before := said.get(one.key, "")) != one.state:
            place = Place(one.unit.code, one.unit.zh, one.unit.en, one.unit.short)
            yield Revised("task", place, one.line, one.period, "", "", before, one.state)


def _hazards(s: Snapshot, then: Question, known: Question) -> Iterator[Revised]:
    """Those of another class or grade, or in F at one of the two only, by place and code."""
    before, after = hazards_at(s, then), hazards_at(s, known)
    said, told = (_as_numbers(at) for at in (before, after))
    rows, areas = after.rows, load_areas(s, known)
    differing = np.flatnonzero(said != told)
    for row in sorted(differing.tolist(), key=lambda row: (rows.adcodes[rows.adcode[row]], rows.rank[row])):
        area = areas.get(rows.adcodes[rows.adcode[row]])
        place = areas[area.city].place if area and area.city else NOWHERE
        (grade, was), (new_grade, is_) = (_in_words(numbers[row]) for numbers in (said, told))
        yield Revised("hazard", place, NO_LINE, "", rows.code[row].decode(), new_grade or grade, was, is_)


def _as_numbers(at: HazardsAt) -> NDArray[np.int16]:
    """Class and grade of each row of the register as one number, _NOT_THERE for what is not in F or not chosen."""
    numbers = np.full(len(at.rows), _NOT_THERE, np.int16)
    numbers[at.chosen] = at.grade.astype(np.int16) * len(CLASSES) + at.class_
    return numbers


def _in_words(number: int) -> tuple[str, str]:
    """Grade and class; '' for what is not there."""
    if number == _NOT_THERE:
        return "", ""
    grade, class_ = divmod(int(number), len(CLASSES))
    return GRADES[grade], CLASSES[class_]


def select_held(q: Question) -> Select[*tuple[Any, ...]]:
    """The chosen activities held by T with each chosen unit that leads or co-hosts them (G8): ids of unit and line,
    number.
    """
    unit, a, u = units(q), activity.c, activity_unit.c
    return (
        select(unit.c.id, a.line_id, a.code)
        .join_from(activity, activity_unit, u.activity_id == a.id)
        .join(unit, unit.c.id == u.org_unit_id)
        .where(u.role.in_(HOSTS), of_lines(q), held(q))
    )


def _activities(s: Snapshot, then: Question, known: Question) -> Iterator[Revised]:
    unit_of, line_of = load_units(s, known), load_lines_by_id(s, known)
    before, after = ({tuple(row) for row in s.ask(select_held, q)} for q in (then, known))
    for row in sorted(before ^ after, key=lambda row: (row[0], row[2])):
        unit, line = unit_of[row[0]], line_of.get(row[1], NO_LINE)
        place = Place(unit.code, unit.zh, unit.en, unit.short)
        told = ("held", "") if row in before else ("", "held")
        yield Revised("activity", place, line, "", row[2], "", *told)
