"""On paper: every row of every table, every mark of the matrix, nothing beside the sheet, nothing to click."""

import re
import subprocess
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Browser

from tests.browser.conftest import Visit, every_page, visiting
from tests.browser.looks import sheets
from tests.server import Server

ROWS = """() => [...document.querySelectorAll('table.paper tbody tr, .text-sheet tbody tr')]
    .map(row => [...row.cells].map(cell => cell.textContent).join(''))"""
MARKS = """() => [...document.querySelectorAll('.st-key-matrix_wide text, .st-key-matrix_wide tspan')]
    .map(element => element.textContent)"""


def printed(visit: Visit, folder: Path) -> str:
    """The text of the page's PDF in the order of drawing, without spaces."""
    file = folder / "page.pdf"
    visit.page.pdf(path=str(file), prefer_css_page_size=True, print_background=True)
    return squeezed(subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout)


def squeezed(text: str) -> str:
    return re.sub(r"\s+|\f", "", text)


@every_page("zh-light-wide")
def test_no_row_of_a_page_is_cut_on_paper(shown: Visit, tmp_path: Path) -> None:
    rows = [squeezed(row) for row in shown.page.evaluate(ROWS)]
    text = printed(shown, tmp_path)
    assert [row for row in rows if text.count(row) < rows.count(row)] == []
    assert "/extracts?" in shown.page.url or "CSV" not in text  # no link of a screen
    file = subprocess.run(["pdfinfo", tmp_path / "page.pdf"], capture_output=True, text=True, check=True).stdout
    assert "841.92 x 594.96 pts (A4)" in file


def test_the_matrix_is_whole_on_paper(visit: Visit, tmp_path: Path) -> None:
    visit.open("completion?asof=2020-07-04")
    marks = [mark for mark in visit.page.evaluate(MARKS) if mark in "✓◇△✕◔○"]
    text = printed(visit, tmp_path)
    assert len(marks) > 300
    for sign in set(marks):
        assert text.count(sign) >= marks.count(sign)


def test_the_tables_of_paper_are_not_seen_on_the_screen(visit: Visit) -> None:
    visit.open("returns?asof=2020-07-04")
    tables = visit.page.locator("table.paper")
    assert tables.count() > 3
    assert not any(table.is_visible() for table in tables.all())


def test_the_paper_of_the_dark_theme_is_that_of_the_light_one(chromium: Browser, server: Server) -> None:
    found: list[list[Image.Image]] = []
    for theme in ("light", "dark"):
        with visiting(chromium, server, {"color_scheme": theme}) as visit:
            found.append(sheets(visit.open("completion?asof=2020-07-04")))
    assert len(found[0]) == len(found[1])
    for light, dark in zip(*found, strict=True):
        differing = ImageChops.difference(light, dark).convert("L").point(lambda value: 255 * (value > 24))
        assert differing.histogram()[255] < 0.0005 * light.width * light.height  # the badge of sample data
