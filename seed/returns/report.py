"""What an import did, file by file, and its exit status."""

import csv
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from data_access.tables.columns import guarded
from seed.returns.reading.characters import visible
from seed.returns.reading.faults import Fault
from seed.returns.storing.load import Counts

Outcome = Literal["loaded", "completed", "same", "refused", "missing", "unregistered"]

OUTCOMES: Final[dict[Outcome, tuple[str, str]]] = {
    "loaded": ("已导入", "taken"),
    "completed": ("补全个人信息", "private rows completed"),
    "same": ("无变化", "unchanged"),
    "refused": ("退回", "refused"),
    "missing": ("缺文件", "missing"),
    "unregistered": ("未登记,未导入", "not in the register, not taken"),
}
HEADINGS: Final = ("文件", "工作表", "行", "列", "填报值", "原因", "Reason")


@dataclass
class FileReport:
    """One file: who sent it and when, what became of it."""

    file: str
    outcome: Outcome
    kind: str = ""
    unit: str = ""
    received: datetime | None = None
    """Local."""
    counts: Counts = field(default_factory=Counts)
    faults: list[Fault] = field(default_factory=list)
    """Why it was refused."""
    notes: list[Fault] = field(default_factory=list)
    """What was left out or not read, without refusing the file."""
    delivery: int | None = None
    """Its receipt, where it was refused or missing."""
    replaced: bool = False
    """Refused, and another file has its place now (returns.successors); or missing, and it was taken before."""


@dataclass
class Report:
    """All files of a run, in the order in which they were taken."""

    files: list[FileReport] = field(default_factory=list)
    dry_run: bool = False
    linked: int = 0
    """Links between tips, measures and hazards that could be made now."""

    def count(self, outcome: Outcome) -> int:
        """How many files ended so."""
        return sum(file.outcome == outcome for file in self.files)

    @property
    def changed(self) -> bool:
        """Did the run change anything?"""
        return (
            bool(self.linked)
            or any(file.outcome in ("loaded", "completed") for file in self.files)
            or self.receipts > 0
        )

    receipts: int = 0
    """Receipts recorded, of refused and missing files too."""

    @property
    def exit_status(self) -> int:
        """0: all taken; 1: some refused or missing, and nothing has their place; 2: nothing usable."""
        usable = self.count("loaded") + self.count("completed") + self.count("same")
        if not usable:
            return 2
        return int(any(file.outcome in ("refused", "missing") and not file.replaced for file in self.files))


def write_faults(report: Report, path: Path) -> int:
    """Write every fault as a CSV row (UTF-8 with BOM, formula-safe); how many there are."""
    rows = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for entry in report.files:
            for fault in [*entry.faults, *entry.notes]:
                place = (entry.file, fault.sheet, str(fault.row or ""), fault.column, fault.value)
                cells = (*place, fault.reason("zh"), fault.reason("en"))
                writer.writerow([guarded(visible(cell)) for cell in cells])
                rows += 1
    return rows
