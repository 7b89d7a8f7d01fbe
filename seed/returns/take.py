"""Takes one file: known already? read, check, store in one transaction, then the private rows."""

from datetime import UTC, datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from seed.private.pair import Pair
from seed.returns.folder import read_file
from seed.returns.kinds.catalogue import kind_of
from seed.returns.kinds.kind import Kind
from seed.returns.reading import limits, sender
from seed.returns.reading.faults import Fault
from seed.returns.reading.sandbox import Sandbox
from seed.returns.reading.table import Reading
from seed.returns.report import FileReport, Outcome, Report
from seed.returns.storing import private_rows, receipts
from seed.returns.storing.absent import LossError
from seed.returns.storing.load import Load
from seed.returns.storing.owners import Sent
from seed.returns.storing.receipts import Entry, Receipt
from seed.returns.transactions import Transactions


class Taker(Transactions):
    """Takes files one after the other."""

    def __init__(self, pair: Pair, report: Report, sandbox: Sandbox, *, label: str, dry_run: bool) -> None:
        super().__init__(pair, label=label, dry_run=dry_run)
        self.report = report
        self.sandbox = sandbox

    def take(self, entry: Entry) -> FileReport:
        """Take one file; its line of the report, which is added to the report too."""
        kind = kind_of(entry.file_ref)
        result = FileReport(
            entry.file_ref,
            "refused",
            kind.name if kind else "",
            entry.unit_name,
            entry.received.astimezone(self.reference.zone),
        )
        self.report.files.append(result)
        self.loading = entry.file_ref
        if entry.path is None:
            result.outcome = "missing"
            result.notes.append(Fault("missing_file"))
            result.delivery = self._record_missing(entry, kind)
            return result
        data, digest = read_file(entry.path)
        self.loading += f" {digest[:12]}"
        with self.transaction() as conn:
            seen = receipts.known(conn, self.reference, entry, digest)
        key = private_rows.receipt_key(self.notice, entry.file_ref, entry.received, digest)
        if seen and seen.status == "loaded" and seen.tied and (self.dry_run or key in self.complete):
            result.outcome = self._reviewed(entry, seen)
            return result
        reading = self._parse(entry, kind, data)
        if seen and seen.status == "loaded" and reading.faults:  # what was taken stays, whatever changed around it
            result.outcome = "same"
            return result
        result.faults, result.notes = reading.faults, reading.notes
        if kind and not reading.faults:
            industries = dict(self.reference.industries)
            try:
                self._store(entry, kind, reading, digest, result)
            except (LossError, IntegrityError, DataError) as fault:
                self.reference.industries = industries  # those that the file added went with its transaction
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

    def _parse(self, entry: Entry, kind: Kind | None, data: bytes | None) -> Reading:
        if kind is None:
            return Reading(faults=[Fault("unknown_kind")])
        lines = [line.code for line in self.reference.answered_by(kind.code)]
        if kind.is_owed and entry.line not in lines and not (kind.table and entry.line is None):
            return Reading(faults=[Fault("wrong_line", details={"line": entry.line or "—"})])
        if data is None:
            return Reading(faults=[Fault("too_big", details={"limit": str(limits.FILE_MB)})])
        reading = kind.read(self.sandbox.read(entry.file_ref, data), self.reference)
        if reading.faults:  # to name all of them; a file without any is checked in the transaction that stores it
            with self.transaction() as conn:
                reading.faults += self._known_faults(conn, entry, kind, reading)
        reading.faults.sort(key=lambda fault: fault.row)
        return reading

    def _known_faults(self, conn: Connection, entry: Entry, kind: Kind, reading: Reading) -> list[Fault]:
        """What is wrong with a file only because of who sent it and what is known already."""
        reference = self.reference
        faults = sender.other_senders(reference, reading.unit_lines, entry.unit_id)
        if kind.check and kind.table:
            table = kind.table.in_words(reference.city_word)
            sent = Sent(conn, reference, table, reference.unit_by_id(entry.unit_id), entry.received)
            faults += kind.check(sent, reading.records)
        if entry.line and not receipts.owed(conn, reference, entry):
            details = {"sender": entry.unit_name, "line": entry.line}
            faults.append(Fault("owes_nothing", details=details))
        return faults

    def _store(self, entry: Entry, kind: Kind, reading: Reading, digest: str, result: FileReport) -> None:
        started = datetime.now(UTC)
        with self.both() as conn:
            before = receipts.known(conn, self.reference, entry, digest)
            if before and before.status == "loaded" and before.tied:  # a crash, or another import, in between
                delivery_id, result.outcome = before.id, "same"
            elif faults := self._known_faults(conn, entry, kind, reading):
                result.faults = sorted(faults, key=lambda fault: fault.row)
                return
            else:
                delivery_id = receipts.record(
                    conn, self.reference, entry, kind.code, "loaded", digest=digest, before=before, rows=reading.rows
                )
                load = Load(
                    conn=conn,
                    reference=self.reference,
                    now=started,
                    notes=result.notes,
                    delivery_id=delivery_id,
                    unit_id=entry.unit_id,
                    received=entry.received,
                    digest=digest,
                    submission_id=receipts.tie(conn, self.reference, entry, delivery_id, "loaded", started),
                )
                if kind.store:
                    kind.store(load, reading)
                result.counts, result.outcome = load.counts, "loaded"
                self.report.receipts += 1
                self.log(conn, started, load.counts.written, entry.received)
            if not self.dry_run:
                self._store_private(entry, kind, reading, digest, delivery_id, result)

    def _store_private(
        self, entry: Entry, kind: Kind, reading: Reading, digest: str, delivery_id: int, result: FileReport
    ) -> None:
        """The private rows of a delivery; of one whose public rows were there already, only what is missing."""
        notice_id = self.reference.notice_id
        receipt = private_rows.Receipt(self.notice, notice_id, delivery_id, entry.file_ref, entry.received, digest)
        if result.outcome == "same" and private_rows.is_complete(self.private, receipt):
            return
        rows = private_rows.remarks(reading.records, receipt)
        rows |= kind.private(self.public, reading, receipt) if kind.private else {}
        private_rows.write(self.private, receipt, rows, datetime.now(UTC))
        if result.outcome == "same":
            result.outcome = "completed"

    def settle(self) -> None:
        """Mark the refused files of the report whose place another one has, and missing ones that were taken once."""
        with self.transaction() as conn:
            ids = receipts.replaced(conn, self.reference.notice_id)
        for file in self.report.files:
            file.replaced = file.delivery in ids

    def _record_missing(self, entry: Entry, kind: Kind | None) -> int:
        with self.transaction() as conn:
            if before := receipts.known(conn, self.reference, entry, None):
                return before.id
            started = datetime.now(UTC)
            delivery_id = receipts.record(conn, self.reference, entry, _code(kind), "missing")
            self.report.receipts += 1
            self.log(conn, started, 1, None)
        return delivery_id

    def _record_refused(self, entry: Entry, kind: Kind | None, digest: str, result: FileReport) -> int:
        """A refused file changes nothing but its receipt; its submission still counts as handed in (§4).

        What another import has taken meanwhile stays taken.
        """
        started = datetime.now(UTC)
        with self.transaction() as conn:
            before = receipts.known(conn, self.reference, entry, digest)
            if before and before.status == "loaded":
                result.outcome, result.faults = "same", []
                return before.id
            if before and before.status == "refused" and before.tied:
                return before.id
            delivery_id = receipts.record(
                conn,
                self.reference,
                entry,
                _code(kind),
                "refused",
                digest=digest,
                before=before,
                faults=len(result.faults),
            )
            receipts.tie(conn, self.reference, entry, delivery_id, "refused", started)
            self.report.receipts += 1
            self.log(conn, started, 1, None, status="failed")
        return delivery_id


def _code(kind: Kind | None) -> str:
    """How a delivery names its kind."""
    return kind.code if kind else "other"
