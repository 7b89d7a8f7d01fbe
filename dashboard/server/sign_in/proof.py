"""Who a gateway says it is, by its one header, and what proves that the gateway wrote it (way `proxy`)."""

from functools import cache
from typing import Final

from joserfc.jwk import KeySet
from starlette.datastructures import Headers

from dashboard.server.sign_in.tokens import NotProvenError, checked_id, claims_of, identity_in, key_in
from dashboard.settings import Settings, settings
from dashboard.signed_in import Identity

TWO_IN_ONE: Final = (",", ";")
"""How a proxy joins two headers of one name: what it was sent, and what it adds."""


@cache
def keys() -> KeySet:
    """The gateway's keys, read once. ValueError, OSError where there are none that can be used."""
    of = settings()
    if of.proxy_key is None:
        raise ValueError("proxy_key")
    return key_in(of.proxy_key, of.proxy_algorithm)


def identity(headers: Headers, *, by_socket: bool) -> Identity:
    """The person that the gateway names. NotProvenError where it names none, several, or proves nothing."""
    of = settings()
    told = headers.getlist(of.proxy_header)
    if len(told) != 1 or not told[0]:
        raise NotProvenError("none" if not any(told) else "several")
    if of.proxy_proof == "jwt":
        return _signed(told[0], of)
    if of.proxy_proof != "socket" or not by_socket:
        raise NotProvenError("peer")
    if any(sign in told[0] for sign in TWO_IN_ONE):
        raise NotProvenError("several")
    return Identity(checked_id(_utf8(told[0])))


def _signed(token: str, of: Settings) -> Identity:
    """The person in a token of the gateway, which may stand behind the word Bearer."""
    plain = token.removeprefix("Bearer ").strip()
    audience, leeway = of.proxy_audience, of.clock_leeway
    told = claims_of(plain, keys(), [of.proxy_algorithm], issuer=of.proxy_issuer, audience=audience, leeway=leeway)
    return identity_in(told, of)


def _utf8(header: str) -> str:
    """A header is Latin-1 to the server; gateways write UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError as error:
        raise NotProvenError("id") from error
