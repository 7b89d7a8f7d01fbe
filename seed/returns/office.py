"""The office's own tables of a package: roster, adjustments, registers; at its top or in the office's own folder.

A table of that name deeper down is somebody's copy: it is named and not read.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from seed.returns.folder import Folder, read_file
from seed.returns.kinds.catalogue import Kind, kind_of
from seed.returns.kinds.parsed import parse
from seed.returns.reading.characters import same
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.reference import load_reference
from seed.returns.reading.table import Record
from seed.returns.reading.values import heading
from seed.returns.report import FileReport
from seed.returns.storing import adjustments, roster, submissions
from seed.returns.storing.load import Counts
from seed.returns.take import Taker

CODES: Final = ("roster", "adjustments", "register")
Keep = Callable[[FileReport, list[Record]], Counts]
IDENTITIES: Final[dict[str, tuple[str, ...]]] = {
    "roster": ("name",),
    "register": ("unit", "line", "period", "version"),
}
"""What two tables of a kind may not say differently."""


class Office:
    """Takes these tables of one folder after the other, each kind with what the one before it said."""

    def __init__(self, taker: Taker, *, confirm_leaving: bool) -> None:
        self.taker = taker
        self.confirm_leaving = confirm_leaving
        units = taker.known().units
        self._folders = {
            name for name, unit in units.items() if unit.group == "office"
        }  # before a roster leaves it out
        self.taken: set[str] = set()
        """The names of all such tables, read or not."""

    def take(self, folder: Folder) -> list[Record]:
        """Take the tables of a folder; the rows of its registers."""
        stores: dict[str, Keep] = {
            "roster": self._take_roster,
            "adjustments": self._take_adjustments,
            "register": self._take_register,
        }
        rows: list[Record] = []
        for code in CODES:
            rows = self._take_kind(folder, code, stores[code])
        return rows

    def _take_kind(self, folder: Folder, code: str, keep: Keep) -> list[Record]:
        files = folder.of_kind(code)
        self.taken |= {name for name, _ in files}
        read: list[tuple[FileReport, list[Record]]] = []
        for name, path in files:
            if self._is_offices(name):
                read.append(self._read(name, path))
            else:
                kind = kind_of(path.name)
                copy = FileReport(name, "unregistered", kind.name if kind else "", notes=[Fault("misplaced")])
                self.taker.report.files.append(copy)
        for result, faults in contradictions(code, read):
            result.faults += faults
        rows: list[Record] = []
        for result, records in read:
            if not result.faults:
                result.counts = keep(result, records)
            if not result.faults:
                result.outcome = "loaded" if result.counts.written else "same"
                rows += records
        return rows

    def _is_offices(self, name: str) -> bool:
        *folders, _ = name.split("/")
        return not folders or (len(folders) == 1 and heading(folders[0]) in self._folders)

    def _read(self, name: str, path: Path) -> tuple[FileReport, list[Record]]:
        kind = kind_of(path.name)
        result = FileReport(name, "refused", kind.name if kind else "")
        self.taker.report.files.append(result)
        data, _ = read_file(path)
        if kind is None or data is None:
            result.faults = [Fault("unknown_format")]
            return result, []
        parsed = parse(self.taker.sandbox.read(name, data), kind, self.taker.known())
        result.faults, result.notes = parsed.faults, parsed.notes
        return result, parsed.records

    def _take_roster(self, result: FileReport, records: list[Record]) -> Counts:
        started, reference = datetime.now(UTC), self.taker.known()
        with self.taker.transaction() as conn:
            todo = roster.plan(conn, reference, records)
            result.notes += todo.notes()
            if not self.confirm_leaving and (faults := todo.faults()):
                result.faults = faults
                return Counts()
            written = roster.store(conn, reference, records, todo, reference.start_of(reference.issued_on))
            if written:
                self.taker.log(conn, started, written, None)
            self.taker.reference = load_reference(conn, reference.notice_id)
        return Counts(changed=written)

    def _take_adjustments(self, result: FileReport, records: list[Record]) -> Counts:
        started = datetime.now(UTC)
        with self.taker.transaction() as conn:
            counts, result.faults = adjustments.store(conn, self.taker.known(), records, started)
            if counts.written:
                self.taker.log(conn, started, counts.written, None)
        return counts

    def _take_register(self, result: FileReport, records: list[Record]) -> Counts:
        started = datetime.now(UTC)
        reference = self.taker.known()
        with self.taker.transaction() as conn:
            counts, left_out = submissions.store(conn, reference, records, started)
            result.notes += left_out
            if counts.written:
                newest = max(reference.start_of(record["received"]) for record in records)
                self.taker.log(conn, started, counts.written, newest)
        return counts


def contradictions(code: str, read: Sequence[tuple[FileReport, list[Record]]]) -> list[tuple[FileReport, list[Fault]]]:
    """Faults for both files where two tables of this kind say different things of the same unit or version."""
    if code not in IDENTITIES:
        return []
    names = IDENTITIES[code]
    seen: dict[tuple[Any, ...], tuple[FileReport, Record]] = {}
    found: list[tuple[FileReport, list[Fault]]] = []
    for result, records in read:
        for record in records:
            key = tuple(record[name] for name in names)
            if record.fields.get("is_ledger"):
                continue
            first, other = seen.setdefault(key, (result, record))
            if first is not result and not _agree(record, other):
                kind = kind_of(result.file.rpartition("/")[2])
                found.append((result, [_fault(kind, record, first.file, other)]))
                found.append((first, [_fault(kind, other, result.file, record)]))
    return found


def _agree(one: Record, other: Record) -> bool:
    """Do two rows say the same, but for remarks?"""
    return all(same(value, other.fields.get(name)) for name, value in one.fields.items() if name != "note")


def _fault(kind: Kind | None, record: Record, file: str, other: Record) -> Fault:
    column = kind.table.columns[0] if kind and kind.table else None
    value = shown(record.written[column.field]) if column and column.field in record.written else ""
    details = {"file": file, "first": str(other.row)}
    return Fault("contradicts", record.sheet, record.row, column.heading if column else "", value, details)
