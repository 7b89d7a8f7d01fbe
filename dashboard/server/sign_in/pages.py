"""The pages for whoever is not let in: a heading, what it means, one thing to do. They need no script."""

from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from htpy import a, p
from starlette.requests import Request
from starlette.responses import Response

from dashboard.server.index import spoken
from dashboard.server.plain_page import plain_page
from dashboard.server.sign_in import targets
from data_access.i18n import t

What: TypeAlias = Literal["sign_in", "ended", "signed_out", "unknown", "unproven", "failed", "away"]
"""sign_in: nobody is signed in; ended: somebody was; signed_out: just now, by the person; unknown: has no rights here;
unproven: the gateway did not say who it is; failed: the sign-in was not completed; away: nobody can be asked.
"""
WHATS: Final[tuple[What, ...]] = get_args(What)
STATUS: Final[dict[What, int]] = {
    "sign_in": 401,
    "ended": 401,
    "signed_out": 200,
    "unknown": 403,
    "unproven": 401,
    "failed": 400,
    "away": 503,
}
ANEW: Final[frozenset[What]] = frozenset({"ended", "signed_out", "unknown"})
"""Where it may be somebody else who signs in now: the provider must not let in whom it knows without asking."""


class Elsewhere(NamedTuple):
    """A further address, and the key of its words."""

    address: str
    key: str


def page(request: Request, what: What, wanted: str = "/", other: Elsewhere | None = None) -> Response:
    """The page that says `what` to whoever wanted the page `wanted`."""
    lang = spoken(request)
    to = targets.with_language(wanted, lang) if "lang" in request.query_params else wanted
    go = targets.sign_in(to, anew=what in ANEW)
    answer = plain_page(
        request,
        t(lang, f"door.{what}.title"),
        p[t(lang, f"door.{what}.text")],
        p[
            a(".button", href=go)[t(lang, f"door.{what}.go")],
            other and [" ", a(href=other.address)[t(lang, other.key)]],
        ],
        p(".soft")[t(lang, "door.help")],
        status=STATUS[what],
    )
    if answer.status_code == 401:
        answer.headers["WWW-Authenticate"] = "Session"
    return answer
