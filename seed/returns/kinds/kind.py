"""What a kind of return is: how its files are read, checked and stored, and what of them is private."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from seed.returns.reading import sender, values
from seed.returns.reading.faults import Fault
from seed.returns.reading.records import read_table
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Content
from seed.returns.reading.table import Reading, Record, Table
from seed.returns.storing.load import Load, OfficeLoad
from seed.returns.storing.owners import Sent
from seed.returns.storing.private_rows import Receipt, Rows

EXAMPLE: Final = re.compile(r"示例|样例|范例|样表|样张|模板|模版|^例|\bexample|\bsample|\btemplate")

Form = Callable[[Content, Reference], Reading]
"""How a file of labels and values is read."""


@dataclass(frozen=True)
class Kind:
    """One kind of return; a module of this folder makes one, and `catalogue` lists it."""

    code: str
    name: str
    """The beginning of the names of its files."""
    layout: Table | Form
    """Its columns and their rules; or how a form is read."""
    store: Callable[[Load, Reading], None] | None = None
    """Stores a return of a unit; LossError where known rows would lose something by it."""
    store_office: Callable[[OfficeLoad, Sequence[Record]], None] | None = None
    """Stores a table of the office itself instead."""
    check: Callable[[Sent, Sequence[Record]], Iterator[Fault]] | None = None
    """What is wrong with rows only because of who sent them and what is known already."""
    private: Callable[[Connection, Reading, Receipt], Rows] | None = None
    """The private rows of a stored return, beside its remarks."""
    is_owed: bool = False
    """Whether it is handed in for a line of the notice (line.answers says for which); else it is a ledger."""
    identity: tuple[str, ...] = ()
    """Fields that identify a row: two tables of the office that differ in a row of it are refused; empty: never."""

    @property
    def table(self) -> Table | None:
        """Its columns and their rules, None for a form."""
        return self.layout if isinstance(self.layout, Table) else None

    def read(self, content: Content, reference: Reference) -> Reading:
        """The cells of a file as one of this kind; hidden sheets and sheets of examples are named and left alone."""
        content, notes = _without_examples(content)
        if isinstance(self.layout, Table):
            reading = read_table(content, self.layout, reference)
        else:
            reading = self.layout(content, reference)
        return replace(reading, notes=notes + reading.notes, unit_lines=sender.unit_lines(content))


def _without_examples(content: Content) -> tuple[Content, list[Fault]]:
    notes = [Fault("hidden_sheet", name) for name in content.hidden]
    examples = [sheet for sheet in content.sheets if EXAMPLE.search(values.heading(sheet.name).lower())]
    notes += [Fault("example_sheet", sheet.name) for sheet in examples if sheet.rows]
    return replace(content, sheets=[sheet for sheet in content.sheets if sheet not in examples]), notes
