"""A column that a file does not have changes nothing: what is known of it is never lost by that. One that is empty in
all rows empties it: the report names what was lost."""

from collections.abc import Mapping
from typing import Any

from seed.returns.reading.faults import Fault
from seed.returns.reading.table import Record, Table


class LossError(Exception):
    """Known rows would lose the value of a column that the file does not have; `faults` name the columns."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} columns")
        self.faults = faults


def _is_lost(before: object, after: object) -> bool:
    """Whether a known value is gone; of several (hosts), whether one of them is."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return not before.keys() <= after.keys()
    return before is not None and before != after


class Absent:
    """Compares known rows with what a file makes of them. `stored`: field of the return → name of what is stored."""

    def __init__(self, table: Table, stored: Mapping[str, str]) -> None:
        self.table = table
        self.stored = stored
        self._lost: dict[tuple[str, str, str], list[int]] = {}

    def compare(self, record: Record, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Remember each absent or wholly empty column whose known value is not the same after this row."""
        for code, fields in (("would_lose", record.absent), ("emptied", record.emptied)):
            for field in fields:
                name = self.stored.get(field, field)
                if _is_lost(before.get(name), after.get(name)):
                    self._lost.setdefault((code, record.sheet, field), []).append(record.row)

    def check(self) -> list[Fault]:
        """What the report must name, one line per column with its first row; LossError where anything would be lost."""
        faults, notes = list[Fault](), list[Fault]()
        for (code, sheet, field), rows in sorted(self._lost.items()):
            heading = self.table.column(field).heading
            line = Fault(code, sheet, rows[0], heading, details={"rows": str(len(rows))})
            (notes if code == "emptied" else faults).append(line)
        if faults:
            raise LossError(faults)
        return notes
