"""Activities one by one: who held what and when, and what is planned (C5, C6). Counts of them are in held.py."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Select, and_, case, func, select

from data_access.asked import ask
from data_access.facts import held
from data_access.filters import Question
from data_access.frames import INSTANT, LINE, OPTIONAL_COUNT, PARTITION, TEXT, UNIT, Contract, to_frame
from data_access.held import load_five_settings, load_held_by_week, load_held_summary
from data_access.hosting import HOSTS, activity_asked, status_at
from data_access.schema import activity, activity_unit, admin_division, line, org_unit
from data_access.selection import (
    in_force,
    labels,
    line_columns,
    unit_columns,
    units,
)

__all__ = [
    "load_activities",
    "load_five_settings",
    "load_held_by_week",
    "load_held_summary",
    "load_timeline",
]

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


def select_timeline(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_timeline and one more if there are more, in order of start, followed by their places in the
    orders of groups, units and lines.
    """
    unit = units(q)
    a, fact = activity.c, held(q)
    start = func.coalesce(a.held_start, a.planned_start)
    return (
        select(
            *unit_columns(unit),
            *line_columns(),
            a.code,
            a.title,
            status_at(q),
            a.planned_start,
            a.planned_end,
            *(case((fact, column)) for column in (a.held_start, a.held_end)),
            unit.c.group_order,
            unit.c.sort_order,
            line.c.sort_order,
        )
        .join_from(activity, activity_unit, activity_unit.c.activity_id == a.id)
        .join(unit, unit.c.id == activity_unit.c.org_unit_id)
        .outerjoin(line, line.c.id == a.line_id)
        .where(activity_asked(q), activity_unit.c.role.in_(HOSTS))
        .order_by(start, a.code, unit.c.group_order, unit.c.sort_order)
        .limit(TIMELINE_ROWS + 1)
    )


def load_timeline(conn: Connection, q: Question) -> pd.DataFrame:
    """One row per activity and unit of the roster that leads or co-hosts it, with plan, facts and status at T.

    Columns TIMELINE, instants in UTC, ordered by unit, line and start. At most TIMELINE_ROWS rows, those that start
    first; frame.attrs["complete"] says whether that is all.
    """
    rows = ask(conn, select_timeline, q).all()
    shown = sorted(rows[:TIMELINE_ROWS], key=lambda row: (row[-3], row[-2], row[-1] is None, row[-1] or 0))
    frame = to_frame((row[:-3] for row in shown), TIMELINE)
    frame.attrs["complete"] = len(rows) <= TIMELINE_ROWS
    return frame
