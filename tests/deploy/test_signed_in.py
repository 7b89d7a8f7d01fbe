"""nginx and HAProxy by the samples, with sign-in: what a reader sends as identity or address does not pass, a session
does, and the audit knows where the reader is.
"""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, update
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus

from dashboard.signed_in import COOKIE
from data_access.access import grants, sessions
from data_access.access.place import engine_at, opened
from data_access.access.rights import Right
from data_access.access.tables import session as table
from data_access.i18n import t
from drills.tools.processes import folder
from drills.tools.proxies import PROXIES, Proxy, proxied
from tests.conftest import Databases
from tests.dashboard.server.sign_in.conftest import CONSOLE, LEADER, SECURITY, audited
from tests.dashboard.server.test_server import handshake
from tests.dashboard.session import session
from tests.deploy.echo import Echo, echoing
from tests.deploy.test_proxies import ASKED, get
from tests.server import Server, free_port, running
from tests.tally import Tally

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("proxies")]
SENT = {
    "X_Identity": "leader",
    "X_Forwarded_For": "6.6.6.6",
    "X_Real_IP": "6.6.6.6",
    "Forwarded": "for=6.6.6.6",
}
"""What a reader might send; the names' underscores are hyphens on the way."""


@pytest.mark.parametrize("proxy", PROXIES)
def test_identity_and_address_from_outside_do_not_pass(proxy: Proxy) -> None:
    with echoing() as port, folder(proxy) as place, proxied(proxy, place, [port, port], signed_in=True) as url:
        told = json.loads(get(Server(url, 0, place), "/", **SENT).body)["headers"]
    passed = {name.lower(): value for name, value in told}
    assert {name for name in passed if name in ("x-identity", "forwarded", "x-real-ip")} == set()
    assert [value for name, value in told if name.lower() == "x-forwarded-for"] == ["127.0.0.1"]


SMUGGLED = (
    b"X-Identity: leader",
    b"x-IDENTITY: leader",
    b"X-Identity:leader\r\nX-Identity: leader",
    b"X-Identity : leader",
    b"X-Identity\t: leader",
    b" X-Identity: leader",
    b"A: b\r\n X-Identity: leader",
    b"A: b\r\n\tX-Identity: leader",
    b"A: b\nX-Identity: leader",
    b"A: b\rX-Identity: leader",
    b"A: b\x00\r\nX-Identity: leader",
    b"X-Identity\x00: leader",
    b"X-Identity\x0b: leader",
    b"X-Identity\xa0: leader",
    b"Connection: close, X-Forwarded-For, X-Identity\r\nX-Identity: leader",
    b"Trailer: X-Identity\r\nX-Identity: leader",
    b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX-Identity: leader",
    b"Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX-Identity: leader",
    b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX-Identity: leader",
    b"Content-Length: 0\r\nContent-Length: 60\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX-Identity: leader",
    b"Content-Length: 0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX-Identity: leader",
)
"""Lines, and second requests, by which an identity might come past a proxy."""


