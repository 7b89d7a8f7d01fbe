"""报送登记表: a row is a delivery (期次 台账) or a version of a submission (事项编号, 期次, 版本)."""

from datetime import UTC, datetime
from typing import Final

from seed.returns.reading import columns
from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import Reference
from seed.returns.reading.table import Check, Column, Record, Table

LEDGER: Final = "台账"
ONCE: Final = "once"
REVIEWS: Final = {"待审": "submitted", "通过": "accepted", "退回": "returned"}
ZERO: Final = {"是": True, "否": False}
CHANNELS: Final = {
    "电子邮件": "email",
    "邮箱": "email",
    "传真": "fax",
    "微信": "wechat",
    "网站": "web",
    "网上": "web",
    "系统": "web",
    "邮寄": "paper",
    "纸质": "paper",
    "现场": "paper",
}


def receipt_faults(reference: Reference, *moments: datetime | None) -> list[Fault]:
    """What is wrong with the time of a receipt or a review: nothing came before the notice, or comes tomorrow."""
    faults = []
    for moment in moments:
        if moment and moment > datetime.now(UTC):
            faults.append(Fault("in_future"))
        elif moment and moment < reference.start_of(reference.issued_on):
            faults.append(Fault("before_notice", details={"day": reference.issued_on.isoformat()}))
    return faults


def check_row(record: Record, check: Check) -> None:
    """A submission has a line, a version and, once reviewed, the time of it; a ledger has a file."""
    record.fields["is_ledger"] = record["period"] == LEDGER
    for name in ("received", "reviewed"):
        if record[name]:
            at = check.reference.start_of(record[name])
            for fault in receipt_faults(check.reference, at):
                check.fault(record, name, fault.code, **fault.details)
    if record["is_ledger"]:
        if not record["file"] and "file" not in record.written:
            check.fault(record, "file", "required")
        return
    if "line" not in record.written:
        check.fault(record, "line", "required")
    if "version" not in record.written:
        check.fault(record, "version", "required")
    elif record["version"] == 0:
        check.fault(record, "version", "out_of_range", expected="≥ 1")
    if record["review"] in ("accepted", "returned") and "reviewed" not in record.written:
        check.fault(record, "reviewed", "without", needed="审核时间")


def check_versions(records: list[Record], check: Check) -> None:
    """A version of a submission is registered once."""
    seen: dict[tuple[object, ...], Record] = {}
    for record in records:
        if record["is_ledger"] or not record["version"]:
            continue
        key = (record["unit"], record["line"], record["period"], record["version"])
        if key in seen:
            check.fault(record, "version", "repeated_key", first=str(seen[key].row))
        seen.setdefault(key, record)


TABLE: Final = Table(
    columns=(
        Column("单位", "unit", columns.unit, required="unknown_unit"),
        Column("事项编号", "line", columns.line),
        Column("期次", "period", columns.key),
        Column("版本", "version", columns.count, once=True),
        Column("收到时间", "received", columns.instant, required="required"),
        Column("方式", "channel", columns.word),
        Column("审核状态", "review", columns.one_of(REVIEWS)),
        Column("审核时间", "reviewed", columns.instant),
        Column("退回原因", "return_reason", columns.text),
        Column("是否零报告", "is_zero", columns.yes(words=ZERO)),
        Column("文件名", "file", columns.path),
        Column("备注", "note", columns.private, personal=True, absence="usual"),
    ),
    key=("unit", "line", "period", "version", "file", "received"),
    rule=check_row,
    whole=check_versions,
)
