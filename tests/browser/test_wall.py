"""The wall in a browser: keys and buttons turn its sheets, nothing of them is cut, on paper either, Esc leaves."""

import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import serious
from tests.browser.test_paper import printed, squeezed

SHOWN = "() => [...document.querySelectorAll('.wall .sheet')].filter(one => one.offsetParent).map(one => one.id)"
CUT = """() => { const sheet = document.querySelector('.wall .sheet.on'), blocks = sheet.querySelector('.blocks');
    return Math.max(sheet.scrollHeight - sheet.clientHeight, blocks.scrollHeight - blocks.clientHeight,
                    document.documentElement.scrollWidth - innerWidth); }"""
TEXTS = """() => [...document.querySelectorAll('.wall :is(h2, p, td:not(.states), .part, .tile b, .foot)')]
    .map(one => one.textContent)"""
SHEETS = ["conclusion", "cities", "overdue", "hazards", "week"]


UNDER = """() => [...document.querySelectorAll('.wall .ledger td.states')].filter((cell) => {
    const bar = cell.querySelector('.bar').getBoundingClientRect();
    return bar.width < 100 || bar.right > cell.nextElementSibling.getBoundingClientRect().left + 1; }).length"""


def open_wall(visit: Visit, more: str = "rotate=0", lang: str = "zh") -> None:
    visit.page.goto(f"{visit.server.url}/?lang={lang}&asof=2020-06-25&present=1&{more}")
    visit.page.wait_for_selector(".wall .sheet.on", timeout=30_000)
    visit.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


@pytest.mark.parametrize("visit", [{"viewport": {"width": 1920, "height": 1080}}], indirect=True)
def test_keys_and_buttons_turn_the_sheets(visit: Visit) -> None:
    open_wall(visit)
    page = visit.page
    for key, there in (("ArrowRight", 1), (" ", 2), ("ArrowLeft", 1), ("End", 4), ("ArrowRight", 0), ("Home", 0)):
        page.keyboard.press(key)
        assert page.evaluate(SHOWN) == [SHEETS[there]], key
    for n, name in enumerate(SHEETS):
        page.locator(f".wall [data-turn='{n}']").click()
        assert page.evaluate(SHOWN) == [name]
        assert page.evaluate(CUT) <= 1, name
        assert serious(page) == [], name
    page.set_viewport_size({"width": 1366, "height": 768})
    for name in SHEETS:
        page.keyboard.press("ArrowRight")
        assert page.evaluate(CUT) <= 1, name
    page.keyboard.press("Escape")
    page.wait_for_selector(".app-line")
    page.wait_for_selector(".wall", state="detached")
    assert "present" not in page.url


def test_bars_have_room_beside_english_headings(visit: Visit) -> None:
    open_wall(visit, lang="en")
    visit.page.keyboard.press("ArrowRight")
    for width in (800, 1024, 1366, 1920):
        visit.page.set_viewport_size({"width": width, "height": 1080})
        assert visit.page.locator(".wall .ledger td.states").first.is_visible()
        assert visit.page.evaluate(UNDER) == 0, width


def test_a_wall_turns_by_itself_until_it_is_paused(visit: Visit) -> None:
    open_wall(visit, "rotate=0.5")
    page = visit.page
    page.wait_for_function(f"() => ({SHOWN})()[0] === 'week'", timeout=15_000)
    page.keyboard.press("p")
    stands = page.evaluate(SHOWN)
    page.wait_for_timeout(1500)
    assert page.evaluate(SHOWN) == stands


def test_the_five_sheets_are_five_pages_of_paper(visit: Visit, tmp_path: Path) -> None:
    open_wall(visit)
    texts = [squeezed(text) for text in visit.page.evaluate(TEXTS)]
    text = printed(visit, tmp_path)
    assert len(texts) > 100
    assert [one for one in texts if one not in text] == []
    file = subprocess.run(["pdfinfo", tmp_path / "page.pdf"], capture_output=True, text=True, check=True).stdout
    assert "841.92 x 594.96 pts (A4)" in file
    assert "Pages:           5" in file
