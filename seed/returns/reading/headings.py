"""The header row of a table: where it is, and that each of its headings is accounted for (§2).

A heading that is read and not there is a fault, unless its column may be left out: then the report names it, and it is
a fault only when a heading that nobody knows may stand in its place. Nothing is guessed: the likely one is named.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Final, Literal

from openpyxl.utils import get_column_letter

from seed.returns.reading import values
from seed.returns.reading.faults import Fault
from seed.returns.reading.sandbox import Row, Sheet

Absence = Literal["refused", "named", "usual"]
"""What it means that a column is not there: the file is refused; the report names it; most files leave it out."""

HEADINGS_WANTED: Final = 3
"""A row with fewer known headings is not taken for a header row."""
RUNNING_NUMBER: Final = "序号"
ALIKE: Final = 0.5
"""From this likeness on, a heading may be meant for another: 核实日期 for 确认日期 is 0.5, 县区 for 县(市、区) 0.67."""
WORDS: Final = Path(__file__).resolve().parents[2] / "reference" / "headings.csv"


@dataclass(frozen=True)
class Header:
    """The header row of a sheet: its row number, the folded heading of each column, how many cells it has in a CSV."""

    row: int
    places: Mapping[int, str]
    width: int = 0

    @property
    def last(self) -> int:
        """The last column that has a heading."""
        return max(self.places)


def find(sheet: Sheet, known: frozenset[str]) -> Header | None:
    """The header row: the first row with most of the known headings; None when no row has enough of them."""
    best: Row | None = None
    most = min(HEADINGS_WANTED, len(known)) - 1
    for row in sheet.rows:
        matching = len(known.intersection(values.heading(cell) for cell in row.cells.values() if isinstance(cell, str)))
        if matching > most:
            best, most = row, matching
        if matching == len(known):
            break
    if best is None:
        return None
    places = {at: values.heading(cell) for at, cell in best.cells.items()}
    return Header(best.number, {at: heading for at, heading in places.items() if heading}, best.width)


def account(sheet: str, header: Header, columns: Mapping[str, Absence]) -> tuple[list[Fault], list[Fault]]:
    """What is wrong with the headings of a sheet, and what the report must name; `columns` are those that are read."""
    here = list(header.places.values())
    strange = {
        heading: at for at, heading in header.places.items() if heading not in columns and heading != RUNNING_NUMBER
    }
    faults = [Fault("repeated_heading", sheet, header.row, heading) for heading in columns if here.count(heading) > 1]
    notes = [
        Fault("unknown_heading", sheet, header.row, heading, details={"at": get_column_letter(at)})
        for heading, at in strange.items()
    ]
    doubtful = [heading for heading in strange if heading not in _ignored()]
    left_out = []
    for heading, absence in columns.items():
        if heading in here or absence == "usual":
            continue
        twin = likely(heading, strange if absence == "refused" else doubtful)
        if twin:
            faults.append(Fault("misnamed_heading", sheet, header.row, heading, details={"twin": twin}))
        elif absence == "refused":
            faults.append(Fault("missing_heading", sheet, header.row, heading))
        else:
            left_out.append(heading)
    if left_out and doubtful:  # any of them may be meant by a heading that nobody knows
        details = {"headings": "、".join(left_out), "unknown": "、".join(doubtful)}
        faults.append(Fault("unsure_headings", sheet, header.row, details=details))
    elif left_out:
        notes.append(Fault("absent_headings", sheet, header.row, details={"headings": "、".join(left_out)}))
    return faults, notes


def likely(heading: str, candidates: Sequence[str] | Mapping[str, object]) -> str | None:
    """Which of these is most likely meant for `heading`; None when none is like it."""
    best = max(candidates, key=lambda candidate: likeness(heading, candidate), default=None)
    return best if best is not None and likeness(heading, best) >= ALIKE else None


def likeness(heading: str, written: str) -> float:
    """0 – 1: how likely `written` is meant for `heading`, by known words, containment, order and set of characters."""
    if heading in _synonyms().get(written, ()):
        return 1.0
    if heading in written or (len(written) > 1 and written in heading):
        return 0.9
    one, other = set(heading) - set("()、/"), set(written) - set("()、/")
    shared = len(one & other) / max(len(one | other), 1)
    return max(SequenceMatcher(None, heading, written).ratio(), shared)


@cache
def _synonyms() -> Mapping[str, frozenset[str]]:
    """Headings that offices write → the headings that they mean; none: a column that is never read."""
    words: dict[str, frozenset[str]] = {}
    with WORDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            meant = frozenset([values.heading(row["meant"])] if row["meant"] else [])
            written = values.heading(row["written"])
            words[written] = words.get(written, frozenset()) | meant
    return words


@cache
def _ignored() -> frozenset[str]:
    return frozenset(written for written, meant in _synonyms().items() if not meant)
