"""Before everything, Streamlit's websocket too: whoever is not signed in gets a page that says so, and nothing else.

A click or a new address is an act, which keeps a session; what an open page asks for by itself is none.
"""

from time import monotonic
from typing import Final, NamedTuple

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import access, signed_in
from dashboard.server.aliases import OTHERS
from dashboard.server.middleware import HEALTH
from dashboard.server.sign_in import cookies, pages, proof, record, source, targets
from dashboard.server.sign_in.acts import Acts
from dashboard.server.sign_in.tokens import NotProvenError
from dashboard.settings import settings
from dashboard.signed_in import Known, NobodyCanTellError, NoRightError
from data_access.i18n import LANGUAGES, t

OPEN: Final = frozenset({*HEALTH, *targets.OURS})
"""What needs no session: whether the server can answer, and our own routes of the ways in."""
PAGES: Final = frozenset({*targets.PAGES, *(f"/{name}" for name in OTHERS)})
FORWARDED: Final = ("forwarded", "via", "x-real-ip")
"""Headers that a proxy writes, beside all that begin with x-forwarded-."""
LOOK: Final = 2.0
"""Seconds after which a file that is being sent is stopped where its session has ended."""
POLICY: Final = 1008


class Admitted(NamedTuple):
    """Whoever may go on: the cookie, and whether the browser is to be given it now."""

    cookie: str
    is_new: bool = False


class EndedError(OSError):
    """The session of a download has ended; servers report a reader who has left in the same way."""


class Gate:
    """Lets in who has a session, and in the way `proxy` begins one for whom the gateway names."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI: http and websocket are guarded, lifespan passes."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if settings().sign_in != "none" and (reader := source.address(scope)):
            scope = {**scope, "client": (reader, 0)}  # for all that stands behind: records tell the reader's own
        if settings().sign_in == "none":
            passed_on = forwarded(Headers(scope=scope))
            await (_refuse(_publishing(), scope, receive, send) if passed_on else self._app(scope, receive, send))
        elif scope["path"] in OPEN and scope["type"] == "http":
            with access.presenting(""):
                await self._app(scope, receive, send)
        else:
            admitted: Admitted | Response | None = _found_just_now(scope)
            if admitted is None:
                admitted = await to_thread.run_sync(_admitted, scope)
            if isinstance(admitted, Response):
                await _refuse(admitted, scope, receive, send)
            elif scope["type"] == "websocket":
                await self._app(scope, Acts(receive, admitted.cookie), send)
            else:
                with access.presenting(admitted.cookie):
                    await self._app(scope, receive, _Watched(send, admitted))


def _found_just_now(scope: Scope) -> Admitted | None:
    """Whoever was found a moment ago and asks for a part of a page: 0.01 ms, where a thread takes 0.2 ms."""
    if settings().sign_in == "proxy" or scope["path"] in PAGES:
        return None
    cookie = cookies.session(Headers(scope=scope))
    return Admitted(cookie) if signed_in.fresh(cookie) else None


def _admitted(scope: Scope) -> Admitted | Response:
    """Whoever asks, or the answer in place of what was asked for."""
    headers = Headers(scope=scope)
    cookie = cookies.session(headers)
    is_page = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in PAGES
    try:
        found = signed_in.known(cookie)
        if settings().sign_in == "proxy":
            return _by_gateway(scope, cookie, found, is_page)
        if found is None:
            return _said("ended" if cookie else "sign_in", scope, is_page)
        if is_page:
            signed_in.act(cookie)
        return Admitted(cookie)
    except NobodyCanTellError:
        return _said("away", scope, is_page)


def _by_gateway(scope: Scope, cookie: str, found: Known | None, is_page: bool) -> Admitted | Response:
    """The same where a gateway names the person with each request; a page begins a session for whoever has none."""
    try:
        who = proof.identity(Headers(scope=scope), by_socket=source.is_socket(scope))
    except NotProvenError as error:
        if is_page:
            record.refused(scope, error.why)
        return _said("unproven", scope, is_page)
    if found and found.viewer.id == who.id:
        if is_page:
            signed_in.act(cookie)
        return Admitted(cookie)
    if found:  # somebody else sits there now
        signed_in.end(cookie, "provider")
        record.signed_out(scope, found, "another person")
    if not is_page or (cookie and not found):
        return _said("ended" if cookie else "sign_in", scope, is_page)
    try:
        fresh, begun = signed_in.begin(who, source.address(scope), "proxy")
    except NoRightError:
        record.refused(scope, "unknown", who.id)
        return _said("unknown", scope, is_page)
    record.signed_in(scope, begun)
    return Admitted(fresh, is_new=True)


def _said(what: pages.What, scope: Scope, is_page: bool) -> Response:
    """A page for who wanted a page, else a word."""
    if not is_page:
        return PlainTextResponse("refused", pages.STATUS[what])
    query = scope["query_string"].decode("latin-1")
    answer = pages.page(Request(scope), what, f"{scope['path']}?{query}")
    if what == "ended":
        cookies.take(answer)
    return answer


def forwarded(headers: Headers) -> bool:
    """Whether a proxy has written its headers."""
    return any(name in FORWARDED or name.startswith("x-forwarded-") for name in headers)


def _publishing() -> Response:
    """The answer where a proxy would publish a server that knows no sign-in."""
    return PlainTextResponse("\n".join(t(lang, "door.forwarded") for lang in LANGUAGES) + "\n", 403)


async def _refuse(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": POLICY})
    else:
        await answer(scope, receive, send)


class _Watched:
    """Sends an answer: with the cookie of a session that has just begun, and no further where the session has ended."""

    def __init__(self, send: Send, admitted: Admitted) -> None:
        self._send, self._admitted, self._looked = send, admitted, monotonic()

    async def __call__(self, message: Message) -> None:
        """ASGI."""
        if message["type"] == "http.response.start" and self._admitted.is_new:
            MutableHeaders(scope=message).append("set-cookie", cookies.given(self._admitted.cookie))
        elif message["type"] == "http.response.body" and monotonic() > self._looked + LOOK:
            self._looked = monotonic()
            if await to_thread.run_sync(signed_in.known, self._admitted.cookie) is None:
                raise EndedError
        await self._send(message)
