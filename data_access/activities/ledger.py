"""Activities one by one: who held what and when, and what is planned (C5, C6). Counts of them are in held.py."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, case, exists, func, select

from data_access.activities.facts import held
from data_access.activities.hosting import HOSTS, activity_condition, of_lines, status_at
from data_access.database.schema import activity, activity_unit, org_unit
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import units
from data_access.notice.units import (
    NO_LINE,
    NO_UNIT,
    Line,
    Place,
    Unit,
    load_all_units,
    load_lines_by_id,
    load_places,
    load_units,
)
from data_access.question import Question

TIMELINE_ROWS: Final = 10_000


class Activity(NamedTuple):
    """An activity with its status at T; instants in UTC. Times, people and views are those of held ones only: at T
    there are no others.
    """

    code: str
    title: str
    line: Line
    """NO_LINE for an own initiative."""
    status: str
    """planned, held, postponed or cancelled."""
    mode: str
    planned_start: datetime | None
    planned_end: datetime | None
    held_start: datetime | None
    held_end: datetime | None
    unit: Unit
    """Who leads it."""
    hosts_zh: str
    """The names of all that hold it, the lead first."""
    hosts_en: str
    place: Place
    """Where it took place; its code is '' for 省直."""
    attendance_onsite: int | None
    attendance_online: int | None
    views: int | None

    @property
    def start(self) -> datetime | None:
        """When it began, else when it is to begin."""
        return self.held_start or self.planned_start

    @property
    def end(self) -> datetime | None:
        """When it ended, which is its start where no end is given (C5); else when it is to end."""
        return self.held_end or self.held_start or self.planned_end


def select_rows(q: Question) -> Select[*tuple[Any, ...]]:
    """What `finished` makes activities of: id, whether there are co-hosts, the ids of line and leading unit, then the
    fields of Activity without names; by start and code.
    """
    a, fact, co = activity.c, held(q), activity_unit.alias("co").c
    lead = and_(activity_unit.c.activity_id == a.id, activity_unit.c.role == "lead")
    return (
        select(
            a.id,
            exists().where(co.activity_id == a.id, co.role == "co"),
            a.line_id,
            activity_unit.c.org_unit_id,
            a.code,
            a.title,
            status_at(q),
            func.coalesce(a.mode, ""),
            a.planned_start,
            a.planned_end,
            *(case((fact, column)) for column in (a.held_start, a.held_end)),
            func.coalesce(a.adcode, ""),
            *(case((fact, column)) for column in (a.attendance_onsite, a.attendance_online, a.views)),
        )
        .outerjoin_from(activity, activity_unit, lead)
        .order_by(func.coalesce(a.held_start, a.planned_start), a.code)
    )


def select_activities(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of the activities that a chosen unit leads or co-hosts."""
    return select_rows(q).where(activity_condition(q))


def activities(s: Snapshot, q: Question) -> Iterator[Activity]:
    """Every activity that a chosen unit leads or co-hosts (C6), by start and code; read in partitions, so that an
    extract of any size needs little memory.
    """
    for rows in s.ask_in_parts(select_activities, q):
        yield from finished(s, q, rows)


def finished(s: Snapshot, q: Question, rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[Activity]:
    """Rows of select_rows as activities, with the names of their lines, units and places."""
    lines, units, places = load_lines_by_id(s, q), load_all_units(s, q), load_places(s, q)
    joint = _hosts(s, [row[0] for row in rows if row[1]])
    for key, _, line_id, unit_id, code, title, *when, adcode, onsite, online, views in rows:
        unit = units.get(unit_id, NO_UNIT)
        place = places.get(adcode) or Place(adcode, "", "", "")
        hosts = joint.get(key, (unit.zh, unit.en))
        named = (code, title, lines.get(line_id, NO_LINE))
        yield Activity._make((*named, *when, unit, *hosts, place, onsite, online, views))


_HOSTS_OF: Final = (
    select(activity_unit.c.activity_id, org_unit.c.name_zh, org_unit.c.name_en)
    .join(org_unit, org_unit.c.id == activity_unit.c.org_unit_id)
    .where(activity_unit.c.activity_id.in_(bindparam("ids", expanding=True)), activity_unit.c.role.in_(HOSTS))
    .order_by(activity_unit.c.role.desc(), org_unit.c.sort_order, org_unit.c.id)
)


def _hosts(s: Snapshot, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The names in Chinese and in English of those who lead and co-host these activities, the lead first. Few have more
    than one host: asking for them only halves the time of an extract.
    """
    if not ids:
        return {}
    rows = s.execute(_HOSTS_OF, {"ids": ids})
    names: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for key, zh, en in rows:
        names[key].append((zh, en))
    return {key: ("、".join(zh for zh, _ in own), "; ".join(en for _, en in own)) for key, own in names.items()}


def list_activities(s: Snapshot, q: Question) -> tuple[Activity, ...]:
    """All chosen activities."""
    return tuple(activities(s, q))


class Hosting(NamedTuple):
    """An activity and one unit of the roster that leads or co-hosts it; instants in UTC."""

    unit: Unit
    line: Line
    """NO_LINE for an own initiative."""
    code: str
    title: str
    status: str
    planned_start: datetime | None
    planned_end: datetime | None
    held_start: datetime | None
    held_end: datetime | None


def select_timeline(q: Question, most: int | None) -> Select[*tuple[Any, ...]]:
    """The hostings with the ids of unit and line, in order of start; at most so many."""
    a, fact = activity.c, held(q)
    return (
        select(
            activity_unit.c.org_unit_id,
            a.line_id,
            a.code,
            a.title,
            status_at(q),
            a.planned_start,
            a.planned_end,
            *(case((fact, column)) for column in (a.held_start, a.held_end)),
        )
        .join_from(activity, activity_unit, activity_unit.c.activity_id == a.id)
        .where(
            of_lines(q),
            activity_unit.c.role.in_(HOSTS),
            activity_unit.c.org_unit_id.in_(select(units(q).c.id).correlate(None)),
        )
        .order_by(func.coalesce(a.held_start, a.planned_start), a.code, activity_unit.c.org_unit_id)
        .limit(most)
    )


def hostings(s: Snapshot, q: Question, most: int | None = None) -> Iterator[Hosting]:
    """Every activity once for each unit of the roster that leads or co-hosts it, with plan, facts and status at T.

    Ordered by start (held, else planned), code and unit; read in partitions. At most `most`, those that start first.
    """
    of_unit, of_line = load_units(s, q), load_lines_by_id(s, q)
    for rows in s.ask_in_parts(select_timeline, q, most):
        for unit_id, line_id, *rest in rows:
            yield Hosting(of_unit[unit_id], of_line.get(line_id, NO_LINE), *rest)


def list_timeline(s: Snapshot, q: Question) -> tuple[Hosting, ...]:
    """The hostings that a page takes: the first TIMELINE_ROWS, and one more where there are more."""
    return tuple(hostings(s, q, TIMELINE_ROWS + 1))
