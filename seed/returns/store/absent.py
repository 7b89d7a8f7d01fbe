"""A column that a file does not have says nothing: what is known of it is never lost by that."""

from collections.abc import Mapping
from typing import Any

from seed.returns.faults import Fault
from seed.returns.table import Record, Table


class LossError(Exception):
    """Rows that are known would lose what a column says that the file does not have; `faults` name the columns."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} columns")
        self.faults = faults


class Absent:
    """Compares known rows with what a file makes of them. `stored`: field of the return → name of what is stored."""

    def __init__(self, table: Table, stored: Mapping[str, str]) -> None:
        self.table = table
        self.stored = stored
        self._losses: dict[tuple[str, str], list[int]] = {}

    def compare(self, record: Record, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Note each absent column whose known value would not be the same after this row."""
        for field in record.absent:
            name = self.stored.get(field, field)
            if before.get(name) is not None and before[name] != after.get(name):
                self._losses.setdefault((record.sheet, field), []).append(record.row)

    def check(self) -> None:
        """LossError if anything would be lost: one fault per column, with its first row and how many there are."""
        faults = []
        for (sheet, field), rows in sorted(self._losses.items()):
            heading = self.table.column(field).heading
            faults.append(Fault("would_lose", sheet, rows[0], heading, details={"rows": str(len(rows))}))
        if faults:
            raise LossError(faults)
