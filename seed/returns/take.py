"""Takes one file: known already? read, check, store in one transaction, then the private rows."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DataError, IntegrityError

from data_access.database.schema import load_log
from seed.loads import check_joins
from seed.merge import one_writer
from seed.private.pair import Pair, both as both_places, check_pair
from seed.returns.folder import read_file
from seed.returns.kinds.catalogue import Kind, kind_of
from seed.returns.kinds.parsed import Parsed, parse
from seed.returns.reading import limits, sender
from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import Reference, load_reference
from seed.returns.reading.sandbox import Sandbox
from seed.returns.report import FileReport, Outcome, Report
from seed.returns.storing import hazard_changes, owners, private_rows, receipts
from seed.returns.storing.absent import LossError
from seed.returns.storing.by_kind import store_rows
from seed.returns.storing.load import Load
from seed.returns.storing.receipts import Entry, Receipt

SOURCE: Final = "seed import"


class Taker:
    """Takes files one after the other into one notice's tables."""

    def __init__(self, pair: Pair, report: Report, sandbox: Sandbox, *, label: str, dry_run: bool) -> None:
        self.report = report
        self.sandbox = sandbox
        self.label = label
        self.dry_run = dry_run
        self.notice = ""
        self.reference: Reference | None = None
        self._open = ExitStack()
        # Held open for the whole run: closing the last connection makes SQLite fold its WAL, 10 ms each time.
        self._public, self._private = self._open.enter_context(pair.connected())
        self._trial = self._public.begin() if dry_run else None
        self._complete = set[str]()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction, alone among the writers. In a dry run all of them are parts of one that never ends."""
        with self._public.begin_nested() if self._trial else self._public.begin():
            one_writer(self._public)
            yield self._public

    @contextmanager
    def both(self) -> Iterator[Connection]:
        """One transaction of the public and the private place; in a dry run of the public one alone."""
        if self.dry_run:
            with self.transaction() as conn:
                yield conn
        else:
            with both_places(self._public, self._private):
                yield self._public

    def close(self) -> None:
        """Undo a dry run; let go of the databases."""
        if self._trial:
            self._trial.rollback()
        self._open.close()

    def begin(self, conn: Connection, notice: str, notice_id: int) -> None:
        """Read what is known of a notice, in a transaction of both places. UsageError where nothing may come in."""
        check_joins(conn, self.label)
        if not self.dry_run:
            check_pair(conn, self._private)
            self._complete = private_rows.complete(self._private)
        self.notice, self.reference = notice, load_reference(conn, notice_id)

    def linked_hazards(self) -> dict[tuple[str, datetime], str]:
        """Number and recorded_at of each tip version that names hazards → their numbers as written."""
        with self._private.begin():
            return private_rows.linked_hazards(self._private, self.notice)

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
            result.delivery = self._record_missing(entry, kind)
            return result
        data, digest = read_file(entry.path)
        with self.transaction() as conn:
            seen = receipts.known(conn, self.known(), entry, digest)
        key = private_rows.receipt_key(self.notice, entry.file_ref, entry.received, digest)
        if seen and seen.status == "loaded" and seen.tied and (self.dry_run or key in self._complete):
            result.outcome = self._reviewed(entry, seen)
            return result
        parsed = self._parse(entry, kind, data)
        if seen and seen.status == "loaded" and parsed.faults:  # what was taken stays, whatever changed around it
            result.outcome = "same"
            return result
        result.faults, result.notes = parsed.faults, parsed.notes
        if kind and not parsed.faults:
            industries = dict(self.known().industries)
            try:
                self._store(entry, kind, parsed, digest, result)
            except (LossError, IntegrityError, DataError) as fault:
                self.known().industries = industries  # those that the file added went with its transaction
                result.faults = fault.faults if isinstance(fault, LossError) else [Fault("not_storable")]
        if result.faults:
            result.outcome = "refused"
            result.delivery = self._record_refused(entry, kind, digest, result)
        return result

    def _reviewed(self, entry: Entry, seen: Receipt) -> Outcome:
        """A file that is known changes nothing, unless it is accepted now."""
        started = datetime.now(UTC)
        if entry.reviewed:
            with self.transaction() as conn:
                if receipts.accept(conn, seen, entry.reviewed, started):
                    self.log(conn, started, 1, entry.received)
                    return "loaded"
        return "same"

    def _parse(self, entry: Entry, kind: Kind | None, data: bytes | None) -> Parsed:
        if kind is None:
            return Parsed(faults=[Fault("unknown_kind")])
        lines = [line.code for line in self.known().answered_by(kind.code)]
        if kind.is_owed and entry.line not in lines and not (kind.table and entry.line is None):
            return Parsed(faults=[Fault("wrong_line", details={"line": entry.line or "—"})])
        if data is None:
            return Parsed(faults=[Fault("too_big", details={"limit": str(limits.FILE_MB)})])
        parsed = parse(self.sandbox.read(entry.file_ref, data), kind, self.known())
        if parsed.faults:  # to name all of them; a file without any is checked in the transaction that stores it
            with self.transaction() as conn:
                parsed.faults += self._against_known(conn, entry, kind, parsed)
        parsed.faults.sort(key=lambda fault: fault.row)
        return parsed

    def _against_known(self, conn: Connection, entry: Entry, kind: Kind, parsed: Parsed) -> list[Fault]:
        """What is wrong with rows only because of what is known already."""
        reference, records = self.known(), parsed.records
        faults = sender.foreign(reference, parsed.told_by, entry.unit_id)
        faults += owners.foreign_rows(conn, reference, kind, entry.unit_id, records)
        if entry.line and not receipts.owed(conn, reference, entry):
            details = {"sender": entry.unit_name, "line": entry.line}
            faults.append(Fault("owes_nothing", details=details))
        if kind.code == "hazard_changes":
            faults += hazard_changes.unknown_hazards(conn, reference.notice_id, entry.received, records)
        return faults

    def _store(self, entry: Entry, kind: Kind, parsed: Parsed, digest: str, result: FileReport) -> None:
        started = datetime.now(UTC)
        with self.both() as conn:
            before = receipts.known(conn, self.known(), entry, digest)
            if before and before.status == "loaded" and before.tied:  # a crash, or another import, in between
                delivery_id, result.outcome = before.id, "same"
            elif faults := self._against_known(conn, entry, kind, parsed):
                result.faults = sorted(faults, key=lambda fault: fault.row)
                return
            else:
                delivery_id = receipts.record(
                    conn, self.known(), entry, kind, "loaded", digest=digest, before=before, rows=parsed.rows
                )
                load = Load(conn, self.known(), delivery_id, entry.unit_id, entry.received, started, notes=result.notes)
                submission_id = receipts.tie(conn, self.known(), entry, delivery_id, "loaded", started)
                store_rows(load, kind, parsed, submission_id, digest)
                result.counts, result.outcome = load.counts, "loaded"
                self.report.receipts += 1
                self.log(conn, started, load.counts.written, entry.received)
            if not self.dry_run:
                self._store_private(entry, kind, parsed, digest, delivery_id, result)

    def _store_private(
        self, entry: Entry, kind: Kind, parsed: Parsed, digest: str, delivery_id: int, result: FileReport
    ) -> None:
        """The private rows of a delivery; of one whose public rows were there already, only what is missing."""
        notice_id = self.known().notice_id
        receipt = private_rows.Receipt(self.notice, notice_id, delivery_id, entry.file_ref, entry.received, digest)
        if result.outcome == "same" and private_rows.is_complete(self._private, receipt):
            return
        rows = private_rows.private_rows(self._public, kind, parsed, receipt)
        private_rows.write(self._private, receipt, rows, datetime.now(UTC))
        if result.outcome == "same":
            result.outcome = "completed"

    def settle(self) -> None:
        """Mark the refused files of the report whose place another one has, and missing ones that were taken once."""
        with self.transaction() as conn:
            ids = receipts.replaced(conn, self.known().notice_id)
        for file in self.report.files:
            file.replaced = file.delivery in ids

    def _record_missing(self, entry: Entry, kind: Kind | None) -> int:
        with self.transaction() as conn:
            if before := receipts.known(conn, self.known(), entry, None):
                return before.id
            started = datetime.now(UTC)
            delivery_id = receipts.record(conn, self.known(), entry, kind, "missing")
            self.report.receipts += 1
            self.log(conn, started, 1, None)
        return delivery_id

    def _record_refused(self, entry: Entry, kind: Kind | None, digest: str, result: FileReport) -> int:
        """A refused file changes nothing but its receipt; its submission still counts as handed in (§4).

        What another import has taken meanwhile stays taken.
        """
        started = datetime.now(UTC)
        with self.transaction() as conn:
            before = receipts.known(conn, self.known(), entry, digest)
            if before and before.status == "loaded":
                result.outcome, result.faults = "same", []
                return before.id
            if before and before.status == "refused" and before.tied:
                return before.id
            delivery_id = receipts.record(
                conn, self.known(), entry, kind, "refused", digest=digest, before=before, faults=len(result.faults)
            )
            receipts.tie(conn, self.known(), entry, delivery_id, "refused", started)
            self.report.receipts += 1
            self.log(conn, started, 1, None, status="failed")
        return delivery_id

    def log(
        self, conn: Connection, started: datetime, rows: int, data_until: datetime | None, *, status: str = "done"
    ) -> None:
        """End a transaction as every writer does: open pages notice it. UsageError where another label came first."""
        check_joins(conn, self.label)
        entry = {"source": SOURCE, "label": self.label, "started_at": started, "ended_at": datetime.now(UTC)}
        told = {"rows": rows, "status": status, "data_until": data_until, "campaign_id": self.known().notice_id}
        conn.execute(insert(load_log), [{**entry, **told}])
