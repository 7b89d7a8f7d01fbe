"""事项调整登记表: a row is a waiver or an extension granted by the province (C8)."""

from typing import Final

from seed.returns.reading import columns
from seed.returns.reading.table import Check, Column, Record, Table

KINDS: Final = {"豁免": "waive", "延期": "extend"}


def check_row(record: Record, check: Check) -> None:
    """An extension says until when."""
    if record["kind"] == "extend" and "new_due" not in record.written:
        check.fault(record, "new_due", "without", needed="新截止日期")


TABLE: Final = Table(
    columns=(
        Column("单位", "unit", columns.unit, required="unknown_unit"),
        Column("事项编号", "line", columns.line, required="required"),
        Column("期次", "period", columns.key),
        Column("类型", "kind", columns.one_of(KINDS), required="required"),
        Column("批准日期", "granted_on", columns.moment, required="required"),
        Column("新截止日期", "new_due", columns.day),
        Column("文号", "doc_no", columns.text),
        Column("事由", "reason", columns.text),
        Column("备注", "note", columns.private, personal=True, absence="usual"),
    ),
    key=("unit", "line", "period", "kind", "granted_on"),
    rule=check_row,
)
