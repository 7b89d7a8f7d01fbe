"""What a leader does in two minutes, with the real server, data and browser."""

import csv
import io
import re
import sqlite3
from datetime import UTC, datetime

from playwright.sync_api import expect

from tests.browser.conftest import READERS, Visit, every_page

HAN = re.compile(r"[\u4e00-\u9fff]+")


@every_page(*READERS)
def test_page_opens_by_its_address_and_fits(shown: Visit) -> None:
    """Cold deep link, no error, no foreign request, no sideways scroll of the page, as-of and sample label shown."""
    assert "2020-07-03 23:59" in shown.text
    assert "示例数据" in shown.text or "Sample data" in shown.text
    assert shown.page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    wide = shown.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]


@every_page("en-dark-wide")
def test_english_pages_hold_no_chinese(shown: Visit) -> None:
    """But for the switch between the languages, names that exist only in Chinese (titles of activities), and what the
    office wrote when it sent a return back.
    """
    words = shown.page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMainBlockContainer] *')]
            .filter(e => !e.closest('[data-testid=stDataFrame], .text-sheet, table.paper, .letter'))
            .flatMap(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent))"""
    )
    assert sorted({found for text in words for found in HAN.findall(text)} - {"中", "语言"}) == []


def test_filter_goes_into_the_address_and_back_leads_out(visit: Visit) -> None:
    page = visit.open("overview?asof=2020-07-03")
    word, cities = page.locator("[popovertarget=filter-city]"), page.locator("#filter-city")
    word.click()
    cities.get_by_role("link", name="大庆市").click()
    page.wait_for_url("**city=230600**")
    visit.settle()
    expect(word).to_contain_text("大庆市")
    expect(cities).to_be_visible()  # the list stays open for another city
    page.keyboard.press("Escape")
    expect(cities).to_be_hidden()
    page.go_back()
    visit.settle()
    assert "city=" not in page.url
    expect(word).to_contain_text("全部市(地)")


def test_what_is_typed_into_the_search_box_opens_at_enter(visit: Visit) -> None:
    """At once, before any offer is there."""
    page = visit.open("overview?asof=2020-07-04")
    page.keyboard.press("/")
    page.keyboard.type("哈尔滨 逾期")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks?**city=230100**state=overdue**")
    visit.settle()
    expect(page.locator("#search")).to_have_value("")


def test_filters_stay_across_pages_and_languages(visit: Visit) -> None:
    page = visit.open("overview?asof=2020-06-16&city=230500")
    page.locator(".app-line").get_by_role("link", name="任务", exact=True).click()
    page.wait_for_url("**/completion**")
    visit.settle()
    assert "city=230500" in page.url
    assert "asof=2020-06-16" in page.url
    page.locator(".languages").get_by_text("EN", exact=True).click()
    page.wait_for_url("**lang=en**")
    visit.settle()
    assert "city=230500" in page.url
    assert "2020-06-16 23:59" in visit.text
    assert "Shuangyashan" in visit.text


def test_click_on_the_map_selects_a_city_and_opens_its_counties(visit: Visit) -> None:
    page = visit.open("map?asof=2020-07-03")
    shapes = page.locator(".territory svg a")
    expect(shapes).to_have_count(13)
    box = shapes.nth(3).bounding_box()  # 黑河: the fourth in order of what presses, a large shape
    assert box
    page.mouse.click(box["x"] + box["width"] * 0.45, box["y"] + box["height"] * 0.55)
    page.wait_for_url("**city=231100**")
    visit.settle()
    page.get_by_role("radio", name="县(市、区)").or_(page.get_by_text("县(市、区)", exact=True)).first.click()
    visit.settle()
    expect(page.locator(".territory svg path")).to_have_count(6)


def test_unknown_code_is_named_and_the_rest_holds(visit: Visit) -> None:
    visit.open("overview?asof=2020-07-03&city=230600&city=999999")
    assert "999999" in visit.text
    assert "大庆" in visit.text


def test_extract_of_the_page_opens_in_a_spreadsheet(visit: Visit) -> None:
    """The link downloads the rows seen: BOM, Chinese headings and name, same count as the manifest says."""
    page = visit.open("overview?asof=2020-07-03&lang=zh")
    with page.expect_download() as caught:
        page.get_by_role("link", name="CSV", exact=True).first.click()
    file = caught.value
    content = file.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert file.suggested_filename.endswith(".csv")
    assert HAN.search(file.suggested_filename)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    daqing = next(row for row in rows if "大庆市" in row.values())
    assert {"29", "39"} <= set(daqing.values())
    on_time, due = (sum(int(row[name]) for row in rows) for name in ("已到期且按期完成", "已到期"))
    assert f"{on_time}/{due}" in visit.text


def test_open_page_notices_new_data(visit: Visit) -> None:
    """Another system writes; within ten seconds the open page shows it, filters and language untouched."""
    page = visit.open("overview?asof=2020-07-03&lang=en&city=231000")
    before = visit.text
    database = next(visit.server.log.parent.glob("campaign.db"))
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    with sqlite3.connect(database) as connection:
        connection.execute(
            """UPDATE obligation SET waived_at = '2020-06-01 00:00:00.000000', waive_reason = 'test', updated_at = ?
               WHERE id = (SELECT o.id FROM obligation o JOIN line l ON l.id = o.line_id JOIN org_unit u
                           ON u.id = o.org_unit_id WHERE u.code = '231000' AND l.code = 'D1')""",
            (now,),
        )
    page.wait_for_function("before => document.querySelector('[data-testid=stApp]').innerText !== before", arg=before)
    visit.settle()
    assert "city=231000" in page.url
    assert "Sample data" in visit.text
