"""Contact sheets of every page, to be looked at by a person: `python -m tests.browser.looks FOLDER [page …]`.

A sheet is a page in one language and one theme at all widths side by side, and its first sheet of paper. What was seen
on them last: docs/looks.md.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser

from dashboard import registry
from tests.browser.conftest import Visit
from tests.browser.pictures import samples
from tests.browser.test_widths import WIDTHS
from tests.server import Server

DAY: Final = "asof=2020-07-04"
OPENED: Final = {
    "case": f"?{DAY}&item=city:230500:hazards",
    "day": f"timeline?{DAY}&item=day:2020-06-16",
    "one-city": f"city?{DAY}&city=230500",
    "wall": f"?{DAY}&present=1&rotate=0",
}
"""What is no page of its own: a drawer, the day of a head, a city's sheet, the wall."""
ADDRESSES: Final = {entry.id: f"{'' if entry.default else entry.id}?{DAY}" for entry in registry.PAGES} | OPENED
THEMES: Final = ("light", "dark")
HIGHEST: Final = 2400
"""Pixels of a page that a sheet shows."""
GAP: Final = 24


def sheets(folder: Path, names: list[str]) -> None:
    """Write the sheets of these pages, of all without a name."""
    folder.mkdir(parents=True, exist_ok=True)
    with samples() as (browser, server):
        for name in names or ADDRESSES:
            for lang in ("zh", "en"):
                for theme in THEMES:
                    _sheet(browser, server, name, lang, theme).save(folder / f"{name}-{lang}-{theme}.png")


def _sheet(browser: Browser, server: Server, name: str, lang: str, theme: str) -> Image.Image:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, color_scheme=theme)  # type: ignore[arg-type]
    visit = Visit(context, server)
    page = visit.open(f"{ADDRESSES[name]}&lang={lang}")
    shots = []
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(500)
        main = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": width, "height": min(max(height, main), HIGHEST)})
        page.wait_for_timeout(300)
        shots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    page.set_viewport_size({"width": 1366, "height": 768})
    shots.append(_paper(page.pdf(prefer_css_page_size=True, print_background=True)))
    context.close()
    return beside(shots)


def _paper(pdf: bytes) -> Image.Image:
    """The first two pages of a PDF, one below the other."""
    command = ["pdftoppm", "-r", "90", "-png", "-l", "2", "-", f"{tempfile.mkdtemp()}/page"]
    subprocess.run(command, input=pdf, check=True)
    pages = [Image.open(path).convert("RGB") for path in sorted(Path(command[-1]).parent.iterdir())]
    sheet = Image.new("RGB", (pages[0].width, sum(one.height + GAP for one in pages)), "grey")
    for place, one in enumerate(pages):
        sheet.paste(one, (0, place * (one.height + GAP)))
    return sheet


def beside(shots: list[Image.Image]) -> Image.Image:
    """Pictures side by side on grey."""
    sheet = Image.new("RGB", (sum(one.width + GAP for one in shots), max(one.height for one in shots)), "grey")
    left = 0
    for one in shots:
        sheet.paste(one, (left, 0))
        left += one.width + GAP
    return sheet


if __name__ == "__main__":
    sheets(Path(sys.argv[1]), sys.argv[2:])
