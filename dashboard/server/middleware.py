"""In front of everything, Streamlit's websocket too: which hosts are served, what is hidden, which headers are sent.

It decides by scope["path"], never by request.url, which a forged Host header changes.
"""

import re
from base64 import b64encode
from collections.abc import Collection
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Final

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.marks import component
from dashboard.server.assets import FOREVER
from dashboard.server.sign_in.targets import OURS
from dashboard.sign_in_settings import LOOPBACK

HIDDEN: Final = (
    "/_stcore/metrics",
    "/_stcore/agent",
    "/_stcore/upload_file",
    "/auth/",  # Streamlit's own sign-in, which is not configured and logs an error each time
    "/oauth2callback",
)
HEALTH: Final = ("/readyz", "/_stcore/health", "/livez", "/metrics")
"""What a proxy, or who watches, asks in its own name: answered under the names of this machine too."""
_INLINE: Final = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::\d{1,5})?")
NO_STORE: Final = ("/extract/", "/paper/", "/readyz", "/livez", "/metrics", "/media/", "/auth/")


def inline_scripts() -> str:
    """The hashes of the scripts inside Streamlit's index.html, as CSP sources: they change with its versions."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    scripts = _INLINE.findall(index.read_bytes())
    return " ".join(f"'sha256-{b64encode(sha256(script).digest()).decode()}'" for script in scripts)


# Streamlit's styles are injected at run time and plotly sets style attributes: 'unsafe-inline' for styles only.
_POLICY: Final = (
    "default-src 'self'",
    f"script-src 'self' 'wasm-unsafe-eval' {inline_scripts()}",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
HEADERS: Final = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Refuses foreign hosts and origins before Streamlit sees them, hides inner endpoints, sets security headers.

    Streamlit itself would ask an outside server for its own address before refusing a foreign websocket.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Collection[str], *, loopback_only: bool = True) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in allowed_hosts)
        self._loopback_only = loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI: http and websocket are guarded, lifespan passes."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(refusal, scope, receive, send)
            return
        path: str = scope["path"]

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if path.startswith(NO_STORE):
                    headers["Cache-Control"] = "no-store"
                elif path.startswith(component.ADDRESS) and message["status"] == 200:
                    headers["Cache-Control"] = FOREVER
            await send(message)

        await self._app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> int | None:
        server = scope.get("server")
        if self._loopback_only and server and not is_loopback(server[0]):
            return 403
        headers, path = Headers(scope=scope), scope["path"]
        names = {*self._hosts, *LOOPBACK} if path in HEALTH else self._hosts
        if len(headers.getlist("host")) != 1 or _host(headers["host"]) not in names:
            return 421
        if not all(self._is_our_own(origin, headers["host"]) for origin in headers.getlist("origin")):
            return 403
        if path.startswith(HIDDEN) and path not in OURS:
            return 404
        return None

    def _is_our_own(self, origin: str, host: str) -> bool:
        """Whether a page of `origin` is one of ours; where people sign in, all but this machine's names are https."""
        secure = not self._loopback_only and _host(host) not in LOOPBACK
        return origin.lower() in {f"https://{host.lower()}", *([] if secure else [f"http://{host.lower()}"])}


def is_loopback(host: str) -> bool:
    """Whether a bound address is this machine only; a UNIX socket's path counts as such."""
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _host(header: str) -> str:
    """The host name in a Host header, lower case, brackets kept for IPv6, without the port; "" for anything else."""
    found = _HOST.fullmatch(header)
    return found[1].lower() if found else ""


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse("refused", status, headers=HEADERS)(scope, receive, send)
