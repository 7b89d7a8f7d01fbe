"""活动台账: a row is an activity. A newer row of the lead replaces the older one, which stays (§3)."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import and_, func, insert, select

from data_access.database.schema import activity, activity_event, activity_unit, delivery, org_unit
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns, values
from seed.returns.reading.faults import Fault
from seed.returns.reading.hosts import lead_of, participants
from seed.returns.reading.reference import NO_CITY
from seed.returns.reading.table import Check, Column, Reading, Record, Table
from seed.returns.storing import versions
from seed.returns.storing.absent import Absent
from seed.returns.storing.load import Load, select_in, stored_values
from seed.returns.storing.owners import Sent, numbers_in

MODES: Final = {"线上": "online", "线下": "offline", "线上线下结合": "mixed"}
STATUSES: Final = {"计划": "planned", "已举办": "held", "延期": "postponed", "取消": "cancelled"}
LISTED: Final = re.compile("[、,]")
MARKS: Final = re.compile(rf"\(.*?\)|[^{values.HAN}]")
"""What is left of a name without them is compared with the units: footnotes, brackets, spaces, breaks."""
COPIED: Final = (
    *("mode", "status", "planned_start", "planned_end", "held_start", "held_end", "venue", "adcode"),
    *("attendance_onsite", "attendance_online", "views"),
)
"""Fields that are stored as they are read."""
STORED: Final = {"county": "adcode", "host": "hosts", "co_hosts": "hosts", "line": "line_id"}
"""Fields of a row that are stored under another name."""


def check_row(record: Record, check: Check) -> None:
    """A held activity has a start, a planned or cancelled one has none; its place is known.

    Adds who is named as host, by unit where it is one.
    """
    columns.place(record, check, province=True)
    units = check.reference.units
    for name, named in (("host", "hosts_named"), ("co_hosts", "co_hosts_named")):
        listed = values.items(record[name])
        ids = frozenset(units[item].id for item in listed if item in units)
        record.fields[named] = (ids, frozenset(item for item in listed if item not in units))
    line = check.reference.lines.get(record["line"] or "")
    by_league = line is not None and line.by_league
    for name in ("host", "co_hosts") if record["city"] == NO_CITY or by_league else ("co_hosts",):
        _note_marked(record, name, check, by_league=by_league)
    if "host" in record.absent and (record["city"] == NO_CITY or by_league):
        check.fault(record, "host", "without", needed="主办单位")
    if record["status"] == "held" and record["held_start"] is None and "held_start" not in record.written:
        check.fault(record, "held_start", "without", needed="实际开始")
    if record["status"] in ("planned", "cancelled"):
        for name in ("held_start", "held_end"):
            if name in record.written:
                check.fault(record, name, "not_held", status=values.heading(record.written["status"]))


def _note_marked(record: Record, name: str, check: Check, *, by_league: bool) -> None:
    """A note for each name that would be a unit, or a league where leagues count, but for a mark or space in it."""
    reference, written = check.reference, set(values.items(record[name]))
    for item in LISTED.split(values.fold(record[name] or "")):
        meant = MARKS.sub("", item)
        is_league = by_league and (record["city_adcode"] or "", meant) in reference.leagues
        if meant not in written and (meant in reference.units or is_league):
            check.note(record, name, "marked_unit", meant=meant)


TABLE: Final = Table(
    columns=(
        Column("活动编号", "code", columns.key, required="no_key"),
        Column("事项编号", "line", columns.line),
        Column("{city}", "city", columns.word, required="unknown_city"),
        Column("县(市、区)", "county", columns.word, absence="named"),
        Column("活动名称", "title", columns.text),
        Column("主办单位", "host", columns.text, absence="named"),
        Column("协办单位/联办{city}", "co_hosts", columns.text, absence="named"),
        Column("形式", "mode", columns.one_of(MODES), absence="named"),
        Column("计划开始", "planned_start", columns.moment, absence="named"),
        Column("计划结束", "planned_end", columns.moment, absence="named"),
        Column("实际开始", "held_start", columns.moment),
        Column("实际结束", "held_end", columns.moment),
        Column("状态", "status", columns.one_of(STATUSES), required="required"),
        Column("现场参与人次", "attendance_onsite", columns.on_site, once=True),
        Column("线上参与人次", "attendance_online", columns.people, absence="named", once=True),
        Column("观看人次", "views", columns.people, absence="named", once=True),
        Column("地点/平台", "venue", columns.text, absence="named"),
        Column("备注", "note", columns.private, personal=True, absence="named"),
    ),
    key=("code",),
    chains=(("planned_start", "planned_end"), ("held_start", "held_end")),
    as_written=frozenset({"city", "county", "host", "co_hosts"}),
    rule=check_row,
    whole=columns.no_rounded_keys("code"),
)


def check_known(sent: Sent, records: Sequence[Record]) -> Iterator[Fault]:
    """A unit reports what it hosts (C6); a number keeps its lead."""
    reference, sender, known = sent.reference, sent.sender, _leads(sent, numbers_in(records, "code"))
    mine = {sender.id}
    if sender.group == "city":
        mine |= {one.id for one in reference.leagues.values() if reference.city_of(one.adcode) == sender.adcode}
    for record in records:
        city = record["city_adcode"]
        if record["city"] is None or (record["city"] != NO_CITY and city is None):
            continue
        lead = lead_of(record, reference)
        leads = {lead.id: lead.name} if lead else {sender.id: sender.name}
        before = known.get(record["code"], leads)
        if (lead or sender.group == "city") and mine.isdisjoint(participants(record, reference)):
            place = lead.name if lead else NO_CITY
            yield sent.fault(record, "city" if city else "host", "not_a_host", place=place)
        elif before.keys().isdisjoint(leads):
            names = {"known": "、".join(before.values()), "place": "、".join(leads.values())}
            yield sent.fault(record, "code", "known_lead", **names)


def _leads(sent: Sent, codes: Collection[str]) -> dict[str, dict[int, str]]:
    """Number → who leads or attends the activity that this notice knows by it, or who sent it where no unit does."""
    a, u = activity.c, activity_unit.c
    whose = func.coalesce(u.org_unit_id, delivery.c.org_unit_id)
    query = (
        select(a.code, org_unit.c.id, org_unit.c.name_zh)
        .outerjoin_from(activity, activity_unit, and_(u.activity_id == a.id, u.role.in_(("lead", "attend"))))
        .outerjoin(delivery, delivery.c.id == a.delivery_id)
        .join(org_unit, org_unit.c.id == whose)
        .where(a.campaign_id.in_(sent.reference.campaign_ids), a.superseded_at.is_(None))
    )
    known: dict[str, dict[int, str]] = defaultdict(dict)
    for row in select_in(sent.conn, query, a.code, codes):
        known[row["code"]][row["id"]] = row["name_zh"]
    return known


def store(load: Load, reading: Reading) -> None:
    """Store the rows as versions; a co-host's copy never replaces a row of the lead."""
    known = _known(load, [record["code"] for record in reading.records])
    rows = []
    for record in reading.records:
        lead = lead_of(record, load.reference)
        own = lead is not None and lead.id == load.unit_id
        rows.append(versions.Row(record, _content(load, record), own))
    written = versions.store(load, activity, known, rows, Absent(TABLE.in_words(load.reference.city_word), STORED))
    hosts = [
        {"activity_id": version.id, "org_unit_id": unit, "role": role}
        for version in written
        for unit, role in version.row.content["hosts"].items()
    ]
    if hosts:
        load.conn.execute(insert(activity_unit), hosts)
    events = [
        {
            "activity_id": version.id,
            "from_status": version.before["status"],
            "to_status": version.row.content["status"],
            "occurred_at": load.received,
            "recorded_at": load.received,
        }
        for version in written
        if version.before and version.before["status"] != version.row.content["status"]
    ]
    if events:
        load.conn.execute(insert(activity_event), events)


