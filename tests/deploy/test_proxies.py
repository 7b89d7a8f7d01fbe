"""nginx and HAProxy by the samples: pages, websocket and files come through, and a dead process is passed over."""

from collections.abc import Iterator
from contextlib import closing
from email.message import Message
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from drills.tools.processes import folder
from drills.tools.proxies import PROXIES, proxied
from tests.conftest import Databases
from tests.dashboard.session import session
from tests.server import Server, free_port, running

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("proxies")]
ASKED = "lang=en&city=230200&asof=2020-07-03"


@pytest.fixture(scope="module")
def dashboard(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    place = tmp_path_factory.mktemp("proxied")
    url = databases.template("sqlite", "campaign").render_as_string(hide_password=False)
    with running(url, place, DASHBOARD_VAR=str(place / "var")) as server:
        yield server


@pytest.fixture(scope="module", params=PROXIES)
def proxy(dashboard: Server, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A proxy in front of a dead process and a living one, as if it were their server."""
    with folder(request.param) as place, proxied(request.param, place, [free_port(), dashboard.port]) as url:
        yield Server(url, dashboard.pid, dashboard.log)


class Answer(NamedTuple):
    status: int
    headers: Message
    body: str


def get(server: Server, path: str, **headers: str) -> Answer:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        reply = connection.getresponse()
        return Answer(reply.status, reply.headers, reply.read().decode("utf-8", "replace"))


def test_a_page_draws_itself_through_its_websocket(proxy: Server) -> None:
    with session(proxy) as reader:
        drawn = "\n".join(str(m.delta) for m in reader.run("city", ASKED) if m.WhichOneof("type") == "delta")
    assert "Qiqihar" in drawn


def test_a_reader_gets_one_cookie_and_keeps_it(proxy: Server) -> None:
    first = get(proxy, "/")
    cookie = str(first.headers["Set-Cookie"])
    assert first.status == 200
    assert cookie.startswith("dashboard=")
    assert {"path=/", "httponly", "samesite=lax"} <= {part.strip().lower() for part in cookie.split(";")}
    again = get(proxy, "/", Cookie=cookie.split(";")[0])
    assert (again.status, again.headers["Set-Cookie"]) == (200, None)


def test_the_guard_sees_the_readers_own_host_and_origin(proxy: Server) -> None:
    assert get(proxy, "/", Host="evil.example").status == 421
    assert get(proxy, "/readyz", Origin="http://evil.example").status == 403
    assert get(proxy, "/readyz", Origin=proxy.url, Host=urlsplit(proxy.url).netloc).status == 200


def test_scripts_and_headers_are_what_the_dashboard_sent(proxy: Server, dashboard: Server) -> None:
    page = get(proxy, "/")
    assert "script-src 'self'" in str(page.headers["Content-Security-Policy"])
    script = page.body.partition('src="./static/js/')[2].partition('"')[0]
    through, direct = (get(one, f"/static/js/{script}", Accept_Encoding="gzip") for one in (proxy, dashboard))
    assert through.body == direct.body
    for name in ("Content-Encoding", "Content-Length", "Cache-Control", "ETag", "Vary"):
        assert through.headers[name] == direct.headers[name], name


def test_a_file_answers_in_the_dashboards_words(proxy: Server) -> None:
    refused = get(proxy, "/extract/overview.csv?t=forged", Accept_Language="en")
    assert refused.status == 403
    assert refused.headers["Cache-Control"] == "no-store"


def test_numbers_for_this_machine_do_not_pass(proxy: Server, dashboard: Server) -> None:
    assert get(dashboard, "/metrics").status == 200
    assert get(proxy, "/metrics").status == 404
    assert get(proxy, "/livez").status == 200
