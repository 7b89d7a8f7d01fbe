"""The office's own tables of a package: roster, adjustments, registers; at its top or in the office's own folder.

A table of that name deeper down is somebody's copy: it is named and not read.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from seed.returns.folder import Folder, read_file
from seed.returns.kinds.catalogue import KINDS
from seed.returns.kinds.kind import Kind
from seed.returns.reading.characters import same
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.table import Record
from seed.returns.reading.values import heading
from seed.returns.report import FileReport
from seed.returns.storing.load import OfficeLoad
from seed.returns.take import Taker

Store = Callable[[OfficeLoad, Sequence[Record]], None]
OFFICE_KINDS: Final = tuple((kind, kind.store_office) for kind in KINDS if kind.store_office)


class Office:
    """Takes these tables of one folder after the other, each kind with what the one before it changed."""

    def __init__(self, taker: Taker, *, may_leave: bool) -> None:
        self.taker = taker
        self.may_leave = may_leave
        units = taker.reference.units
        self._folders = {
            name for name, unit in units.items() if unit.group == "office"
        }  # before a roster leaves it out
        self.tables: set[str] = set()
        """The names of all such tables, read or not."""

    def take(self, folder: Folder) -> list[Record]:
        """Take the tables of a folder; the rows of its registers."""
        rows: list[Record] = []
        for kind, store in OFFICE_KINDS:
            rows = self._take_kind(folder, kind, store)
        return rows

    def _take_kind(self, folder: Folder, kind: Kind, store: Store) -> list[Record]:
        files = folder.of_kind(kind)
        self.tables |= {name for name, _ in files}
        read: list[tuple[FileReport, list[Record]]] = []
        for name, path in files:
            if self._is_offices(name):
                read.append(self._read(name, path, kind))
            else:
                copy = FileReport(name, "unregistered", kind.name, notes=[Fault("misplaced")])
                self.taker.report.files.append(copy)
        for result, faults in contradictions(kind, read):
            result.faults += faults
        rows: list[Record] = []
        for result, records in read:
            if not result.faults:
                self._store(result, records, store)
            if not result.faults:
                result.outcome = "loaded" if result.counts.written else "same"
                rows += records
        return rows

    def _is_offices(self, name: str) -> bool:
        *folders, _ = name.split("/")
        return not folders or (len(folders) == 1 and heading(folders[0]) in self._folders)

    def _read(self, name: str, path: Path, kind: Kind) -> tuple[FileReport, list[Record]]:
        result = FileReport(name, "refused", kind.name)
        self.taker.report.files.append(result)
        data, _ = read_file(path)
        if data is None:
            result.faults = [Fault("unknown_format")]
            return result, []
        reading = kind.read(self.taker.sandbox.read(name, data), self.taker.reference)
        result.faults, result.notes = reading.faults, reading.notes
        return result, reading.records

    def _store(self, result: FileReport, records: list[Record], store: Store) -> None:
        started, reference = datetime.now(UTC), self.taker.reference
        with self.taker.transaction() as conn:
            load = OfficeLoad(conn=conn, reference=reference, now=started, may_leave=self.may_leave)
            store(load, records)
            result.counts, result.faults = load.counts, load.faults
            result.notes += load.notes
            if load.counts.written:
                self.taker.log(conn, started, load.counts.written, load.data_until)
                self.taker.read_reference(conn, reference.notice_id)


def contradictions(kind: Kind, read: Sequence[tuple[FileReport, list[Record]]]) -> list[tuple[FileReport, list[Fault]]]:
    """Faults for both files where two tables of this kind differ in the same unit or version."""
    if not kind.identity:
        return []
    seen: dict[tuple[Any, ...], tuple[FileReport, Record]] = {}
    found: list[tuple[FileReport, list[Fault]]] = []
    for result, records in read:
        for record in records:
            key = tuple(record[name] for name in kind.identity)
            if record.fields.get("is_ledger"):
                continue
            first, other = seen.setdefault(key, (result, record))
            if first is not result and not _agree(record, other):
                found.append((result, [_fault(kind, record, first.file, other)]))
                found.append((first, [_fault(kind, other, result.file, record)]))
    return found


def _agree(one: Record, other: Record) -> bool:
    """Whether two rows are equal but for their remarks."""
    return all(same(value, other.fields.get(name)) for name, value in one.fields.items() if name != "note")


def _fault(kind: Kind, record: Record, file: str, other: Record) -> Fault:
    column = kind.table.columns[0] if kind.table else None
    value = shown(record.written[column.field]) if column and column.field in record.written else ""
    details = {"file": file, "first": str(other.row)}
    return Fault("contradicts", record.sheet, record.row, column.heading if column else "", value, details)
