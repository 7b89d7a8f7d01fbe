"""What came with a submission: the figures of Annex 3, the liaison of Annex 2, the tasks of a roadmap."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from data_access.database.schema import delivery, liaison, metric_value, plan_task
from seed.returns.reading.characters import same
from seed.returns.reading.table import Record
from seed.returns.storing.load import Load
from seed.returns.storing.submissions import set_figures

TASK: Final = ("line_id", "task", "owner_unit", "starts_on", "due_on")


def store_figures(load: Load, submission_id: int, figures: dict[str, float | None]) -> None:
    """Make the figures of a submission exactly those of its form."""
    of_it = metric_value.c.submission_id == submission_id
    known = dict(load.conn.execute(select(metric_value.c.metric_id, metric_value.c.value).where(of_it)).all())
    wanted = {load.reference.metrics[code][0]: value for code, value in figures.items()}
    load.counts.new += len(wanted.keys() - known.keys())
    load.counts.changed += sum(known[key] != wanted[key] for key in wanted.keys() & known.keys())
    load.counts.same += sum(known[key] == wanted[key] for key in wanted.keys() & known.keys())
    if wanted != known:
        load.conn.execute(delete(metric_value).where(of_it))
        set_figures(load.conn, [submission_id], wanted)


def store_liaison(load: Load, sha256: str) -> None:
    """That the unit named its liaison when the form was received; the one before ends then."""
    query = (
        select(liaison, delivery.c.sha256)
        .join(delivery, delivery.c.id == liaison.c.delivery_id, isouter=True)
        .where(liaison.c.campaign_id == load.reference.notice_id, liaison.c.org_unit_id == load.unit_id)
        .order_by(liaison.c.designated_at)
    )
    known = load.conn.execute(query).mappings().all()
    if any(row["sha256"] == sha256 for row in known):
        load.counts.same += 1
        return
    later = [row["designated_at"] for row in known if row["designated_at"] > load.received]
    for row in known:
        if row["designated_at"] <= load.received and (row["ended_at"] is None or row["ended_at"] > load.received):
            load.conn.execute(update(liaison).where(liaison.c.id == row["id"]).values(ended_at=load.received))
            load.counts.superseded += 1
    entry = {
        "campaign_id": load.reference.notice_id,
        "org_unit_id": load.unit_id,
        "designated_at": load.received,
        "ended_at": later[0] if later else None,
        "delivery_id": load.delivery_id,
        "recorded_at": load.received,
    }
    load.conn.execute(insert(liaison), [entry])
    load.counts.new += 1


def store_roadmap(load: Load, records: Sequence[Record]) -> None:
    """The tasks of one version of a unit's roadmap; its delivery says which version. An equal one adds nothing."""
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
