"""`python -m data_access extract`: the same bytes as the pages' links, faults in words, nothing half written."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.database.days import end_of_day
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.files import manifest, stream_csv
from data_access.manifests import keys, signature
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from data_access.returns.reminders import letters_text

Run = Callable[..., Result]


@pytest.fixture
def run(campaign_engines: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("DATABASE_URL", campaign_engines.url.render_as_string(hide_password=False))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DASHBOARD_VAR", str(tmp_path / "var"))
    return lambda *words: CliRunner().invoke(app, ["extract", *words])


def page_bytes(engine: Engine, name: str, filters: Filters, lang: str = "zh", plain: bool = False) -> bytes:
    with snapshot(engine) as conn:
        return b"".join(stream_csv(conn, name, resolve(conn, filters, datetime.now(UTC)), lang, plain))


AS_OF = datetime(2020, 7, 3, 16, tzinfo=UTC)


def test_same_bytes_as_the_page(run: Run, campaign_engines: Engine, tmp_path: Path) -> None:
    said = run("obligations", "--city", "230100", "--line", "M5.3b", "--as-of", "2020-07-04T00:00", "-o", "x.csv")
    assert said.exit_code == 0
    filters = Filters(cities=("230100",), lines=("M5.3b",), as_of=AS_OF)
    assert (tmp_path / "x.csv").read_bytes() == page_bytes(campaign_engines, "obligations", filters)
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_hazards_narrowed_as_asked(run: Run) -> None:
    asked = ["hazards", "--plain", "--as-of", "2020-08-15T12:00", "-o", "-"]
    narrow = ["--grade", "general", "--industry", "city", "--industry", "other", "--source", "media", "--class", "A"]
    whole, some = (list(csv.DictReader(run(*asked, *more).stdout.splitlines())) for more in ([], narrow))
    expected = [
        row
        for row in whole
        if (row["grade"], row["source"], row["class"]) == ("general", "media", "A")
        and row["industry_group"] in ("city", "other")
    ]
    assert some == expected
    assert some
    county = whole[0]["adcode"]
    there = list(csv.DictReader(run(*asked, "--county", county).stdout.splitlines()))
    assert there == [row for row in whole if row["adcode"] == county]


def test_plain_to_standard_output(run: Run, campaign_engines: Engine) -> None:
    said = run("completion", "--plain", "--group", "city", "--as-of", "2020-07-03T16:00:00+00:00", "-o", "-")
    assert said.stdout_bytes == page_bytes(
        campaign_engines, "completion", Filters(groups=("city",), as_of=AS_OF), plain=True
    )


def test_a_day_means_its_end_and_the_name_says_it(run: Run, campaign_engines: Engine, tmp_path: Path) -> None:
    assert run("completion", "--as-of", "2020-06-16", "--city", "230100", "--lang", "zh").exit_code == 0
    (path,) = tmp_path.iterdir()
    assert path.name == "完成情况_2020-06-16T2359_哈尔滨市.csv"
    filters = Filters(cities=("230100",), as_of=end_of_day(datetime(2020, 6, 16, tzinfo=UTC).date(), "Asia/Shanghai"))
    assert path.read_bytes() == page_bytes(campaign_engines, "completion", filters)


def test_known_at_is_another_answer(run: Run) -> None:
    now = run("held-summary", "--plain", "--as-of", "2020-07-04T00:00", "-o", "-").stdout
    then = run("held-summary", "--plain", "--as-of", "2020-07-04T00:00", "--known-at", "2020-06-15", "-o", "-").stdout
    assert now.splitlines()[0] == then.splitlines()[0]
    held = [int(text.splitlines()[1].rsplit(",", 1)[1]) for text in (then, now)]
    assert held[0] < held[1]


def test_manifest_and_workbook(run: Run, campaign_engines: Engine, tmp_path: Path) -> None:
    asked = ["metrics", "--campaign", "AQY2020", "--as-of", "2020-07-04T00:00"]
    assert run(*asked, "--manifest", "-o", "m.json").exit_code == 0
    assert run(*asked, "--format", "xlsx", "-o", "m.xlsx").exit_code == 0
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(campaign="AQY2020", as_of=AS_OF), datetime.now(UTC))
        said = json.loads((tmp_path / "m.json").read_text("utf-8"))
        assert signature.check(said, keys.trusted_keys()) == "good"
        del said["signature"]
        assert said == manifest(conn, "metrics", q)
    assert (tmp_path / "m.xlsx").read_bytes()[:2] == b"PK"


def test_the_text_of_reminders(run: Run, campaign_engines: Engine, tmp_path: Path) -> None:
    said = run("reminders", "--format", "txt", "--city", "230100", "--as-of", "2020-07-04T00:00", "-o", "r.txt")
    assert said.exit_code == 0
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(cities=("230100",), as_of=AS_OF), datetime.now(UTC))
        assert (tmp_path / "r.txt").read_bytes().decode("utf-8-sig") == letters_text(conn, q, "zh")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nothing"], "no extract named 'nothing'; there are: obligations"),
        (["obligations", "--city", "230199", "--line", "M9"], "unknown: 230199, M9"),
        (["obligations", "--city", "230102"], "unknown: 230102"),
        (["obligations", "--group", "region"], "unknown: region"),
        (["obligations", "--campaign", "X"], "unknown: X"),
        (["hazards", "--grade", "grave", "--industry", "space", "--source", "tip"], "unknown: grave, space"),
        (["hazards", "--class", "a", "--county", "230100", "--county", "230102"], "unknown: a, 230100"),
        (["hazards", "--line", "A", "--class", "A"], "unknown: A"),  # known, but as another thing
        (["obligations", "--as-of", "yesterday"], "no instant: 'yesterday'"),
        (["obligations", "--as-of", "2020-06-31"], "no instant: '2020-06-31'"),
        (["obligations", "--plain", "--format", "xlsx"], "--plain is a form of CSV"),
        (["reminders", "--plain", "--format", "txt"], "--plain is a form of CSV"),
        (["obligations", "--format", "txt"], "obligations has no text to send on"),
    ],
)
def test_faults_are_named(run: Run, words: list[str], why: str, tmp_path: Path) -> None:
    said = run(*words)
    assert said.exit_code == 2
    assert why in said.stderr
    assert said.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_no_database_is_said_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    said = CliRunner().invoke(app, ["extract", "obligations"])
    assert said.exit_code == 2
    assert "seed init" in said.stderr


def test_an_error_leaves_no_file(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **_more: object) -> object:
        yield b"some"
        raise OSError("broken")

    monkeypatch.setattr("data_access.extracts.files.stream_csv", broken)
    assert run("obligations", "-o", "x.csv").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_list_describes_every_column(run: Run) -> None:
    said = "\n" + run("--list").stdout
    for extract in EXTRACTS.values():
        assert said.count(f"\n{extract.name}: ") == 1  # a twin is no other table
        for column in extract.columns:
            assert column.key in said or column.form == "screen"


@pytest.mark.slow
def test_as_a_program(campaign_db: Engine) -> None:
    environment = {**os.environ, "DATABASE_URL": str(campaign_db.url)}
    command = [sys.executable, "-m", "data_access", "extract", "held-summary", "--plain", "-o", "-"]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert done.stdout.startswith("place_code,place,held\r\nall,全省,".encode())


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("no address", "DATABASE_URL"),
        ("mysql://db1/ws", "postgresql://"),
        ("sqlite:///{folder}/none.db", "seed init"),
        ("sqlite:///{folder}", "DATABASE_URL"),
        ("postgresql://nobody@127.0.0.1:1/ws", "DATABASE_URL"),
    ],
)
@pytest.mark.parametrize("words", [["extract", "obligations", "-o", "-"], ["annex3", "-o", "-"]])
def test_a_database_that_cannot_be_read_is_told(
    url: str, told: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url.format(folder=tmp_path))
    said = CliRunner().invoke(app, words)
    assert (said.exit_code, said.stdout) == (2, "")
    assert told in said.stderr
    assert isinstance(said.exception, SystemExit)


@pytest.mark.parametrize("words", [["extract", "obligations"], ["annex3"], ["city-sheet", "--city", "230100"]])
def test_a_folder_that_is_not_there_is_told(words: list[str], run: Run) -> None:
    said = CliRunner().invoke(app, [*words, "-o", "missing/x.csv"])
    assert said.exit_code == 2
    assert "missing/x.csv" in said.stderr
    assert isinstance(said.exception, SystemExit)
