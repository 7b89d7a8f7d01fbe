"""/livez and /metrics: whether this process lives, and its numbers in the text format of Prometheus, for this machine.

The format is a line a number, so no library writes it.
"""

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.data import counters, kept, reader
from dashboard.server.middleware import is_loopback
from dashboard.server.sign_in.gate import forwarded
from dashboard.settings import settings

KINDS: Final = {
    "/extract/": "file",
    "/paper/": "file",
    "/static/": "static",
    "/app/static/": "static",
    "/component/": "static",
    "/readyz": "probe",
    "/livez": "probe",
    "/metrics": "probe",
    "/_stcore/health": "probe",
}
ABOUT: Final = {
    "requests_total": ("counter", "HTTP requests answered, by kind and status"),
    "request_seconds_total": ("counter", "seconds until they were answered whole, by kind"),
    "websockets": ("gauge", "open pages"),
    "page_loads_total": ("counter", "pages drawn, at clicks too"),
    "page_load_seconds_total": ("counter", "seconds that they took"),
    "file_slots": ("gauge", "files that can be made at once"),
    "memory_entries": ("gauge", "entries of what is kept"),
    "memory_bytes": ("gauge", "roughly the bytes of what is kept"),
    "process_bytes": ("gauge", "resident memory of the process"),
    "database_up": ("gauge", "1: the database answers and its tables fit"),
    "database_state": ("gauge", "1 at the state that /readyz tells"),
    "data_until_seconds": ("gauge", "until when the data are, as seconds since 1970"),
}


class Counting:
    """Counts HTTP requests by kind, and open websockets; outermost, so that refused ones are counted too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "websocket":
            counters.add("websockets")
            try:
                await self._app(scope, receive, send)
            finally:
                counters.add("websockets", by=-1)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = monotonic(), "aborted"

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        kind = next((kind for start, kind in KINDS.items() if scope["path"].startswith(start)), "other")
        try:
            await self._app(scope, receive, seen)
        finally:
            counters.add("requests", f'kind="{kind}",status="{status}"')
            counters.add("request_seconds", f'kind="{kind}"', monotonic() - began)


def is_own(scope: Scope) -> bool:
    """Whether a request comes from this machine itself: over loopback, to a name of this machine, and passed on by
    nobody.
    """
    headers, client = Headers(scope=scope), scope.get("client")
    host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
    ours = is_loopback(host.strip("[]")) and (client is None or is_loopback(str(client[0])))
    return ours and not forwarded(headers)


def live(request: Request) -> Response:
    """Whether the process answers; it asks nothing of the database, so a restart would mend what it does not tell."""
    del request
    return PlainTextResponse("alive\n")


def metrics(request: Request) -> Response:
    """The numbers; 404 for whoever is not on this machine."""
    if not is_own(request.scope):
        return PlainTextResponse("refused", 404)
    return PlainTextResponse("".join(_lines()), media_type="text/plain; version=0.0.4; charset=utf-8")


def _lines() -> Iterator[str]:
    found: dict[str, list[tuple[str, float]]] = {name: [] for name in ABOUT}
    for (name, label), number in counters.counted().items():
        found[name if name == "websockets" else f"{name}_total"].append((label, number))
    found["file_slots"].append(("", settings().extract_slots))
    for part, held in kept.held().items():
        for unit, number in held.items():
            family = "process_bytes" if part == "process" else f"memory_{unit}"
            if family in found:
                found[family].append(("" if part == "process" else f'part="{part}"', number))
    for family, label, number in _database():
        found[family].append((label, number))
    for family, numbers in found.items():
        yield from _family(family, numbers)


def _database() -> Iterator[tuple[str, str, float]]:
    seen = reader.pulse().read()
    state = seen if isinstance(seen, str) else seen.fit or "ready"
    yield "database_up", "", state == "ready"
    yield "database_state", f'state="{state}"', 1
    if not isinstance(seen, str) and seen.stamp.data_until:
        yield "data_until_seconds", "", seen.stamp.data_until.timestamp()


def _family(name: str, numbers: Iterable[tuple[str, float]]) -> Iterator[str]:
    kind, about = ABOUT[name]
    yield f"# HELP dashboard_{name} {about}\n# TYPE dashboard_{name} {kind}\n"
    for label, number in numbers:
        yield f"dashboard_{name}{f'{{{label}}}' if label else ''} {number:.15g}\n"


ROUTES: Final = [Route("/livez", live, methods=["GET"]), Route("/metrics", metrics, methods=["GET"])]