def _content(load: Load, record: Record) -> dict[str, Any]:
    reference = load.reference
    line = reference.lines.get(record["line"] or "")
    return {
        **stored_values(load, record, activity, COPIED, STORED),
        "title": record["title"] or "",
        "campaign_id": line.campaign_id if line else reference.notice_id,
        "line_id": line.id if line else None,
        "hosts": participants(record, reference),
    }


def _known(load: Load, codes: Collection[str]) -> dict[str, list[versions.Version]]:
    """Number → all versions in this notice."""
    found = versions.select_known(load, activity, codes)
    hosts: dict[int, dict[int, str]] = defaultdict(dict)
    for row in select_in(load.conn, select(activity_unit), activity_unit.c.activity_id, [row["id"] for row in found]):
        hosts[row["activity_id"]][row["org_unit_id"]] = row["role"]
    known: dict[str, list[versions.Version]] = defaultdict(list)
    for row in found:
        roles = hosts[row["id"]]
        # A city's row about what it only attends has no lead: then the city itself is whose row it is.
        leads = [unit for unit, role in roles.items() if role == "lead"] or [
            unit for unit, role in roles.items() if role == "attend"
        ]
        content = {name: row[name] for name in (*COPIED, "title", "campaign_id", "line_id")}
        version = versions.version_of(row, {**content, "hosts": dict(roles)}, own=row["sender"] in leads)
        known[row["code"]].append(version)
    return known


KIND: Final = Kind("activities", "活动台账", TABLE, store=store, check=check_known)
