"""What is said of the first instant now that was not said of it then, thing by thing."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from data_access.activities.facts import held
from data_access.activities.hosting import HOSTS, of_lines
from data_access.comparison.pairs import refusal, since_of
from data_access.comparison.standing import with_hazards
from data_access.database.schema import activity, activity_unit
from data_access.database.snapshot import Snapshot
from data_access.hazards.states import hazard_states
from data_access.notice.places import NOWHERE, load_areas
from data_access.notice.selection import units
from data_access.notice.units import NO_LINE, Line, Place, load_lines_by_id, load_units
from data_access.obligations.at_instant import list_obligations
from data_access.question import Question


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


def select_classes(q: Question) -> Select[*tuple[Any, ...]]:
    """Every hazard in F: code, adcode, grade, class."""
    states = hazard_states(q).subquery("states").c
    return select(states.code, states.adcode, states.grade, states["class"]).order_by(states.adcode, states.code)


def _hazards(s: Snapshot, then: Question, known: Question) -> Iterator[Revised]:
    areas = load_areas(s, known)
    before, after = ({row[0]: row[1:] for row in s.ask(select_classes, q)} for q in (then, known))
    for code, said, told in _differing(before, after):
        adcode, grade, _ = told or said
        area = areas.get(adcode)
        place = areas[area.city].place if area and area.city else NOWHERE
        yield Revised("hazard", place, NO_LINE, "", code, grade, said[2] if said else "", told[2] if told else "")


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


def _differing(
    before: Mapping[Hashable, tuple[Any, ...]], after: Mapping[Hashable, tuple[Any, ...]]
) -> Iterator[tuple[Any, Any, Any]]:
    """What has another value, or is in one only: key, the value before, after (None: not there); in the order of the
    first, then of the second.
    """
    for key in dict.fromkeys((*after, *before)):
        if before.get(key) != after.get(key):
            yield key, before.get(key), after.get(key)
