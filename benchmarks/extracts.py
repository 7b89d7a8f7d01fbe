"""Extracts beside the bare csv loop: rows with the same values read by the driver, written as they come."""

import csv
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, insert, select

from data_access.activities.hosting import activity_condition
from data_access.database.campaign_trees import notice_id
from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import activity, activity_unit, admin_division, campaign_unit, line, org_unit
from data_access.database.snapshot import snapshot
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.notice.selection import in_force
from data_access.obligations.evidence import select_activities_held
from data_access.obligations.history import (
    select_counted,
    select_extensions,
    select_first_held,
    select_histories,
    select_versions,
)
from data_access.question import Filters, Question

BUDGET = 2.0
ROUNDS = 5
COPIES = 40


def select_joined_activities(q: Question) -> Select[Any]:
    """What the extract of activities says of each, by the select that comes to mind: a join for every name."""
    a, lead, co = activity.c, activity_unit.alias("lead"), activity_unit.alias("co").c
    on_roster = and_(campaign_unit.c.org_unit_id == org_unit.c.id, campaign_unit.c.campaign_id == notice_id(""))
    place = admin_division.alias("place")
    return (
        select(
            *(a[name] for name in ("code", "title", "status", "mode", "planned_start", "planned_end")),
            *(a[name] for name in ("held_start", "held_end", "attendance_onsite", "attendance_online", "views")),
            *(line.c[name] for name in ("code", "name_zh", "name_en", "short_zh", "short_en")),
            *(org_unit.c[name] for name in ("code", "name_zh", "name_en", "short_zh", "adcode")),
            campaign_unit.c.unit_group,
            *(place.c[name] for name in ("adcode", "name_zh", "name_en")),
            exists().where(co.activity_id == a.id, co.role == "co"),
        )
        .outerjoin_from(activity, line, line.c.id == a.line_id)
        .outerjoin(lead, and_(lead.c.activity_id == a.id, lead.c.role == "lead"))
        .outerjoin(org_unit, org_unit.c.id == lead.c.org_unit_id)
        .outerjoin(campaign_unit, on_roster)
        .outerjoin(place, and_(place.c.adcode == a.adcode, in_force(q, place)))
        .where(activity_condition(q))
        .order_by(func.coalesce(a.held_start, a.planned_start), a.code)
    )


SELECTS: dict[str, tuple[Callable[[Question], Select[Any]], ...]] = {
    "obligations": (
        select_histories,
        select_extensions,
        select_versions,
        select_first_held,
        select_counted,
        select_activities_held,
    ),
    "activities": (select_joined_activities,),
}
"""An extract and what a bare loop reads for it; the first select has a row for each of its own."""


@dataclass(frozen=True)
class File:
    """Median seconds of an extract and of the bare loop."""

    name: str
    rows: int
    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """Ours over the bare loop."""
        return self.ours / self.bare


def multiply(connection: Connection) -> None:
    """Copy every activity in force COPIES times, hosts included: tens of thousands of rows of the real shape."""
    rows = connection.execute(select(activity).where(activity.c.superseded_at.is_(None))).mappings().all()
    hosts = connection.execute(select(activity_unit)).mappings().all()
    first = max(row["id"] for row in rows) + 1
    by_activity: dict[int, list[dict[str, Any]]] = {}
    for host in hosts:
        by_activity.setdefault(host["activity_id"], []).append(dict(host))
    for copy in range(COPIES):
        new, new_hosts = [], []
        for number, row in enumerate(rows):
            key = first + copy * len(rows) + number
            new.append({**row, "id": key, "code": f"{row['code']}-{copy}"})
            new_hosts += [{**host, "activity_id": key} for host in by_activity.get(row["id"], [])]
        connection.execute(insert(activity), new)
        connection.execute(insert(activity_unit), new_hosts)


def bare_loop(connection: Connection, query: Select[Any]) -> int:
    """What nobody can undercut: the driver's rows through csv.writer, without zones, labels or guards."""
    text = str(query.compile(connection.engine, compile_kwargs={"literal_binds": True}))
    cursor = connection.connection.cursor()
    cursor.execute(text)
    out = io.StringIO(newline="")
    table = csv.writer(out)
    rows = 0
    while part := cursor.fetchmany(500):
        table.writerows(part)
        rows += len(part)
        out.getvalue().encode()
        out.seek(0)
        out.truncate()
    return rows


def measure(url: str) -> list[File]:
    """A File for each extract, on the campaign at `url` with its activities multiplied."""
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        multiply(connection)
    found = []
    with disposing(read_engine(url, statement_timeout=600)) as engine:
        for name, builds in SELECTS.items():
            ours, bare, rows = [], [], 0
            for _ in range(ROUNDS):
                with snapshot(engine) as s:
                    q = resolve(s, Filters(), datetime.now(UTC))
                    begun = time.perf_counter()
                    rows, *_ = [bare_loop(s.connection, build(q)) for build in builds]
                    bare.append(time.perf_counter() - begun)
                    begun = time.perf_counter()
                    for _chunk in stream_csv(s, name, q):
                        pass
                    ours.append(time.perf_counter() - begun)
            found.append(File(name, rows, median(ours), median(bare)))
    return found
