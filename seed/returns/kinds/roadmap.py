"""路线图施工表: a row is a task; the person responsible goes to the private place."""

from typing import Any, Final

from sqlalchemy import Connection, insert, select

from data_access.database.schema import delivery, plan_task
from seed.private.tables import plan_task_private
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns
from seed.returns.reading.characters import same
from seed.returns.reading.table import Column, Reading, Record, Table
from seed.returns.storing.load import Load
from seed.returns.storing.private_rows import Receipt, Rows

TASK: Final = ("line_id", "task", "owner_unit", "starts_on", "due_on")

TABLE: Final = Table(
    columns=(
        Column("事项编号", "line", columns.line),
        Column("工作任务", "task", columns.text, required="required"),
        Column("责任单位", "owner_unit", columns.text),
        Column("责任人", "person", columns.private, personal=True),
        Column("开始时间", "starts_on", columns.day),
        Column("完成时限", "due_on", columns.day),
        Column("备注", "note", columns.private, personal=True, absence="named"),
    ),
    chains=(("starts_on", "due_on"),),
)


def store(load: Load, reading: Reading) -> None:
    """Store the tasks of one version of a unit's roadmap; its delivery says which. An equal version adds nothing."""
    records = reading.records
    wanted = [_task(load, record) for record in records]
    query = (
        select(plan_task)
        .join(delivery, delivery.c.id == plan_task.c.delivery_id)
        .where(plan_task.c.campaign_id == load.reference.notice_id, plan_task.c.org_unit_id == load.unit_id)
        .order_by(delivery.c.received_at, plan_task.c.delivery_id, plan_task.c.source_row)
    )
    versions: dict[int, list[dict[str, Any]]] = {}
    for row in load.conn.execute(query).mappings():
        versions.setdefault(row["delivery_id"], []).append({name: row[name] for name in TASK})
    if versions and same(list(versions.values())[-1], wanted):
        load.counts.same += len(wanted)
        return
    receipt = {
        "campaign_id": load.reference.notice_id,
        "org_unit_id": load.unit_id,
        "delivery_id": load.delivery_id,
        "recorded_at": load.received,
    }
    rows = [{**task, **receipt, "source_row": record.row} for task, record in zip(wanted, records, strict=True)]
    if rows:
        load.conn.execute(insert(plan_task), rows)
    load.counts.new += len(rows)


def _task(load: Load, record: Record) -> dict[str, Any]:
    line = load.reference.lines.get(record["line"] or "")
    return {**{name: record[name] for name in TASK if name != "line_id"}, "line_id": line.id if line else None}


def private(conn: Connection, reading: Reading, receipt: Receipt) -> Rows:
    """Who is responsible for each task that the delivery stored."""
    persons = {record.row: record["person"] for record in reading.records}
    stored = conn.scalars(select(plan_task.c.source_row).where(plan_task.c.delivery_id == receipt.delivery_id))
    rows = [
        {"receipt_key": receipt.key, "source_row": row, "responsible_person": persons[row]}
        for row in stored
        if persons.get(row)
    ]
    return {plan_task_private: rows}


KIND: Final = Kind("roadmap", "路线图施工表", TABLE, store=store, private=private, is_owed=True)
