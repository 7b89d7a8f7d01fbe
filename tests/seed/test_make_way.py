"""Real, sample and simulated data never share a database; what is invented goes on a word only, and after a copy."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, MetaData, func, insert, select
from typer.testing import CliRunner

from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import activity, load_log, metadata, submission
from data_access.database.snapshot import snapshot
from data_access.database.stamp import read_stamp
from seed.__main__ import app
from seed.demo.run import make_demo
from seed.private import beside, private_engine
from seed.private.tables import metadata as private_metadata
from seed.returns.importing import import_paths
from seed.returns.replace import make_way, start_over, try_empty
from seed.samples import SAMPLES
from seed.usage import UsageError

LIAISON = SAMPLES / "大庆市" / "附件2_联络员推荐表.xlsx"
SAID: dict[str, Any] = {"unit": "大庆市", "received": datetime(2020, 5, 29, 14, 20)}
TYPED = ("--unit", "大庆市", "--received", "2020-05-29T14:20")


@pytest.fixture(autouse=True)
def _copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's copies go beside the embedded file."""
    monkeypatch.setattr("data_access.database.engine.EMBEDDED", tmp_path / "embedded" / "campaign.db")


def counts(engine: Engine) -> tuple[int, int, set[str]]:
    with engine.connect() as connection:
        labels = set(connection.execute(select(load_log.c.label)).scalars())
        rows = [connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (activity, submission)]
        return rows[0], rows[1], labels


def label(engine: Engine) -> str:
    with disposing(read_engine(engine.url)) as reader, snapshot(reader) as connection:
        return read_stamp(connection).label


def everything(engine: Engine, tables: MetaData) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table.name: list(connection.execute(select(table).order_by(*table.primary_key)).all())
            for table in tables.sorted_tables
        }


def log(engine: Engine, label: str, **said: Any) -> None:
    entry = {"source": "another system", "label": label, "started_at": datetime.now(UTC), "rows": 1, "status": "done"}
    with engine.begin() as connection:
        connection.execute(insert(load_log), [{**entry, **said}])


@pytest.fixture
def private(imported: Engine) -> Iterator[Engine]:
    with disposing(private_engine(imported.url)) as engine:
        yield engine


def test_first_real_return_finds_an_empty_campaign(imported: Engine) -> None:
    assert make_way(imported.url, [LIAISON], **SAID)
    assert counts(imported) == (0, 0, {"real"})
    import_paths(imported.url, [LIAISON], **SAID)
    assert counts(imported)[1] == 1
    assert label(imported) == "real"


def test_what_is_emptied_can_be_opened_as_it_was(imported: Engine, private: Engine) -> None:
    before, hidden = everything(imported, metadata), everything(private, private_metadata)
    folder = start_over(imported.url)
    assert folder is not None
    copy = URL.create("sqlite", database=str(folder / "campaign.db"))
    for url, tables, expected in ((copy, metadata, before), (beside(copy), private_metadata, hidden)):
        assert Path(str(url.database)).stat().st_mode & 0o777 == 0o600
        with disposing(write_engine(url)) as engine:
            assert everything(engine, tables) == expected
    assert [name for name, rows in everything(private, private_metadata).items() if rows] == ["pairing_private"]


def test_a_simulation_makes_way_without_a_copy(seeded: Engine) -> None:
    """The same number makes the same rows again; a copy of a million hazards would be of no use."""
    make_demo(seeded.url, 0.004)
    assert start_over(seeded.url) is None
    assert counts(seeded) == (0, 0, {"real"})


def test_nothing_usable_leaves_the_samples(imported: Engine, tmp_path: Path) -> None:
    before = counts(imported)
    (tmp_path / "附件2_联络员推荐表.xlsx").write_bytes(b"not a workbook")
    assert make_way(imported.url, [tmp_path / "附件2_联络员推荐表.xlsx"], **SAID) is None
    with pytest.raises(UsageError):
        make_way(imported.url, [tmp_path / "nowhere"])
    assert counts(imported) == before


