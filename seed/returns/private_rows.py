"""What goes to the private place: written after the public rows, complete when its delivery is marked there.

A crash between the two leaves public rows without private ones, never the reverse; the next import of the same file
finds no mark and writes them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from data_access.schema import delivery, hazard, liaison, plan_task, tip
from seed.private.tables import (
    delivery_private,
    hazard_private,
    liaison_private,
    note_private,
    plan_task_private,
    return_private,
    tip_private,
)
from seed.returns.characters import same
from seed.returns.kinds import Kind
from seed.returns.parsed import Parsed
from seed.returns.store.load import select_in

Rows = dict[Table, list[dict[str, Any]]]


def private_rows(
    conn: Connection, notice_id: int, kind: Kind, parsed: Parsed, delivery_id: int, received: datetime
) -> Rows:
    """The private rows of a delivery, by table, with the ids of the public rows that they belong to."""
    rows: Rows = {note_private: _notes(parsed, delivery_id)}
    if kind.code == "hazards":
        rows[hazard_private] = _narratives(conn, notice_id, parsed, received)
    elif kind.code == "tips":
        rows[tip_private] = _reporters(conn, notice_id, parsed, delivery_id, received)
    elif kind.code == "roadmap":
        of_delivery = select(plan_task.c.id, plan_task.c.source_row).where(plan_task.c.delivery_id == delivery_id)
        persons = {record.row: record["person"] for record in parsed.records}
        rows[plan_task_private] = [
            {"plan_task_id": row.id, "responsible_person": persons[row.source_row]}
            for row in conn.execute(of_delivery)
            if persons.get(row.source_row)
        ]
    elif kind.code == "liaison":
        found = conn.scalars(select(liaison.c.id).where(liaison.c.delivery_id == delivery_id))
        rows[liaison_private] = [{"liaison_id": key, **parsed.personal} for key in found]
    elif kind.code == "annex3" and any(parsed.personal.values()):
        rows[return_private] = [{"delivery_id": delivery_id, **parsed.personal}]
    return rows


def write(private: Connection, delivery_id: int, rows: Rows, now: datetime) -> None:
    """Bring these rows into the private place and mark the delivery complete, in one transaction."""
    with private.begin():
        for table, wanted in rows.items():
            _upsert(private, table, wanted, now)
        _upsert(private, delivery_private, [{"delivery_id": delivery_id}], now)


def complete(private: Connection) -> set[int]:
    """The deliveries whose private rows are all there."""
    with private.begin():
        return set(private.scalars(select(delivery_private.c.delivery_id)))


def linked_hazards(private: Connection) -> dict[int, str]:
    """Id of each tip version that names hazards → the numbers as written."""
    named = select(tip_private.c.tip_id, tip_private.c.linked_hazards)
    with private.begin():
        return dict(private.execute(named.where(tip_private.c.linked_hazards.is_not(None))).all())


def _upsert(conn: Connection, table: Table, wanted: Sequence[Mapping[str, Any]], now: datetime) -> None:
    keys = [column.name for column in table.primary_key]
    first = table.c[keys[0]]
    found = select_in(conn, select(table), first, [row[keys[0]] for row in wanted])
    known = {tuple(row[key] for key in keys): row for row in found}
    changed = []
    for row in wanted:
        old = known.get(tuple(row[key] for key in keys))
        if old is None or not all(same(old[name], value) for name, value in row.items()):
            changed.append({**row, "stored_at": now})
    for row in changed:
        if tuple(row[key] for key in keys) in known:
            conn.execute(delete(table).where(*(table.c[key] == row[key] for key in keys)))
    if changed:
        conn.execute(insert(table), changed)


def _notes(parsed: Parsed, delivery_id: int) -> list[dict[str, Any]]:
    return [
        {"delivery_id": delivery_id, "sheet_name": record.sheet, "source_row": record.row, "note_text": note}
        for record in parsed.records
        if (note := record.fields.get("note"))
    ]


def _narratives(conn: Connection, notice_id: int, parsed: Parsed, received: datetime) -> list[dict[str, Any]]:
    """As last known: not over what a later file said."""
    said = {record["code"]: record["narrative"] for record in parsed.records if record["narrative"]}
    query = select(hazard.c.id, hazard.c.code).join(delivery, delivery.c.id == hazard.c.delivery_id)
    current = query.where(hazard.c.campaign_id == notice_id, delivery.c.received_at <= received)
    return [
        {"hazard_id": row["id"], "narrative": said[row["code"]]}
        for row in select_in(conn, current, hazard.c.code, said)
    ]


def _reporters(
    conn: Connection, notice_id: int, parsed: Parsed, delivery_id: int, received: datetime
) -> list[dict[str, Any]]:
    """For the version of a tip that this file brought, or that was in force when it came."""
    by_code = {record["code"]: record for record in parsed.records}
    query = select(tip.c.id, tip.c.code, tip.c.delivery_id, tip.c.recorded_at, tip.c.superseded_at)
    rows = []
    for row in select_in(conn, query.where(tip.c.campaign_id == notice_id), tip.c.code, by_code):
        in_force = row["recorded_at"] <= received and (row["superseded_at"] is None or row["superseded_at"] > received)
        if row["delivery_id"] != delivery_id and not in_force:
            continue
        record = by_code[row["code"]]
        fields = {"reporter_name": record["reporter"], "reporter_phone": record["phone"]}
        rest = {"tip_text": record["content"], "linked_hazards": record["hazard_codes"]}
        rows.append({"tip_id": row["id"], **fields, **rest})
    return rows
