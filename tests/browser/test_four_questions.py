"""The four questions that leaders ask, from the board, with at most two clicks each (a search counts as one)."""

import csv
import io
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import serious


def mark(page: Page, item: str) -> Locator:
    """The first mark of the page that opens this case."""
    return page.locator(f'a[href*="item={quote(item, safe="")}&"]:visible').first


def test_the_four_questions_in_two_clicks(visit: Visit) -> None:
    page = visit.open("?asof=2020-07-04&lang=zh")
    drawer = page.locator("aside.drawer")

    mark(page, "city:230500:hazards").click()  # the overdue hazards of 双鸭山, and who owns them
    expect(drawer.locator("li")).to_have_count(3)
    for department in ("省住建厅", "东北能监局", "黑龙江海事局"):
        expect(drawer).to_contain_text(department)
    expect(drawer.locator("h2")).to_be_focused()
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(mark(page, "city:230500:hazards")).to_be_focused()

    mark(page, "city:230100:overdue").click()  # the file of the overdue tasks of 哈尔滨
    expect(drawer).to_contain_text("哈尔滨市")
    with page.expect_download() as caught:
        drawer.locator("a[download]").click()
    rows = list(csv.DictReader(io.StringIO(caught.value.path().read_bytes().decode("utf-8-sig"))))
    assert [row["单位"] for row in rows] == ["哈尔滨市"] * 5
    assert {row["状态"] for row in rows} == {"逾期未完成"}
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    visit.settle()

    page.locator("#search").press_sequentially("M5 大庆")  # M5 in 大庆
    page.locator("#search-offers a").first.click()
    page.wait_for_url("**city=230600**line=M5**")
    visit.settle()
    expect(page.locator("h1")).to_contain_text("大庆")

    page = visit.open("timeline?asof=2020-07-04&lang=zh")  # 16 June, city by city
    mark(page, "day:2020-06-16").click()
    expect(drawer.locator("details.group")).to_have_count(13)
    expect(drawer).to_contain_text("哈尔滨市举办线上“安全宣传咨询”")
