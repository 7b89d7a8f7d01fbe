"""Public and private rows belong together: written at once, known by their names, and never another database's."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import URL, Engine, func, select
from typer.testing import CliRunner

from data_access.database.engine import disposing
from data_access.database.schema import delivery, hazard, pairing
from seed.__main__ import app
from seed.init import initialise
from seed.private import private_engine
from seed.private.tables import delivery_private, hazard_private, pairing_private
from seed.returns.importing import import_paths
from seed.returns.reading.faults import Fault
from seed.returns.storing import private_rows
from seed.returns.take import Taker
from seed.usage import UsageError
from tests.conftest import Databases
from tests.returns.making import book, table

ROOT = Path(__file__).parents[2]
SAID: dict[str, Any] = {"unit": "哈尔滨市", "received": datetime(2020, 7, 1, 10)}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "隐患台账.xlsx"
    rows = [{"隐患编号": f"YH{number}", "隐患概况": f"SECRET{number}"} for number in range(20)]
    path.write_bytes(book(table("隐患台账", *rows)))
    return path


@pytest.fixture
def private(seeded: Engine) -> Iterator[Engine]:
    with disposing(private_engine(seeded.url)) as engine:
        yield engine


def count(engine: Engine, what: Any) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(what)) or 0)


def narratives(engine: Engine) -> dict[str, str]:
    query = select(hazard_private.c.hazard_code, hazard_private.c.narrative)
    with engine.connect() as connection:
        return dict(connection.execute(query).all())


@pytest.mark.slow
def test_three_imports_of_one_file_at_once(
    seeded: Engine, private: Engine, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All have read the file and know of no receipt when the first of them begins to write."""
    ready, parsed = Barrier(3), Taker._parse

    def together(*arguments: Any) -> Any:
        done = parsed(*arguments)
        ready.wait(60)
        return done

    monkeypatch.setattr(Taker, "_parse", together)
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda _: import_paths(seeded.url, [ledger], **SAID), range(3)))
    assert sorted(report.files[0].outcome for report in reports) == ["loaded", "same", "same"]
    assert {(report.exit_status, len(report.files[0].faults)) for report in reports} == {(0, 0)}
    with seeded.connect() as connection:
        receipt = connection.execute(select(delivery.c.status, delivery.c.fault_count, delivery.c.rows_read)).one()
    assert receipt == ("loaded", 0, 20)
    assert (count(seeded, hazard), len(narratives(private)), count(private, delivery_private)) == (20, 20, 1)


