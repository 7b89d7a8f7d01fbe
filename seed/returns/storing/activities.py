"""Activities: a newer row of the lead replaces the older one, which stays; a co-host's copy never does (§3)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from data_access.database.schema import activity, activity_event, activity_unit, delivery
from seed.returns.kinds.activities import TABLE, lead_of, participants
from seed.returns.reading.table import Record
from seed.returns.storing.absent import Absent
from seed.returns.storing.load import Load, confirm, select_in
from seed.returns.storing.versions import Placement, Version, last_said, place

CONTENT: Final = (
    "campaign_id",
    "line_id",
    "title",
    "mode",
    "status",
    "planned_start",
    "planned_end",
    "held_start",
    "held_end",
    "venue",
    "adcode",
    "attendance_onsite",
    "attendance_online",
    "views",
)
STORED: Final = {"county": "adcode", "host": "hosts", "co_hosts": "hosts", "line": "line_id"}
"""Fields of a row that are stored under another name."""


def store(load: Load, records: Sequence[Record]) -> None:
    """Take the rows of an activity ledger."""
    known, statuses = _known(load, [record["code"] for record in records])
    ended: list[dict[str, Any]] = []
    confirmed: list[int] = []
    rows: list[dict[str, Any]] = []
    roles: list[dict[int, str]] = []
    before: list[str | None] = []
    absent = Absent(TABLE, STORED)
    for record in records:
        content, parts = _content(load, record), participants(record, load.reference)
        lead = lead_of(record, load.reference)
        own = lead is not None and lead.id == load.unit_id
        placed = place(known[record["code"]], load.received, own=own, content=(content, parts))
        if not isinstance(placed, Placement):
            load.counts.same += 1
            confirmed += [placed.id] if placed else []
            continue
        if (old := placed.replaces) and old.own == own:
            lost = old.content[1].keys() - parts.keys()
            absent.compare(record, {**old.content[0], "hosts": lost or None}, content)
        in_force = placed.superseded_at is None
        load.counts.changed += in_force and placed.replaces is not None
        load.counts.new += in_force and placed.replaces is None
        load.counts.older += not in_force
        load.counts.superseded += len(placed.shortened)
        ended += [{"version": key, "until": until} for key, until in placed.shortened.items()]
        rows.append(
            {
                **content,
                "code": record["code"],
                "is_featured": False,
                "delivery_id": load.delivery_id,
                "source_row": record.row,
                "recorded_at": load.received,
                "superseded_at": placed.superseded_at,
                "updated_at": load.now,
            }
        )
        roles.append(parts)
        before.append(statuses[placed.replaces.id] if placed.replaces else None)
        if again := placed.repeated:
            validity = {"recorded_at": again.confirmed_at, "superseded_at": again.superseded_at}
            rows.append({**rows[-1], **again.content[0], **validity})
            roles.append(again.content[1])
            before.append(record["status"])
    load.notes += absent.check()
    if ended:
        closing = update(activity).where(activity.c.id == bindparam("version"))
        load.conn.execute(closing.values(superseded_at=bindparam("until"), updated_at=load.now), ended)
    confirm(load, activity, confirmed)
    if rows:
        _insert(load, rows, roles, before)


def _insert(load: Load, rows: list[dict[str, Any]], roles: list[dict[int, str]], before: Sequence[str | None]) -> None:
    made = insert(activity).returning(activity.c.id, sort_by_parameter_order=True)
    ids = load.conn.execute(made, rows).scalars().all()
    hosts = [
        {"activity_id": key, "org_unit_id": unit, "role": role}
        for key, parts in zip(ids, roles, strict=True)
        for unit, role in parts.items()
    ]
    if hosts:
        load.conn.execute(insert(activity_unit), hosts)
    events = [
        {
            "activity_id": key,
            "from_status": old,
            "to_status": row["status"],
            "occurred_at": load.received,
            "recorded_at": load.received,
        }
        for key, row, old in zip(ids, rows, before, strict=True)
        if old is not None and old != row["status"]
    ]
    if events:
        load.conn.execute(insert(activity_event), events)


def _known(load: Load, codes: Sequence[str]) -> tuple[dict[str, list[Version]], dict[int, str]]:
    """All versions in this notice by code, and the status of each version."""
    query = select(activity, delivery.c.org_unit_id.label("sender"), delivery.c.received_at).join(
        delivery, delivery.c.id == activity.c.delivery_id, isouter=True
    )
    of_notice = query.where(activity.c.campaign_id.in_(load.reference.campaign_ids))
    found = list(select_in(load.conn, of_notice, activity.c.code, codes))
    parts: dict[int, dict[int, str]] = defaultdict(dict)
    for row in select_in(load.conn, select(activity_unit), activity_unit.c.activity_id, [row["id"] for row in found]):
        parts[row["activity_id"]][row["org_unit_id"]] = row["role"]
    versions: dict[str, list[Version]] = defaultdict(list)
    for row in found:
        roles = parts[row["id"]]
        # A city's row about what it only attends has no lead: then the city itself is whose row it is.
        leads = [unit for unit, role in roles.items() if role == "lead"] or [
            unit for unit, role in roles.items() if role == "attend"
        ]
        content = {name: row[name] for name in CONTENT}
        own = row["sender"] in leads
        said = last_said(row["recorded_at"], row["received_at"], row["superseded_at"])
        version = Version(row["id"], row["recorded_at"], said, row["superseded_at"], own, (content, dict(roles)))
        versions[row["code"]].append(version)
    return versions, {row["id"]: row["status"] for row in found}


def _content(load: Load, record: Record) -> dict[str, Any]:
    reference = load.reference
    line = reference.lines.get(record["line"] or "")

    def instant(moment: date | datetime | None) -> datetime | None:
        return reference.start_of(moment) if moment else None

    return {
        "campaign_id": line.campaign_id if line else reference.notice_id,
        "line_id": line.id if line else None,
        "title": record["title"] or "",
        "mode": record["mode"],
        "status": record["status"],
        "planned_start": instant(record["planned_start"]),
        "planned_end": instant(record["planned_end"]),
        "held_start": instant(record["held_start"]),
        "held_end": instant(record["held_end"]),
        "venue": record["venue"],
        "adcode": record["adcode"],
        "attendance_onsite": record["attendance_onsite"],
        "attendance_online": record["attendance_online"],
        "views": record["views"],
    }
