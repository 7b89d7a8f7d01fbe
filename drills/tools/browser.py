"""Debian's chromium looking at one page of the dashboard, while something happens to what serves it."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from drills.tools.processes import DrillError

STANDS: Final = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app?.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
        && !document.querySelector('[data-testid^=stSkeleton], [data-stale=true]')
        && document.querySelector('[data-testid=stMainBlockContainer]')?.innerText.length > 50;
}"""
"""Whether the page is connected, drawn to its end, and nothing on it is stale."""
LOST: Final = "() => document.querySelector('[data-testid=stApp]')?.dataset.testConnectionState !== 'CONNECTED'"


@contextmanager
def looking(url: str) -> Iterator[Page]:
    """A reader whose page at `url` stands."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise DrillError("chromium is not installed; `make test` installs it when root")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}).new_page()
        page.goto(url)
        stands_since(page)
        yield page
        browser.close()


class Seen(NamedTuple):
    """What a reader sees: his question in the address, and the page's words."""

    query: str
    words: str


def seen(page: Page) -> Seen:
    """What its reader sees now."""
    return Seen(urlsplit(page.url).query, page.inner_text("[data-testid=stMainBlockContainer]"))


def seconds_until_back(page: Page, since: float, most: float = 60) -> float:
    """The seconds from `since` (time.monotonic) until the page, having lost its server, stands again."""
    page.wait_for_function(LOST, timeout=1000 * most, polling=20)
    return stands_since(page, most) - since


def stands_since(page: Page, most: float = 60) -> float:
    """The instant (time.monotonic) from which the page stands, seen a second later: it is connected a moment before its
    script begins, and pictures come after their page.
    """
    while True:
        page.wait_for_function(STANDS, timeout=1000 * most, polling=20)
        at, words = time.monotonic(), seen(page).words
        if all(_still(page) for _ in range(20)) and seen(page).words == words:
            return at


def _still(page: Page) -> bool:
    page.wait_for_timeout(50)
    return bool(page.evaluate(STANDS))
