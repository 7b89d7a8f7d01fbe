"""The board and the first page of each other question in a browser: seconds to idle and bytes, cold and warm, on this
machine and over the link of an office.
"""

import shutil
import statistics
from argparse import Namespace
from dataclasses import dataclass
from math import inf
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.link import Link, linked
from benchmarks.tools import page_timer
from dashboard import registry
from dashboard.server import pack
from data_access.access.viewer import LOCAL
from tests.server import running

LINKS = {"loopback": (inf, 0.0), "2 Mbit/s, 80 ms": (250_000.0, 0.04)}
"""Bytes a second each way, and seconds on the way."""
COLD_S, WARM_S, BYTES = 2.0, 1.5, 3_000_000
"""Budgets of the board, over either link."""
REPEAT = 3
ASKED = "lang=zh&asof=2020-07-04"
HOW = Namespace(cpu=1.0, timeout=90.0, settle=0.4)


@dataclass(frozen=True)
class Load:
    """Seconds until a page stands still (medians), and the bytes that came for it, the websocket's included."""

    page: str
    link: str
    cold: float
    warm: float
    cold_bytes: int
    warm_bytes: int

    @property
    def is_board(self) -> bool:
        """Whether the budgets are this page's."""
        return self.page == registry.DEFAULT

    @property
    def late(self) -> bool:
        """Whether a budget is not kept."""
        return self.is_board and (self.cold > COLD_S or self.warm > WARM_S or self.cold_bytes > BYTES)


def visit(context: BrowserContext, url: str, link: Link) -> tuple[float, int]:
    """Seconds to idle and bytes of one visit; RuntimeError where something failed, which would be fast too."""
    before = link.down.bytes
    page, seen = page_timer.open_page(context, url, HOW)
    page.close()
    wrong = [seen[kind] for kind in ("exceptions", "error_alerts", "failed", "foreign", "console_errors") if seen[kind]]
    if wrong or seen["idle_s"] is None:
        raise RuntimeError(f"{url}: {wrong or 'not idle'}")
    return float(seen["idle_s"]), link.down.bytes - before


def load(browser: Browser, page: str, name: str, link: Link) -> Load:
    """A page opened cold and then warm, REPEAT times."""
    url = f"http://127.0.0.1:{link.port}{registry.of(page).path}?{ASKED}"
    visits: dict[str, list[tuple[float, int]]] = {"cold": [], "warm": []}
    for _ in range(REPEAT):
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        for some in visits.values():
            some.append(visit(context, url, link))
        context.close()
    seconds = {kind: statistics.median(one for one, _ in some) for kind, some in visits.items()}
    sizes = {kind: int(statistics.median(size for _, size in some)) for kind, some in visits.items()}
    return Load(page, name, seconds["cold"], seconds["warm"], sizes["cold"], sizes["warm"])


def measure(database_url: str, folder: Path) -> list[Load]:
    """A Load for each question's first page and each link. The server has drawn each page once before."""
    pack.pack(pack.ASSETS, pack.folder())
    pages = [registry.views(question, LOCAL)[0].id for question in registry.QUESTIONS]
    with running(database_url, folder) as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=page_timer.FLAGS)
        found = []
        for name, (rate, delay) in LINKS.items():
            with linked(server.port, rate, delay) as link:
                load(browser, pages[0], name, link)  # what the first reader of all waits for is not a page's
                found += [load(browser, page, name, link) for page in pages]
        browser.close()
    return found
