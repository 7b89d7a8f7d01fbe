"""Takes a mutated file and says what became of it: refused, reported or silent."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import URL

from data_access.database.engine import disposing, write_engine
from seed.returns import importing
from seed.returns.kinds.catalogue import kind_of
from seed.returns.reading.faults import Fault
from seed.returns.reading.reference import load_reference
from seed.returns.reading.sandbox import Sandbox
from seed.returns.report import FileReport
from tests.intake.files import ACTIVITIES, CITY, OFFICE, OWN_TABLES, File, data, put, register
from tests.intake.told import Told, rows_of, told

if TYPE_CHECKING:
    from tests.conftest import Databases

Verdict = Literal["refused", "reported", "silent", "unnamed"]
VERDICTS: Final = ("refused", "reported", "silent", "unnamed")
"""`unnamed`: refused, but nothing in the message leads to the place."""


@dataclass(frozen=True)
class Mutation:
    """One way in which a file can be wrong."""

    group: str
    label: str
    make: Callable[[], bytes]
    """Its bytes, made only when it is tried."""
    row: int = 0
    """The row that a message has to name …"""
    words: tuple[str, ...] = ()
    """… or one of these words: a heading, old or new, a unit."""
    typed: tuple[str, str] | None = None
    """A value as typed and what it stands for: stored as typed it is read right."""
    hidden: str = ""
    """What may not stand in any public table, whatever a note says."""
    unit: str | None = None
    """Whom the register says it is from."""

    @cached_property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self.make()


@dataclass
class Tally:
    """What was tried and what became of it, by kind and group of mutations."""

    counts: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def add(self, kind: str, mutation: Mutation, verdict: Verdict, said: str) -> None:
        """Count one."""
        row = self.counts.setdefault((kind, mutation.group), dict.fromkeys(VERDICTS, 0))
        row[verdict] += 1
        if verdict in ("silent", "unnamed"):
            self.failures.append(f"{kind} · {mutation.group} · {mutation.label}: {verdict}{said}")

    def lines(self) -> list[str]:
        """Counts by kind and group, for the end of a run (tests/conftest.py)."""
        return [_line(row, f"{kind} · {group}") for (kind, group), row in sorted(self.counts.items())]


def _line(row: dict[str, int], name: str) -> str:
    tried = sum(row.values())
    return f"{tried:>8}" + "".join(f"{row[verdict]:>10}" for verdict in VERDICTS) + f"  {name}"


class Bench:
    """A folder to put one kind of file in, and a database that knows what must be known before it comes."""

    def __init__(self, file: File, template: URL, databases: "Databases", root: Path) -> None:
        self.file, self.databases, self.root, self.template = file, databases, root, template
        self.url = databases.like(template)
        self.usual: list[Fault] = []
        """What is said of the file as it should be."""
        self.rows = rows_of(template)
        self.before = told(template, self.rows)
        with disposing(write_engine(template)) as engine, engine.connect() as connection:
            self.reference = load_reference(connection, importing.chosen_notice(connection, None)[1])

    def take(self, content: bytes, unit: str | None = None) -> tuple[FileReport, Told]:
        """Import the file with this content into a fresh copy; its line of the report, and all the database says."""
        self.databases.anew(self.url, self.template)
        line = take(self.url, self.root, self.file, content, unit)
        line.notes = [note for note in line.notes if note not in self.usual]
        return line, told(self.url, self.rows)

    def close(self) -> None:
        """Drop both databases."""
        self.databases.drop(self.url)
        self.databases.drop(self.template)

    def faults(self, content: bytes, sandbox: Sandbox) -> list[Fault]:
        """What is wrong with the content by itself, before any database is asked: most mutations end here."""
        kind = kind_of(self.file.name.rpartition("/")[2])
        assert kind is not None
        return kind.read(sandbox.read(self.file.name, content), self.reference).faults

    def good(self) -> Told:
        """What the database says once the file came as it should."""
        line, after = self.take(data(self.file.cells(), self.file.format))
        assert line.outcome in ("loaded", "same"), [fault.sentence(line.file) for fault in line.faults]
        self.usual = line.notes
        return after


NOT_TAKEN: Final = ("missing", "unregistered")


def take(url: URL, root: Path, file: File, content: bytes, unit: str | None = None) -> FileReport:
    """Import a folder with this file and its register; its line of the report, and which files were not taken."""
    shutil.rmtree(root, ignore_errors=True)
    put(root, file.name, content)
    if file.kind == "报送登记表":  # it names a ledger that has to be there
        put(root, f"{CITY}/活动台账.xlsx", data(ACTIVITIES.cells(), "xlsx"))
    elif file.kind not in OWN_TABLES:
        put(root, f"{OFFICE}/报送登记表.xlsx", register([file], unit))
    report = importing.import_paths(url, [root])
    line = next(line for line in report.files if line.file == file.name)
    line.notes += [Fault("missing_file", column=other.file) for other in report.files if other.outcome in NOT_TAKEN]
    return line


def sharing(sandbox: Sandbox) -> Callable[[], Any]:
    """A Sandbox for importing that is not closed after each run."""
    return lambda: nullcontext(sandbox)


def refused(mutation: Mutation, faults: Sequence[Fault]) -> tuple[Verdict, str]:
    """The verdict on a refused file: does a message lead to the place?"""
    leads, said = _said(mutation, faults)
    return ("refused" if leads or not (mutation.row or mutation.words) else "unnamed"), said


def _said(mutation: Mutation, faults: Sequence[Fault]) -> tuple[bool, str]:
    sentences = [fault.sentence("") for fault in faults]
    leads = any(
        (fault.row and fault.row == mutation.row) or any(word in sentence for word in mutation.words)
        for fault, sentence in zip(faults, sentences, strict=True)
    )
    return leads, "".join(f"\n      {sentence}" for sentence in sentences[:3])


def judge(mutation: Mutation, line: FileReport, after: Told, good: Told, before: Told) -> tuple[Verdict, str]:
    """The verdict, and what was said for the list of failures. What was known `before` may never go, said or not."""
    if line.outcome == "refused":
        return refused(mutation, line.faults)
    leads, said = _said(mutation, line.notes)
    if (good & before) - after:
        return "silent", said + difference(after, good & before)
    public = [row for row in after if not row.split(" ", 1)[0].endswith("_private")]
    if mutation.hidden and any(mutation.hidden in row for row in public):
        return "silent", said
    not_taken = any(note.code == "missing_file" for note in line.notes)
    if leads or not_taken or as_typed(after, mutation) == good:
        return "reported", said
    return "silent", said + difference(after, good)


def as_typed(after: Told, mutation: Mutation) -> Told:
    """What the database says, with the typed value read as what it stands for."""
    if mutation.typed is None:
        return after
    typed, meant = mutation.typed
    return Told({row.replace(typed, meant): times for row, times in after.items()})


def difference(after: Told, good: Told) -> str:
    """Two rows that differ, for the reader of a failure."""
    more, less = list((after - good).keys())[:1], list((good - after).keys())[:1]
    return "".join(f"\n      {sign} {row[:300]}" for sign, rows in (("+", more), ("-", less)) for row in rows)
