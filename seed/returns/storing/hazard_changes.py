"""Change records of hazards: known by number, kind and day; a repeated one counts once (§3)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from data_access.database.schema import hazard
from seed.returns.kinds.hazard_changes import TABLE
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.table import Record
from seed.returns.storing.events import Events
from seed.returns.storing.hazards import row_of
from seed.returns.storing.history import Change, changes_of, derive, summarise
from seed.returns.storing.load import Load, select_in


def unknown_hazards(conn: Connection, notice_id: int, received: datetime, records: Sequence[Record]) -> list[Fault]:
    """A fault for each record whose hazard this notice did not know when the file arrived at `received`."""
    query = select(hazard.c.code).where(hazard.c.campaign_id == notice_id, hazard.c.recorded_at <= received)
    named = [record for record in records if record["code"]]
    known = {row["code"] for row in select_in(conn, query, hazard.c.code, [record["code"] for record in named])}
    heading = TABLE.column("code").heading
    return [
        Fault("unknown_hazard", record.sheet, record.row, heading, shown(record["code"]))
        for record in named
        if record["code"] not in known
    ]


def store(load: Load, records: Sequence[Record]) -> None:
    """Take the change records of a file; every hazard that they name is known."""
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
        summary = summarise(row, after.values())
        derived = {"state": summary.state, "round_no": summary.round_no, "due_current": summary.due_current}
        changed = update(hazard).where(hazard.c.id == stored["id"])
        load.conn.execute(changed.values({**derived, "updated_at": load.now}))
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
