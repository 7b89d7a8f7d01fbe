"""Every page as its readers see it, to be looked at: `make looks`, or `python -m tests.browser.looks SCENE …`.

Each scene (a page, an open case, a sheet of the wall) is drawn from the samples in both languages, light and dark, at
five widths and on paper. Into var/looks go one picture of each and contact sheets: all widths of a scene side by side,
all sheets of its paper. What a program can measure of them, tests do (widths, contrast, paper); the rest
wants eyes, and docs/looks.md says what they saw last.
"""

import io
import itertools
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, TimeoutError as TooLate
from rich.console import Console

from dashboard import registry
from tests.browser.conftest import Visit
from tests.browser.pictures import samples
from tests.browser.test_widths import WIDTHS
from tests.server import ROOT, Server

FOLDER: Final = ROOT / "var" / "looks"
SCALE: Final = 0.47
"""Of a contact sheet of widths: 1,568 px across, text of 14 px can just be read."""
GAP: Final = 12
DPI: Final = 72
"""Of a printed sheet on its contact sheet."""
TALLEST: Final = 9_000
"""Pixels of a page in one picture."""
GROUND: Final = "#8A3B8F"
"""Between pictures: a colour that no page has."""
out = Console(width=110)


class Scene(NamedTuple):
    """What is looked at: an address, and how often → is pressed there first."""

    name: str
    address: str
    turned: int = 0

    @property
    def is_wall(self) -> bool:
        """Whether it fills the window, whatever the window's size."""
        return "present=1" in self.address


DAY: Final = "asof=2020-07-04"
CITY: Final = "&city=230500"
SCENES: Final = (
    *(Scene(page.id, f"{page.path[1:]}?{DAY}{CITY if page.id == 'city' else ''}") for page in registry.PAGES),
    Scene("cities", f"city?{DAY}"),
    Scene("city-lines", f"completion?{DAY}{CITY}&line=M5"),
    Scene("case", f"?{DAY}&item=city:230500:hazards"),
    Scene("day", f"timeline?{DAY}&item=day:2020-06-16"),
    *(Scene(f"wall-{n + 1}", f"?{DAY}&present=1&rotate=0", n) for n in range(5)),
)


class Reader(NamedTuple):
    """Whose eyes: language and theme."""

    lang: str
    theme: str


READERS: Final = tuple(Reader(*one) for one in itertools.product(("zh", "en"), ("light", "dark")))


def draw(scenes: Sequence[Scene]) -> int:
    """Write pictures and contact sheets of these scenes; how many could not be drawn, which are named."""
    failed = 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    with samples() as (browser, server):
        for scene, reader in itertools.product(scenes, READERS):
            name = f"{scene.name}-{reader.lang}-{reader.theme}"
            try:
                with _opened(browser, server, scene, reader) as visit:
                    _look(visit, scene, name)
            except TooLate as late:
                failed += 1
                out.print(f"{name} was not drawn: {late.message.splitlines()[0]}")
    return failed


@contextmanager
def _opened(browser: Browser, server: Server, scene: Scene, reader: Reader) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme=reader.theme)  # type: ignore[arg-type]
    visit = Visit(context, server)
    address = f"{scene.address}&lang={reader.lang}"
    if scene.is_wall:
        visit.page.goto(f"{server.url}/{address}")
        visit.page.wait_for_selector(".wall .sheet.on", timeout=30_000)
        for _ in range(scene.turned):
            visit.page.keyboard.press("ArrowRight")
    else:
        visit.open(address)
    try:
        yield visit
        for complaint in visit.complaints:
            out.print(f"{scene.name}: {complaint}")
    finally:
        context.close()


def _look(visit: Visit, scene: Scene, name: str) -> None:
    shots = [_shot(visit, scene, width) for width in WIDTHS]
    for width, shot in zip(WIDTHS, shots, strict=True):
        shot.save(FOLDER / f"{name}-{width}.png")
    small = [one.resize((int(one.width * SCALE), int(one.height * SCALE)), Image.Resampling.LANCZOS) for one in shots]
    side_by_side(small, 3).save(FOLDER / f"{name}.png")
    if not scene.turned:  # the paper of the wall is all its sheets
        side_by_side(sheets(visit.page), 3).save(FOLDER / f"{name}-paper.png")
    out.print(name)


def _shot(visit: Visit, scene: Scene, width: int) -> Image.Image:
    """The whole page in a window of this width, as tall as the page: what stays at the window's top is there once."""
    visit.page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    visit.page.wait_for_timeout(300)
    if not scene.is_wall and "item=" not in scene.address:
        height = visit.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        visit.page.set_viewport_size({"width": width, "height": min(max(height + 60, WIDTHS[width]), TALLEST)})
        visit.settle()
    return Image.open(io.BytesIO(visit.page.screenshot())).convert("RGB")


def sheets(page: Page) -> list[Image.Image]:
    """The page printed, sheet by sheet."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "page.pdf"
        page.pdf(path=str(file), prefer_css_page_size=True, print_background=True)
        subprocess.run(["pdftoppm", "-r", str(DPI), "-png", file, file.with_suffix("")], check=True)
        return [Image.open(path).convert("RGB") for path in sorted(Path(name).glob("*.png"))]


def side_by_side(pictures: Sequence[Image.Image], columns: int) -> Image.Image:
    """The pictures in rows of so many, upon a ground that shows where each ends."""
    rows = [pictures[n : n + columns] for n in range(0, len(pictures), columns)]
    width = max(sum(one.width + GAP for one in row) for row in rows)
    heights = [max(one.height for one in row) + GAP for row in rows]
    sheet = Image.new("RGB", (width, sum(heights)), GROUND)
    for row, top in zip(rows, itertools.accumulate([0, *heights]), strict=False):
        for one, left in zip(row, itertools.accumulate([0, *(one.width + GAP for one in row)]), strict=False):
            sheet.paste(one, (left, top))
    return sheet


if __name__ == "__main__":
    wanted = sys.argv[1:]
    sys.exit(bool(draw([scene for scene in SCENES if not wanted or scene.name in wanted])))
