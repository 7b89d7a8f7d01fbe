"""What an act leaves in the record, and what happens where it cannot be written."""

import json
import os
import pwd
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import Engine, select

from data_access.access import grants
from data_access.access.audit import record
from data_access.access.audit.chain import Chain
from data_access.access.audit.record import audit, is_recorded, operator, recorded
from data_access.access.audit.settings import AuditError
from data_access.access.audit.verify import verify
from data_access.access.place import AccessError
from data_access.access.rights import Right
from data_access.access.tables import audit as audit_table
from data_access.access.viewer import Viewer
from tests.data_access.access.conftest import configure_audit

LEADER = Viewer("u1", "王", "市局", frozenset({"city"}), ("230500",), session="abc")
ROOT = Viewer("os:root", "root", "", frozenset())


def lines(chain: Chain) -> list[dict[str, Any]]:
    return [json.loads(raw) for path in chain.files() for raw in path.read_bytes().splitlines()]


def test_nothing_is_recorded_without_settings() -> None:
    record.forget()
    assert not is_recorded()
    assert audit("signin", LEADER, True) is None


def test_line_says_who_what_from_where_and_whether_it_came_to_be(chain: Chain) -> None:
    assert audit("page", LEADER, True, address="10.0.0.7", page="majors", filters={"city": ["230500"]}) == 1
    assert audit("signin", None, False, address="10.0.0.8", why="unknown") == 2
    first, second = lines(chain)
    who = {"id": "u1", "name": "王", "unit": "市局", "roles": ["city"], "cities": ["230500"], "session": "abc"}
    assert (first["who"], first["ok"], first["address"]) == (who, True, "10.0.0.7")
    assert first["facts"] == {"page": "majors", "filters": {"city": ["230500"]}}
    assert (second["event"], second["who"], second["ok"], second["facts"]) == ("signin", {}, False, {"why": "unknown"})


HOSTILE = ["a\nb", "\x00\x1b[31m", "\ud800", '","mac":"0"}', "\u2028", "x" * 5000, "王" * 2001]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_line(chain: Chain, text: str) -> None:
    audit("page", Viewer(text, text, text, frozenset()), True, address=text, page=text, filters={text: [text]})
    audit("page", None, True)
    assert verify(chain).faults == []
    assert len(lines(chain)) == 2
    assert len(lines(chain)[0]["facts"]["page"]) < 2020


def test_end_of_an_act_tells_what_was_found(chain: Chain) -> None:
    with recorded("file", LEADER, {"name": "majors"}) as found:
        found |= {"rows": 7, "sha256": "ab"}
    begin, end = lines(chain)
    assert begin["facts"] == {"phase": "start", "name": "majors"}
    assert end["facts"] == {"phase": "end", "of": 1, "rows": 7, "sha256": "ab"}


@pytest.mark.parametrize(
    ("fault", "ok", "told"),
    [
        (GeneratorExit(), False, "GeneratorExit"),
        (KeyboardInterrupt(), False, "KeyboardInterrupt"),
        (typer.Exit(2), False, "Exit"),
        (typer.Exit(0), True, None),
    ],
)
def test_act_that_was_broken_off_says_so(chain: Chain, fault: BaseException, ok: bool, told: str | None) -> None:
    def act() -> None:
        with recorded("file", LEADER, {}) as found:
            found["rows"] = 3
            raise fault

    with pytest.raises(type(fault)):
        act()
    end = lines(chain)[1]
    assert (end["ok"], end["facts"].get("aborted"), end["facts"]["rows"]) == (ok, told, 3)


def test_nothing_begins_where_nothing_can_be_written(chain: Chain) -> None:
    chain.folder.write_text("no folder")
    done = []
    with pytest.raises(AuditError, match="审计记录无法写入"), recorded("import", operator(), {}):
        done.append(1)
    assert done == []


