"""Foreign hosts and origins stop at the door, inner endpoints are hidden, each answer says what a browser may do."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from dashboard.server.middleware import Guard, inline_scripts, is_loopback
from tests.dashboard.asgi import ask


async def hello(request: object) -> PlainTextResponse:
    return PlainTextResponse("hello", headers={"X-Frame-Options": "ALLOWALL"})


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


APP = Starlette(
    routes=[Route("/{path:path}", hello), WebSocketRoute("/_stcore/stream", stream)],
    middleware=[Middleware(Guard, allowed_hosts=("127.0.0.1", "localhost", "[::1]"))],
)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8501", 200),
        ("127.0.0.1", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8501", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:8501", 421),
        ("evil.example@127.0.0.1", 421),
        ("127.0.0.1:8501@evil.example", 421),
        ("127.0.0.1:8501/evil", 421),
        ("127.0.0.1:port", 421),
        ("", 421),
        ("[::1", 421),
    ],
)
def test_only_known_hosts(host: str, status: int) -> None:
    assert ask(APP, "/", host=host).status == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://127.0.0.1:8501", 200),
        ("http://127.0.0.1:9999", 403),
        ("http://evil.example", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_only_our_own_origin(origin: str | None, status: int) -> None:
    headers = {} if origin is None else {"origin": origin}
    assert ask(APP, "/", headers=headers).status == status


@pytest.mark.parametrize("headers", [{"origin": "http://evil.example"}, {"host": "evil.example"}])
def test_a_foreign_websocket_never_reaches_streamlit(headers: dict[str, str]) -> None:
    answer = ask(APP, "/_stcore/stream", kind="websocket", headers=headers)
    assert [message["type"] for message in answer.messages] == ["websocket.close"]


def test_our_own_websocket_opens() -> None:
    answer = ask(APP, "/_stcore/stream", kind="websocket", headers={"origin": "http://127.0.0.1:8501"})
    assert answer.messages[0]["type"] == "websocket.accept"


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/_stcore/upload_file/a/b",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
    ],
)
def test_inner_endpoints_are_hidden(path: str) -> None:
    assert ask(APP, path).status == 404


def test_headers() -> None:
    headers = ask(APP, "/").headers
    policy = headers["content-security-policy"]
    for said in ("default-src 'self'", "img-src 'self' data: blob:", "frame-ancestors 'none'", "object-src 'none'"):
        assert said in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert inline_scripts() in scripts
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "cache-control" not in headers


@pytest.mark.parametrize("path", ["/extract/overview.csv", "/readyz", "/media/x.csv"])
def test_data_is_not_kept_by_caches(path: str) -> None:
    assert ask(APP, path).headers["cache-control"] == "no-store"


def test_refusals_carry_the_headers_too() -> None:
    refused = ask(APP, "/", host="evil.example")
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert "evil" not in refused.text


def test_a_public_address_serves_nobody() -> None:
    inner = Starlette(routes=[Route("/", hello)], middleware=[Middleware(Guard, allowed_hosts=("10.0.0.5",))])
    assert ask(inner, "/", host="10.0.0.5", server=("10.0.0.5", 80)).status == 403


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("/run/dash.sock", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("", False),
        ("localhost.evil.example", False),
    ],
)
def test_loopback(host: str, wanted: bool) -> None:
    assert is_loopback(host) is wanted
