"""Histories with something odd in them, and beside each the same history without it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data_access.database.schema import activity, delivery, line_metric, line_thing, metric, metric_value
from tests.data_access.hazards.hazard_world import Event, exposure, happen
from tests.data_access.obligations.world import (
    BY,
    CITY_A,
    CITY_B,
    LEAGUE,
    MEMBER,
    REPORT,
    ROLLING,
    WEEKLY,
    Activity,
    History,
    Version,
    at,
    due,
    owed,
    record,
)

World = Callable[[Connection], None]
PART_OF = {"B09": "B08", "E12b": "E12a", "F04": "F03", "F06": "F03", "F09": "F08"}
COUNTED = {"E06": BY, "E10": LEAGUE}
"""Figures that count the events of a line of the world, as a notice says."""
LONG = "安全生产月咨询日暨应急知识宣讲活动"
"""A title of more than twelve characters without any place."""


def told(*worlds: World) -> World:
    """All of these."""

    def build(conn: Connection) -> None:
        for world in worlds:
            world(conn)

    return build


def events(*rows: tuple[Activity, dict[str, Any]]) -> World:
    """Activities, each with further columns."""

    def build(conn: Connection) -> None:
        record(conn, History(activities=tuple(row for row, _ in rows)))
        for row, columns in rows:
            if columns:
                conn.execute(update(activity).where(activity.c.id == row.id).values(**columns))

    return build


def one(key: int, when: datetime, unit: int = CITY_A, **columns: Any) -> tuple[Activity, dict[str, Any]]:
    """An activity of a unit, held and received the next day unless told otherwise."""
    own = {name: columns.pop(name) for name in ("recorded_at", "superseded_at", "code", "status") if name in columns}
    line = columns.pop("line", BY)
    known = {"recorded_at": when + timedelta(days=1), **own}
    return Activity(key, line, start=when, hosts=((unit, "lead"),), **known), columns


def versions(*rows: Version) -> World:
    return lambda conn: record(conn, History(versions=rows))


def figures(key: int, **values: float | None) -> World:
    """What a version's form says; rows of Annex 3 that the world does not have yet are made."""

    def build(conn: Connection) -> None:
        known = {row.code: row.id for row in conn.execute(select(metric.c.code, metric.c.id))}
        for code in values:
            if code not in known:
                known[code] = place = len(known) + 1
                words = dict.fromkeys(("name_zh", "name_en", "unit", "unit_en", "section"), code[0])
                kind = {"aggregation": "sum", "branch_disjoint": True, "provenance": "official"}
                kind |= {"part_of": PART_OF.get(code)}
                conn.execute(insert(metric).values(id=place, code=code, version=1, sort_order=place, **words, **kind))
                if code in COUNTED:
                    why = {"measure": "events", "reason_zh": "同指", "reason_en": "the same"}
                    conn.execute(insert(line_metric).values(line_id=COUNTED[code], metric_code=code, **why))
                if code == "F03":
                    conn.execute(insert(line_thing).values(line_id=ROLLING, thing="exposures", metric_code=code))
        rows = [{"submission_id": key, "metric_id": known[code], "value": value} for code, value in values.items()]
        conn.execute(insert(metric_value), rows)

    return build


def form(
    key: int = 1, unit: int = CITY_A, version: int = 1, day: int = 1, status: str = "accepted", **values: float | None
) -> World:
    """A summary return received and accepted on that day of July, with these figures."""
    when = at(7, day, 10)
    row = Version(key, owed(REPORT, unit).id, version, when, status, when, when, "loaded")
    return told(versions(row), figures(key, **values))


def files(*rows: dict[str, Any]) -> World:
    """Files, of the city A and loaded unless told otherwise."""

    def build(conn: Connection) -> None:
        for key, row in enumerate(rows, 1):
            base = {"id": key, "campaign_id": 1, "org_unit_id": CITY_A, "kind": "activities", "status": "loaded"}
            known = {"file_ref": f"f{key}", "fault_count": 0, "recorded_at": row["received_at"]}
            conn.execute(insert(delivery).values({**base, **known, **row}))

    return build


def hazards(*rows: tuple[Event, ...], **columns: Any) -> World:
    """Hazards of 道里区, each with its events."""

    def build(conn: Connection) -> None:
        for key, told_events in enumerate(rows, 1):
            happen(conn, *told_events, key=key, **columns)

    return build


def exposed(*days: date) -> World:
    """Hazards exposed on these days, in 道里区."""

    def build(conn: Connection) -> None:
        for key, day in enumerate(days, 101):
            happen(conn, Event("confirm", at(6, 1), grade="general"), key=key)
            exposure(conn, day, key)

    return build


CONFIRM, ORDER = Event("confirm", at(6, 1), grade="general"), Event("order", at(6, 2), new_due=due(6, 10))
FIXED = Event("rectify", at(6, 2))
FIXED_LATER = Event("rectify", at(6, 3))
CLOSED = (Event("accept_pass", at(6, 4)), Event("close", at(6, 5)))
WEEK = owed(WEEKLY, CITY_A, "2020-W24")
LEAGUES = {"line": LEAGUE, "adcode": "230102"}
MEMBERS = (CITY_A, CITY_B, MEMBER)
