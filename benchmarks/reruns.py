"""Reruns over the websocket: the empty page, and each page after a filter change beside its elements as constants."""

import asyncio
import statistics
from dataclasses import dataclass
from pathlib import Path

from benchmarks.tools.viewer_load import Viewer, parse
from dashboard.registry import PAGES as PAGE_ENTRIES
from tests.server import Server, running

PAGES = tuple("" if entry.default else entry.id for entry in PAGE_ENTRIES)
"""Their addresses, of all pages that there are."""
EMPTY_BUDGET_MS = 8.0
PAGE_BUDGET, OWN_BUDGET_MS = 2.0, 25.0
"""Of every page (ADR 0034): so many times its constants, or so many milliseconds more than they take."""
WARM = 4


@dataclass(frozen=True)
class Rerun:
    """Milliseconds of a page's rerun after a filter change, and of the same elements drawn from constants."""

    page: str
    change: str
    ours: float
    constants: float

    @property
    def ratio(self) -> float:
        """Ours over the constants."""
        return self.ours / self.constants

    @property
    def budget(self) -> float:
        """The milliseconds that the page may take."""
        return max(PAGE_BUDGET * self.constants, self.constants + OWN_BUDGET_MS)


def questions() -> dict[str, list[str]]:
    """Kind of change -> query strings that change one filter at each step and that nobody has asked before, so that no
    answer is kept; the first WARM of each are not counted.

    With their language, as the shell writes them: without it the session's own filters would be shown again.
    """
    cities = ["232700", *(f"23{n:02d}00" for n in range(1, 13))]
    return {
        "another city": [f"lang=zh&city={city}&asof=2020-{day}" for day in ("07-04", "06-17") for city in cities],
        "another day": [f"lang=zh&city=230100&asof=2020-06-{day:02d}" for day in range(5, 30)],
    }


async def interleaved(servers: list[Server], page: str, first: str, steps: list[str]) -> list[list[float]]:
    """Milliseconds of the reruns for `steps` on each server: one session a server, in turn at every step."""
    from websockets.asyncio.client import connect

    viewers, times = [], [list[float]() for _ in servers]
    async with asyncio.timeout(300):
        for server in servers:
            arguments = ["--port", str(server.port), "--page", page, "--query", first, "--act", "rerun"]
            viewer = Viewer(parse(arguments), 0)
            viewer.ws = await connect(
                f"ws://127.0.0.1:{server.port}/_stcore/stream", proxy=None, max_size=None, compression=None
            )
            await viewer.rerun("load")
            await viewer.rerun("load again")  # the constants are taped by the first run
            viewers.append(viewer)
        for step in steps:
            for viewer, spent in zip(viewers, times, strict=True):
                viewer.query = step
                viewer.cache.clear()  # new elements are sent whole: so are the constants, which a browser would keep
                await viewer.rerun(step)
                spent.append(1000 * viewer.runs[-1].seconds)
        for viewer in viewers:
            await viewer.ws.close()
            if viewer.errors or viewer.alerts:
                raise RuntimeError(f"{page}: {(viewer.errors or viewer.alerts)[:1]}")
    return times


def measure_province(database_url: str, folder: Path) -> float:
    """The rerun of the page of hazards in milliseconds, of all that the database has on days not asked for."""
    steps = [f"lang=zh&asof=2020-12-{day:02d}" for day in range(21, 31)]
    with running(database_url, folder) as ours:
        [times] = asyncio.run(interleaved([ours], "hazards", steps[0], steps))
    return middle(times[WARM:])


def middle(times: list[float]) -> float:
    """The mean of the middle half: Streamlit sends every 5 ms, so that single times, and their median, are steps."""
    ordered, quarter = sorted(times), len(times) // 4
    return statistics.mean(ordered[quarter : len(ordered) - quarter])


def measure(database_url: str, folder: Path) -> tuple[float, list[Rerun]]:
    """The milliseconds of the empty page's rerun, and a Rerun for each page and kind of change. Each has a server
    of its own: what one page read would answer another.
    """
    with running(database_url, folder, "benchmarks/empty_app.py") as empty:
        [floor] = asyncio.run(interleaved([empty], "", "", [""] * 30))
    found = []
    with running(database_url, folder, "benchmarks/constants_app.py") as constants:
        for page in PAGES:
            for change, steps in questions().items():
                with running(database_url, folder) as ours:
                    both = asyncio.run(interleaved([ours, constants], page, steps[0], steps))
                found.append(Rerun(page or "overview", change, *(middle(times[WARM:]) for times in both)))
    return middle(floor[WARM:]), found
