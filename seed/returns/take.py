"""Takes one file: known already? read, check, store in one transaction, then the private rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from data_access.schema import delivery, load_log, submission
from seed.merge import one_writer
from seed.returns import limits, private_rows
from seed.returns.faults import Fault
from seed.returns.kinds import Kind, kind_of
from seed.returns.parsed import Parsed, parse
from seed.returns.reference import Reference
from seed.returns.report import FileReport, Report
from seed.returns.sandbox import Sandbox
from seed.returns.store import activities, figures, hazard_changes, hazards, listed, submissions, tips
from seed.returns.store.load import Load

SOURCE: Final = "seed import"


@dataclass(frozen=True)
class Entry:
    """One receipt of one file. `line` and `version` say for which submission it came; none: a ledger."""

    file_ref: str
    path: Path | None
    unit_id: int
    unit_name: str
    received: datetime
    line: str | None = None
    period: str = "once"
    version: int | None = None
    """None with a line: outside any register, the next version."""


class Taker:
    """Takes files one after the other into one notice's tables."""

    def __init__(
        self, engine: Engine, private: Engine, report: Report, sandbox: Sandbox, *, label: str, dry_run: bool
    ) -> None:
        self.engine = engine
        self.private = private
        self.report = report
        self.sandbox = sandbox
        self.label = label
        self.dry_run = dry_run
        self.reference: Reference | None = None
        self._trial: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction, alone among the writers. In a dry run all of them are parts of one that never ends."""
        if not self.dry_run:
            with self.engine.begin() as conn:
                one_writer(conn)
                yield conn
            return
        if self._trial is None:
            self._trial = self.engine.connect()
            self._trial.begin()
        with self._trial.begin_nested():
            yield self._trial

    def close(self) -> None:
        """Undo a dry run."""
        if self._trial is not None:
            self._trial.rollback()
            self._trial.close()

    def known(self) -> Reference:
        """The reference, once loaded."""
        if self.reference is None:
            raise RuntimeError("the reference is loaded before the first file")
        return self.reference

    def take(self, entry: Entry) -> FileReport:
        """Take one file; its line of the report, which is added to the report too."""
        kind = kind_of(entry.file_ref.rpartition("/")[2])
        result = FileReport(
            entry.file_ref,
            "refused",
            kind.name if kind else "",
            entry.unit_name,
            entry.received.astimezone(self.known().zone),
        )
        self.report.files.append(result)
        if entry.path is None:
            result.outcome = "missing"
            result.notes.append(Fault("missing_file"))
            self._record_missing(entry, kind)
            return result
        data, digest = _read(entry.path)
        seen = self._seen(entry, digest)
        if seen and seen["status"] == "loaded" and (self.dry_run or private_rows.is_complete(self.private, seen["id"])):
            result.outcome = "same"
            return result
        parsed = self._parse(entry, kind, data)
        if kind and seen and seen["status"] == "loaded":
            self._write_private(kind, parsed, seen["id"], entry.received)
            result.outcome = "same"
            return result
        result.faults = parsed.faults
        if kind and not parsed.faults:
            try:
                self._store(entry, kind, parsed, digest, seen, result)
            except (IntegrityError, DataError):
                result.faults = [Fault("not_storable")]
        if result.faults:
            result.outcome = "refused"
            self._record_refused(entry, kind, digest, seen, len(result.faults))
        return result

    def _parse(self, entry: Entry, kind: Kind | None, data: bytes | None) -> Parsed:
        if kind is None:
            return Parsed(faults=[Fault("unknown_kind")])
        if kind.lines and entry.line not in kind.lines and not (kind.table and entry.line is None):
            return Parsed(faults=[Fault("wrong_line", details={"line": entry.line or "—"})])
        if data is None:
            return Parsed(faults=[Fault("too_big", details={"limit": str(limits.FILE_MB)})])
        parsed = parse(self.sandbox.read(entry.file_ref, data), kind, self.known())
        if kind.code == "hazard_changes" and not parsed.faults:
            with self.transaction() as conn:
                parsed.faults = hazard_changes.unknown_hazards(conn, entry.received, parsed.records)
        return parsed

    def _store(
        self, entry: Entry, kind: Kind, parsed: Parsed, digest: str, seen: RowMapping | None, result: FileReport
    ) -> None:
        started = datetime.now(UTC)
        with self.transaction() as conn:
            delivery_id = self._receipt(conn, entry, kind, digest, seen, "loaded", rows=parsed.rows)
            load = Load(conn, self.known(), delivery_id, entry.unit_id, entry.received, started)
            submission_id = self._submission(conn, entry, delivery_id, "loaded", started)
            _store_rows(load, kind, parsed, submission_id, digest)
            result.counts, result.outcome = load.counts, "loaded"
            self.log(conn, started, load.counts.written, entry.received)
        self._write_private(kind, parsed, delivery_id, entry.received)

    def _write_private(self, kind: Kind, parsed: Parsed, delivery_id: int, received: datetime) -> None:
        if self.dry_run:
            return
        with self.engine.connect() as conn:
            rows = private_rows.private_rows(conn, kind, parsed, delivery_id, received)
        private_rows.write(self.private, delivery_id, rows, datetime.now(UTC))

    def _seen(self, entry: Entry, digest: str) -> RowMapping | None:
        """The receipt of this very file, or of this file when it was still missing."""
        with self.transaction() as conn:
            receipts = self._receipts(conn, entry)
        exact = [row for row in receipts if row["sha256"] == digest]
        return next(iter(exact or [row for row in receipts if row["sha256"] is None]), None)

    def _receipts(self, conn: Connection, entry: Entry) -> list[RowMapping]:
        query = select(delivery).where(
            delivery.c.campaign_id == self.known().notice_id,
            delivery.c.file_ref == entry.file_ref,
            delivery.c.received_at == entry.received,
        )
        return list(conn.execute(query).mappings())

    def _record_missing(self, entry: Entry, kind: Kind | None) -> None:
        with self.transaction() as conn:
            if not self._receipts(conn, entry):
                started = datetime.now(UTC)
                self._receipt(conn, entry, kind, None, None, "missing")
                self.log(conn, started, 1, None)

    def _record_refused(
        self, entry: Entry, kind: Kind | None, digest: str, seen: RowMapping | None, faults: int
    ) -> None:
        """A refused file changes nothing but its receipt; its submission still counts as handed in (§4)."""
        if seen and seen["status"] == "refused":
            return
        started = datetime.now(UTC)
        with self.transaction() as conn:
            delivery_id = self._receipt(conn, entry, kind, digest, seen, "refused", faults=faults)
            self._submission(conn, entry, delivery_id, "refused", started)
            self.log(conn, started, 1, None, status="failed")

    def _receipt(
        self,
        conn: Connection,
        entry: Entry,
        kind: Kind | None,
        digest: str | None,
        seen: RowMapping | None,
        status: str,
        *,
        rows: int | None = None,
        faults: int = 0,
    ) -> int:
        values = {
            "campaign_id": self.known().notice_id,
            "org_unit_id": entry.unit_id,
            "kind": kind.code if kind else "other",
            "file_ref": entry.file_ref,
            "sha256": digest,
            "received_at": entry.received,
            "status": status,
            "rows_read": rows,
            "fault_count": faults,
            "recorded_at": entry.received,
        }
        self.report.receipts += 1
        if seen:
            conn.execute(update(delivery).where(delivery.c.id == seen["id"]).values(values))
            return int(seen["id"])
        return int(conn.execute(insert(delivery).returning(delivery.c.id), [values]).scalar_one())

    def _submission(self, conn: Connection, entry: Entry, delivery_id: int, content: str, now: datetime) -> int | None:
        """Tie the file to its submission; without a version in a register it is the next one. None for a ledger."""
        if entry.line is None:
            return None
        owed = submissions.obligation_of(conn, self.known(), entry.line, entry.unit_id, entry.period)
        if owed is None:
            return None
        if entry.version is None:
            facts = {"submitted_at": entry.received, "file_ref": entry.file_ref}
            key = submissions.add_version(conn, owed, facts, now)
        else:
            found = submissions.find(conn, owed, entry.version)
            if found is None:
                return None
            key = int(found["id"])
        tied = {"content": content, "delivery_id": delivery_id, "updated_at": now}
        conn.execute(update(submission).where(submission.c.id == key).values(tied))
        return key

    def log(
        self, conn: Connection, started: datetime, rows: int, data_until: datetime | None, *, status: str = "done"
    ) -> None:
        """End a transaction as every writer does: open pages notice it."""
        entry = {"source": SOURCE, "label": self.label, "started_at": started, "ended_at": datetime.now(UTC)}
        conn.execute(insert(load_log), [{**entry, "rows": rows, "status": status, "data_until": data_until}])


def _read(path: Path) -> tuple[bytes | None, str]:
    """The content, None when it is beyond the limit, and its SHA-256."""
    digest = sha256()
    with path.open("rb") as file:
        data = file.read(limits.FILE_MB * limits.MEGABYTE + 1)
        digest.update(data)
        if len(data) <= limits.FILE_MB * limits.MEGABYTE:
            return data, digest.hexdigest()
        while piece := file.read(limits.MEGABYTE):
            digest.update(piece)
    return None, digest.hexdigest()


def _store_rows(load: Load, kind: Kind, parsed: Parsed, submission_id: int | None, digest: str) -> None:
    writers: dict[str, Any] = {
        "activities": activities.store,
        "hazards": hazards.store,
        "hazard_changes": hazard_changes.store,
        "tips": tips.store,
        "media": listed.store_media,
        "measures": listed.store_measures,
        "roadmap": figures.store_roadmap,
    }
    if kind.code in writers:
        writers[kind.code](load, parsed.records)
    elif kind.code == "liaison":
        figures.store_liaison(load, digest)
    elif submission_id is not None:
        figures.store_figures(load, submission_id, parsed.figures)
