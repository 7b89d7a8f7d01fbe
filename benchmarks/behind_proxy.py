"""`python -m benchmarks.behind_proxy [MINUTES [URL]]`: many viewers on two processes behind nginx.

Each viewer is a session over the proxy that asks for another day every 3 s; what the processes keep of them afterwards
is measured once Streamlit has forgotten the sessions. A process keeps answers by question, so many at most (Memory):
they are no viewer's, so one viewer a page has asked for all days before.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final, NamedTuple

from rich.console import Console

from benchmarks.tools.viewer_load import measure as watch, parse, usage
from benchmarks.visits import warmed
from drills.tools.dashboards import several
from drills.tools.processes import folder
from drills.tools.proxies import proxied
from seed.start import load_samples

VIEWERS: Final = 100
MINUTES: Final = 5.0
THINK: Final = 3.0
PAGES: Final = ("", "hazards", "completion", "map")
P95_BUDGET_S: Final = 1.0
KEPT_BUDGET_MB: Final = 50.0
FORGOTTEN: Final = 135
"""Seconds after which Streamlit has forgotten a session that was closed: it keeps it for 120, in case it comes back."""
DAYS: Final = [f"lang=zh&asof=2020-{month:02d}-{day:02d}" for month in (6, 7) for day in range(1, 31)]


class Crowd(NamedTuple):
    """What viewers saw, seconds of their reruns; and megabytes of both processes: fresh, when all days have been asked
    for once, at most with the viewers, and when they have gone.
    """

    runs: int
    errors: list[str]
    p50: float
    p95: float
    p99: float
    fresh: float
    before: float
    peak: float
    after: float

    @property
    def kept(self) -> float:
        """Megabytes that both processes together keep of the viewers."""
        return self.after - self.before

    @property
    def late(self) -> bool:
        """Whether a budget is not kept."""
        return bool(self.errors) or self.p95 > P95_BUDGET_S or self.kept > KEPT_BUDGET_MB


def measure(url: str, minutes: float = MINUTES, viewers: int = VIEWERS) -> Crowd:
    """What `viewers` see on the database at `url` for so many minutes."""
    with folder("bench-nginx") as place, several(2, url, place) as servers:
        pids = [one.pid for one in servers]
        for one in servers:
            asyncio.run(warmed(one.port, PAGES))
        fresh = _megabytes(pids)
        for one in servers:
            asyncio.run(watch(arguments(one.port, len(PAGES), len(DAYS), 0)))
        before = _megabytes(pids)
        with proxied("nginx", place, [one.port for one in servers]) as address:
            steps = max(1, round(60 * minutes / THINK))
            report, peak = asyncio.run(_watched(int(address.rpartition(":")[2]), viewers, steps, pids))
        time.sleep(FORGOTTEN)
        after = _megabytes(pids)
    took = report["interaction_s"]
    return Crowd(
        report["interactions"],
        report["error_samples"] or report["alert_samples"],
        took["p50"],
        took["p95"],
        took["p99"],
        fresh,
        before,
        peak,
        after,
    )


def arguments(port: int, viewers: int, steps: int, think: float) -> argparse.Namespace:
    """Of viewer_load: so many sessions on PAGES, each asking for another of DAYS so many times."""
    pages = [word for page in PAGES for word in ("--page", page)]
    times = ["--interactions", str(steps), "--think", str(think), "--ramp", str(think), "--deadline", "900"]
    asked = ["--act", "query", "--query", DAYS[0], "--queries", *DAYS]
    return parse(["--port", str(port), "--sessions", str(viewers), *pages, *times, *asked])


async def _watched(port: int, viewers: int, steps: int, pids: list[int]) -> tuple[dict[str, Any], float]:
    """The report of the viewers, and the most memory meanwhile."""
    asking = asyncio.create_task(watch(arguments(port, viewers, steps, THINK)))
    peak = 0.0
    while not asking.done():
        peak = max(peak, _megabytes(pids))
        await asyncio.wait([asking], timeout=1)
    return asking.result(), peak


def _megabytes(pids: list[int]) -> float:
    return sum(usage(pid)[0] for pid in pids)


def main(words: list[str]) -> int:
    """Print what was found; 1 when a budget is not kept."""
    minutes = float(words[0]) if words else MINUTES
    with tempfile.TemporaryDirectory(prefix="dashboard-bench-") as name:
        url = words[1] if len(words) > 1 else f"sqlite:///{Path(name) / 'campaign.db'}"
        if len(words) < 2:
            load_samples(url)
        found = measure(url, minutes)
    Console().print(found._asdict(), f"kept {found.kept:.0f} MB")
    return 1 if found.late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
