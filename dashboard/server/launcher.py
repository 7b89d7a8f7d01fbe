"""What the server does once, before its first reader: it refuses public addresses, warms up and freezes memory."""

import asyncio
import gc
import importlib
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from dashboard import errors
from dashboard.data import reader
from dashboard.data.loading import loading
from dashboard.data.outage import Why
from dashboard.marks import component
from dashboard.server import pack, refusals
from dashboard.server.assets import Assets
from dashboard.server.metrics import Counting
from dashboard.server.middleware import Guard
from dashboard.server.sign_in.gate import Gate
from dashboard.settings import chosen, link_secret, settings
from data_access import i18n
from data_access.access.audit.record import audit, operator
from data_access.access.audit.settings import AuditError, audit_settings

LOG = logging.getLogger("dashboard")
WARM: Final = ("pandas", "pyarrow", "plotly.graph_objects", "plotly.io", "streamlit.elements.plotly_chart", "openpyxl")


def middleware() -> list[Middleware]:
    """The middleware around Streamlit, outermost first."""
    return [
        Middleware(Counting),
        Middleware(Guard, allowed_hosts=settings().allowed_hosts, loopback_only=settings().sign_in == "none"),
        Middleware(Gate),
        Middleware(Assets, plain=pack.ASSETS, packed=pack.folder()),
    ]


SETTLED_SECONDS: Final = 5.0
"""For so long at most a starting process looks whether its hazards are few and read at once."""


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Refuse a public address, load modules, engine and words, then exempt all of that from garbage collection."""
    del app
    refusals.check()
    errors.be_discreet()
    config.set_option("server.allowedHosts", [host.strip("[]") for host in settings().allowed_hosts])
    for name in WARM:
        importlib.import_module(name)
    for lang in i18n.LANGUAGES:
        i18n.catalogue(lang)
    component.register()
    link_secret(settings())
    if not pack.folder().is_dir():
        LOG.warning("pages load slowly: run `python -m dashboard.server.pack` once to compress what browsers load")
    with reader.page_load() as opened:
        _log_what_is_amiss(opened)
    loading().begin()
    await asyncio.to_thread(loading().settle, SETTLED_SECONDS)
    no_delay()
    gc.collect()
    gc.set_threshold(50_000, 20, 100)  # with the usual 700 a page's rows cost collections of 2 ms in 37
    gc.freeze()  # else 70-80 ms a run: Streamlit collects after each, through all of pandas and plotly
    watch = asyncio.create_task(refusals.check_later())
    audit("settings", operator(), True, dashboard=chosen(settings()), audit=chosen(audit_settings()))
    audit("start", operator(), True, sign_in=settings().sign_in)
    try:
        yield
    finally:
        with suppress(AuditError):
            audit("stop", operator(), True)
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


def _log_what_is_amiss(opened: reader.Opened | Why) -> None:
    """Log why the first page will show nothing, or may fail, for whoever has just started the server."""
    why = opened if isinstance(opened, str) else opened.seen.fit and f"fit.{opened.seen.fit}"
    if why:
        LOG.warning("%s", reader.words_of(why, "en"))


def no_delay() -> None:
    """Set TCP_NODELAY on the listening sockets; connections inherit it.

    Without uvloop, Streamlit's socket waits for the client's delayed ACK: 42 ms of every interaction (platform facts).
    """
    for found in refusals.listening():
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def on_script_error(error: Exception) -> bool:
    """Show a numbered sentence for an error outside the page itself, such as in a callback; the log has the details."""
    number = errors.report(error)
    lang = st.session_state.get("shell.lang", i18n.LANGUAGES[0])
    st.error(i18n.t(lang, "shell.error", what=i18n.t(lang, "shell.error.page"), number=number))
    return True
