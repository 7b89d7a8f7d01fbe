"""隐患台账: a row is a hazard in its latest state."""

from typing import Final

from seed.returns.reading import columns
from seed.returns.reading.table import Check, Column, Record, Table

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
        Column("市(地)", "city", columns.word, required="unknown_city"),
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
