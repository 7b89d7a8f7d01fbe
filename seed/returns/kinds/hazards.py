"""隐患台账: a row is a hazard in its latest state; its events are the truth for as-of (C12, C13)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from data_access.database.schema import delivery, hazard
from seed.private.tables import hazard_private
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns
from seed.returns.reading.characters import same
from seed.returns.reading.faults import Fault
from seed.returns.reading.table import Check, Column, Reading, Record, Table
from seed.returns.storing import hazards
from seed.returns.storing.absent import Absent
from seed.returns.storing.industries import industry_code
from seed.returns.storing.load import Load, select_in, stored_values
from seed.returns.storing.owners import Sent, numbers_in
from seed.returns.storing.private_rows import Receipt, Rows

GRADES: Final = {"一般": "general", "重大": "major"}
SOURCES: Final = {
    "执法检查": "inspection",
    "企业自查": "self_check",
    "举报": "tip",
    "媒体": "media",
    "五进": "five_settings",
    "其他": "other",
}
RECTIFICATION: Final = {"即查即改": "immediate", "限期整改": "deadline"}
ACCEPTANCE: Final = {"合格": "pass", "不合格": "fail"}
LISTING_LEVELS: Final = {"省": "province", "市": "city", "县": "county", "乡": "town"}
IN_PLACE: Final = {"是": True, "√": True, "否": False}
COPIED: Final = (
    *("adcode", "site_kind", "unit_name", "grade", "source", "found_on", "confirmed_on", "rect_type", "ordered_on"),
    *("rectified_on", "accepted_on", "acceptance", "closed_on", "funds_wan"),
    *("f_target", "f_people", "f_money", "f_time", "f_plan", "lon", "lat"),
)
"""Fields that are stored as they are read."""
STORED: Final = {
    "county": "adcode",
    "industry": "industry_code",
    "unit_name": "unit_ref",
    "due_on": "due_original",
    **{f"{step}_on": f"{step}_at" for step in ("confirmed", "ordered", "rectified", "accepted", "closed")},
    "listing_level": "level",
    "listing_doc_no": "doc_no",
    "exposure_outlet": "outlet",
}
"""Fields of a row that are stored under another name."""
APART: Final = (("found_on", "found_on"), ("unit_name", "unit_ref"))
"""What distinguishes one hazard from another: field of a row, column of the table."""


def check_row(record: Record, check: Check) -> None:
    """What a hazard's row must hold together (§4)."""
    columns.place(record, check, province=False)
    columns.where(record, check)
    if record["closed_on"] and "rectified_on" not in record.written:
        check.fault(record, "closed_on", "without", needed="整改完成日期")
    if record["rect_type"] == "deadline" and record["ordered_on"] and "due_on" not in record.written:
        check.fault(record, "due_on", "without", needed="整改期限")


def check_rows(records: list[Record], check: Check) -> None:
    """What must hold of all rows, and which industries are new."""
    columns.no_rounded_keys("code")(records, check)
    columns.note_new_industries(records, check)


TABLE: Final = Table(
    columns=(
        Column("隐患编号", "code", columns.key, required="no_key"),
        Column("{city}", "city", columns.word, required="unknown_city"),
        Column("县(市、区)", "county", columns.word),
        Column("行业领域", "industry", columns.text, absence="named"),
        Column("场所类型", "site_kind", columns.text, absence="named"),
        Column("单位名称", "unit_name", columns.text, absence="named"),
        Column("隐患级别", "grade", columns.one_of(GRADES), required="required"),
        Column("来源", "source", columns.one_of(SOURCES), absence="named"),
        Column("发现日期", "found_on", columns.day, absence="named"),
        Column("确认日期", "confirmed_on", columns.day),
        Column("整改方式", "rect_type", columns.one_of(RECTIFICATION)),
        Column("责令日期", "ordered_on", columns.day),
        Column("整改期限", "due_on", columns.day),
        Column("延期至", "extended_to", columns.day, absence="named"),
        Column("整改完成日期", "rectified_on", columns.day),
        Column("验收日期", "accepted_on", columns.day, absence="named"),
        Column("验收结果", "acceptance", columns.one_of(ACCEPTANCE), absence="named"),
        Column("销号日期", "closed_on", columns.day),
        Column("挂牌级别", "listing_level", columns.one_of(LISTING_LEVELS), absence="named"),
        Column("挂牌日期", "listed_on", columns.day, absence="named"),
        Column("挂牌文号", "listing_doc_no", columns.text, absence="named"),
        Column("摘牌日期", "delisted_on", columns.day, absence="named"),
        Column("曝光日期", "exposed_on", columns.day, absence="named"),
        Column("曝光媒体", "exposure_outlet", columns.text, absence="named"),
        Column("整改资金(万元)", "funds_wan", columns.wan, absence="named", once=True),
        Column("目标落实", "f_target", columns.yes(words=IN_PLACE), absence="named"),
        Column("人员落实", "f_people", columns.yes(words=IN_PLACE), absence="named"),
        Column("资金落实", "f_money", columns.yes(words=IN_PLACE), absence="named"),
        Column("时限落实", "f_time", columns.yes(words=IN_PLACE), absence="named"),
        Column("预案落实", "f_plan", columns.yes(words=IN_PLACE), absence="named"),
        Column("经度", "lon", columns.degrees(70, 140), absence="named"),
        Column("纬度", "lat", columns.degrees(0, 60), absence="named"),
        Column("隐患概况", "narrative", columns.private, personal=True, absence="named"),
        Column("备注", "note", columns.private, personal=True, absence="usual"),
    ),
    key=("code",),
    chains=(
        ("found_on", "confirmed_on", "ordered_on", "rectified_on", "accepted_on"),
        ("rectified_on", "closed_on"),
        ("due_on", "extended_to"),
        ("listed_on", "delisted_on"),
    ),
    as_written=frozenset({"city", "county"}),
    rule=check_row,
    whole=check_rows,
)


