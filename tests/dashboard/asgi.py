"""Asks an ASGI application without a server: one request in, everything it sent out."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message


@dataclass
class Answer:
    """What came back; `broken` is the error that cut the body short."""

    status: int = 0
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    complete: bool = False
    broken: BaseException | None = None
    messages: list[Message] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


def ask(
    app: ASGIApp,
    address: str,
    *,
    method: str = "GET",
    host: str = "127.0.0.1:8501",
    kind: str = "http",
    server: tuple[str, int | None] = ("127.0.0.1", 8501),
    client: tuple[str, int] | None = ("127.0.0.1", 50000),
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    body: bytes = b"",
) -> Answer:
    """The answer of `app` to one request (or one websocket handshake, kind='websocket')."""
    split = urlsplit(address)
    answer = Answer()
    pairs = [*headers.items()] if isinstance(headers, Mapping) else [*headers]
    sent = pairs if any(name.lower() == "host" for name, _ in pairs) else [("host", host), *pairs]
    scope = {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http" if kind == "http" else "ws",
        "path": unquote(split.path),
        "raw_path": split.path.encode(),
        "root_path": "",
        "query_string": split.query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in sent],
        "server": server,
        "client": client,
        "subprotocols": [],
    }
    waiting = [{"type": "http.request", "body": body, "more_body": False}]
    if kind == "websocket":
        waiting = [{"type": "websocket.connect"}]

    async def receive() -> Message:
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: Message) -> None:
        answer.messages.append(message)
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = Headers(raw=message["headers"])
        elif message["type"] == "http.response.body":
            answer.body += message.get("body", b"")
            answer.complete = not message.get("more_body", False)

    async def run() -> None:
        try:
            await app(scope, receive, send)
        except Exception as error:
            answer.broken = error

    with ThreadPoolExecutor(1) as thread:  # the browser's driver leaves a running loop in the tests' own thread
        thread.submit(asyncio.run, run()).result()
    return answer
