"""举报台账: a row is a tip; who reported and what goes to the private place."""

from typing import Final

from seed.returns.reading import columns
from seed.returns.reading.table import Check, Column, Record, Table

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
        Column("市(地)", "city", columns.word),
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
