"""Where a request comes from, as far as a proxy of ours tells it."""

from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import Scope

from dashboard.settings import settings


def is_socket(scope: Scope) -> bool:
    """Whether it came by a UNIX socket, so from this machine."""
    server = scope.get("server")
    return server is not None and server[1] is None


def address(scope: Scope) -> str:
    """The reader's address: the last in X-Forwarded-For that is none of our proxies', where one of them asks, else the
    peer's own. "" by a UNIX socket without such a header.
    """
    client = scope.get("client")
    peer = str(client[0]) if client and not is_socket(scope) else ""
    if not (is_socket(scope) or _trusted(peer)):
        return peer if _is_address(peer) else ""  # the server itself may have put there what a proxy was told
    told = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
    for one in map(str.strip, reversed(told)):
        if not _is_address(one):
            break
        if not _trusted(one):
            return one
        peer = one
    return peer


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


@cache
def proxies() -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of our proxies."""
    return tuple(ip_network(one) for one in settings().trusted_proxies)


def _trusted(one: str) -> bool:
    return _is_address(one) and any(ip_address(one) in network for network in proxies())
