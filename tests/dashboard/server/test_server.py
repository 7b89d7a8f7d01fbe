"""The real server: a cold deep link runs the shell first, new data is noticed, a public address is refused."""

import os
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request

import pytest
from sqlalchemy import URL, text
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard import registry
from data_access.database.engine import write_engine
from tests.conftest import Databases
from tests.dashboard.session import session
from tests.server import OPENER, ROOT, Server, free_port, running, wait_until_healthy

pytestmark = pytest.mark.slow
SHOWN = "lang=en&city=230200&asof=2020-07-03"
PAGES = [entry.id for entry in registry.PAGES]


def keys(messages: list[ForwardMsg]) -> str:
    """Everything that was drawn, as one text: widget ids hold their keys."""
    return "\n".join(str(m.delta) for m in messages if m.WhichOneof("type") == "delta")


@pytest.mark.parametrize("page", ["overview", "extracts"])
def test_a_cold_deep_link_runs_the_shell_first(page: str, databases: Databases, tmp_path: Path) -> None:
    """On a fresh process nobody has opened any page yet: Streamlit would run a sibling page without the shell.

    The default page and one of the others: which other makes no difference, the shell runs before it is looked up.
    """
    url = databases.template("sqlite", "campaign").render_as_string(hide_password=False)
    with running(url, tmp_path, DASHBOARD_VAR=str(tmp_path / "var")) as server, session(server) as reader:
        messages = reader.run("" if page == "overview" else page, "lang=en&city=230100")
        drawn = keys(messages)
        (navigation,) = [m.navigation for m in messages if m.WhichOneof("type") == "navigation"]
        assert [p.url_pathname or "overview" for p in navigation.app_pages] == PAGES
        first = drawn.index("marks_filters")
        assert first < drawn.index(".csv")
        assert "error number" not in drawn


def test_an_open_page_notices_new_data_and_keeps_what_was_chosen(databases: Databases, tmp_path: Path) -> None:
    url = databases.copy("sqlite", "campaign")
    place = {"DASHBOARD_VAR": str(tmp_path / "var")}
    with running(url.render_as_string(), tmp_path, **place) as server, session(server) as reader:
        messages = reader.run("city", SHOWN)
        ticks = [m.auto_rerun for m in messages if m.WhichOneof("type") == "auto_rerun"]
        (ticking,) = {tick.fragment_id for tick in ticks}
        assert max(tick.interval for tick in ticks) <= 10
        time.sleep(5)
        quiet = reader.run("city", SHOWN, fragment_id=ticking)
        assert [m for m in quiet if m.HasField("delta") and m.delta.HasField("new_element")] == []
        touch(url)
        time.sleep(1.1)
        again = keys(reader.run("city", SHOWN, drawn="marks_filters", fragment_id=ticking))
        assert "Qiqihar" in again


def touch(url: URL) -> None:
    """Change one fact, as another system would."""
    engine = write_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE obligation SET updated_at = '2031-01-01 00:00:00.000000'"))
    engine.dispose()


def test_foreign_pages_and_hidden_endpoints(databases: Databases, tmp_path: Path) -> None:
    url = databases.template("sqlite", "seeded").render_as_string()
    with running(url, tmp_path, DASHBOARD_VAR=str(tmp_path / "var")) as server:
        for path, headers, status in (
            ("/_stcore/metrics", {}, 404),
            ("/", {"Host": "evil.example"}, 421),
            ("/", {"Origin": "http://evil.example"}, 403),
        ):
            with pytest.raises(HTTPError) as refused:
                OPENER.open(Request(server.url + path, headers=headers), timeout=10)
            refused.value.close()
            assert refused.value.code == status
        with OPENER.open(f"{server.url}/readyz", timeout=10) as ready:
            assert ready.headers["Cache-Control"] == "no-store"
        started = time.monotonic()
        assert handshake(server, Origin="http://evil.example") == 403
        assert time.monotonic() - started < 2  # Streamlit itself would first ask the internet for its own address
        assert handshake(server, Origin=server.url) == 101


def handshake(server: Server, **told: str) -> int:
    """The status of a websocket handshake with these headers."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    headers = {
        **told,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": "streamlit",
    }
    with closing(connection):
        connection.request("GET", "/_stcore/stream", headers=headers)
        return connection.getresponse().status


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.port"],
        ["-m", "uvicorn", "app:app", "--host", "0.0.0.0", "--port"],
    ],
)
def test_a_public_address_is_refused_with_a_sentence(command: list[str], databases: Databases, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": databases.template("sqlite", "seeded").render_as_string(),
        "DASHBOARD_VAR": str(tmp_path / "var"),
    }
    ended = subprocess.run(
        [sys.executable, *command, str(free_port())],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "sign-in is not configured" in ended.stderr + ended.stdout
    assert "未启用登录" in ended.stderr + ended.stdout


def test_uvicorn_alone_serves_the_same(databases: Databases, tmp_path: Path) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": databases.template("sqlite", "campaign").render_as_string(),
        "DASHBOARD_VAR": str(tmp_path / "var"),
    }
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        server = Server(f"http://127.0.0.1:{port}", process.pid, tmp_path / "log")
        wait_until_healthy(server.url, process, server.log)
        with session(server) as reader:
            assert "marks_filters" in keys(reader.run("map"))
    finally:
        process.terminate()
        process.wait(20)
