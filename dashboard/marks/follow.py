"""Following a link that a mark has: on the same page its parameters become the address, else the page changes too."""

from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from dashboard import registry
from dashboard.addresses import address, url

GOTO: Final = "shell.goto"


class Target(NamedTuple):
    """A page and the parameters of its address."""

    page: str
    parameters: dict[str, list[str]]


def target(href: str) -> Target | None:
    """Where `href` leads within the dashboard; None for what is no address of ours."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or len(parts.query) > url.MAX_QUERY:
        return None
    page = parts.path.strip("/") or registry.DEFAULT
    if page not in registry.IDS:
        return None
    parameters: dict[str, list[str]] = {}
    for key, value in parse_qsl(parts.query, errors="replace"):
        parameters.setdefault(key, []).append(value)
    return Target(page, parameters)


def follow(href: str) -> None:
    """Open the address `href`; nothing where it is none of ours. To be called in a callback: on another page the shell
    goes there (pending).
    """
    wanted = target(href)
    if wanted is None:
        return
    if wanted.page == st.session_state.get(address.PAGE):
        address.replace_by(wanted.parameters)
    else:
        st.session_state[GOTO] = wanted


def pending() -> Target | None:
    """The page that the reader has chosen by a mark of another one, once."""
    wanted: Target | None = st.session_state.pop(GOTO, None)
    return wanted
