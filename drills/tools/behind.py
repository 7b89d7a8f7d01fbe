"""Two processes of the dashboard behind a proxy; the one that serves a reader is killed while he looks at a page."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Final, NamedTuple

from playwright.sync_api import Page
from sqlalchemy import make_url

from benchmarks.extracts import multiply
from data_access.database.engine import disposing, write_engine
from data_access.i18n import t
from drills.tools.browser import Seen, looking, seconds_until_back, seen
from drills.tools.dashboards import kill, several
from drills.tools.figures import Figures
from drills.tools.processes import folder
from drills.tools.proxies import Proxy, answers, proxied, served_by
from seed.start import load_samples
from tests.server import OPENER, Server

BACK: Final = 10.0
"""Seconds within which an open page must be back."""
PAGE: Final = "hazards?lang=zh&city=230200&asof=2020-07-03"


class Scene(NamedTuple):
    """Two processes behind a proxy, and a reader who looks at PAGE through it."""

    proxy: Proxy
    place: Path
    url: str
    servers: list[Server]
    page: Page

    def serving(self) -> Server:
        """The process that serves the reader."""
        [cookie] = [one for one in self.page.context.cookies() if one.get("name") == "dashboard"]
        port = served_by(self.proxy, self.place, cookie.get("value", ""), [one.port for one in self.servers])
        [found] = [one for one in self.servers if one.port == port]
        return found

    def database(self) -> Path:
        """The file that both read."""
        return self.place / "campaign.db"


@contextmanager
def behind(proxy: Proxy) -> Iterator[Scene]:
    """The sample campaign, its activities forty times, two processes, a proxy and a reader."""
    with folder(proxy) as place:
        url = f"sqlite:///{place / 'campaign.db'}"
        load_samples(url)
        with disposing(write_engine(make_url(url))) as engine, engine.begin() as connection:
            multiply(connection)
        with (
            several(2, url, place) as servers,
            proxied(proxy, place, [one.port for one in servers]) as at,
            looking(f"{at}/{PAGE}") as page,
        ):
            yield Scene(proxy, place, at, servers, page)


def back_again(figures: Figures, scene: Scene, what: str, since: float, before: Seen) -> None:
    """Wait for the page and say how long it took, whether it is the same, and whether it answers."""
    figures.at_most(f"{what}: the page is back after", seconds_until_back(scene.page, since), BACK, "s")
    now = seen(scene.page)
    figures.add(f"{what}: its address", now.query, before.query, holds=now.query == before.query)
    changed = [new for new in now.words.splitlines() if new not in before.words]
    found = f"{len(now.words):,} characters, {len(changed)} new lines {changed[:2] or ''}"
    figures.add(f"{what}: its words", found, "as before", holds=now.words == before.words)


def drill(figures: Figures, scene: Scene) -> None:
    """Kill the process that serves the reader, while others ask for pages; a file is compared before."""
    before, killed = seen(scene.page), scene.serving()
    _file(figures, scene, killed)
    others = Others(scene.url)
    with others.asking():
        time.sleep(2)
        since = time.monotonic()
        kill(killed)
        back_again(figures, scene, "process killed", since, before)
        time.sleep(2)
    figures.add(
        "pages asked for meanwhile, by readers without a cookie", f"{others.asked:,}", "> 50", holds=others.asked > 50
    )
    figures.add("of them without an answer", f"{others.failed:,}", "0", holds=others.failed == 0)
    figures.add(
        "served by another process", str(scene.serving().port), f"not {killed.port}", holds=scene.serving() != killed
    )
    scene.page.get_by_text("EN", exact=True).first.click()  # what stands there might be the old page, and dead
    scene.page.wait_for_function("title => document.body.innerText.includes(title)", arg=t("en", "app.title"))
    figures.add("a click on it", "English", "English")


def _file(figures: Figures, scene: Scene, process: Server) -> None:
    """A large file through the proxy beside the same from the process itself, in turn, the quicker of three."""
    page = scene.page.context.new_page()
    page.goto(f"{scene.url}/extracts?lang=zh&asof=2020-07-03")
    link = page.locator("a[href*='/extract/activities.csv']").first.get_attribute("href", timeout=30_000)
    page.close()
    pairs = [(_fetched(f"{scene.url}{link}"), _fetched(f"{process.url}{link}")) for _ in range(3)]
    through, direct = (min(files, key=lambda one: one.first) for files in zip(*pairs, strict=True))
    figures.add("file through the proxy", f"{through.size / 1e6:.1f} MB, {through.seconds:.2f} s")
    figures.add("file from the process", f"{direct.size / 1e6:.1f} MB, {direct.seconds:.2f} s")
    figures.at_most("first byte through the proxy", 1000 * through.first, 1000 * direct.first + 100, "ms", 0)
    same = through.digest == direct.digest
    figures.add("bytes of the file", through.digest[:12], "as from the process", holds=same)


class Fetched(NamedTuple):
    """A file that was fetched: seconds to its first byte and its last."""

    first: float
    seconds: float
    size: int
    digest: str


def _fetched(url: str) -> Fetched:
    begun, digest, size, first = time.monotonic(), hashlib.sha256(), 0, 0.0
    with OPENER.open(url, timeout=60) as reply:
        while part := reply.read1(2**16):
            first = first or time.monotonic() - begun
            digest.update(part)
            size += len(part)
    return Fetched(first, time.monotonic() - begun, size, digest.hexdigest())


class Others:
    """Readers who come for the first time, one after the other."""

    def __init__(self, url: str) -> None:
        self.url, self.asked, self.failed = url, 0, 0
        self._over = Event()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask for a page 20 times a second in the meantime."""
        thread = Thread(target=self._ask)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _ask(self) -> None:
        while not self._over.wait(0.05):
            self.asked += 1
            self.failed += not answers(f"{self.url}/?lang=zh")
