"""The drawer of a page: opened by the address, told at its as-of instant, left by its links."""

import pytest
from lxml import html
from sqlalchemy import URL

from tests.dashboard.marked import drawn, follow
from tests.dashboard.test_shell import opened, params

pytestmark = pytest.mark.slow

HAZARD = "hazard:YH230523-2020-0009"


def words(drawer: html.HtmlElement) -> str:
    return " ".join(drawer.text_content().split())


def test_every_page_opens_the_drawer_and_its_links_lead_on_and_out(campaign_url: URL) -> None:
    app = opened("hazards", "zh", asof="2020-07-04", city=["230500"], item="city:230500:hazards")
    drawer = drawn(app, "drawer")
    assert "省住建厅" in words(drawer)
    [copy] = drawer.xpath("//button/@data-copy")
    assert copy.count("已超期") == 3
    assert [link for link in drawer.xpath("//a[@download]/@href") if link.startswith("/extract/hazards.csv?t=")]
    [row] = [a for a in drawer.xpath("//li/a") if "水上交通" in a.text_content()]
    there = follow(app, row.get("href"))
    assert params(there)["item"] == [HAZARD]
    assert params(there)["city"] == ["230500"]
    told = drawn(there, "drawer")
    assert "验收不合格" in words(told.xpath("//ol")[0])
    out = follow(there, told.xpath("//a[@class='close']/@href")[0])
    assert "item" not in params(out)
    assert params(out)["city"] == ["230500"]
    assert drawn(out, "drawer").text_content() == ""


def test_a_case_is_told_anew_at_each_instant(campaign_url: URL) -> None:
    assert "按期整改，待销号" in words(drawn(opened("map", "zh", asof="2020-06-24", item=HAZARD), "drawer"))
    assert "超期未整改" in words(drawn(opened("map", "zh", asof="2020-07-04", item=HAZARD), "drawer"))


@pytest.mark.parametrize("item", ["hazard:nobody", "<b>:x", "day:2020-02-30"])
def test_what_is_not_there_is_a_sentence_and_no_fault(item: str, campaign_url: URL) -> None:
    app = opened("map", "en", asof="2020-07-04", item=item)
    assert not app.exception
    assert "nothing of this" in words(drawn(app, "drawer"))


def test_the_city_of_a_case_opens_with_the_filters_of_the_page(campaign_url: URL) -> None:
    app = opened("completion", "zh", asof="2020-07-04", line=["M5"], item="task:230600:M5.5")
    [city] = [a for a in drawn(app, "drawer").xpath("//*[@class='actions']/a") if a.text_content() == "打开大庆市"]
    there = follow(app, city.get("href"))
    assert params(there)["city"] == ["230600"]
    assert params(there)["line"] == ["M5"]
    assert "item" not in params(there)