def test_what_another_import_took_is_not_refused_afterwards(
    seeded: Engine, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file was taken by somebody else between reading it with faults and recording them."""
    parsed = Taker._parse

    def late(taker: Taker, *arguments: Any) -> Any:
        monkeypatch.setattr(Taker, "_parse", parsed)
        import_paths(seeded.url, [ledger], **SAID)
        done = parsed(taker, *arguments)
        done.faults.append(Fault("unknown_city", row=4))
        return done

    monkeypatch.setattr(Taker, "_parse", late)
    report = import_paths(seeded.url, [ledger], **SAID)
    assert (report.files[0].outcome, report.exit_status) == ("same", 0)
    with seeded.connect() as connection:
        assert connection.execute(select(delivery.c.status, delivery.c.fault_count)).all() == [("loaded", 0)]


def test_rows_come_into_both_places_or_into_none(
    seeded: Engine, private: Engine, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(private_rows, "write", crash)
    with pytest.raises(KeyboardInterrupt):
        import_paths(seeded.url, [ledger], **SAID)
    assert (count(seeded, hazard), count(seeded, delivery), narratives(private)) == (0, 0, {})


KILLED = """
import os, sys
from datetime import datetime
from pathlib import Path
from sqlalchemy import Engine, event
from seed.returns.importing import import_paths

@event.listens_for(Engine, "commit")
def die(connection):
    if "-private" in str(connection.engine.url) and connection.info.get("written"):
        os._exit(9)

@event.listens_for(Engine, "before_cursor_execute")
def see(connection, cursor, sql, *rest):
    if sql.startswith("INSERT INTO delivery_private"):
        connection.info["written"] = True

import_paths(sys.argv[1], [Path(sys.argv[2])], unit="哈尔滨市", received=datetime(2020, 7, 1, 10))
"""


@pytest.mark.slow
def test_killed_between_the_two_commits(databases: Databases, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files cannot be committed at once: what is left is found, completed by the next import, and said so."""
    url = databases.copy("sqlite", "seeded")
    address = url.render_as_string()
    monkeypatch.setenv("DATABASE_URL", address)
    done = subprocess.run([sys.executable, "-c", KILLED, address, str(ledger)], cwd=ROOT, check=False)
    assert done.returncode == 9
    with disposing(private_engine(url)) as engine:
        assert narratives(engine) == {}
        typed = [str(ledger), "--unit", "哈尔滨市", "--received", "2020-07-01T10:00"]
        completed = CliRunner().invoke(app, ["import", *typed])
        assert (completed.exit_code, "补全个人信息" in completed.output) == (0, True)
        assert "没有任何变化" not in completed.output
        assert len(narratives(engine)) == 20
        assert "没有任何变化" in CliRunner().invoke(app, ["import", *typed]).output


@pytest.fixture(scope="module")
def pairs(databases: Databases, ledger: Path) -> tuple[URL, URL]:
    """Two databases with the same returns, each with its own private file: to be copied."""
    one, other = databases.copy("sqlite", "seeded"), databases.copy("sqlite", "empty")
    initialise(other)
    for url in (one, other):
        import_paths(url, [ledger], **SAID)
    return one, other


@pytest.fixture
def two(databases: Databases, pairs: tuple[URL, URL]) -> tuple[Path, Path]:
    """The folders of copies of both."""
    one, other = (Path(str(databases.like(url).database)).parent for url in pairs)
    return one, other


def take(folder: Path, ledger: Path) -> str:
    report = import_paths(f"sqlite:///{folder / 'campaign.db'}", [ledger], **SAID)
    return report.files[0].outcome


def remove(folder: Path, name: str) -> None:
    for path in folder.glob(f"{name}*"):  # its journal too
        path.unlink()


@pytest.mark.parametrize("name", ["campaign.db", "campaign-private.db"])
def test_the_place_of_another_database_is_refused(two: tuple[Path, Path], ledger: Path, name: str) -> None:
    folder, other = two
    own = (folder / name).read_bytes()
    (folder / name).write_bytes((other / name).read_bytes())
    for refused in (lambda: initialise(f"sqlite:///{folder / 'campaign.db'}"), lambda: take(folder, ledger)):
        with pytest.raises(UsageError, match="another public database"):
            refused()
    (folder / name).write_bytes(own)
    assert take(folder, ledger) == "same"


def test_a_new_public_database_does_not_join_the_narratives_of_a_lost_one(two: tuple[Path, Path], ledger: Path) -> None:
    folder, _ = two
    remove(folder, "campaign.db")
    with pytest.raises(UsageError, match="another public database"):
        initialise(f"sqlite:///{folder / 'campaign.db'}")
    remove(folder, "campaign-private.db")
    assert initialise(f"sqlite:///{folder / 'campaign.db'}").paired
    assert take(folder, ledger) == "loaded"


def test_a_lost_private_place_is_filled_again_by_the_files(two: tuple[Path, Path], ledger: Path) -> None:
    folder, _ = two
    remove(folder, "campaign-private.db")
    assert initialise(f"sqlite:///{folder / 'campaign.db'}").paired
    assert take(folder, ledger) == "completed"
    with disposing(private_engine(f"sqlite:///{folder / 'campaign.db'}")) as engine:
        assert len(narratives(engine)) == 20


def test_ids_are_the_same_and_stay(seeded: Engine, private: Engine) -> None:
    def ids() -> list[Any]:
        with seeded.connect() as public, private.connect() as hidden:
            return [public.scalars(select(pairing.c.pair_id)).all(), hidden.scalars(select(pairing_private)).all()]

    before = ids()
    assert before[0] == before[1]
    assert len(before[0][0]) == 32
    assert not initialise(seeded.url).changed
    assert ids() == before
