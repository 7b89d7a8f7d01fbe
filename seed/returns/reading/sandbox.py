"""Reads files through a child process; a file that kills or stalls the child is refused, the next gets a new one."""

import json
import os
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Timer
from typing import Any, Final

from seed.returns.reading import limits
from seed.returns.reading.faults import Fault
from seed.returns.reading.package import RefusedError

ROOT: Final = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class ErrorCell:
    """What a spreadsheet shows where a formula failed, or a kind of value that no return needs."""

    text: str

    def __str__(self) -> str:
        return self.text


class FormulaCell(ErrorCell):
    """A cell with a formula: what it shows is not known. A fault where it would be read."""


class Serial1904(float):
    """A number of a workbook that counts its days from 1904."""


Value = str | int | float | bool | datetime | ErrorCell


@dataclass
class Row:
    """A row that holds anything: its cells by column number, merged cells already spread downwards."""

    number: int
    cells: dict[int, Value]
    own: frozenset[int]
    """The columns filled in this row itself; the others speak from a merged cell above."""
    width: int = 0
    """How many cells the row of a CSV file has, empty ones too; 0 in a workbook."""
    across: dict[int, int] = field(default_factory=dict)
    """First → last column of each cell that is merged over several columns."""


@dataclass
class Sheet:
    """One sheet, its rows in order. A CSV file is one sheet without a name."""

    name: str
    rows: list[Row] = field(default_factory=list)
    is_open: bool = False
    """A CSV file whose last row does not end: it may be cut."""


@dataclass
class Content:
    """What a file holds, or why it is refused."""

    sheets: list[Sheet] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    """Names of sheets that are hidden and were not read."""
    counts_from_1904: bool = False
    refusal: Fault | None = None


class Sandbox:
    """A child process that is started when first needed and replaced when it fails. Use as a context manager."""

    def __init__(self, *, wall_seconds: float = limits.WALL_SECONDS) -> None:
        self.wall_seconds = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child, if there is one."""
        if self._child:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def read(self, name: str, data: bytes) -> Content:
        """The cells of a file called `name`. Nothing is raised for what a file does: it is refused."""
        if len(data) > limits.FILE_MB * limits.MEGABYTE:
            return Content(refusal=Fault("too_big", details={"limit": str(limits.FILE_MB)}))
        child = self._running()
        timer = Timer(self.wall_seconds, child.kill)
        timer.start()
        try:
            return self._ask(child, name, data)
        except RefusedError as fault:
            self.close()
            return Content(refusal=Fault(fault.code, details=fault.details))
        except (OSError, ValueError, KeyError, IndexError):
            self.close()
            return Content(refusal=Fault("parser_died"))
        finally:
            timer.cancel()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child and self._child.poll() is not None:
            self.close()
        if not self._child:
            self._child = subprocess.Popen(
                [sys.executable, "-s", "-m", "seed.returns.reading.child"],
                cwd=ROOT,
                env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1", "OPENPYXL_LXML": "False"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._child

    def _ask(self, child: "subprocess.Popen[bytes]", name: str, data: bytes) -> Content:
        if not child.stdin or not child.stdout:
            raise OSError("the child has no pipes")
        child.stdin.write(json.dumps({"name": name, "size": len(data)}).encode() + b"\n" + data)
        child.stdin.flush()
        content, merges, answered = Content(), list[tuple[int, int, int, int]](), 0
        while line := child.stdout.readline(limits.ANSWER_MB * limits.MEGABYTE):
            answered += len(line)
            if answered > limits.ANSWER_MB * limits.MEGABYTE:
                break
            kind, *rest = json.loads(line)
            if kind == "row":
                cells = {int(column): _value(value) for column, value in rest[1]}
                if content.counts_from_1904:
                    cells = {column: _from_1904(value) for column, value in cells.items()}
                width = int(rest[2]) if len(rest) > 2 else 0
                content.sheets[-1].rows.append(Row(int(rest[0]), cells, frozenset(cells), width))
            elif kind == "merge":
                merges.append((int(rest[0]), int(rest[1]), int(rest[2]), int(rest[3])))
            elif kind == "sheet":
                _close_sheet(content, merges)
                content.sheets.append(Sheet(str(rest[0])))
            elif kind == "hidden":
                content.hidden.append(str(rest[0]))
            elif kind == "epoch":
                content.counts_from_1904 = True
            elif kind == "open":
                content.sheets[-1].is_open = True
            elif kind == "refused":
                content = Content(refusal=Fault(str(rest[0]), details={str(k): str(v) for k, v in rest[1].items()}))
                merges.clear()
            elif kind == "end":
                _close_sheet(content, merges)
                return content
        raise OSError("the child died")


def _value(value: Any) -> Value:
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        if "t" in value:
            return datetime.fromisoformat(value["t"])
        if "b" in value:
            return bool(value["b"])
        if "f" in value:
            return FormulaCell("")
        if "e" in value:
            return ErrorCell(str(value["e"]))
    raise ValueError("not a cell")


def _from_1904(value: Value) -> Value:
    return Serial1904(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _close_sheet(content: Content, merges: list[tuple[int, int, int, int]]) -> None:
    if content.sheets and merges:
        spread(content.sheets[-1].rows, merges)
    merges.clear()


def spread(rows: list[Row], merges: Iterable[tuple[int, int, int, int]]) -> None:
    """Let each merged range speak for the rows that it covers, in its first column; what hides below it goes.

    `merges`: first row, first column, last row, last column. Rows must be in order. RefusedError beyond the limit.
    """
    numbers = [row.number for row in rows]
    covered = 0
    for top, left, bottom, right in merges:
        first = bisect_right(numbers, top - 1)
        covered += bisect_right(numbers, bottom) - first
        if covered > limits.MERGED_ROWS:
            raise RefusedError("too_many_merges", limit=str(limits.MERGED_ROWS))
        head = rows[first].cells.get(left) if first < len(rows) and numbers[first] == top else None
        for row in rows[first : bisect_right(numbers, bottom)]:
            hidden = [column for column in row.cells if left <= column <= right and (row.number, column) != (top, left)]
            for column in hidden:
                del row.cells[column]
            row.own = row.own.difference(hidden)
            if right > left and head is not None:
                row.across[left] = right
            if head is not None and row.number != top:
                row.cells[left] = head
