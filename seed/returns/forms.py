"""Forms of labels and values: label in one cell and value in the next, or both in one as `label:value`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter

from seed.returns import times, values
from seed.returns.faults import Fault, shown
from seed.returns.reference import Reference
from seed.returns.sandbox import Content, Row, Value
from seed.returns.values import UnreadableError

COLON: Final = ":"


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
        label = label.partition("(")[0]
        if label not in labels:
            continue
        if colon and written.partition(COLON)[2]:
            beside: Value | None = values.fold(row.cells[at]).partition(COLON)[2].strip()
        else:
            beside = row.cells[places[index + 1]] if index + 1 < len(places) else None
            if beside is not None and values.heading(beside).partition(COLON)[0].partition("(")[0] in labels:
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


def formula_faults(content: Content) -> Iterator[Fault]:
    """A fault for each formula, by its column letter."""
    for sheet in content.sheets:
        for row, at in sheet.formulas:
            yield Fault("formula", sheet.name, row, get_column_letter(at))


def texts(found: list[Entry], names: Mapping[str, str]) -> dict[str, str | None]:
    """Field → text of the first filled entry of its label; `names`: label → field."""
    result: dict[str, str | None] = dict.fromkeys(names.values(), None)
    for entry in found:
        if entry.label in names and entry.value is not None and result[names[entry.label]] is None:
            result[names[entry.label]] = values.fold(entry.value)[:2000]
    return result