def test_full_disk_is_an_error_and_no_half_line(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    audit("page", LEADER, True)
    monkeypatch.setattr(os, "write", lambda handle, data: len(data) // 2)
    with pytest.raises(AuditError, match="only a part"):
        audit("page", LEADER, True)


def test_operator_is_an_account_of_the_machine() -> None:
    assert operator().id.startswith("os:")
    assert not operator().roles


def test_change_of_rights_is_recorded_before_it_counts(access: Engine, chain: Chain) -> None:
    with pytest.raises(AccessError):
        grants.grant(access, "u1", Right("office"), ROOT, name="王", unit="局")
    grants.grant(access, "os:li", Right("security"), ROOT, name="李", unit="厅")
    told = [(line["event"], line["ok"], line["who"]["id"], line["facts"]["person"]) for line in lines(chain)]
    assert told == [("grant", False, "os:root", "u1"), ("grant", True, "os:root", "os:li")]
    (chain.anchor / "latest").unlink()
    chain.anchor.rmdir()
    chain.anchor.write_text("no folder")
    before = grants.who(access)
    with pytest.raises(AuditError):
        grants.grant(access, "u1", Right("office"), Viewer("os:li", "", "", frozenset()), name="王", unit="局")
    assert grants.who(access) == before


SCRIPT = """
import sys
from threading import Thread
from data_access.access.audit.record import audit
def work():
    for number in range(25):
        audit("page", None, True, number=number)
threads = [Thread(target=work) for _ in range(2)]
[one.start() for one in threads]
[one.join() for one in threads]
"""


def test_processes_and_threads_write_one_chain(chain: Chain) -> None:
    started = [subprocess.Popen([sys.executable, "-c", SCRIPT], env=dict(os.environ)) for _ in range(2)]
    assert [one.wait(60) for one in started] == [0, 0]
    verdict = verify(chain)
    assert (verdict.lines, verdict.last, verdict.faults) == (100, 100, [])


def test_process_that_was_stopped_with_the_lock_holds_nobody_for_ever(
    chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit("page", LEADER, True)
    monkeypatch.setattr("data_access.access.audit.chain.WAIT", 0.05)
    holder = "import fcntl,os,sys,time;fcntl.flock(os.open(sys.argv[1],2),2);print(flush=True);time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(chain.folder / "lock")], stdout=subprocess.PIPE
    ) as stopped:
        assert stopped.stdout
        stopped.stdout.readline()
        with pytest.raises(AuditError):
            audit("page", LEADER, True)
        stopped.kill()
    assert audit("page", LEADER, True) == 2


@pytest.mark.postgresql
@pytest.mark.parametrize("backend", ["postgresql"])
def test_lines_of_all_machines_come_together_in_postgresql(access: Engine, chain: Chain) -> None:
    audit("signin", LEADER, False, address="10.0.0.7")
    with access.connect() as connection:
        row = connection.execute(select(audit_table)).one()
    assert (row.n, row.event, row.success, row.person_id, row.session, row.address) == (
        1, "signin", False, "u1", "abc", "10.0.0.7",
    )  # fmt: skip
    assert row.line.encode() == chain.files()[0].read_bytes().rstrip(b"\n")
    hostile = "\x00\ud800" + "x" * 5000
    assert audit("signin", Viewer(hostile, hostile, "", frozenset()), False, address=hostile) == 2
    with access.begin() as connection:
        connection.exec_driver_sql("DROP TABLE audit")
    with pytest.raises(AuditError, match="写不进数据库"):
        audit("signin", LEADER, True)


@pytest.fixture
def collector(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """A socket that listens, and its address as the setting writes it."""
    kind = request.param
    made = socket.socket(
        socket.AF_UNIX if kind == "unix" else socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM
    )
    made.settimeout(5)
    with made:
        made.bind(str(tmp_path / "log") if kind == "unix" else ("127.0.0.1", 0))
        if kind == "tcp":
            made.listen()
        yield f"unix://{tmp_path}/log" if kind == "unix" else f"{kind}://127.0.0.1:{made.getsockname()[1]}", made


@pytest.mark.parametrize("collector", ["udp", "tcp", "unix"], indirect=True)
def test_lines_go_to_the_collector_as_rfc_5424_says(
    collector: tuple[str, socket.socket], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, listening = collector
    configure_audit(tmp_path, monkeypatch, SYSLOG=address)
    audit("signin", LEADER, False, address="10.0.0.7")
    audit("signin", LEADER, True)
    if address.startswith("tcp"):
        with listening.accept()[0] as connection, connection.makefile("rb") as stream:
            received = []
            for _ in range(2):
                size = b""
                while (sign := stream.read(1)) != b" ":
                    size += sign
                received.append(stream.read(int(size)))
    else:
        received = [listening.recv(65535) for _ in range(2)]
    chain = record.open_chain()
    assert chain
    for got, said, priority in zip(
        received, chain.files()[0].read_bytes().splitlines(), (b"<108>1", b"<110>1"), strict=True
    ):
        head, text = got.split(b"\xef\xbb\xbf")
        fields = head.split(b" ")
        assert fields[0] == priority
        assert fields[1].decode() == json.loads(said)["at"]
        assert fields[3:] == [b"safety-campaign", str(os.getpid()).encode(), b"signin", b"-", b""]
        assert text == said
    record.forget()


def test_collector_that_is_away_stops_nobody_and_is_told_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    configure_audit(tmp_path, monkeypatch, SYSLOG=f"unix://{tmp_path}/log")
    monkeypatch.setattr("data_access.access.audit.syslog.PAUSE", 0)
    assert [audit("page", LEADER, True) for _ in range(3)] == [1, 2, 3]
    assert "does not answer" in caplog.text
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(str(tmp_path / "log"))
        audit("page", LEADER, True)
        assert made.recv(65535).endswith(b'{"lost":3}')
        assert b'"n":4' in made.recv(65535)
    record.forget()


def test_account_that_logged_in_is_told_behind_sudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {}
    for text in ("65534", "4294967295", "", "0"):
        (tmp_path / "loginuid").write_text(text)
        monkeypatch.setattr(record, "LOGIN", tmp_path / "loginuid")
        told[text] = operator().name
    mine = pwd.getpwuid(os.getuid()).pw_name
    assert told == {"65534": "nobody", "4294967295": mine, "": mine, "0": "root"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_command_of_root_does_not_shut_out_the_service(chain: Chain) -> None:
    for place in (chain.folder, chain.anchor):
        place.mkdir()
        os.chown(place, 65534, 65534)
    audit("grant", ROOT, True)
    made = [*chain.folder.iterdir(), *chain.anchor.iterdir()]
    assert {path.name.split("-")[0] for path in made} == {"lock", "audit", "latest"}
    assert {(path.stat().st_uid, path.stat().st_mode & 0o777) for path in made} == {(65534, 0o600)}