def send(port: int, raw: bytes) -> None:
    """Send bytes, and wait until the other side has said all that it says."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(raw)
        connection.settimeout(0.1)
        with suppress(OSError):
            while connection.recv(65536):
                pass


@pytest.mark.parametrize("proxy", PROXIES)
def test_no_way_of_writing_an_identity_passes(proxy: Proxy, tally: Tally) -> None:
    with echoing() as port, folder(proxy) as place, proxied(proxy, place, [port, port], signed_in=True) as url:
        at = Server(url, 0, place).port
        for method in (b"GET", b"POST"):
            for lines in SMUGGLED:
                Echo.seen.clear()
                send(at, method + b" / HTTP/1.1\r\nHost: board.example\r\n" + lines + b"\r\n\r\n")
                passed = [told for told in Echo.seen if any(name.strip().lower() == "x-identity" for name, _ in told)]
                unnamed = [told for told in Echo.seen if ("X-Forwarded-For", "127.0.0.1") not in _titled(told)]
                checks = [
                    told for told in unnamed if ("Host", "127.0.0.1") in _titled(told)
                ]  # HAProxy asks in its own name
                tally.add(repr((method, lines)), not passed and len(unnamed) == len(checks))
        Echo.seen.clear()
        send(at, b"GET / HTTP/1.1\r\nHost: board.example\r\nConnection: close\r\n\r\n")
        tally.add("a plain request does pass", any(("Host", "board.example") in _titled(told) for told in Echo.seen))


def _titled(told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name.title(), value) for name, value in told]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("signed-in")


@pytest.fixture(scope="module")
def cookie(place: Path) -> str:
    """The cookie of a leader of the province, who is signed in."""
    access = opened(make_url(f"sqlite:///{place / 'campaign.db'}"))
    grants.grant(access, SECURITY.id, Right("security"), CONSOLE, name="安全管理员", unit="省安委办")
    grants.grant(access, LEADER, Right("province"), SECURITY, name="张某", unit="省政府")
    made, _ = sessions.begin(access, LEADER, "10.0.0.7", "oidc")
    access.dispose()
    return f"{COOKIE}={made}"


@pytest.fixture(scope="module")
def dashboard(databases: Databases, place: Path, cookie: str) -> Iterator[Server]:
    url = databases.template("sqlite", "campaign").render_as_string(hide_password=False)
    way = {
        "ACCESS_URL": f"sqlite:///{place / 'access.db'}",
        "DASHBOARD_VAR": str(place / "var"),
        "DASHBOARD_SECRET": "0123456789abcdef" * 4,
        "DASHBOARD_SIGN_IN": "oidc",
        "DASHBOARD_ALLOWED_HOSTS": "board.example,127.0.0.1",
        "DASHBOARD_OIDC_DISCOVERY": "http://127.0.0.1:9/.well-known/openid-configuration",
        "DASHBOARD_OIDC_CLIENT": "board",
        "DASHBOARD_OIDC_CLIENT_SECRET": "secret",
        **audited(place),
    }
    with running(url, place, **way) as server:
        yield server


@pytest.mark.parametrize("proxy", PROXIES)
def test_who_is_signed_in_comes_through_and_nobody_else(
    proxy: Proxy, dashboard: Server, cookie: str, place: Path
) -> None:
    with folder(proxy) as own, proxied(proxy, own, [free_port(), dashboard.port], signed_in=True) as url:
        through = Server(url, dashboard.pid, dashboard.log)
        closed = get(through, "/hazards?lang=zh", X_Identity=LEADER, Accept="text/html")
        assert (closed.status, "请登录" in closed.body) == (401, True)
        assert get(through, "/static/js/x.js").status == 401
        assert get(through, "/hazards", Cookie=cookie).status == 200
        with session(through, cookie=cookie) as reader:
            drawn = "\n".join(str(m.delta) for m in reader.run("city", ASKED) if m.WhichOneof("type") == "delta")
        assert "Qiqihar" in drawn
        assert "/auth/sign-out" in drawn
        get(through, "/auth/callback?state=x&code=y", X_Forwarded_For="6.6.6.6")
    lines = [
        json.loads(line)
        for file in (place / "audit").glob("*.jsonl")
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    refused = [one for one in lines if one["event"] == "signin" and not one["ok"]]
    assert {one["address"] for one in refused} == {"127.0.0.1"}
    assert [one["facts"]["page"] for one in lines if one["event"] == "page"][-1] == "city"


def drawn(messages: list[ForwardMsg]) -> str:
    """All that was drawn, as one text."""
    return "\n".join(str(one.delta) for one in messages if one.WhichOneof("type") == "delta")


def watch_of(messages: list[ForwardMsg]) -> str:
    """The fragment by which an open page looks for news."""
    [found] = {one.auto_rerun.fragment_id for one in messages if one.WhichOneof("type") == "auto_rerun"}
    return found


@pytest.mark.parametrize(
    ("host", "origin", "page", "websocket"),
    [
        ("board.example", "https://board.example", 200, 101),
        ("board.example:8443", "https://board.example:8443", 200, 101),
        ("board.example", "http://board.example", 403, 403),
        ("board.example", "https://evil.example", 403, 403),
        ("evil.example", "https://evil.example", 421, 403),
        ("board.example@127.0.0.1", "https://board.example@127.0.0.1", 421, 403),
    ],
)
def test_one_setting_names_the_hosts_of_page_and_websocket(
    host: str, origin: str, page: int, websocket: int, dashboard: Server, cookie: str
) -> None:
    own = {"Host": host, "Origin": origin, "Cookie": cookie}
    assert get(dashboard, "/hazards", **own).status == page
    assert handshake(dashboard, **own) == websocket


def sign_in(place: Path) -> tuple[Engine, str, sessions.Session]:
    """The access place, and another session of the leader."""
    access = engine_at(make_url(f"sqlite:///{place / 'access.db'}"))
    made, begun = sessions.begin(access, LEADER, "10.0.0.8", "oidc")
    return access, f"{COOKIE}={made}", begun


def test_an_open_page_ends_at_its_next_look(dashboard: Server, place: Path, tally: Tally) -> None:
    access, own, begun = sign_in(place)
    with session(dashboard, cookie=own) as first, session(dashboard, cookie=own) as second:
        for tab in (first, second):
            messages = tab.run("city", ASKED)
            tally.add("it shows rows before", "Qiqihar" in drawn(messages))
            tab.watch = watch_of(messages)
        sessions.end(access, begun, "revoked")
        time.sleep(1)
        for tab in (first, second):
            said = drawn(tab.run("city", ASKED, fragment_id=tab.watch, drawn="marks_closed", is_auto_rerun=True))
            tally.add("its look draws that it has ended", t("en", "door.ended.title") in said)
            tally.add("and no row", "Qiqihar" not in said)
            again = drawn(tab.run("overview", "lang=en"))
            tally.add("nor does a click", "Qiqihar" not in again and t("en", "door.ended.title") in again)
    with pytest.raises(InvalidStatus), session(dashboard, cookie=own):
        pass
    access.dispose()


def test_a_page_of_one_session_is_not_resumed_by_another(dashboard: Server, place: Path, tally: Tally) -> None:
    access, own, _ = sign_in(place)
    _, other, _ = sign_in(place)
    with session(dashboard, cookie=own) as reader:
        messages = reader.run("city", ASKED)
        [begun] = {one.new_session.initialize.session_id for one in messages if one.WhichOneof("type") == "new_session"}
    with session(dashboard, cookie=other, resumed=begun) as thief:
        messages_of_thief = thief.run("city", ASKED)
        assert begun in str(messages_of_thief)  # Streamlit does resume it
        said = drawn(messages_of_thief)
        tally.add("a page", "Qiqihar" not in said and t("en", "door.ended.title") in said)
        said = drawn(thief.run("city", ASKED, fragment_id=watch_of(messages), drawn="marks_closed"))
        tally.add("a fragment", "Qiqihar" not in said)
    with session(dashboard, cookie=own, resumed=begun) as reader:
        tally.add("its own goes on", "Qiqihar" in drawn(reader.run("city", ASKED)))
    access.dispose()


def test_a_click_keeps_a_session_and_what_a_page_asks_by_itself_does_not(dashboard: Server, place: Path) -> None:
    access, own, begun = sign_in(place)
    before = datetime.now(UTC) - timedelta(minutes=20)

    def acted_at() -> datetime:
        return next(one.acted_at for one in sessions.under_way(access) if one.number == begun.number)

    with access.begin() as connection:
        connection.execute(update(table).where(table.c.number == begun.number).values(acted_at=before))
    with session(dashboard, cookie=own) as reader:
        messages = reader.run("city", ASKED)
        reader.run("city", ASKED, fragment_id=watch_of(messages), is_auto_rerun=True)
        assert acted_at() == before
        reader.run("city", ASKED)
        assert acted_at() > before + timedelta(minutes=19)
    access.dispose()
