"""The commands of those who administer, and that commands which take data out or bring it in are recorded."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from data_access.__main__ import app
from data_access.access import grants, sessions
from data_access.access.audit import acting, record
from data_access.access.audit.chain import Chain
from data_access.access.audit.line import written
from data_access.access.place import opened
from data_access.access.viewer import Viewer
from data_access.administration import grants as commands, sessions as session_commands
from seed.__main__ import app as seed_app
from tests.data_access.access.conftest import configure_audit

Run = Callable[..., Result]


def sit_down(who: str, changed: pytest.MonkeyPatch) -> None:
    """From now on this account of the machine runs the commands."""
    for module in (commands, session_commands, acting):
        changed.setattr(module, "operator", lambda: Viewer(f"os:{who}", who, "", frozenset()))


@pytest.fixture
def run(seeded: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Run]:
    """Run a command over a campaign without returns, as root; its access data and its audit are its own."""
    address = seeded.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", address)
    if seeded.dialect.name == "postgresql":
        monkeypatch.setenv("ACCESS_URL", address)
    monkeypatch.chdir(tmp_path)
    configure_audit(tmp_path, monkeypatch)
    sit_down("root", monkeypatch)
    assert CliRunner().invoke(app, ["access-init"]).exit_code == 0
    yield lambda *words, of=app: CliRunner().invoke(of, list(words))
    monkeypatch.undo()
    record.forget()


def lines() -> list[dict[str, Any]]:
    chain = record.open_chain()
    assert chain
    return [json.loads(raw) for path in chain.files() for raw in path.read_bytes().splitlines()]


def test_first_administrator_is_appointed_and_lets_others_in(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("grant", "u1", "province", "--name", "王", "--unit", "省厅")
    assert (refused.exit_code, "不是安全管理员" in refused.stderr) == (2, True)
    assert run("grant", "os:li", "security", "--name", "李明", "--unit", "省厅").exit_code == 0
    sit_down("li", monkeypatch)
    assert run("grant", "u1", "city", "双鸭山市", "--name", "王", "--unit", "市局").output == "u1: + city 230500\n"
    assert run("grant", "u1", "download", "--until", "2099-06-30").exit_code == 0
    assert (
        run("grant", "u2", "importer", "哈尔滨市", "--name", "赵", "--unit", "市局").output == "u2: + importer 230100\n"
    )
    told = re.sub(r"20\d\d-\d\d-\d\d \d\d:\d\dZ\)", "…)", run("who", "u1").output)
    end = " → 2099-06-30 15:59Z"
    assert told == f"u1  王  市局\n  city 230500  (os:li, …)\n  download{end}  (os:li, …)\n"
    assert run("revoke", "u1", "city", "双鸭山").output == "u1: - city 230500\n"
    assert run("revoke", "u1").output == "u1: - download\n"
    events = [(line["event"], line["ok"], line["who"]["id"], line["facts"].get("right")) for line in lines()]
    assert events == [
        ("grant", False, "os:root", "province"),
        ("grant", True, "os:root", "security"),
        ("grant", True, "os:li", "city 230500"),
        ("grant", True, "os:li", "download"),
        ("grant", True, "os:li", "importer 230100"),
        ("revoke", True, "os:li", "city 230500"),
        ("revoke", True, "os:li", "all"),
    ]


REFUSED = [
    (("grant", "u1", "city", "北京市"), "没有“北京市”"),
    (("grant", "u1", "city", "110100"), "没有“110100”"),
    (("grant", "u1", "importer", "某局"), "没有“某局”"),
    (("grant", "u1", "city"), "city 须写市"),
    (("grant", "u1", "office", "--until", "tomorrow"), "no instant"),
    (("revoke", "u1", "office"), "不是安全管理员"),
    (("disable", "u1"), "不是安全管理员"),
    (("sessions", "end"), "会话编号"),
]


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("words", "why"), REFUSED, ids=lambda one: " ".join(one) if isinstance(one, tuple) else "")
def test_refused_in_a_sentence(run: Run, words: tuple[str, ...], why: str) -> None:
    said = run(*words)
    assert (said.exit_code, why in said.stderr, said.stdout) == (2, True, "")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_who_of_nobody(run: Run) -> None:
    assert run("who").exit_code == 0
    assert run("who", "u1").exit_code == 1


def test_sessions_are_listed_and_ended(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    access = opened()
    run("grant", "os:li", "security", "--name", "李明", "--unit", "省厅")
    sit_down("li", monkeypatch)
    run("grant", "u1", "office", "--name", "王", "--unit", "省厅")
    cookie, first = sessions.begin(access, "u1", "10.0.0.7", "oidc")
    sessions.begin(access, "u1", "10.0.0.8", "proxy")
    assert "10.0.0.7" in run("sessions", "list").stdout
    assert "1 " in run("sessions", "end", first.number).stdout
    assert sessions.find(access, cookie) is None
    assert "0 " in run("sessions", "end", first.number).stdout
    assert run("disable", "u1").exit_code == 0
    assert run("sessions", "list").stdout == ""
    assert grants.viewer_of(access, "u1") is None
    assert [line["event"] for line in lines()][-3:] == ["session", "session", "disable"]
    access.dispose()


def test_what_is_taken_out_and_brought_in_is_recorded(run: Run, tmp_path: Path) -> None:
    done = run("extract", "obligations", "--city", "230500", "-o", "x.csv")
    assert done.exit_code == 0, done.stderr
    begin, end = lines()
    assert begin["facts"] == {"phase": "start", "extract": "obligations", "form": "csv", "cities": ["230500"]}
    rows = (tmp_path / "x.csv").read_bytes().count(b"\r\n") - 1
    assert (end["ok"], end["facts"]["rows"], end["facts"]["of"]) == (True, rows, 1)
    assert end["facts"]["sha256"] == sha256((tmp_path / "x.csv").read_bytes()).hexdigest()
    assert run("city-sheet", "--city", "230500", "-o", "x.docx").exit_code == 0
    assert len([value for value in lines()[3]["facts"].values() if re.fullmatch("[0-9a-f]{64}", str(value))]) == 1


FAILED = [
    (app, ("extract", "obligations", "--city", "999999"), "file"),
    (app, ("bulletin", "--published", "7"), "file"),
    (app, ("brief", "--html", "--as-of", "never"), "file"),
    (seed_app, ("import", "missing.xlsx", "--unit", "哈尔滨市", "--received", "2020-07-01T08:00"), "import"),
    (seed_app, ("publish-bulletin", "--label", "1", "--as-of", "2020-07-04"), "publish"),
    (seed_app, ("remove", "NONE-1"), "remove"),
    (seed_app, ("demo", "--notice", "NONE-1"), "demo"),
]


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("of", "words", "event"), FAILED, ids=lambda one: one if isinstance(one, str) else "")
def test_what_failed_is_recorded_as_failed(run: Run, of: Any, words: tuple[str, ...], event: str) -> None:
    assert run(*words, of=of).exit_code != 0
    begin, end = lines()
    assert (begin["event"], end["event"], begin["ok"], end["ok"]) == (event, event, True, False)
    assert end["who"]["id"].startswith("os:")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_no_file_without_a_record(run: Run, tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("no folder")
    said = run("extract", "obligations", "-o", "x.csv")
    assert (said.exit_code, "审计记录无法写入" in said.stderr) == (2, True)
    assert not (tmp_path / "x.csv").exists()


def old_record(chain: Chain, days: int) -> None:
    """A line a day, the oldest `days` days ago; each person signs in under the number of the day."""
    for ago in range(days, 0, -1):
        now = datetime.now(UTC) - timedelta(days=ago)
        said = written("signin", Viewer(f"u{ago}", "=cmd", "", frozenset()), True, "", {}, now, chain.host)
        chain.append(said, now, False)


def test_record_is_verified_read_out_and_pruned(run: Run, tmp_path: Path) -> None:
    chain = record.open_chain()
    assert chain
    old_record(chain, 190)
    assert run("audit", "verify").exit_code == 0
    week_ago = chain.files()[-7].read_bytes()
    assert run("audit", "export", "--person", "u7", "--event", "signin").stdout_bytes == week_ago
    since = (datetime.now(UTC) - timedelta(days=3)).date()
    assert (
        run("audit", "export", "--since", str(since), "--event", "signin", "--format", "csv", "-o", "x.csv").exit_code
        == 0
    )
    table = (tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (len(table), "'=cmd" in table[1]) == (4, True)
    assert "6" in run("audit", "prune").stdout
    assert "0" in run("audit", "prune").stdout.rpartition("deleted")[2]
    assert run("audit", "verify").exit_code == 0
    facts = [line["facts"] for line in lines() if line["event"] == "prune"]
    assert [fact["last"] for fact in facts] == [6]
    chain.files()[0].unlink()
    broken = run("audit", "verify")
    assert (broken.exit_code, "没有清理记录" in broken.stdout) == (1, True)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_record_that_is_not_whole_is_not_pruned(run: Run) -> None:
    chain = record.open_chain()
    assert chain
    old_record(chain, 186)
    path = chain.files()[0]
    path.write_bytes(path.read_bytes().replace(b"signin", b"page"))
    refused = run("audit", "prune")
    assert (refused.exit_code, path.name in refused.stderr, path.exists()) == (2, True, True)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_nothing_configured_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FOLDER", "KEY_FILE", "ANCHOR"):
        monkeypatch.delenv(f"AUDIT_{name}")
    record.forget()
    assert "没有配置审计" in run("audit", "verify").stderr
