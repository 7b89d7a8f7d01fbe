"""隐患变更记录: a row is something that happened to a hazard and that its ledger row overwrote."""

from typing import Final

from seed.returns.kinds.hazards import GRADES
from seed.returns.reading import columns
from seed.returns.reading.table import Check, Column, Record, Table

KINDS: Final = {
    "延期": "extend",
    "验收不合格": "accept_fail",
    "重新打开": "reopen",
    "级别调整": "regrade",
    "作废": "void",
}


def check_row(record: Record, check: Check) -> None:
    """An extension says until when, a change of grade says to which."""
    if record["kind"] == "extend" and "new_due" not in record.written:
        check.fault(record, "new_due", "without", needed="新期限")
    if record["kind"] == "regrade" and "new_grade" not in record.written:
        check.fault(record, "new_grade", "without", needed="新级别")


TABLE: Final = Table(
    columns=(
        Column("隐患编号", "code", columns.key, required="no_key"),
        Column("变更类型", "kind", columns.one_of(KINDS), required="no_key"),
        Column("发生日期", "occurred_on", columns.day, required="no_key"),
        Column("轮次", "round", columns.count, absence="named"),
        Column("原整改完成日期", "old_rectified", columns.day),
        Column("原销号日期", "old_closed", columns.day),
        Column("原期限", "old_due", columns.day),
        Column("新期限", "new_due", columns.day),
        Column("原级别", "old_grade", columns.one_of(GRADES)),
        Column("新级别", "new_grade", columns.one_of(GRADES)),
        Column("批准文号", "doc_no", columns.text),
        Column("原因", "reason", columns.text),
        Column("备注", "note", columns.private, personal=True, absence="usual"),
    ),
    key=("code", "kind", "occurred_on"),
    chains=(("old_due", "new_due"),),
    rule=check_row,
    whole=columns.no_rounded_keys("code"),
)
