"""隐患变更记录: a row is something that happened to a hazard and that its ledger row overwrote."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import select, update

from data_access.database.schema import hazard
from seed.returns.kinds.hazards import GRADES
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.table import Check, Column, Reading, Record, Table
from seed.returns.storing.events import Events
from seed.returns.storing.history import Change, changes_of, derive, row_of, summarise
from seed.returns.storing.load import Load, select_in
from seed.returns.storing.owners import Sent, hazards_of_others, numbers_in

KINDS: Final = {
    "延期": "extend",
    "验收不合格": "accept_fail",
    "重新打开": "reopen",
    "级别调整": "regrade",
    "作废": "void",
}


def check_row(record: Record, check: Check) -> None:
    """An extension has its new deadline, a change of grade its new grade."""
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


def check_known(sent: Sent, records: Sequence[Record]) -> Iterator[Fault]:
    """A city reports changes of its own hazards, and only of those that this notice knew when the file arrived."""
    yield from hazards_of_others(sent, records, "code")
    query = select(hazard.c.code).where(
        hazard.c.campaign_id == sent.reference.notice_id, hazard.c.recorded_at <= sent.received
    )
    known = {row["code"] for row in select_in(sent.conn, query, hazard.c.code, numbers_in(records, "code"))}
    heading = TABLE.column("code").heading
    for record in records:
        if record["code"] and record["code"] not in known:
            yield Fault("unknown_hazard", record.sheet, record.row, heading, shown(record["code"]))


def store(load: Load, reading: Reading) -> None:
    """Store the change records; every hazard that they name is known."""
    records = reading.records
    of_notice = select(hazard).where(hazard.c.campaign_id == load.reference.notice_id)
    found = select_in(load.conn, of_notice, hazard.c.code, [record["code"] for record in records])
    known = {row["code"]: row for row in found}
    events = Events(load, [row["id"] for row in known.values()])
    by_code: dict[str, list[Change]] = defaultdict(list)
    for record in records:
        by_code[record["code"]].append(_change(load, record))
    for code, arrived in by_code.items():
        stored = known[code]
        before = {(change.kind, change.at): change for change in changes_of(events.of(stored["id"]))}
        after = dict(before)
        for change in arrived:
            old = before.get((change.kind, change.at))
            load.counts.new += old is None
            load.counts.same += old == change
            load.counts.changed += old is not None and old != change
            after[change.kind, change.at] = change
        if after == before:
            continue
        row = row_of(stored)
        events.bring_to(stored["id"], derive(row, after.values()))
        state = {**summarise(row, after.values())._asdict(), "updated_at": load.now}
        load.conn.execute(update(hazard).where(hazard.c.id == stored["id"]).values(state))
    events.write()


def _change(load: Load, record: Record) -> Change:
    reference = load.reference

    def start(day: date | None) -> datetime | None:
        return reference.start_of(day) if day else None

    def end(day: date | None) -> datetime | None:
        return reference.end_of(day) if day else None

    kind = record["kind"]
    return Change(
        kind,
        reference.start_of(record["occurred_on"]),
        start(record["old_rectified"]) if kind in ("accept_fail", "reopen") else None,
        start(record["old_closed"]) if kind == "reopen" else None,
        end(record["old_due"]),
        end(record["new_due"]),
        record["old_grade"],
        record["new_grade"],
        record["doc_no"],
        record["reason"],
    )


KIND: Final = Kind("hazard_changes", "隐患变更记录", TABLE, store=store, check=check_known)
