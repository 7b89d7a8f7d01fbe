"""What the server does once, before its first reader: it refuses public addresses, warms up and freezes memory."""

import asyncio
import gc
import importlib
import logging
import os
import signal
import socket
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from dashboard import errors
from dashboard.data import reader
from dashboard.data.outage import Why
from dashboard.marks import component
from dashboard.server import pack
from dashboard.server.assets import Assets
from dashboard.server.middleware import Guard, is_loopback
from dashboard.settings import link_secret, settings
from data_access import i18n

LOG = logging.getLogger("dashboard")
WARM: Final = ("pandas", "pyarrow", "plotly.graph_objects", "plotly.io", "streamlit.elements.plotly_chart", "openpyxl")
REFUSAL: Final = (
    "refused to start: the server would listen on %s, and sign-in is not configured. "
    "Bind it to 127.0.0.1 (docs/adr/0011-loopback.md)."
)


def middleware() -> list[Middleware]:
    """The middleware around Streamlit, outermost first."""
    return [
        Middleware(Guard, allowed_hosts=settings().allowed_hosts),
        Middleware(Assets, plain=pack.ASSETS, packed=pack.folder()),
    ]


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Refuse a public address, load modules, engine and words, then exempt all of that from garbage collection."""
    del app
    check_addresses()
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
    no_delay()
    gc.collect()
    gc.set_threshold(50_000, 20, 100)  # with the usual 700 a page's rows cost collections of 2 ms in 37
    gc.freeze()  # else 70-80 ms a run: Streamlit collects after each, through all of pandas and plotly
    watch = asyncio.create_task(_check_later())
    try:
        yield
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


def _log_what_is_amiss(opened: reader.Opened | Why) -> None:
    """Log why the first page will show nothing, or may fail, for whoever has just started the server."""
    why = opened if isinstance(opened, str) else opened.seen.fit and f"fit.{opened.seen.fit}"
    if why:
        LOG.warning("%s", reader.words_of(why, "en"))


def listening() -> Iterator[socket.socket]:
    """The listening TCP sockets of this process, as duplicates; none where there is no /proc."""
    folder = Path("/proc/self/fd")
    for descriptor in list(folder.iterdir()) if folder.is_dir() else ():
        with suppress(OSError):
            if not stat.S_ISSOCK(descriptor.stat().st_mode):
                continue
            with socket.socket(fileno=os.dup(int(descriptor.name))) as found:
                if found.family in (socket.AF_INET, socket.AF_INET6) and found.getsockopt(
                    socket.SOL_SOCKET, socket.SO_ACCEPTCONN
                ):
                    yield found


def public_addresses() -> list[str]:
    """The addresses that this process listens on, loopback excepted."""
    configured = st.get_option("server.address")
    found = {str(s.getsockname()[0]) for s in listening()} | ({str(configured)} if configured else set())
    return sorted(address for address in found if not is_loopback(address))


def check_addresses() -> None:
    """RuntimeError when the server listens on a public address while there is no sign-in (decision 11)."""
    if public := public_addresses():
        raise RuntimeError(REFUSAL % ", ".join(public))


async def _check_later() -> None:
    """Check again for 3 seconds, since uvicorn binds after the lifespan has started; a public process ends."""
    for _ in range(10):
        await asyncio.sleep(0.3)
        if public := [str(s.getsockname()[0]) for s in listening() if not is_loopback(str(s.getsockname()[0]))]:
            LOG.critical(REFUSAL, ", ".join(public))
            os.kill(os.getpid(), signal.SIGTERM)
            return


def no_delay() -> None:
    """Set TCP_NODELAY on the listening sockets; connections inherit it.

    Without uvloop, Streamlit's socket waits for the client's delayed ACK: 42 ms of every interaction (platform facts).
    """
    for found in listening():
        found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def on_script_error(error: Exception) -> bool:
    """Show a numbered sentence for an error outside the page itself, such as in a callback; the log has the details."""
    number = errors.report(error)
    lang = st.session_state.get("shell.lang", i18n.LANGUAGES[0])
    st.error(i18n.t(lang, "shell.error", what=i18n.t(lang, "shell.error.page"), number=number))
    return True
