"""Steps that once lost or mixed real data, typed as an operator types them: what is said, and that nothing is lost."""

import re
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from typer.testing import CliRunner

from data_access.database.engine import disposing, write_engine
from data_access.database.schema import activity, campaign_unit, delivery, hazard, hazard_event, load_log
from seed.__main__ import app
from tests.conftest import Databases
from tests.intake.files import ACTIVITIES, HAZARDS, ROSTER, data, put
from tests.intake.told import told

pytestmark = pytest.mark.slow

RECEIVED = "2020-07-01T10:00"


@pytest.fixture
def typed(seeded: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    return seeded


def run(*words: str | Path) -> tuple[int, str]:
    """Exit status and everything that was printed."""
    result = CliRunner().invoke(app, [*map(str, words)])
    return result.exit_code, result.output


def send(path: Path, unit: str = "哈尔滨市", received: str = RECEIVED, *more: str) -> tuple[int, str]:
    """`seed import` of a single file."""
    return run("import", path, "--unit", unit, "--received", received, *more)


def rows(engine: Engine, *columns: Any) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(*columns)))


def count(engine: Engine, table: Any) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def file(folder: Path, name: str, content: bytes) -> Path:
    put(folder, name, content)
    return folder / name


def ledger(kind: Any, *changes: dict[str, Any], headings: dict[str, str] | None = None, form: str = "csv") -> bytes:
    """The usual first row once for each of `changes`, with these values."""
    names = kind.headings()
    made = [[{**dict(zip(names, kind.rows[0], strict=True)), **change}[name] for name in names] for change in changes]
    return data([[(headings or {}).get(name, name) for name in names], *made], form)  # type: ignore[arg-type]


def numbered(count: int, **values: Any) -> list[dict[str, Any]]:
    return [{"隐患编号": f"YH-{number:06}", **values} for number in range(1, count + 1)]


