"""Our cookies: the session's, and one for each sign-in that is under way."""

from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response

from dashboard.signed_in import COOKIE

ATTRIBUTES: Final = "Path=/; Secure; HttpOnly; SameSite=Lax"
UNDER_WAY: Final = "__Host-sign-in-"
"""How the cookie of a sign-in under way begins; then comes the beginning of its state, so that tabs do not mix."""
MINUTES: Final = 10
"""In which a sign-in must come back from the provider."""


def session(headers: Headers) -> str:
    """The session's cookie; "" where there is none, or several: then none of them can be believed."""
    return one(headers, COOKIE)


def one(headers: Headers, name: str) -> str:
    """The value of the one cookie of this name; "" for none or several."""
    pairs = (pair.partition("=") for line in headers.getlist("cookie") for pair in line.split(";"))
    values = [value.strip() for key, _, value in pairs if key.strip() == name]
    return values[0] if len(values) == 1 else ""


def given(cookie: str) -> str:
    """The header that gives a browser the session's cookie; until the browser is closed, the server ends it earlier."""
    return f"{COOKIE}={cookie}; {ATTRIBUTES}"


def take(answer: Response, name: str = COOKIE) -> None:
    """Let the browser forget a cookie."""
    answer.headers.append("set-cookie", f"{name}=; {ATTRIBUTES}; Max-Age=0")


def under_way(state: str) -> str:
    """The name of the cookie of a sign-in under way."""
    return f"{UNDER_WAY}{''.join(sign for sign in state[:12] if sign.isascii() and sign.isalnum())}"


def keep(answer: Response, state: str, signed: str) -> None:
    """Give the browser what the sign-in must come back with."""
    header = f"{under_way(state)}={signed}; {ATTRIBUTES}; Max-Age={60 * MINUTES}"
    answer.headers.append("set-cookie", header)
