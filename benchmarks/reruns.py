"""Reruns over the websocket: the empty page, and each page after a filter change beside its elements as constants."""

import asyncio
import statistics
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.tools.viewer_load import usage
from benchmarks.visits import moments, viewer, warmed
from dashboard.registry import PAGES as PAGE_ENTRIES
from tests.server import Server, running

PAGES = tuple("" if entry.default else entry.id for entry in PAGE_ENTRIES)
"""Their addresses, of all pages that there are."""
EMPTY_BUDGET_MS = 8.0
PAGE_BUDGET, OWN_BUDGET_MS = 2.0, 25.0
"""Of every page (ADR 0034): so many times its constants, or so many milliseconds more than they take."""
SIZE_BUDGET = 1.3
"""With the most hazards so many times what it takes with the fewest of a simulation."""
DATA_BUDGET_MS = 150.0
WARM = 4
STEPS = 14
"""Counted and not, of each kind of change."""
CITIES = ["232700", *(f"23{n:02d}00" for n in range(1, 13))]


@dataclass(frozen=True)
class Rerun:
    """Milliseconds of a page's rerun after a filter change, and of the same elements drawn from constants."""

    page: str
    change: str
    ours: float
    constants: float
    cpu: float
    """Milliseconds of the processor that our server takes for a rerun: what counts where others use the machine too."""
    cpu_constants: float

    @property
    def data(self) -> float:
        """What is the page's own: the data, and making elements of them."""
        return self.ours - self.constants

    @property
    def budget(self) -> float:
        """The milliseconds that the page may take."""
        return max(PAGE_BUDGET * self.constants, self.constants + OWN_BUDGET_MS)


def questions() -> dict[str, list[str]]:
    """Kind of change -> query strings that change one filter at each step and that nobody has asked before, so that no
    answer is kept; the first WARM of each are not counted. Of cities each round is of another instant, which the first
    WARM ask about the whole province.

    With their language, as the shell writes them: without it the session's own filters would be shown again.
    """
    fresh = moments()
    at = next(fresh)
    cities = [f"lang=zh&city={city}&asof={at}" for city in CITIES]
    return {
        "another city": [f"lang=zh&asof={at}"] * WARM + cities[: STEPS - WARM],
        "another day": [f"lang=zh&city=230100&asof={next(fresh)}" for _ in range(STEPS)],
    }


async def interleaved(servers: list[Server], page: str, first: str, steps: list[str]) -> list[list[float]]:
    """Milliseconds of the reruns for `steps` on each server: one session a server, in turn at every step."""
    times = [list[float]() for _ in servers]
    async with AsyncExitStack() as stack:
        viewers = [await stack.enter_async_context(viewer(server.port, page, first)) for server in servers]
        for one in viewers:
            await one.rerun("load again")  # the constants are taped by the first run
        for step in steps:
            for one, spent in zip(viewers, times, strict=True):
                one.query = step
                one.cache.clear()  # new elements are sent whole: so are the constants, which a browser would keep
                await one.rerun(step)
                spent.append(1000 * one.runs[-1].seconds)
        if wrong := [(one.errors or one.alerts)[:1] for one in viewers if one.errors or one.alerts]:
            raise RuntimeError(f"{page}: {wrong}")
    return times


def middle(times: list[float]) -> float:
    """The mean of the middle half: Streamlit sends every 5 ms, so that single times, and their median, are steps."""
    ordered, quarter = sorted(times), len(times) // 4
    return statistics.mean(ordered[quarter : len(ordered) - quarter])


def measure_empty(database_url: str, folder: Path) -> float:
    """The milliseconds of the empty page's rerun."""
    with running(database_url, folder, "benchmarks/empty_app.py") as empty:
        [times] = asyncio.run(interleaved([empty], "", "", [""] * 30))
    return middle(times[WARM:])


def measure(database_url: str, folder: Path, pages: Iterable[str] = PAGES) -> list[Rerun]:
    """A Rerun for each page and kind of change. All are asked of one server, which has read its facts: no question is
    asked twice.
    """
    found = []
    with (
        running(database_url, folder, "benchmarks/constants_app.py") as constants,
        running(database_url, folder) as ours,
    ):
        for server in (constants, ours):
            asyncio.run(warmed(server.port, ("hazards",)))
        for page in pages:
            for change, steps in questions().items():
                asyncio.run(interleaved([ours, constants], page, steps[0], steps[:WARM]))
                before = [usage(server.pid)[1] for server in (ours, constants)]
                both = asyncio.run(interleaved([ours, constants], page, steps[WARM - 1], steps[WARM:]))
                spent = [usage(server.pid)[1] - was for server, was in zip((ours, constants), before, strict=True)]
                reruns = 2 + len(steps) - WARM  # with those that open the page, of a question that is known
                each = (1000 * one / reruns for one in spent)
                found.append(Rerun(page or "overview", change, *map(middle, both), *each))
    return found
