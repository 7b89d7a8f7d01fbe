"""Forms of labels and values: label in one cell and value in the next, or both in one as `label:value`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from seed.returns.reading import headings, times, values
from seed.returns.reading.faults import Fault, shown
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Content, FormulaCell, Row, Value
from seed.returns.reading.values import UnreadableError

COLON: Final = ":"
LONGEST: Final = 12
"""Of a cell that may be a label; what is longer is a sentence or a value."""


@dataclass(frozen=True)
class Entry:
    """A label of a form with what stands beside it, None when nothing does."""

    label: str
    value: Value | None
    sheet: str
    row: int


def entries(content: Content, labels: frozenset[str], until: int | None = None) -> list[Entry]:
    """The labels found, in order; with `until`, only in rows above that one. Labels end before a bracket: (盖章)."""
    return [
        entry
        for sheet in content.sheets
        for row in sheet.rows
        if until is None or row.number < until
        for entry in _of_row(sheet.name, row, labels)
    ]


def _of_row(sheet: str, row: Row, labels: frozenset[str]) -> Iterator[Entry]:
    places = sorted(row.cells)
    for index, at in enumerate(places):
        written = values.heading(row.cells[at])
        label, colon, _ = written.partition(COLON)
        label = _label(label)
        if label not in labels:
            continue
        if colon and written.partition(COLON)[2]:
            beside: Value | None = values.fold(row.cells[at]).partition(COLON)[2].strip()
        else:
            beside = row.cells[places[index + 1]] if index + 1 < len(places) else None
            if beside is not None and _label(values.heading(beside)) in labels:
                beside = None
        yield Entry(label, beside if values.filled(beside) else None, sheet, row.number)


def check_days(found: list[Entry], labels: frozenset[str], reference: Reference) -> Iterator[Fault]:
    """A fault for each of these labels that is filled and not a readable day."""
    for entry in found:
        if entry.label in labels and entry.value is not None:
            try:
                times.day(entry.value, reference.years)
            except UnreadableError as fault:
                yield Fault(fault.code, entry.sheet, entry.row, entry.label, shown(entry.value), fault.details)


def formula_faults(found: list[Entry]) -> Iterator[Fault]:
    """A fault for each label whose value is a formula."""
    for entry in found:
        if isinstance(entry.value, FormulaCell):
            yield Fault("formula", entry.sheet, entry.row, entry.label)


def account(
    content: Content,
    found: list[Entry],
    labels: Sequence[str],
    until: int | None = None,
    others: frozenset[str] = frozenset(),
) -> tuple[list[Fault], list[Fault]]:
    """Labels that are not there: a fault where a likely one stands in their place; the report names the others, and
    labels that are there again with another value.

    `others`: what is no label of the form, but known: the headings of a table in it.
    """
    faults, left_out = [], []
    strange: dict[str, tuple[str, int]] = {}
    for sheet in content.sheets:
        for row in sheet.rows:
            if until is None or row.number < until:
                found_here = (_label(values.heading(cell)) for cell in row.cells.values() if isinstance(cell, str))
                strange |= {text: (sheet.name, row.number) for text in found_here if 0 < len(text) <= LONGEST}
    for known in (*labels, *others):
        strange.pop(known, None)
    for label in labels:
        if any(entry.label == label for entry in found):
            continue
        if twin := headings.likely(label, strange):
            faults.append(Fault("misnamed_label", *strange[twin], label, details={"twin": twin}))
        else:
            left_out.append(label)
    notes = [Fault("absent_labels", details={"headings": "、".join(left_out)})] if left_out else []
    return faults, notes + list(_repeated(found))


def _repeated(found: list[Entry]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for entry in found:
        if entry.value is not None and first.setdefault(entry.label, values.fold(entry.value)) != values.fold(
            entry.value
        ):
            yield Fault("repeated_label", entry.sheet, entry.row, entry.label)


def _label(written: str) -> str:
    return written.partition(COLON)[0].partition("(")[0]


def texts(found: list[Entry], names: Mapping[str, str]) -> dict[str, str | None]:
    """Field → text of the first filled entry of its label; `names`: label → field."""
    result: dict[str, str | None] = dict.fromkeys(names.values(), None)
    for entry in found:
        if entry.label in names and entry.value is not None and result[names[entry.label]] is None:
            result[names[entry.label]] = values.fold(entry.value)[:2000]
    return result
