"""事项调整登记表: a row is a waiver or an extension granted by the province (C8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, insert, select, update

from data_access.database.schema import obligation, obligation_extension
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns
from seed.returns.reading.causes import check_reason
from seed.returns.reading.characters import same
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.reference import Reference
from seed.returns.reading.table import Check, Column, Record, Table
from seed.returns.storing.load import OfficeLoad
from seed.returns.storing.submissions import ONCE

KINDS: Final = {"豁免": "waive", "延期": "extend"}


def check_row(record: Record, check: Check) -> None:
    """An extension has its new deadline; both have their reason."""
    if record["kind"] == "extend" and "new_due" not in record.written:
        check.fault(record, "new_due", "without", needed="新截止日期")
    if record["kind"]:
        check_reason(record, check, "reason", record["kind"])


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


def store(load: OfficeLoad, records: Sequence[Record]) -> None:
    """Store all rows, or name their faults and store none."""
    conn, reference = load.conn, load.reference
    granted = [(record, row) for record in records for row in _obligations(conn, reference, record, load.faults)]
    for record, row in granted:
        if record["kind"] == "extend" and not _is_later(reference, record, row):
            earlier = _day(row["due_original"], reference.zone) if row["due_original"] else ""
            load.faults.append(_fault(record, "new_due", "not_later", earlier=earlier))
    if load.faults:
        return
    for record, row in granted:
        changed = (_extend if record["kind"] == "extend" else _waive)(conn, reference, record, row, load.now)
        load.counts.new += changed
        load.counts.same += not changed


def _obligations(conn: Connection, reference: Reference, record: Record, faults: list[Fault]) -> Sequence[RowMapping]:
    line = reference.lines[record["line"]]
    meant = select(obligation).where(obligation.c.line_id == line.id, obligation.c.org_unit_id == record["unit"])
    found = conn.execute(meant.where(obligation.c.period_key == (record["period"] or ONCE))).mappings().all()
    if not found:
        faults.append(_fault(record, "period" if record["period"] else "line", "no_obligation"))
    return found


def _is_later(reference: Reference, record: Record, row: RowMapping) -> bool:
    return row["due_original"] is not None and reference.end_of(record["new_due"]) > row["due_original"]


def _waive(conn: Connection, reference: Reference, record: Record, row: RowMapping, now: datetime) -> bool:
    wanted: dict[str, Any] = {
        "waived_at": reference.start_of(record["granted_on"]),
        "waive_reason": record["reason"],
        "waive_reason_code": record["reason_code"],
        "waive_doc_no": record["doc_no"],
    }
    if all(same(row[name], value) for name, value in wanted.items()):
        return False
    conn.execute(update(obligation).where(obligation.c.id == row["id"]).values({**wanted, "updated_at": now}))
    return True


def _extend(conn: Connection, reference: Reference, record: Record, row: RowMapping, now: datetime) -> bool:
    granted_at, new_due = reference.start_of(record["granted_on"]), reference.end_of(record["new_due"])
    extensions = select(obligation_extension).where(obligation_extension.c.obligation_id == row["id"])
    known = conn.execute(extensions).mappings().all()
    details = {name: record[name] for name in ("doc_no", "reason", "reason_code")}
    again = [old for old in known if old["granted_at"] == granted_at and old["new_due"] == new_due]
    if again and all(same(again[0][name], value) for name, value in details.items()):
        return False
    if again:
        conn.execute(update(obligation_extension).where(obligation_extension.c.id == again[0]["id"]).values(details))
    else:
        dates = {"old_due": row["due_original"], "new_due": new_due, "granted_at": granted_at}
        entry = {**dates, **details, "obligation_id": row["id"], "recorded_at": granted_at}
        conn.execute(insert(obligation_extension), [entry])
    last = max([new_due, *(old["new_due"] for old in known)])
    conn.execute(update(obligation).where(obligation.c.id == row["id"]).values(due_current=last, updated_at=now))
    return True


def _fault(record: Record, name: str, code: str, **details: str) -> Fault:
    value = shown(record.written[name]) if name in record.written else ""
    return Fault(code, record.sheet, record.row, TABLE.column(name).heading, value, details)


def _day(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).date().isoformat()


KIND: Final = Kind("adjustments", "事项调整登记表", TABLE, store_office=store)
