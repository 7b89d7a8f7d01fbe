"""The pictures of the manuals, made from the samples in a real server and browser: `make pictures`."""

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from seed.start import load_samples
from tests.browser.conftest import FLAGS, Visit
from tests.server import ROOT, Server, running

FOLDER: Final = ROOT / "docs" / "images"
COLOURS: Final = 128
"""Of a picture: enough for text and flat colours, and a third of the bytes."""


class Picture(NamedTuple):
    """A page as a manual shows it: its address, the height of the window, and the mark that is clicked first."""

    name: str
    address: str
    height: int = 768
    mark: str = ""


WIDTH: Final = 1366
DAY: Final = "asof=2020-07-04"
PICTURES: Final = (
    Picture("board", f"?{DAY}"),
    Picture("case", f"?{DAY}", mark='a[href*="item=city%3A230500%3Ahazards&"]:visible'),
    Picture("hazards", f"hazards?{DAY}", 900),
    Picture("city", f"city?{DAY}&city=230500", 900),
    Picture("verify", "verify", 600),
)


@contextmanager
def samples() -> Iterator[tuple[Browser, Server]]:
    """A browser, and a server over the samples."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        database = f"sqlite:///{name}/samples.db"
        load_samples(database)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        with running(database, Path(name), DASHBOARD_VAR=name) as server:
            yield browser, server
        browser.close()


def draw() -> None:
    """Write all pictures in both languages."""
    with samples() as (browser, server):
        for lang in ("zh", "en"):
            for one in PICTURES:
                context = browser.new_context(viewport={"width": WIDTH, "height": one.height})
                _draw(Visit(context, server), one, lang)
                context.close()


def _draw(visit: Visit, one: Picture, lang: str) -> None:
    address = f"{one.address}{'&' if '?' in one.address else '?'}lang={lang}"
    if one.name == "verify":
        visit.page.goto(f"{visit.server.url}/{address}")
    else:
        visit.open(address)
    if one.mark:
        visit.page.locator(one.mark).first.click()
        visit.page.locator("aside.drawer h2").wait_for()
        visit.settle()
    shot = Image.open(io.BytesIO(visit.page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    path = FOLDER / lang / f"{one.name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    shot.save(path, optimize=True)


if __name__ == "__main__":
    draw()
