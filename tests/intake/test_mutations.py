"""Every kind of return, mutated as life mutates it: refused with its place named, reported, or read right; not silent.

The counts are printed at the end of a run.
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import URL

from seed.returns import importing
from seed.returns.reading.sandbox import Sandbox
from tests.conftest import Backend, Databases
from tests.intake import cellwise, headings
from tests.intake.files import FILES, OWN_TABLES, File, data
from tests.intake.judge import Bench, Mutation, Tally, judge, refused, sharing, take

pytestmark = pytest.mark.slow

EVERY = {"sqlite": 1, "postgresql": 6} if settings().max_examples > 100 else {"sqlite": 4, "postgresql": 24}
"""Of so many mutations one is tried; HYPOTHESIS_PROFILE=thorough tries all, some 6 000, in a quarter of an hour."""


THROUGH = 16
"""Of so many files that are wrong by themselves one goes all the way, to see that it is refused and stores nothing."""
IDS = (
    "activities", "hazards", "hazards_csv", "changes", "changes_csv", "tips", "media", "measures", "roadmap", "roster",
    "register", "adjustments", "annex2", "annex3",
)  # fmt: skip


@pytest.fixture
def shared(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "Sandbox", sharing(sandbox))


def mutations(file: File) -> Iterator[Mutation]:
    """All there are; of what is wrong in a CSV file as it is in a workbook every fourth."""
    everywhere = chain(
        headings.of_table(file) if file.columns else (),
        headings.of_form(file) if file.head is not None else (),
        cellwise.of_cells(file),
    )
    yield from islice(everywhere, 0, None, 4 if file.format == "csv" else 1)
    yield from cellwise.of_rows(file) if file.format == "csv" else ()
    yield from cellwise.of_unit(file) if file.kind not in OWN_TABLES else ()


def template(databases: Databases, backend: Backend, root: Path, before: tuple[File, ...]) -> URL:
    url = databases.copy(backend, "seeded")
    for file in before:
        line = take(url, root, file, data(file.cells(), file.format))
        assert line.outcome == "loaded", [fault.sentence(line.file) for fault in line.faults]
    return url


def run(bench: Bench, tried: Iterator[Mutation], every: int, sandbox: Sandbox) -> Tally:
    """Try the mutations; those that are wrong by themselves need a database one time in `THROUGH` only."""
    good, tally, kind = bench.good(), Tally(), bench.file.title
    for mutation in tried:
        lot = zlib.crc32(f"{kind}{mutation.group}{mutation.label}".encode())
        if lot % every:
            continue
        faults = bench.faults(mutation.content, sandbox)
        if faults and lot % THROUGH:
            tally.add(kind, mutation, *refused(mutation, faults))
            continue
        line, after = bench.take(mutation.content, mutation.unit)
        verdict, said = judge(mutation, line, after, good, bench.before)
        if line.outcome == "refused" and bench.file.line is None and after != bench.before:
            verdict, said = "silent", "\n      refused, but something was stored"
        tally.add(kind, mutation, verdict, said)
    return tally


def again(file: File) -> Iterator[Mutation]:
    yield from (headings.of_table(file) if file.columns else ())
    yield from (headings.of_form(file) if file.head is not None else ())
    yield from (headings.of_few_columns(file) if file.columns else ())
    yield from (each for each in cellwise.of_cells(file) if each.group.startswith("key"))


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_the_first_file_of_its_kind(
    file: File,
    databases: Databases,
    backend: Backend,
    tmp_path: Path,
    shared: None,
    sandbox: Sandbox,
    record_property: Callable[[str, object], None],
) -> None:
    url = template(databases, backend, tmp_path / "before", file.before)
    bench = Bench(file, url, databases, tmp_path / "package")
    mine = run(bench, mutations(file), EVERY[backend], sandbox)
    record_property("tally", mine.lines())
    record_property("silent", mine.failures)
    bench.close()
    assert mine.failures == []


@pytest.mark.parametrize("file", FILES, ids=IDS)
def test_a_newer_version_loses_nothing_known(
    file: File,
    databases: Databases,
    backend: Backend,
    tmp_path: Path,
    shared: None,
    sandbox: Sandbox,
    record_property: Callable[[str, object], None],
) -> None:
    url = template(databases, backend, tmp_path / "before", (*file.before, file))
    newer = replace(file, received=file.received.replace(" 10:", " 11:"), version=2)
    bench = Bench(newer, url, databases, tmp_path / "package")
    mine = run(bench, again(newer), EVERY[backend], sandbox)
    record_property("tally", mine.lines())
    record_property("silent", mine.failures)
    bench.close()
    assert mine.failures == []
