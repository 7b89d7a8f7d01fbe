"""The wall in place of any page: the sheets of the brief, no box, the way back; what its address may say."""

from collections.abc import Callable

import pytest
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from dashboard import registry
from dashboard.present import wall
from tests.conftest import Databases
from tests.dashboard.marked import drawn, follow, link
from tests.dashboard.test_shell import opened, params

BOXES = ("selectbox", "multiselect", "button", "toggle", "date_input", "text_input")


def sheets(app: AppTest) -> list[str]:
    return [section.get("id") for section in drawn(app, "wall").xpath("//section")]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["overview", "hazards", "papers"])
def test_a_wall_has_five_sheets_and_no_box(campaign_url: URL, page: str, lang: str) -> None:
    assert page in registry.IDS
    app = opened(page, lang, asof="2020-07-04T00:00", present="1")
    assert not app.exception
    assert sheets(app) == list(wall.SHEETS)
    assert [box for kind in BOXES for box in app.get(kind)] == []
    assert not app.warning
    feet = [foot.text_content() for foot in drawn(app, "wall").xpath("//footer")]
    for said in ("示例数据", "2020年7月4日0时") if lang == "zh" else ("SAMPLE DATA", "4 July 2020, 00:00"):
        assert [said in foot for foot in feet] == [True] * 5


def test_every_page_leads_to_the_wall_and_it_back(campaign_url: URL) -> None:
    page = opened("majors", "zh", asof="2020-07-04", city=["230500"])
    before, way = params(page), link(page, "投屏", "views")
    assert link(page, "打印五页简报", "views") == f"{way}&print=1"
    there = follow(page, way)
    assert sheets(there) == list(wall.SHEETS)
    assert "双鸭山" in drawn(there, "wall").text_content()
    assert "七台河" not in drawn(there, "wall").text_content()
    back = follow(there, link(there, "退出（Esc）", "wall"))
    assert params(back) == before
    assert drawn(back, "views").xpath("//a[@aria-current='page']")


@pytest.mark.parametrize(
    ("rotate", "seconds"),
    [("", wall.SECONDS), ("0", 0), ("0.2", 0.2), ("-1", wall.SECONDS), ("nan", wall.SECONDS), ("x", wall.SECONDS)],
)
def test_a_wall_turns_as_its_address_says(campaign_url: URL, rotate: str, seconds: float) -> None:
    app = opened("overview", "zh", asof="2020-07-04", present="1", **({"rotate": rotate} if rotate else {}))
    [settings] = [one for one in app.get("bidi_component") if one.proto.id.endswith("marks_wall")]
    assert f'"turn": {float(seconds)}' in settings.proto.json or f'"turn":{float(seconds)}' in settings.proto.json


def test_an_unknown_city_is_named_on_the_wall_too(campaign_url: URL) -> None:
    app = opened("overview", "zh", present="1", city="999999")
    assert [one.value for one in app.warning if "999999" in one.value]


def test_before_the_first_return_the_page_says_so(databases: Databases, use: Callable[[URL | str], None]) -> None:
    use(databases.template("sqlite", "seeded"))
    app = opened("overview", "zh", present="1")
    assert not app.exception
    assert drawn(app).xpath("//nav")
    assert not drawn(app).xpath("//section[@id='conclusion']")
