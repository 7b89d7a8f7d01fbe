"""What goes to the private place: complete when its delivery is marked there.

Written in one transaction with the public rows, or where it must be two just after them: a crash between the two
leaves public rows without private ones, never the reverse; the next import of the same file finds no mark and writes
them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, select

from seed.bulk import insert_rows
from seed.private.tables import delivery_private, note_private, tip_private
from seed.returns.reading.characters import same
from seed.returns.reading.table import Record
from seed.returns.storing.load import select_in

Rows = dict[Table, list[dict[str, Any]]]
"""Private rows by table, with the keys of the public rows that they belong to."""


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
        """Its key in the private place."""
        return receipt_key(self.notice, self.file_ref, self.received, self.digest)


def receipt_key(notice: str, file_ref: str, received: datetime, digest: str | None) -> str:
    """The key of a delivery in the private place: everything that makes it another one."""
    return f"{notice}/{file_ref}@{received.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}#{digest}"


def remarks(records: Iterable[Record], receipt: Receipt) -> Rows:
    """The remarks (备注) of any table, by their rows."""
    rows = [
        {"receipt_key": receipt.key, "sheet_name": record.sheet, "source_row": record.row, "note_text": note}
        for record in records
        if (note := record.fields.get("note"))
    ]
    return {note_private: rows}


def write(private: Connection, receipt: Receipt, rows: Rows, now: datetime) -> None:
    """Bring these rows into the private place and mark the delivery complete, in the caller's transaction."""
    for table, wanted in rows.items():
        _upsert(private, table, wanted, now)
    _upsert(private, delivery_private, [{"receipt_key": receipt.key}], now)


def complete_receipts(private: Connection) -> set[str]:
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
    insert_rows(conn, table, list(changed.values()))
