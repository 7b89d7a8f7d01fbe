"""What goes to the private place: complete when its delivery is marked there.

Written in one transaction with the public rows, or where it must be two just after them: a crash between the two
leaves public rows without private ones, never the reverse; the next import of the same file finds no mark and writes
them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from data_access.database.schema import delivery, hazard, liaison, plan_task, tip
from seed.private.tables import (
    delivery_private,
    hazard_private,
    liaison_private,
    note_private,
    plan_task_private,
    return_private,
    tip_private,
)
from seed.returns.kinds.catalogue import Kind
from seed.returns.kinds.parsed import Parsed
from seed.returns.reading.characters import same
from seed.returns.storing.load import select_in

Rows = dict[Table, list[dict[str, Any]]]


@dataclass(frozen=True)
class Receipt:
    """The delivery that private rows belong to: by its names, and by its id in the public database."""

    notice: str
    """Code of the notice."""
    notice_id: int
    delivery_id: int
    file_ref: str
    received: datetime
    digest: str

    @property
    def key(self) -> str:
        """What the private place calls it."""
        return receipt_key(self.notice, self.file_ref, self.received, self.digest)


def receipt_key(notice: str, file_ref: str, received: datetime, digest: str | None) -> str:
    """What the private place calls a delivery: everything that makes it another one."""
    return f"{notice}/{file_ref}@{received.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}#{digest}"


def private_rows(conn: Connection, kind: Kind, parsed: Parsed, receipt: Receipt) -> Rows:
    """The private rows of a delivery, by table, with the keys of the public rows that they belong to."""
    of_file = {"receipt_key": receipt.key}
    rows: Rows = {note_private: _notes(parsed, of_file)}
    if kind.code == "hazards":
        rows[hazard_private] = _narratives(conn, parsed, receipt)
    elif kind.code == "tips":
        rows[tip_private] = _reporters(conn, parsed, receipt)
    elif kind.code == "roadmap":
        of_delivery = select(plan_task.c.source_row).where(plan_task.c.delivery_id == receipt.delivery_id)
        persons = {record.row: record["person"] for record in parsed.records}
        rows[plan_task_private] = [
            {**of_file, "source_row": row, "responsible_person": persons[row]}
            for row in conn.scalars(of_delivery)
            if persons.get(row)
        ]
    elif kind.code == "liaison":
        found = conn.scalars(select(liaison.c.id).where(liaison.c.delivery_id == receipt.delivery_id))
        rows[liaison_private] = [{**of_file, **parsed.personal} for _ in found]
    elif kind.code == "annex3" and any(parsed.personal.values()):
        rows[return_private] = [{**of_file, **parsed.personal}]
    return rows


def write(private: Connection, receipt: Receipt, rows: Rows, now: datetime) -> None:
    """Bring these rows into the private place and mark the delivery complete, in the caller's transaction."""
    for table, wanted in rows.items():
        _upsert(private, table, wanted, now)
    _upsert(private, delivery_private, [{"receipt_key": receipt.key}], now)


def complete(private: Connection) -> set[str]:
    """The receipt keys of all deliveries whose private rows are there."""
    return set(private.scalars(select(delivery_private.c.receipt_key)))


def is_complete(private: Connection, receipt: Receipt) -> bool:
    """Whether the private rows of this delivery are there."""
    mark = select(delivery_private.c.receipt_key).where(delivery_private.c.receipt_key == receipt.key)
    return private.execute(mark).first() is not None


def linked_hazards(private: Connection, notice: str) -> dict[tuple[str, datetime], str]:
    """Number and recorded_at of each tip version of a notice that names hazards → their numbers as written."""
    t = tip_private.c
    named = select(t.tip_code, t.recorded_at, t.linked_hazards).where(t.notice_code == notice)
    rows = private.execute(named.where(t.linked_hazards.is_not(None)))
    return {(row.tip_code, row.recorded_at): row.linked_hazards for row in rows}


def _upsert(conn: Connection, table: Table, wanted: Sequence[Mapping[str, Any]], now: datetime) -> None:
    keys = [column.name for column in table.primary_key]
    first = table.c[keys[0]]
    found = select_in(conn, select(table), first, [row[keys[0]] for row in wanted])
    known = {tuple(row[key] for key in keys): row for row in found}
    changed: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in wanted:
        key = tuple(row[name] for name in keys)
        if key not in known or not all(same(known[key][name], value) for name, value in row.items()):
            changed[key] = {**row, "stored_at": now}
    for key in changed.keys() & known.keys():
        conn.execute(delete(table).where(*(table.c[name] == value for name, value in zip(keys, key, strict=True))))
    if changed:
        conn.execute(insert(table), list(changed.values()))


def _notes(parsed: Parsed, of_file: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {**of_file, "sheet_name": record.sheet, "source_row": record.row, "note_text": note}
        for record in parsed.records
        if (note := record.fields.get("note"))
    ]


def _narratives(conn: Connection, parsed: Parsed, receipt: Receipt) -> list[dict[str, Any]]:
    """As last known: not over what a later file said."""
    said = {record["code"]: record["narrative"] for record in parsed.records if record["narrative"]}
    query = select(hazard.c.code).join(delivery, delivery.c.id == hazard.c.delivery_id)
    current = query.where(hazard.c.campaign_id == receipt.notice_id, delivery.c.received_at <= receipt.received)
    return [
        {"hazard_code": row["code"], "notice_code": receipt.notice, "narrative": said[row["code"]]}
        for row in select_in(conn, current, hazard.c.code, said)
    ]


def _reporters(conn: Connection, parsed: Parsed, receipt: Receipt) -> list[dict[str, Any]]:
    """For the version of a tip that this file brought, or that was in force when it came."""
    by_code = {record["code"]: record for record in parsed.records}
    query = select(tip.c.code, tip.c.delivery_id, tip.c.recorded_at, tip.c.superseded_at)
    rows, came = [], receipt.received
    for row in select_in(conn, query.where(tip.c.campaign_id == receipt.notice_id), tip.c.code, by_code):
        in_force = row["recorded_at"] <= came and (row["superseded_at"] is None or row["superseded_at"] > came)
        if row["delivery_id"] != receipt.delivery_id and not in_force:
            continue
        record = by_code[row["code"]]
        key = {"tip_code": row["code"], "notice_code": receipt.notice, "recorded_at": row["recorded_at"]}
        fields = {"reporter_name": record["reporter"], "reporter_phone": record["phone"]}
        rows.append({**key, **fields, "tip_text": record["content"], "linked_hazards": record["hazard_codes"]})
    return rows
