"""What a kind of return is made of: its columns, its key, its rules; and what was read of a file (§1, §4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.forms import Entry
from seed.returns.reading.headings import Absence
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Value

Read = Callable[[Value, Reference], Any]


@dataclass(frozen=True)
class Column:
    """One column of a return: its heading ({city}: the notice's word), the name of its field, how a cell is read."""

    heading: str
    field: str
    read: Read
    required: str = ""
    """Code of the fault when it is not filled; empty: it may be missing."""
    absence: Absence = "refused"
    """What it means that the heading is not there; what figures are worked out from may not be left out."""
    personal: bool = False
    """Never in a message; stored in the private place only."""
    once: bool = False
    """An amount: merged over several rows it would count once for each of them."""


@dataclass
class Record:
    """One row as read: its place and its fields; a field that is missing or unreadable is None."""

    sheet: str
    row: int
    fields: dict[str, Any]
    written: Mapping[str, Value]
    """The filled cells by field, for messages."""
    absent: frozenset[str] = frozenset()
    """The fields that the sheet has no column for: nothing is known of them; an empty cell means that it is empty."""
    emptied: frozenset[str] = frozenset()
    """The fields that no row of the sheet fills although it has a column for them."""

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]


@dataclass
class Reading:
    """The content of a file and what is wrong with it; with faults, nothing of it is used.

    A table has `records`; Annex 3 has `figures` by code (None: left empty, 未报); forms have `personal` fields of
    whoever signed or was named.
    """

    records: list[Record] = field(default_factory=list)
    figures: dict[str, float | None] = field(default_factory=dict)
    personal: dict[str, str | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    """What was not read, without refusing the file."""
    unit_lines: list[Entry] = field(default_factory=list)
    """Where the file names the unit that it is from."""

    @property
    def rows(self) -> int:
        """How many rows the file has; a form without figures is one."""
        return len(self.records) or len(self.figures) or int(any(self.personal.values()))


@dataclass(frozen=True)
class Table:
    """The columns of one kind of return, its key and its rules."""

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    """Fields that identify a row in the whole province; empty: the rows have no number."""
    chains: tuple[tuple[str, ...], ...] = ()
    """Fields whose days may not run backwards; each is compared with the nearest filled one before it."""
    as_written: frozenset[str] = frozenset()
    """Fields that are not compared, because fields that the rule adds hold their meaning."""
    shown_by: tuple[str, ...] = ()
    """Fields that only a record fills all of; none: those that are required."""
    rule: "Callable[[Record, Check], None] | None" = None
    """What else must hold of a row; may add fields to it."""
    whole: "Callable[[list[Record], Check], None] | None" = None
    """What must hold of all rows together."""

    @cached_property
    def marks(self) -> tuple[Column, ...]:
        """The columns without which a row is no record."""
        return tuple(c for c in self.columns if (c.field in self.shown_by if self.shown_by else c.required))

    def in_words(self, city: str) -> "Table":
        """The table with its headings as a notice calls its places: 市(地), 市, 市州 for {city}."""
        columns = (replace(column, heading=column.heading.replace("{city}", city)) for column in self.columns)
        return replace(self, columns=tuple(columns))

    def column(self, name: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.field == name)


@dataclass
class Check:
    """Handed to row rules: the reference, and where faults and notes go."""

    table: Table
    reference: Reference
    faults: list[Fault]
    notes: list[Fault] = field(default_factory=list)

    def note(self, record: Record, name: str, code: str, **details: str) -> None:
        """Add a note about one cell, which does not refuse the file."""
        column = self.table.column(name)
        value = "" if column.personal else shown(record.written[name])
        self.notes.append(Fault(code, record.sheet, record.row, column.heading, value, details))

    def fault(self, record: Record, name: str, code: str, **details: str) -> None:
        """A fault of one cell; a personal cell's content stays out of it. A heading that is missing is named once."""
        column = self.table.column(name)
        if name in record.absent and column.absence == "refused":
            return
        value = "" if column.personal or name not in record.written else shown(record.written[name])
        self.faults.append(Fault(code, record.sheet, record.row, column.heading, value, details))