def check_known(sent: Sent, records: Sequence[Record]) -> Iterator[Fault]:
    """A city reports its own hazards; a number keeps its city and its hazard."""
    known, reference = sent.hazards(numbers_in(records, "code")), sent.reference
    for record in records:
        if (city := record["city_adcode"]) is None:
            continue
        before = known.get(record["code"])
        there = before["adcode"] if before else city
        places = {"place": reference.place_name(record["adcode"] or city), "known": reference.place_name(there)}
        if sent.is_anothers(city):
            yield sent.fault(record, "city", "anothers_city", **places)
        elif reference.city_of(there) != city:
            yield sent.fault(record, "code", "known_elsewhere", **places)
        elif before and _is_another(record, before):
            yield sent.fault(record, "code", "another_hazard", **places)


def _is_another(record: Record, before: Mapping[str, Any]) -> bool:
    """Another county, and found on another day or in another unit: that is no correction of the same hazard."""
    if record["adcode"] in (None, before["adcode"]) or "county" in record.absent:
        return False
    compared = [(record[name], before[column]) for name, column in APART]
    return any(new is not None and old is not None and not same(new, old) for new, old in compared)


def store(load: Load, reading: Reading) -> None:
    """Store the rows as what is last known of their hazards, or as history where a later file came first."""
    rows = [
        hazards.Row(record, _content(load, record), _listing(record), _exposure(record)) for record in reading.records
    ]
    hazards.store(load, rows, Absent(TABLE.in_words(load.reference.city_word), STORED))


def _content(load: Load, record: Record) -> dict[str, Any]:
    due = record["due_on"] or (record["ordered_on"] if record["rect_type"] == "immediate" else None)
    return {
        **stored_values(load, record, hazard, COPIED, STORED),
        "campaign_id": load.reference.notice_id,
        "industry_code": industry_code(load, record["industry"]),
        "unit_named_public": record["exposed_on"] is not None,
        "due_original": load.reference.end_of(due) if due else None,
    }


def _listing(record: Record) -> dict[str, Any]:
    """The listing (挂牌) that the row has, {} for none; without a level it is the sender's own."""
    if not record["listed_on"]:
        return {}
    level, number = record["listing_level"] or "city", record["listing_doc_no"]
    return {"level": level, "listed_on": record["listed_on"], "doc_no": number, "delisted_on": record["delisted_on"]}


def _exposure(record: Record) -> dict[str, Any]:
    """The public exposure (曝光) that the row has, {} for none."""
    return {"exposed_on": record["exposed_on"], "outlet": record["exposure_outlet"]} if record["exposed_on"] else {}


def private(conn: Connection, reading: Reading, receipt: Receipt) -> Rows:
    """The narratives as last known: none over that of a later file."""
    narratives = {record["code"]: record["narrative"] for record in reading.records if record["narrative"]}
    query = select(hazard.c.code).join(delivery, delivery.c.id == hazard.c.delivery_id)
    current = query.where(hazard.c.campaign_id == receipt.notice_id, delivery.c.received_at <= receipt.received)
    rows = [
        {"hazard_code": row["code"], "notice_code": receipt.notice, "narrative": narratives[row["code"]]}
        for row in select_in(conn, current, hazard.c.code, narratives)
    ]
    return {hazard_private: rows}


KIND: Final = Kind("hazards", "隐患台账", TABLE, store=store, check=check_known, private=private)
