"""Debian's chromium over a real server; every request and console line of every page is watched."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from sqlalchemy import Engine

from dashboard import registry
from tests.server import Server, running

PAGES = tuple(entry.id for entry in registry.PAGES)
READERS: dict[str, dict[str, Any]] = {
    "zh-light-wide": {"locale": "zh-CN"},
    "en-dark-wide": {"locale": "en-GB", "color_scheme": "dark"},
}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in this hook of its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests share one server and one chromium: keep them in one process."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="dashboard-browser-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def server(campaign_db: Engine, folder: Path) -> Iterator[Server]:
    """The dashboard over a copy of the sample campaign that tests may write."""
    copy = folder / "campaign.db"
    shutil.copyfile(str(campaign_db.url.database).removeprefix("file:").split("?")[0], copy)
    with running(f"sqlite:///{copy}", folder) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is not installed; `make test` installs it when root"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """A reader with a browser: where it went, what it asked for, what it complained of."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context, self.server = context, server
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != urlsplit(self.server.url).netloc:
            self.foreign.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        # Below a deep link Streamlit first looks for its server under that path and is told 404.
        probe = "/_stcore/" in message.location.get("url", "") and "404" in message.text
        if message.type == "error" and not probe:
            self.complaints.append(f"{message.text} ({message.location.get('url')})")

    def open(self, path: str) -> Page:
        """Open a page of the dashboard and wait until it stands still."""
        self.page.goto(f"{self.server.url}/{path}")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script has run, nothing is stale and every chart is drawn."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
        self.page.wait_for_function(
            """() => !document.querySelector('[data-testid^=stSkeleton], [data-testid=stSpinner]')
            && !document.querySelector('[data-testid=stElementContainer][data-stale=true]')
            && document.querySelector('[data-testid=stMainBlockContainer]')?.innerText.length > 50
            && [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
                 .every(chart => chart.querySelector('.main-svg'))""",
            timeout=30_000,
        )
        self.page.wait_for_timeout(300)

    @property
    def text(self) -> str:
        """What the reader can read."""
        return self.page.inner_text("[data-testid=stApp]")


@contextmanager
def visiting(chromium: Browser, server: Server, reader: dict[str, Any]) -> Iterator[Visit]:
    """A fresh reader; what it saw is checked at the end."""
    options = {"locale": "zh-CN", "viewport": {"width": 1366, "height": 768}, **reader}
    context = chromium.new_context(accept_downloads=True, **options)
    visit = Visit(context, server)
    yield visit
    context.close()
    assert visit.foreign == []
    assert visit.complaints == []


@pytest.fixture
def visit(chromium: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A fresh reader, by parameter: locale, colour scheme, viewport."""
    with visiting(chromium, server, getattr(request, "param", {})) as visit:
        yield visit


def every_page(*readers: str) -> pytest.MarkDecorator:
    """Run a test on `shown`: each page for each of these readers."""
    shown = [pytest.param((page, reader), id=f"{page}-{reader}") for page in PAGES for reader in readers]
    return pytest.mark.parametrize("shown", shown, indirect=True)


@pytest.fixture(scope="session")
def shown(chromium: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A page opened cold by its address, once for all tests that only look at it (`every_page`)."""
    page, reader = request.param
    with visiting(chromium, server, READERS[reader]) as visit:
        visit.open(f"{page}?asof=2020-07-03" + ("&city=230600" if page == "city" else ""))
        yield visit
