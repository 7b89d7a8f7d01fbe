"""`python -m benchmarks.wall [MINUTES]`: a wall at a hundredfold tick, and what browser and server keep of it.

A sheet stands for 0.2 s and not for 20, and the data change every second, which the wall notices as soon as it looks
(every second). Each minute a line: sheets turned, data drawn, memory. Flat is right: half an hour is two days of a wall
at its usual speed.
"""

import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from playwright.sync_api import Page, sync_playwright
from rich.console import Console

from seed.start import load_samples
from tests.server import Server, running

MINUTES: Final = 30.0
ROTATE: Final = 0.2
CHANGE: Final = 1.0
"""Seconds between two changes of the data."""
WALL: Final = f"/?lang=zh&asof=2020-07-04&present=1&rotate={ROTATE}"
COUNT: Final = """() => {
  window.turned = window.drawn = 0;
  const marks = document.querySelector('.wall').parentElement;
  new MutationObserver((all) => {
    if (all.some((one) => one.type === 'childList' && one.target === marks)) window.drawn++;
    else if (all.some((one) => one.attributeName === 'class')) window.turned++;
  }).observe(marks, { subtree: true, childList: true, attributeFilter: ['class'] });
}"""
out = Console(width=110)


class Sample(NamedTuple):
    """What is kept at a moment, after the browser has collected its garbage."""

    minute: float
    turned: int
    drawn: int
    heap: float
    """MB of the page's script."""
    browser: float
    """MB that the page's process holds."""
    nodes: int
    listeners: int
    server: float
    """MB that the server's process holds."""


def resident(pid: int) -> float:
    """MB of memory that a process holds."""
    held = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(held.group(1)) / 1024 if held else 0.0


def renderers(parent: int) -> float:
    """MB that the browser's processes for pages hold, all of its children in whatever depth."""
    found, waiting = 0.0, [parent]
    while waiting:
        pid = waiting.pop()
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            waiting += map(int, task.read_text().split())
        if b"--type=renderer" in Path(f"/proc/{pid}/cmdline").read_bytes():
            found += resident(pid)
    return found


def main(minutes: float) -> int:
    """Run it and print the lines; 1 where the last third holds more than the second one by a tenth."""
    with tempfile.TemporaryDirectory(prefix="dashboard-wall-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'campaign.db'}"
        load_samples(url)
        with running(url, folder, DASHBOARD_VAR=name, DASHBOARD_STAMP_SECONDS="1") as server:
            samples = list(soak(server, folder / "campaign.db", minutes))
    third = len(samples) // 3
    before, after = samples[third : 2 * third], samples[2 * third :]
    worse = False
    for name in ("heap", "browser", "nodes", "listeners", "server"):
        held = [sum(getattr(one, name) for one in some) / max(len(some), 1) for some in (before, after)]
        worse |= held[1] > 1.1 * held[0]
        out.print(f"{name}: {held[0]:,.1f} in the second third, {held[1]:,.1f} in the last one")
    return int(worse)


def soak(server: Server, database: Path, minutes: float) -> Iterator[Sample]:
    """A sample each minute, while the data change."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(f"{server.url}{WALL}")
        page.wait_for_selector(".wall .sheet.on")
        page.evaluate(COUNT)
        begun, told = time.monotonic(), datetime(2031, 1, 1, tzinfo=UTC)
        while (passed := time.monotonic() - begun) < 60 * minutes:
            sample = measured(page, server, passed / 60)
            out.print(
                f"minute {sample.minute:5.1f}: {sample.turned:6,} sheets turned, {sample.drawn:5,} data drawn; "
                f"page {sample.heap:5.1f} MB of {sample.browser:6.1f}, {sample.nodes:,} nodes, "
                f"{sample.listeners} listeners; server {sample.server:6.1f} MB"
            )
            yield sample
            until = begun + 60 * (int(passed / 60) + 1)
            while time.monotonic() < min(until, begun + 60 * minutes):
                told += timedelta(seconds=1)
                change(database, told)
                page.wait_for_timeout(1000 * CHANGE)
        browser.close()


def measured(page: Page, server: Server, minute: float) -> Sample:
    """What is kept now."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    known = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    turned, drawn = page.evaluate("[window.turned, window.drawn]")
    heap = known["JSHeapUsedSize"] / 2**20
    nodes, listeners = int(known["Nodes"]), int(known["JSEventListeners"])
    return Sample(minute, turned, drawn, heap, renderers(os.getpid()), nodes, listeners, resident(server.pid))


def change(database: Path, at: datetime) -> None:
    """Write a fact: a task, another every second, is touched, so that the data have another version."""
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        connection.execute(
            "UPDATE obligation SET updated_at = ? WHERE id = 1 + abs(?) % (SELECT max(id) FROM obligation)",
            (at.strftime("%Y-%m-%d %H:%M:%S.000000"), int(at.timestamp())),
        )


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))
