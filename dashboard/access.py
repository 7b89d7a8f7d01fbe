"""Who looks at this page load, and what that person may see: every page, every row and every file asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import signed_in
from dashboard.settings import settings
from data_access.access.viewer import LOCAL, Viewer
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.question import EVERYWHERE, Scope

OF_PROVINCE: Final = frozenset({"quality", "quality-findings"})
"""Files about all returns at once, for who sees all cities (ADR 0047)."""
OF_OFFICE: Final = frozenset({"bulletins", "bulletin-revisions"})
"""Files of what only the office works with."""
OF_READERS: Final = frozenset({"brief", "city-sheet", "annex3"})
"""Papers that whoever sees may have of what he sees; the others are drafts of the office."""
NOBODY: Final = Viewer("", "", "", frozenset())
"""Who looks where nobody is signed in: sees nothing."""
SESSION: Final = "access.session"
"""In the session of Streamlit: the number of the person's own, whose page it is."""
_cookie: ContextVar[str | None] = ContextVar("cookie", default=None)


@contextmanager
def presenting(cookie: str) -> Iterator[None]:
    """What is asked inside is asked for whoever has this cookie: an HTTP request."""
    token = _cookie.set(cookie)
    try:
        yield
    finally:
        _cookie.reset(token)


def current() -> Viewer:
    """The person who looks, asked anew at each call, so that whoever was signed out is NOBODY within a second; whoever
    sits at this machine where there is no sign-in.
    """
    if settings().sign_in == "none":
        return LOCAL
    cookie = _cookie.get()
    try:
        return _on_page() if cookie is None else _of(cookie)
    except signed_in.NobodyCanTellError:
        return NOBODY


def _of(cookie: str) -> Viewer:
    found = signed_in.known(cookie)
    return found.viewer if found else NOBODY


def _on_page() -> Viewer:
    """The person of an open page: by the cookie with which its websocket was opened. A page belongs to the session in
    which it was drawn first; another one that is connected to it later sees nothing.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return NOBODY
    viewer = _of(st.context.cookies.get(signed_in.COOKIE, ""))
    owner = st.session_state.setdefault(SESSION, viewer.session)
    return viewer if owner == viewer.session else NOBODY


def scope(viewer: Viewer) -> Scope:
    """What this person may see: the only place where a viewer becomes the scope of a question (ADR 0047)."""
    seen = viewer.scope
    return seen if seen.cities is None else replace(seen, peers=settings().peers)


class OtherScopeError(RuntimeError):
    """What was asked is of a scope that is not that of who looks, and there is no page to draw anew."""


def hold_to(asked: Scope) -> None:
    """Draw the page anew where `asked` is not, or no longer, what who looks may see. Every row passes by here, also one
    that is remembered, and every fragment, which has the view of an earlier run.
    """
    if asked != scope(current()):
        st.rerun()
        raise OtherScopeError


def opens_file(viewer: Viewer, name: str) -> bool:
    """Whether the rows of an extract may be shown to this person; KeyError for an unknown name."""
    table = EXTRACTS[name]
    base = DEFINITIONS[table.figure].extract if table.figure else table.name
    if base in OF_OFFICE:
        return viewer.works_in_office
    return viewer.sees and (base not in OF_PROVINCE or viewer.scope == EVERYWHERE)


def opens_paper(viewer: Viewer, name: str) -> bool:
    """Whether papers of this kind are for this person."""
    return viewer.works_in_office or (viewer.sees and name in OF_READERS)
