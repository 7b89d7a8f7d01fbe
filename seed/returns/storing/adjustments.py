"""Waivers and extensions granted by the province (C8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, insert, select, update

from data_access.database.schema import obligation, obligation_extension
from seed.returns.kinds.adjustments import TABLE
from seed.returns.kinds.register import ONCE
from seed.returns.reading.characters import same
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.reference import Reference
from seed.returns.reading.table import Record
from seed.returns.storing.load import Counts


def store(
    conn: Connection, reference: Reference, records: Sequence[Record], now: datetime
) -> tuple[Counts, list[Fault]]:
    """Take the rows of the table of adjustments, or name its faults and take none."""
    faults: list[Fault] = []
    granted = [(record, row) for record in records for row in _obligations(conn, reference, record, faults)]
    for record, row in granted:
        if record["kind"] == "extend" and not _is_later(reference, record, row):
            earlier = _day(row["due_original"], reference.zone) if row["due_original"] else ""
            faults.append(_fault(record, "new_due", "not_later", earlier=earlier))
    counts = Counts()
    if not faults:
        for record, row in granted:
            changed = (_extend if record["kind"] == "extend" else _waive)(conn, reference, record, row, now)
            counts.new += changed
            counts.same += not changed
    return counts, faults


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
        "waive_reason": record["reason"] or "豁免",
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
    told = {"doc_no": record["doc_no"], "reason": record["reason"]}
    again = [old for old in known if old["granted_at"] == granted_at and old["new_due"] == new_due]
    if again and all(same(again[0][name], value) for name, value in told.items()):
        return False
    if again:
        conn.execute(update(obligation_extension).where(obligation_extension.c.id == again[0]["id"]).values(told))
    else:
        dates = {"old_due": row["due_original"], "new_due": new_due, "granted_at": granted_at}
        entry = {**dates, **told, "obligation_id": row["id"], "recorded_at": granted_at}
        conn.execute(insert(obligation_extension), [entry])
    last = max([new_due, *(old["new_due"] for old in known)])
    conn.execute(update(obligation).where(obligation.c.id == row["id"]).values(due_current=last, updated_at=now))
    return True


def _fault(record: Record, name: str, code: str, **details: str) -> Fault:
    value = shown(record.written[name]) if name in record.written else ""
    return Fault(code, record.sheet, record.row, TABLE.column(name).heading, value, details)


def _day(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).date().isoformat()
