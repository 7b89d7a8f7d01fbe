"""Several processes of the dashboard over one database, as an operator starts them: one secret, ports of their own."""

import os
import secrets
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.server import Server, running


@contextmanager
def several(number: int, database_url: str, place: Path) -> Iterator[list[Server]]:
    """So many running processes of the dashboard."""
    environment = {"DASHBOARD_SECRET": secrets.token_hex(32), "DASHBOARD_VAR": str(place / "var")}
    with ExitStack() as stack:
        yield [stack.enter_context(running(database_url, place, **environment)) for _ in range(number)]


def kill(server: Server) -> None:
    """Kill one of them without a word, as a power cut would."""
    os.kill(server.pid, signal.SIGKILL)


@contextmanager
def frozen(server: Server) -> Iterator[None]:
    """One of them holds its sockets and answers nothing."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)