def test_a_trial_knows_nothing_of_what_is_there(imported: Engine) -> None:
    assert import_paths(imported.url, [LIAISON], label="sample", dry_run=True, **SAID).files[0].counts.new == 0
    assert try_empty([LIAISON], **SAID).files[0].counts.new == 1


LABELS = ("real", "sample", "demo")


@pytest.mark.parametrize("there", LABELS)
@pytest.mark.parametrize(
    "said",
    [
        {"data_until": datetime(2020, 7, 1, tzinfo=UTC)},
        {"data_until": None, "source": "seed import"},
        {"data_until": None, "status": "failed"},
    ],
    ids=["returns", "roster", "refused"],
)
def test_labels_do_not_mix(seeded: Engine, there: str, said: dict[str, Any]) -> None:
    log(seeded, there, **said)
    before = everything(seeded, metadata)
    for comes in (label for label in LABELS if label != there):
        for dry_run in (True, False):
            with pytest.raises(UsageError):
                import_paths(seeded.url, [LIAISON], label=comes, dry_run=dry_run, **SAID)
            assert everything(seeded, metadata) == before
    for dry_run in (True, False):
        assert import_paths(seeded.url, [LIAISON], label=there, dry_run=dry_run, **SAID).exit_status == 0


def test_a_label_that_comes_in_between_is_refused_too(seeded: Engine) -> None:
    """Two commands at once: the second sees the first one's load in its own transaction, whenever it began."""

    def other(done: int, _total: int, _name: str) -> None:
        if not done:
            log(seeded, "real")

    with pytest.raises(UsageError, match="real data"):
        import_paths(seeded.url, [SAMPLES], label="sample", progress=other)
    assert counts(seeded)[0] == 0


@pytest.mark.parametrize("first", ["real", "sample"])
def test_nothing_real_is_ever_emptied(imported: Engine, first: str) -> None:
    """Neither a real database nor a mixed one, which an older program may have made."""
    if first == "real":
        with imported.begin() as connection:
            connection.execute(load_log.update().values(label="real"))
    else:
        log(imported, "real", rows=0)
    before = everything(imported, metadata)
    for refused in (lambda: start_over(imported.url), lambda: make_demo(imported.url, 0.004)):
        with pytest.raises(UsageError, match="real data"):
            refused()
    if first == "sample":
        for comes in ("real", "sample"):
            with pytest.raises(UsageError, match="nobody can take apart"):
                import_paths(imported.url, [LIAISON], label=comes, **SAID)
    assert everything(imported, metadata) == before


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["import", *map(str, arguments)])
    return result.exit_code, result.output


def test_command(imported: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", imported.url.render_as_string(hide_password=False))
    before = counts(imported)
    status, said = run(LIAISON, *TYPED)
    assert (status, "--replace-invented" in said, "示例数据" in said) == (2, True, True)
    status, said = run(LIAISON, *TYPED, "--lang", "en")
    assert (status, "--replace-invented" in said, "sample data" in said) == (2, True, True)
    status, said = run(LIAISON, *TYPED, "--replace-invented", "--dry-run")
    assert (status, "新增 1" in said, "试运行" in said) == (0, True, True)
    assert counts(imported) == before
    status, said = run(LIAISON, *TYPED, "--replace-invented")
    copy = next(line for line in said.splitlines() if "备份" in line).split()[-1]
    assert (status, (Path(copy) / "campaign.db").is_file()) == (0, True)
    assert label(imported) == "real"
    status, said = run(LIAISON, *TYPED, "--label", "sample")
    assert (status, "已有真实数据" in said) == (2, True)
    status, said = run(LIAISON, *TYPED, "--replace-invented")  # nothing is invented any more: an ordinary import
    assert (status, "没有任何变化" in said, "备份" in said) == (0, True, False)


def test_database_without_tables_is_said_so(empty_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_url.render_as_string(hide_password=False))
    status, said = run(LIAISON, *TYPED, "--replace-invented", "--lang", "en")
    assert (status, "seed init" in said) == (2, True)
