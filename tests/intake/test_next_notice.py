"""Years do not touch each other: what is imported for one notice changes no byte of what is said of another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import Snapshot, snapshot
from data_access.extracts.catalogue import BASES
from data_access.extracts.files import question_of, stream_csv
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from seed.init import initialise
from seed.returns.importing import import_paths
from tests.intake.next_year import NEXT, THIS, notices, package

pytestmark = pytest.mark.slow

LATE = datetime(2022, 3, 1, tzinfo=UTC)
SUMMER, WINTER = datetime(2020, 7, 4, 16, tzinfo=UTC), datetime(2020, 12, 31, 15, tzinfo=UTC)
CLOCKS = (
    (None, None),
    (datetime(2020, 6, 16, 12, tzinfo=UTC), None),
    (SUMMER, None),
    (SUMMER, datetime(2020, 7, 3, tzinfo=UTC)),
    (WINTER, datetime(2020, 9, 1, tzinfo=UTC)),
)
"""As of when, and as known when; PostgreSQL, whose files are those of SQLite (test_extracts.py): the first only."""


def extracts(engine: Engine, notice: str) -> dict[tuple[str, str], bytes]:
    """Every extract of a notice, at several instants and as known then and now."""
    with disposing(read_engine(engine.url, statement_timeout=120)) as reader, snapshot(reader) as connection:
        return dict(_extracts(connection, notice))


def _extracts(connection: Snapshot, notice: str) -> Iterator[tuple[tuple[str, str], bytes]]:
    for as_of, known_at in CLOCKS if connection.connection.dialect.name == "sqlite" else CLOCKS[:1]:
        asked = resolve(connection, Filters(notice, as_of=as_of), LATE)
        for name in sorted(BASES):  # the rows of a figure are rows of one of these
            question = question_of(name, replace(asked, known_at=known_at))
            yield (name, f"{as_of} {known_at}"), b"".join(stream_csv(connection, name, question, "zh", False))


@pytest.fixture
def both(imported: Engine, tmp_path: Path) -> Engine:
    """The sample campaign, and the next notice without any return."""
    initialise(imported.url, notices=notices(tmp_path / "notices"))
    return imported


def test_importing_for_one_notice_changes_no_byte_of_another(both: Engine, tmp_path: Path) -> None:
    before = extracts(both, THIS)
    empty = extracts(both, NEXT)
    report = import_paths(both.url, [package(tmp_path / "next")], notice=NEXT, label="sample")
    assert {line.file: [f.sentence("") for f in line.faults] for line in report.files if line.faults} == {}
    after = extracts(both, THIS)
    assert [name for name in before if before[name] != after[name]] == []
    filled = {name for (name, _), text in extracts(both, NEXT).items() if text not in empty.values()}
    assert {
        "activities",
        "hazards",
        "tips-summary",
        "completion",
        "submissions",
        "metrics",
        "media",
        "two-lists",
    } <= filled


def test_the_notice_that_came_later_is_not_touched_either(both: Engine, tmp_path: Path) -> None:
    """The same package sent for the older notice by mistake, after the newer one has its own figures."""
    import_paths(both.url, [package(tmp_path / "next")], notice=NEXT, label="sample")
    before = extracts(both, NEXT)
    import_paths(both.url, [package(tmp_path / "again")], notice=THIS, label="sample")
    after = extracts(both, NEXT)
    assert [name for name in before if before[name] != after[name]] == []
