"""Tips: a newer row replaces the older one, which stays. Who reported and what does not pass through here."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from data_access.database.schema import delivery, hazard, hazard_tip, tip
from seed.returns.kinds.activities import items
from seed.returns.kinds.tips import TABLE
from seed.returns.reading.table import Record
from seed.returns.storing.absent import Absent
from seed.returns.storing.industries import industry_code
from seed.returns.storing.load import Load, confirm, select_in
from seed.returns.storing.versions import Placement, Version, last_said, place

CONTENT: Final = (
    "campaign_id",
    "received_at",
    "channel",
    "adcode",
    "industry_code",
    "kind",
    "is_real_name",
    "accepted_at",
    "decision",
    "duplicate_of",
    "transferred_to",
    "due_original",
    "due_current",
    "closed_at",
    "outcome",
    "feedback_at",
)
STORED: Final = {
    "county": "adcode",
    "industry": "industry_code",
    "accepted": "accepted_at",
    "due_on": "due_original",
    "closed": "closed_at",
    "feedback": "feedback_at",
}
"""Fields of a row that are stored under another name."""


def store(load: Load, records: Sequence[Record]) -> None:
    """Take the rows of a tip ledger."""
    known: dict[str, list[Version]] = defaultdict(list)
    query = select(tip, delivery.c.received_at.label("said")).join(
        delivery, delivery.c.id == tip.c.delivery_id, isouter=True
    )
    of_notice = query.where(tip.c.campaign_id == load.reference.notice_id)
    for row in select_in(load.conn, of_notice, tip.c.code, [record["code"] for record in records]):
        content = {name: row[name] for name in CONTENT}
        said = last_said(row["recorded_at"], row["said"], row["superseded_at"])
        known[row["code"]].append(Version(row["id"], row["recorded_at"], said, row["superseded_at"], True, content))
    absent = Absent(TABLE, STORED)
    ended: list[dict[str, Any]] = []
    confirmed: list[int] = []
    rows: list[dict[str, Any]] = []
    for record in records:
        content = _content(load, record)
        placed = place(known[record["code"]], load.received, own=True, content=content)
        if not isinstance(placed, Placement):
            load.counts.same += 1
            confirmed += [placed.id] if placed else []
            continue
        if placed.replaces:
            absent.compare(record, placed.replaces.content, content)
        in_force = placed.superseded_at is None
        load.counts.changed += in_force and placed.replaces is not None
        load.counts.new += in_force and placed.replaces is None
        load.counts.older += not in_force
        load.counts.superseded += len(placed.shortened)
        ended += [{"version": key, "until": until} for key, until in placed.shortened.items()]
        receipt = {"delivery_id": load.delivery_id, "source_row": record.row, "recorded_at": load.received}
        validity = {"superseded_at": placed.superseded_at, "updated_at": load.now}
        rows.append({**content, **receipt, **validity, "code": record["code"]})
        if again := placed.repeated:
            rows.append({**rows[-1], **again.content})
            rows[-1] |= {"recorded_at": again.confirmed_at, "superseded_at": again.superseded_at}
    load.notes += absent.check()
    if ended:
        closing = update(tip).where(tip.c.id == bindparam("version"))
        load.conn.execute(closing.values(superseded_at=bindparam("until"), updated_at=load.now), ended)
    confirm(load, tip, confirmed)
    if rows:
        load.conn.execute(insert(tip), rows)
    newest = {row["code"] for row in rows if row["superseded_at"] is None}
    _link(load, {record["code"]: items(record["hazard_codes"]) for record in records}, newest)


def _link(load: Load, wanted: dict[str, list[str]], newest: set[str]) -> None:
    """Link tips to the known hazards of their notice; rows in force decide, links that they no longer name go."""
    ids: dict[str, int] = {}
    named = [number for numbers in wanted.values() for number in numbers]
    of_notice = select(hazard.c.id, hazard.c.code).where(hazard.c.campaign_id == load.reference.notice_id)
    for row in select_in(load.conn, of_notice, hazard.c.code, named):
        ids[row["code"]] = row["id"]
    linked: dict[str, set[int]] = defaultdict(set)
    links = select(hazard_tip).join(hazard).where(hazard.c.campaign_id == load.reference.notice_id)
    for row in select_in(load.conn, links, hazard_tip.c.tip_code, wanted):
        linked[row["tip_code"]].add(row["hazard_id"])
    rows = []
    for code, hazards in wanted.items():
        now = {ids[number] for number in hazards if number in ids}
        rows += [{"hazard_id": key, "tip_code": code} for key in sorted(now - linked[code])] if code in newest else []
        if code in newest:
            for key in linked[code] - now:
                gone = (hazard_tip.c.tip_code == code) & (hazard_tip.c.hazard_id == key)
                load.conn.execute(delete(hazard_tip).where(gone))
    if rows:
        load.conn.execute(insert(hazard_tip), rows)


def _content(load: Load, record: Record) -> dict[str, Any]:
    reference = load.reference

    def instant(moment: date | datetime | None) -> datetime | None:
        return reference.start_of(moment) if moment else None

    due, extended = record["due_on"], record["extended_to"]
    return {
        "campaign_id": reference.notice_id,
        "received_at": instant(record["received"]),
        "channel": record["channel"],
        "adcode": record["adcode"],
        "industry_code": industry_code(load, record["industry"]),
        "kind": record["kind"],
        "is_real_name": record["is_real_name"],
        "accepted_at": instant(record["accepted"]),
        "decision": record["decision"],
        "duplicate_of": record["duplicate_of"],
        "transferred_to": record["transferred_to"],
        "due_original": reference.end_of(due) if due else None,
        "due_current": reference.end_of(extended or due) if extended or due else None,
        "closed_at": instant(record["closed"]),
        "outcome": record["outcome"],
        "feedback_at": instant(record["feedback"]),
    }
