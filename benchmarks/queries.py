"""Statements that reach the database a second, while viewers ask for another day every 3 s: one, then a hundred."""

import asyncio
import time
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.behind_proxy import PAGES, THINK, VIEWERS, arguments
from benchmarks.tools.viewer_load import measure as watch
from benchmarks.visits import warmed
from tests.server import OPENER, Server, running

SECONDS: Final = 30
BUDGET: Final = 2.0
"""So many times as many statements a second a hundred viewers may cause as one does."""


class Rate(NamedTuple):
    """Statements a second of so many viewers, and of one of their reruns."""

    viewers: int
    a_second: float
    a_rerun: float


def measure(url: str, folder: Path) -> list[Rate]:
    """The rate of one viewer, of a tenth of VIEWERS, and of VIEWERS, on the database at `url`."""
    with running(url, folder, "benchmarks/counting_app.py") as server:
        asyncio.run(warmed(server.port, PAGES))  # facts, read once by whoever comes first
        return [_rate(server, viewers) for viewers in (1, VIEWERS // 10, VIEWERS)]


def _rate(server: Server, viewers: int) -> Rate:
    begun, before = time.monotonic(), _counted(server)
    report = asyncio.run(watch(arguments(server.port, viewers, round(SECONDS / THINK), THINK)))
    spent, asked = time.monotonic() - begun, _counted(server) - before
    if report["errors"] or report["alerts"]:
        raise RuntimeError(report["error_samples"] or report["alert_samples"])
    return Rate(viewers, asked / spent, asked / (report["loads"] + report["interactions"]))


def _counted(server: Server) -> int:
    with OPENER.open(f"{server.url}/counted") as reply:
        return int(reply.read())
