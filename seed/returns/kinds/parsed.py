"""Any kind of return, read: what it says, what is personal in it, what is wrong with it."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from seed.returns.kinds import annex3, liaison
from seed.returns.kinds.catalogue import Kind
from seed.returns.reading import sender, values
from seed.returns.reading.faults import Fault
from seed.returns.reading.forms import Entry
from seed.returns.reading.records import read_table
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Content
from seed.returns.reading.table import Record

EXAMPLE: Final = re.compile(r"示例|样例|范例|样表|样张|模板|模版|^例|\bexample|\bsample|\btemplate")


@dataclass
class Parsed:
    """A table has `records`; Annex 3 has `figures`; forms have `personal` fields of whoever signed or was named."""

    records: list[Record] = field(default_factory=list)
    figures: dict[str, float | None] = field(default_factory=dict)
    personal: dict[str, str | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)
    """What was not read, without refusing the file."""
    told_by: list[Entry] = field(default_factory=list)
    """The unit that the file says it is from, where it says so."""

    @property
    def rows(self) -> int:
        """How many rows the file has; a form without figures is one."""
        return len(self.records) or len(self.figures) or int(any(self.personal.values()))


def parse(content: Content, kind: Kind, reference: Reference) -> Parsed:
    """Read the cells of a file as one of its kind; hidden sheets and sheets of examples are named and left alone."""
    content, notes = _set_aside(content)
    parsed = _parse(content, kind, reference)
    parsed.notes = notes + parsed.notes
    parsed.told_by = sender.told_by(content)
    return parsed


def _set_aside(content: Content) -> tuple[Content, list[Fault]]:
    notes = [Fault("hidden_sheet", name) for name in content.hidden]
    examples = [sheet for sheet in content.sheets if EXAMPLE.search(values.heading(sheet.name).lower())]
    notes += [Fault("example_sheet", sheet.name) for sheet in examples if sheet.rows]
    return replace(content, sheets=[sheet for sheet in content.sheets if sheet not in examples]), notes


def _parse(content: Content, kind: Kind, reference: Reference) -> Parsed:
    if kind.table:
        reading = read_table(content, kind.table, reference)
        return Parsed(records=reading.records, faults=reading.faults, notes=reading.notes)
    if kind.code == "liaison":
        form = liaison.read(content, reference)
        return Parsed(personal=form.personal, faults=form.faults, notes=form.notes)
    figures = annex3.read(content, reference)
    return Parsed(figures=figures.figures, personal=figures.signed, faults=figures.faults, notes=figures.notes)
