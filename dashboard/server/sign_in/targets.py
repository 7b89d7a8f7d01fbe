"""Where a reader goes after signing in: a page of ours with its own parameters, and never anywhere else."""

from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from dashboard import registry
from dashboard.addresses.url import MAX_QUERY

SIGN_IN: Final = "/auth/sign-in"
CALLBACK: Final = "/auth/callback"
SIGN_OUT: Final = "/auth/sign-out"
OURS: Final = frozenset({SIGN_IN, CALLBACK, SIGN_OUT})
PAGES: Final = {
    registry.RECORD: registry.RECORD,
    **{entry.path: entry.path for entry in registry.PAGES},
    **{f"/{entry.id}": entry.path for entry in registry.PAGES},
}
"""Address of a page -> the one at which it answers."""


def safe(wanted: str) -> str:
    """The page that `wanted` names, with its parameters written anew; the first page for whatever else it is."""
    try:
        parts = urlsplit(wanted)
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "/"
    page = PAGES.get(parts.path)
    if page is None or parts.scheme or parts.netloc or len(wanted) > MAX_QUERY or not wanted.startswith("/"):
        return "/"
    return f"{page}?{urlencode(query)}" if query else page


def sign_in(wanted: str, why: str = "", *, anew: bool = False) -> str:
    """The address that signs in and then opens `wanted`; with a reason it says that first. `anew`: the provider is to
    ask who it is, also where it knows.
    """
    told = f"&why={quote(why)}" if why else "&anew=1" if anew else ""
    return f"{SIGN_IN}?next={quote(safe(wanted), safe='')}{told}"


def with_language(wanted: str, lang: str) -> str:
    """The page in the language that its reader has chosen before signing in."""
    page, _, query = safe(wanted).partition("?")
    kept = [(key, value) for key, value in parse_qsl(query, keep_blank_values=True) if key != "lang"]
    return f"{page}?{urlencode([*kept, ('lang', lang)])}"
