"""Receipts: which file came when, from whom, for which submission, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, RowMapping, and_, insert, or_, select, update

from data_access.database.schema import delivery, submission
from data_access.returns.successors import successor_at
from seed.returns.reading.reference import Reference
from seed.returns.storing import submissions
from seed.returns.storing.submissions import ONCE


@dataclass(frozen=True)
class Entry:
    """One receipt of one file. `line` and `version`: the submission for which it came; no line: a ledger."""

    file_ref: str
    path: Path | None
    """None: registered, but not there."""
    unit_id: int
    unit_name: str
    received: datetime
    line: str | None = None
    period: str = ONCE
    version: int | None = None
    """None with a line: outside any register, the next version."""
    reviewed: datetime | None = None
    """When a file outside any register was accepted, if it was."""


@dataclass(frozen=True)
class Receipt:
    """A receipt as recorded. `tied`: the submission that it came for knows of it."""

    id: int
    status: str
    tied: bool


def known(conn: Connection, reference: Reference, entry: Entry, digest: str | None) -> Receipt | None:
    """The receipt of this very file, or of this file when it was still missing; any receipt without a digest."""
    query = select(delivery).where(
        delivery.c.campaign_id == reference.notice_id,
        delivery.c.file_ref == entry.file_ref,
        delivery.c.received_at == entry.received,
    )
    rows = conn.execute(query).mappings().all()
    found = [row for row in rows if row["sha256"] == digest] or [row for row in rows if row["sha256"] is None]
    if not found and digest is None:
        found = list(rows)
    if not found:
        return None
    version = _version(conn, reference, entry)
    return Receipt(found[0]["id"], found[0]["status"], version is None or version["delivery_id"] is not None)


def record(
    conn: Connection,
    reference: Reference,
    entry: Entry,
    kind: str,
    status: str,
    *,
    digest: str | None = None,
    before: Receipt | None = None,
    rows: int | None = None,
    faults: int = 0,
) -> int:
    """Write a receipt, over the one `before` if there is one; its id."""
    values = {
        "campaign_id": reference.notice_id,
        "org_unit_id": entry.unit_id,
        "kind": kind,
        "file_ref": entry.file_ref,
        "sha256": digest,
        "received_at": entry.received,
        "status": status,
        "rows_read": rows,
        "fault_count": faults,
        "recorded_at": entry.received,
    }
    if before:
        conn.execute(update(delivery).where(delivery.c.id == before.id).values(values))
        return before.id
    return int(conn.execute(insert(delivery).returning(delivery.c.id), [values]).scalar_one())


def tie(
    conn: Connection, reference: Reference, entry: Entry, delivery_id: int, content: str, now: datetime
) -> int | None:
    """Tie a file to its submission; without a version in a register it is the next one. None for a ledger.

    A refused file takes nothing from a submission whose figures were read already (§4).
    """
    if entry.line is None:
        return None
    if entry.version is not None:
        found = _version(conn, reference, entry)
        if found is None:
            return None
        key, before = int(found["id"]), found["content"]
    else:
        owed = submissions.obligation_of(conn, reference, entry.line, entry.unit_id, entry.period)
        if owed is None:
            return None
        facts = {"submitted_at": entry.received, "file_ref": entry.file_ref}
        key, before = submissions.add_version(conn, owed, facts, now), "none"
        if entry.reviewed:
            submissions.accept(conn, key, entry.reviewed, now)
    if content == "loaded" or before != "loaded":
        tied = {"content": content, "delivery_id": delivery_id, "updated_at": now}
        conn.execute(update(submission).where(submission.c.id == key).values(tied))
    return key


def owed(conn: Connection, reference: Reference, entry: Entry) -> bool:
    """Whether the unit owes what the file is handed in for; True for a ledger."""
    if entry.line is None or entry.line not in reference.lines:
        return entry.line is None
    return submissions.obligation_of(conn, reference, entry.line, entry.unit_id, entry.period) is not None


def replaced(conn: Connection, notice_id: int) -> set[int]:
    """The deliveries of a notice that were taken, or whose place another one has."""
    put_right = and_(delivery.c.status == "refused", successor_at().is_not(None))
    query = select(delivery.c.id).where(or_(delivery.c.status == "loaded", put_right))
    return set(conn.scalars(query.where(delivery.c.campaign_id == notice_id)))


def accept(conn: Connection, receipt: Receipt, at: datetime, now: datetime) -> bool:
    """Accept the submission that came with a receipt, if it awaits its review; whether it did."""
    awaiting = (submission.c.delivery_id == receipt.id) & (submission.c.status == "submitted")
    key = conn.execute(select(submission.c.id).where(awaiting)).scalar()
    if key is not None:
        submissions.accept(conn, key, at, now)
    return key is not None


def _version(conn: Connection, reference: Reference, entry: Entry) -> RowMapping | None:
    if entry.line is None or entry.version is None:
        return None
    owed = submissions.obligation_of(conn, reference, entry.line, entry.unit_id, entry.period)
    return submissions.version_of(conn, owed, entry.version) if owed is not None else None
