"""Links of marks: where they lead, and that nothing but an address of ours is followed."""

import pytest
from sqlalchemy import URL

from dashboard.marks import follow
from tests.dashboard.marked import drawn, follow as click, link
from tests.dashboard.test_shell import opened, params


@pytest.mark.parametrize(
    ("href", "page", "parameters"),
    [
        ("/", "overview", {}),
        ("/?city=230100&city=230200&lang=zh", "overview", {"city": ["230100", "230200"], "lang": ["zh"]}),
        ("/map?lang=en&item=day:2020-06-16", "map", {"lang": ["en"], "item": ["day:2020-06-16"]}),
    ],
)
def test_an_address_of_ours_is_a_page_and_its_parameters(
    href: str, page: str, parameters: dict[str, list[str]]
) -> None:
    assert follow.target(href) == (page, parameters)


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/",
        "//example.org/map",
        "javascript:alert(1)",
        "/nowhere",
        "/extract/x.csv",
        "/?" + "a" * 5000,
    ],
)
def test_anything_else_is_no_address(href: str) -> None:
    assert follow.target(href) is None


def test_the_six_questions_keep_the_filters_and_mark_where_one_is(campaign_url: URL) -> None:
    app = opened("timeline", "zh", city=["230500"], asof="2020-07-04")
    here = drawn(app, "header").xpath("//nav//a[@aria-current]")
    assert [a.text_content() for a in here] == ["任务"]
    assert [a.text_content() for a in drawn(app, "views").xpath("//a[@aria-current='page']")] == ["时间线"]
    for words in ("总览", "隐患与举报", "下载与公文"):
        there = click(opened("timeline", "zh", city=["230500"], asof="2020-07-04"), link(app, words, "header"))
        assert not there.exception
        assert params(there)["city"] == ["230500"]
        assert params(there)["asof"] == ["2020-07-04"]