class TestARealDatabaseIsNeverEmptied:
    def test_a_file_tried_as_sample(self, typed: Engine, tmp_path: Path) -> None:
        real = file(tmp_path, "隐患台账_real.csv", ledger(HAZARDS, *numbered(6)))
        tried = file(tmp_path, "活动台账_x.csv", ledger(ACTIVITIES, {"活动编号": "X1"}))
        then = file(tmp_path, "活动台账_real.csv", ledger(ACTIVITIES, {"活动编号": "R1"}))
        assert send(real)[0] == 0
        before = rows(typed, load_log.c.id, load_log.c.label)
        status, said = send(tried, "哈尔滨市", "2020-07-02T10:00", "--label", "sample")
        assert status != 0
        assert re.search("示例|真实", said)
        assert rows(typed, load_log.c.id, load_log.c.label) == before
        assert send(then, "哈尔滨市", "2020-07-03T10:00")[0] == 0
        assert count(typed, hazard) == 6
        assert rows(typed, activity.c.code) == [("R1",)]
        assert rows(typed, load_log.c.id, load_log.c.label)[: len(before)] == before

    def test_only_the_roster_is_real(self, typed: Engine, tmp_path: Path) -> None:
        put(tmp_path / "office", ROSTER.name, data(ROSTER.cells(), "xlsx"))
        assert run("import", tmp_path / "office")[0] == 0
        stated = rows(typed, campaign_unit.c.org_unit_id, campaign_unit.c.provenance)
        run("start")
        assert count(typed, delivery) == 0
        real = file(tmp_path, "活动台账_real.csv", ledger(ACTIVITIES, {"活动编号": "R1"}))
        assert send(real)[0] == 0
        assert rows(typed, campaign_unit.c.org_unit_id, campaign_unit.c.provenance) == stated

    def test_one_real_row_does_not_relabel_the_samples(
        self, imported: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", imported.url.render_as_string(hide_password=False))
        before = count(imported, hazard), count(imported, delivery), count(imported, load_log)
        real = file(tmp_path, "活动台账_real.csv", ledger(ACTIVITIES, {"活动编号": "R1"}))
        status, said = send(real)
        assert status != 0
        assert "--replace-invented" in said
        assert (count(imported, hazard), count(imported, delivery), count(imported, load_log)) == before
        status, said = send(real, "哈尔滨市", RECEIVED, "--replace-invented")
        assert status == 0
        assert count(imported, hazard) == 0
        assert rows(imported, activity.c.code) == [("R1",)]
        dumps = [Path(found) for found in re.findall(r"[^\s：:，,“”]*/[^\s，,。“”]+", said)]
        assert [path for path in dumps if path.exists()], said


class TestOneCityDoesNotChangeAnother:
    def test_the_same_numbers_in_two_cities(self, typed: Engine, tmp_path: Path) -> None:
        theirs = {"市(地)": "大庆市", "县(市、区)": "萨尔图区", "隐患级别": "重大", "整改完成日期": None,
                  "验收日期": None, "验收结果": None, "销号日期": None}  # fmt: skip
        first = file(tmp_path, "大庆/隐患台账.csv", ledger(HAZARDS, *numbered(3, **theirs)))
        ours = file(tmp_path, "哈尔滨/隐患台账.csv", ledger(HAZARDS, *numbered(3, 隐患级别="一般")))
        assert send(first, "大庆市")[0] == 0
        about = (hazard.c.code, hazard.c.adcode, hazard.c.grade, hazard.c.closed_at)
        before, events = rows(typed, *about), count(typed, hazard_event)
        status, said = send(ours, "哈尔滨市", "2020-07-02T10:00")
        after = rows(typed, *about)
        assert [row for row in after if row[1].startswith("2306")] == before
        if status:
            assert count(typed, hazard_event) == events
            assert "第 2 行 · “隐患编号”" in said
            assert "大庆市" in said
        third = file(tmp_path, "哈尔滨/隐患台账_2.csv", ledger(HAZARDS, *numbered(3, **theirs)))
        status, said = send(third, "哈尔滨市", "2020-07-03T10:00")
        assert status != 0, "a city's ledger that names another city"
        assert "第 2 行" in said
        assert rows(typed, *about) == after


def test_a_misspelt_heading_loses_no_figure(typed: Engine, tmp_path: Path) -> None:
    changes = [{"活动编号": f"HD{n}", "现场参与人次": 100 + n} for n in range(12)]
    good = file(tmp_path, "活动台账_1.csv", ledger(ACTIVITIES, *changes))
    wrong = file(tmp_path, "活动台账_2.csv", ledger(ACTIVITIES, *changes, headings={"现场参与人次": "现场参与人数"}))
    assert send(good)[0] == 0
    status, said = send(wrong, "哈尔滨市", "2020-07-02T10:00")
    assert status != 0
    assert "现场参与人次" in said
    assert "现场参与人数" in said
    people = select(func.sum(activity.c.attendance_onsite)).where(activity.c.superseded_at.is_(None))
    with typed.connect() as connection:
        assert connection.execute(people).scalar_one() == 1266


def test_a_stray_comma_moves_no_private_text(typed: Engine, tmp_path: Path) -> None:
    headings = [c.heading for c in HAZARDS.columns if c.heading not in ("隐患概况", "场所类型", "单位名称", "备注")]
    usual = dict(zip(HAZARDS.headings(), HAZARDS.rows[0], strict=True))
    row = ",".join("" if usual[name] is None else str(usual[name]) for name in headings)
    text = (
        ",".join([*headings, "隐患概况", "场所类型", "单位名称"])
        + f"\n{row},通道堵塞,举报人张三13900001111,仓库,某公司\n"
    )
    status, said = send(file(tmp_path, "隐患台账.csv", text.encode()))
    assert status != 0
    assert "第 2 行" in said
    assert "13900001111" not in said
    assert count(typed, hazard) == 0


@pytest.mark.parametrize(
    "number", ["＝cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "+1+1", "=1+1", "\t=1+1"]
)
def test_no_number_is_a_formula(typed: Engine, tmp_path: Path, number: str) -> None:
    status, said = send(file(tmp_path, "隐患台账.csv", ledger(HAZARDS, {"隐患编号": number})))
    assert status != 0
    assert "第 2 行 · “隐患编号”" in said
    assert count(typed, hazard) == 0


def test_samples_that_were_cut_off_are_completed(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed `seed samples`: the next one brings all of them, not what was left."""
    url, whole = databases.copy("sqlite", "seeded"), databases.template("sqlite", "campaign")
    command = [sys.executable, "-m", "seed", "samples"]
    monkeypatch.setenv("DATABASE_URL", str(url))
    with disposing(write_engine(url)) as engine:
        child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while child.poll() is None and count(engine, delivery) < 30:
            sleep(0.05)  # whoever counts locks the database for a moment
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert 30 <= count(engine, delivery) < 150
    assert run("samples")[0] == 0
    assert told(url, {}) == told(whole, {})
    databases.drop(url)
