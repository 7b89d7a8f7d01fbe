"""举报台账: a row is a tip; a newer one replaces the older, which stays. Who reported and what is private."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from data_access.database.schema import delivery, tip
from seed.private.tables import tip_private
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns
from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import NO_CITY
from seed.returns.reading.table import Check, Column, Reading, Record, Table
from seed.returns.reading.values import items
from seed.returns.storing import versions
from seed.returns.storing.absent import Absent
from seed.returns.storing.industries import industry_code
from seed.returns.storing.links import link_tips
from seed.returns.storing.load import Load, select_in, stored_values
from seed.returns.storing.owners import Sent, numbers_in
from seed.returns.storing.private_rows import Receipt, Rows

KINDS: Final = {"重大隐患": "major_hazard", "违法违规行为": "violation", "瞒报事故": "hidden_accident", "其他": "other"}
DECISIONS: Final = {"受理": "accepted", "不予受理": "rejected", "重复": "duplicate", "移送": "transferred"}
OUTCOMES: Final = {
    "属实": "substantiated",
    "部分属实": "partly",
    "不属实": "unfounded",
    "无法核实": "cannot_determine",
    "撤回": "withdrawn",
}
REAL_NAME: Final = {"是": True, "否": False}
COPIED: Final = (
    *("received", "channel", "adcode", "kind", "is_real_name", "accepted", "decision", "duplicate_of"),
    *("transferred_to", "closed", "outcome", "feedback"),
)
"""Fields that are stored as they are read."""
STORED: Final = {
    "received": "received_at",
    "county": "adcode",
    "industry": "industry_code",
    "accepted": "accepted_at",
    "due_on": "due_original",
    "closed": "closed_at",
    "feedback": "feedback_at",
}
"""Fields of a row that are stored under another name."""


def check_row(record: Record, check: Check) -> None:
    """The place of a tip, if it has one."""
    columns.place(record, check, province=True)


def check_rows(records: list[Record], check: Check) -> None:
    """What must hold of all rows, and which industries are new."""
    columns.no_rounded_keys("code", "duplicate_of")(records, check)
    columns.note_new_industries(records, check)


TABLE: Final = Table(
    columns=(
        Column("举报编号", "code", columns.key, required="no_key"),
        Column("接报时间", "received", columns.instant, required="required"),
        Column("渠道", "channel", columns.channel, required="required"),
        Column("{city}", "city", columns.word),
        Column("县(市、区)", "county", columns.word),
        Column("行业领域", "industry", columns.text),
        Column("类别", "kind", columns.one_of(KINDS)),
        Column("是否实名", "is_real_name", columns.yes(words=REAL_NAME)),
        Column("受理日期", "accepted", columns.moment),
        Column("处理决定", "decision", columns.one_of(DECISIONS)),
        Column("移送单位", "transferred_to", columns.text),
        Column("重复于", "duplicate_of", columns.key),
        Column("办结期限", "due_on", columns.day),
        Column("延期至", "extended_to", columns.day),
        Column("办结日期", "closed", columns.moment),
        Column("核查结果", "outcome", columns.one_of(OUTCOMES)),
        Column("反馈日期", "feedback", columns.moment),
        Column("关联隐患编号", "hazard_codes", columns.keys, personal=True),
        Column("举报人", "reporter", columns.private, personal=True),
        Column("联系电话", "phone", columns.private, personal=True),
        Column("举报内容", "content", columns.private, personal=True),
        Column("备注", "note", columns.private, personal=True, absence="usual"),
    ),
    key=("code",),
    chains=(("received", "accepted", "closed", "feedback"), ("due_on", "extended_to")),
    as_written=frozenset({"city", "county"}),
    rule=check_row,
    whole=check_rows,
)


def check_known(sent: Sent, records: Sequence[Record]) -> Iterator[Fault]:
    """A city reports its own tips; a number keeps its city, unless its sender adds a missing one."""
    reference, t, sent_by = sent.reference, tip.c, delivery.c
    query = select(t.code, t.adcode, sent_by.org_unit_id).outerjoin_from(tip, delivery, sent_by.id == t.delivery_id)
    in_force = query.where(t.campaign_id == reference.notice_id, t.superseded_at.is_(None))
    known = {row["code"]: row for row in select_in(sent.conn, in_force, t.code, numbers_in(records, "code"))}
    for record in records:
        city, before = record["city_adcode"], known.get(record["code"])
        if "city" in record.absent or (city is None and record["city"] not in (None, NO_CITY)):
            continue
        there = reference.city_of(before["adcode"]) if before else city
        completed = before is not None and there is None and before["org_unit_id"] == sent.sender.id
        known_place = reference.place_name(before["adcode"]) if before else ""
        places = {"place": reference.place_name(record["adcode"]), "known": known_place}
        if sent.is_anothers(city):
            yield sent.fault(record, "city", "anothers_city", **places)
        elif there != city and not completed:
            yield sent.fault(record, "code", "known_elsewhere", **places)


def store(load: Load, reading: Reading) -> None:
    """Store the rows as versions, and link those in force to the hazards that they name."""
    records = reading.records
    known: dict[str, list[versions.Version]] = defaultdict(list)
    rows = [versions.Row(record, _content(load, record)) for record in records]
    for stored in versions.select_known(load, tip, [record["code"] for record in records]):
        content = {name: stored[name] for name in rows[0].content}
        known[stored["code"]].append(versions.version_of(stored, content))
    written = versions.store(load, tip, known, rows, Absent(TABLE.in_words(load.reference.city_word), STORED))
    in_force = [version.row.record for version in written if version.superseded_at is None]
    link_tips(load, {record["code"]: items(record["hazard_codes"]) for record in in_force})


def _content(load: Load, record: Record) -> dict[str, Any]:
    due, last_due = record["due_on"], record["extended_to"] or record["due_on"]
    return {
        **stored_values(load, record, tip, COPIED, STORED),
        "campaign_id": load.reference.notice_id,
        "industry_code": industry_code(load, record["industry"]),
        "due_original": load.reference.end_of(due) if due else None,
        "due_current": load.reference.end_of(last_due) if last_due else None,
    }


def private(conn: Connection, reading: Reading, receipt: Receipt) -> Rows:
    """Reporter and content of the version of each tip that this file brought, or that was in force when it came."""
    by_code = {record["code"]: record for record in reading.records}
    query = select(tip.c.code, tip.c.delivery_id, tip.c.recorded_at, tip.c.superseded_at)
    rows, came = [], receipt.received
    for row in select_in(conn, query.where(tip.c.campaign_id == receipt.notice_id), tip.c.code, by_code):
        in_force = row["recorded_at"] <= came and (row["superseded_at"] is None or row["superseded_at"] > came)
        if row["delivery_id"] != receipt.delivery_id and not in_force:
            continue
        record = by_code[row["code"]]
        key = {"tip_code": row["code"], "notice_code": receipt.notice, "recorded_at": row["recorded_at"]}
        fields = {"reporter_name": record["reporter"], "reporter_phone": record["phone"]}
        rows.append({**key, **fields, "tip_text": record["content"], "linked_hazards": record["hazard_codes"]})
    return {tip_private: rows}


KIND: Final = Kind("tips", "举报台账", TABLE, store=store, check=check_known, private=private)
