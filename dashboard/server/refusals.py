"""Why the server refuses to start: where it listens, and what the way in lacks; said in each language."""

import asyncio
import logging
import os
import signal
import socket
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import signed_in
from dashboard.server.middleware import is_loopback
from dashboard.server.sign_in import proof
from dashboard.settings import settings
from data_access.access.audit.record import is_recorded
from data_access.i18n import LANGUAGES, t

LOG = logging.getLogger("dashboard")
TCP: Final = (socket.AF_INET, socket.AF_INET6)


class RefusedToStartError(RuntimeError):
    """The server must not start; the text says why in each language."""


def check() -> None:
    """RefusedToStartError where the server would listen on an address that it must not, cannot verify the proof of the
    gateway, or who signs in could not be recorded, or cannot be asked for (AccessError).
    """
    configured = st.get_option("server.address")
    _check(_addresses(), str(configured or ""))
    of = settings()
    if of.sign_in == "none":
        return
    if of.proxy_proof == "jwt":
        try:
            proof.keys()
        except (OSError, ValueError) as error:
            raise RefusedToStartError(_words("key", said=error)) from error
    if not is_recorded():
        raise RefusedToStartError(_words("audit"))
    signed_in.place()


async def check_later() -> None:
    """Check again for 3 seconds, since uvicorn binds after the lifespan has started; a wrong process ends."""
    for _ in range(10):
        await asyncio.sleep(0.3)
        try:
            _check(_addresses(), "")
        except RefusedToStartError as error:
            LOG.critical("%s", error)
            os.kill(os.getpid(), signal.SIGTERM)
            return


def _check(listened: list[str], configured: str) -> None:
    """RefusedToStartError where the server may not listen here: addresses, paths of UNIX sockets, and the address that
    is configured ("": none).
    """
    of = settings()
    tcp = sorted({one for one in listened if not one.startswith("/")})
    if of.sign_in == "none":
        if public := [one for one in sorted({*tcp, configured} - {""}) if not is_loopback(one)]:
            raise RefusedToStartError(_words("public", addresses=", ".join(public)))
    elif of.sign_in == "proxy" and of.proxy_proof == "socket":
        if tcp:
            raise RefusedToStartError(_words("socket", addresses=", ".join(tcp)))
        for folder in (Path(one).parent for one in listened if one.startswith("/")):
            if folder.stat().st_mode & stat.S_IXOTH:
                raise RefusedToStartError(_words("folder", folder=folder))


def _words(key: str, **values: object) -> str:
    return "\n".join(t(lang, "refused", None, why=t(lang, f"refused.{key}", None, **values)) for lang in LANGUAGES)


def _addresses() -> list[str]:
    """Where this process listens: addresses, and paths of UNIX sockets."""
    return [str(one if isinstance(one, str) else one[0]) for one in (found.getsockname() for found in _sockets())]


def listening() -> Iterator[socket.socket]:
    """The listening TCP sockets of this process, as duplicates; none where there is no /proc."""
    return (found for found in _sockets() if found.family in TCP)


def _sockets() -> Iterator[socket.socket]:
    folder = Path("/proc/self/fd")
    for descriptor in list(folder.iterdir()) if folder.is_dir() else ():
        with suppress(OSError):
            if not stat.S_ISSOCK(descriptor.stat().st_mode):
                continue
            with socket.socket(fileno=os.dup(int(descriptor.name))) as found:
                if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    yield found
