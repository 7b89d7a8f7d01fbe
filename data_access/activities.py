"""Activities one by one: who held what and when, and what is planned (C5, C6). Counts of them are in held.py."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import pandas as pd
from sqlalchemy import Connection, Select, and_, case, func, select

from data_access.asked import ask
from data_access.facts import held
from data_access.filters import Question
from data_access.frames import INSTANT, LINE, OPTIONAL_COUNT, PARTITION, TEXT, UNIT, Contract, to_frame
from data_access.hosting import HOSTS, activity_asked, status_at
from data_access.labels import NO_LINE, Line, Unit, load_lines_by_id, load_units
from data_access.schema import activity, activity_unit, admin_division, line, org_unit
from data_access.selection import in_force, labels, line_columns, units

ACTIVITIES: Final[Contract] = {
    "code": TEXT,
    "title": TEXT,
    **LINE,
    "status": TEXT,
    "mode": TEXT,
    "planned_start": INSTANT,
    "planned_end": INSTANT,
    "held_start": INSTANT,
    "held_end": INSTANT,
    **UNIT,
    "hosts": TEXT,
    "hosts_en": TEXT,
    "adcode": TEXT,
    "place_zh": TEXT,
    "place_en": TEXT,
    "attendance_onsite": OPTIONAL_COUNT,
    "attendance_online": OPTIONAL_COUNT,
    "views": OPTIONAL_COUNT,
}
TIMELINE: Final[Contract] = {
    **UNIT,
    **LINE,
    "code": TEXT,
    "title": TEXT,
    "status": TEXT,
    "planned_start": INSTANT,
    "planned_end": INSTANT,
    "held_start": INSTANT,
    "held_end": INSTANT,
}
TIMELINE_ROWS: Final = 10_000


def select_activities(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_activities without hosts, each preceded by its id; ordered by start, then code."""
    place = admin_division.alias("place")
    lead = labels(q)
    a, fact = activity.c, held(q)
    return (
        select(
            a.id,
            a.code,
            a.title,
            *line_columns(),
            status_at(q),
            a.mode,
            a.planned_start,
            a.planned_end,
            *(case((fact, column)) for column in (a.held_start, a.held_end)),
            *(lead.c[name] for name in UNIT),
            a.adcode,
            place.c.name_zh,
            place.c.name_en,
            *(case((fact, column)) for column in (a.attendance_onsite, a.attendance_online, a.views)),
        )
        .outerjoin_from(activity, line, line.c.id == a.line_id)
        .outerjoin(activity_unit, and_(activity_unit.c.activity_id == a.id, activity_unit.c.role == "lead"))
        .outerjoin(lead, lead.c.id == activity_unit.c.org_unit_id)
        .outerjoin(place, and_(place.c.adcode == a.adcode, in_force(q, place)))
        .where(activity_asked(q))
        .order_by(func.coalesce(a.held_start, a.planned_start), a.code)
    )


def activity_rows(conn: Connection, q: Question) -> Iterator[tuple[Any, ...]]:
    """The rows of load_activities one by one, read in partitions: an extract of any size needs little memory."""
    at = len(ACTIVITIES) - 8
    result = ask(conn, select_activities, q, yield_per=PARTITION)
    for rows in result.partitions():
        hosts = _hosts(conn, [row[0] for row in rows])
        for key, *row in rows:
            zh, en = zip(*hosts[key], strict=True)
            yield (*row[:at], "、".join(zh), "; ".join(en), *row[at:])


def _hosts(conn: Connection, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Names of those who lead and co-host, the lead first."""
    rows = conn.execute(
        select(activity_unit.c.activity_id, org_unit.c.name_zh, org_unit.c.name_en)
        .join(org_unit, org_unit.c.id == activity_unit.c.org_unit_id)
        .where(activity_unit.c.activity_id.in_(ids), activity_unit.c.role.in_(HOSTS))
        .order_by(activity_unit.c.role.desc(), org_unit.c.sort_order, org_unit.c.id)
    )
    names = defaultdict(list)
    for key, zh, en in rows:
        names[key].append((zh, en))
    return names


def load_activities(conn: Connection, q: Question) -> pd.DataFrame:
    """Every activity that somebody asked for leads or co-hosts (C6), with its status at T; columns ACTIVITIES.

    status is planned, held, postponed or cancelled; times, people and views are those of held ones only: at T there are
    no others. The unit is
    the lead, hosts are all that hold it. adcode is where it took place, '' for 省直. Instants in UTC; ordered by start.
    """
    return to_frame(activity_rows(conn, q), ACTIVITIES)


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

    @property
    def flat(self) -> tuple[Any, ...]:
        """Its values in the order of TIMELINE."""
        return (*self.unit, *self.line, *self[2:])


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
            activity_asked(q),
            activity_unit.c.role.in_(HOSTS),
            activity_unit.c.org_unit_id.in_(select(units(q).c.id).correlate(None)),
        )
        .order_by(func.coalesce(a.held_start, a.planned_start), a.code, activity_unit.c.org_unit_id)
        .limit(most)
    )


def hostings(conn: Connection, q: Question, most: int | None = None) -> Iterator[Hosting]:
    """Every activity once for each unit of the roster that leads or co-hosts it, with plan, facts and status at T.

    Ordered by start (held, else planned), code and unit; read in partitions. At most `most`, those that start first.
    """
    of_unit, of_line = load_units(conn, q), load_lines_by_id(conn, q)
    for rows in ask(conn, select_timeline, q, most, yield_per=PARTITION).partitions():
        for unit_id, line_id, *rest in rows:
            yield Hosting(of_unit[unit_id], of_line.get(line_id, NO_LINE), *rest)


def list_timeline(conn: Connection, q: Question) -> tuple[Hosting, ...]:
    """The hostings that a page takes: the first TIMELINE_ROWS, and one more where there are more."""
    return tuple(hostings(conn, q, TIMELINE_ROWS + 1))


def load_timeline(conn: Connection, q: Question) -> pd.DataFrame:
    """All hostings as a frame: columns TIMELINE, instants in UTC."""
    return to_frame((one.flat for one in hostings(conn, q)), TIMELINE)
