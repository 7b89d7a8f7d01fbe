"""Map, timeline and completion as readers meet them, in both languages; what is empty says why."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from data_access import i18n
from tests.dashboard import marked
from tests.dashboard.marked import pick

pytestmark = pytest.mark.slow

SHELL = str(Path(__file__).resolve().parents[2] / "dashboard" / "shell.py")
PAGES = ("map", "timeline", "completion")
AT = "2020-07-03"


def opened(page: str, lang: str = "zh", **params: object) -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=60)
    app.context = {"locale": "zh-CN"}
    for key, value in {"lang": lang, "asof": AT, **params}.items():
        app.query_params[key] = value
    return app.switch_page(f"../pages/{page}.py").run()


def address(app: AppTest, name: str) -> list[str]:
    """The values of one parameter of the address."""
    value = app.query_params.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.info, *app.caption)).replace("\\", "")


def drawn(app: AppTest, key: str) -> dict[str, Any]:
    """The figure of one chart, as the browser gets it."""
    charts = {chart.proto.id.rsplit("-", 1)[-1]: chart.proto.spec for chart in app.get("plotly_chart")}
    return dict(json.loads(charts[key]))


def named(figure: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {trace.get("name", ""): trace for trace in figure["data"]}


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "params",
    [{}, {"city": "230500"}, {"line": "M5.3b"}, {"city": ["230100", "230200"], "line": "M5"}, {"group": "city"}],
    ids=str,
)
def test_a_page_draws_in_both_languages(campaign_url: URL, page: str, lang: str, params: dict[str, object]) -> None:
    app = opened(page, lang, **params)
    assert not app.exception
    assert not app.error
    assert app.get("plotly_chart") or page == "map"
    assert all(chart.proto.alt for chart in app.get("plotly_chart"))
    if lang == "en":
        words = said(app)
        assert not [sign for sign in words if "\u3400" <= sign <= "\u9fff"], words


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("params", [{"group": "county", "line": "M1"}, {"group": "office", "line": "D1"}], ids=str)
def test_what_is_empty_says_why(campaign_url: URL, page: str, params: dict[str, object]) -> None:
    app = opened(page, **params)
    assert not app.exception
    assert not app.error
    assert ("不在图上" if page == "map" else "不承担") in said(app)
    assert not app.get("plotly_chart")


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("page", ["overview", "city", *PAGES])
def test_an_empty_choice_says_so_and_shows_nobody_else(campaign_url: URL, page: str, lang: str) -> None:
    """Daqing does not owe M4.1."""
    app = opened(page, lang, city="230600", line="M4.1")
    assert not app.exception
    title = next(text.value for text in app.markdown if text.value.startswith("# ")).replace("\\", "")
    assert title.startswith("# 大庆市不承担“M4.1 " if lang == "zh" else "# Not asked of Daqing: M4.1 ")
    if page == "completion":
        key = next(html.proto.body for html in app.get("html") if 'role="listitem"' in html.proto.body)
        assert set(re.findall(r"<b>(\d+)</b>", key)) == {"0"}
        assert not app.dataframe


@pytest.mark.parametrize("measure", ["late", "completion", "on_time_stated", "held"])
def test_the_map_and_the_list_beside_it_show_all_cities(campaign_url: URL, measure: str) -> None:
    app = opened("map", measure=measure, city="230100")
    shown, ranked = marked.drawn(app, "map_map"), marked.drawn(app, "map_ranking")
    areas = [place.findtext("title") for place in marked.select(shown, "svg a")]
    assert sorted(areas) == sorted(place.get("title") for place in marked.select(ranked, "a.row"))
    assert len(areas) == 13
    assert [place.findtext("title").startswith("哈尔滨市") for place in marked.select(shown, "a.chosen")] == [True]
    assert not app.get("plotly_chart")


def test_what_has_no_polygon_stands_beside_the_map(campaign_url: URL) -> None:
    words = said(opened("map"))
    assert all(name in words for name in ("加格达奇区", "松岭区", "新林区", "呼中区"))
    assert "成员单位" in words


def test_without_boundaries_the_map_is_made_of_bubbles(campaign_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_MAP_BOUNDARIES", "false")
    monkeypatch.setenv("DASHBOARD_MAP_CREDIT", "unused: no boundaries are drawn")
    app = opened("map")
    assert not marked.select(marked.drawn(app, "map_map"), "svg path")
    assert "政府驻地" in said(app)
    assert len(marked.select(marked.drawn(app, "map_map"), "a.dot")) == 13


def test_the_operator_words_the_line_below_the_map(campaign_url: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_MAP_CREDIT", "审图号:示例〔2020〕1号")
    assert "审图号:示例〔2020〕1号" in said(opened("map"))


def test_a_city_opens_to_its_counties_and_back(campaign_url: URL) -> None:
    app = opened("map", city="232700", level="counties")
    counties = [one.findtext("title").split("\n")[0] for one in marked.drawn(app, "map_counties_232700").iter("path")]
    assert counties == ["漠河市", "呼玛县", "塔河县"]
    assert "加格达奇区、松岭区、新林区、呼中区" in said(app)
    back = app.get_by_key("map_level_zh").set_value("province").run()
    assert not back.exception
    assert len(marked.select(marked.drawn(back, "map_map"), "svg a")) == 13


def test_a_city_is_chosen_by_keyboard_and_let_go(campaign_url: URL) -> None:
    app = opened("map")
    pick(app, "city", "230500")
    assert address(app, "city") == ["230500"]
    [chosen] = marked.select(marked.drawn(app, "map_map"), "a.chosen")
    assert chosen.findtext("title").startswith("双鸭山市")
    app = marked.follow(app, chosen.get("href"))  # again: all cities
    assert address(app, "city") == []
    first = marked.select(marked.drawn(app, "map_map"), "svg a")[0]
    app = marked.follow(app, first.get("href"))
    assert address(app, "item") == [f"city:{address(app, 'city')[0]}"]
    pick(app, "city", "")
    assert address(app, "city") == []


def test_a_choice_of_one_page_is_kept_in_its_address(campaign_url: URL) -> None:
    app = opened("map")
    app.get_by_key("map_measure_zh").set_value("overdue").run()
    assert address(app, "measure") == ["overdue"]
    app.get_by_key("map_measure_zh").set_value("late").run()
    assert address(app, "measure") == []
    assert opened("map", measure="nonsense").get_by_key("map_measure_zh").value == "late"


def test_a_cell_of_the_matrix_opens_the_tasks_of_its_unit_and_line(campaign_url: URL) -> None:
    for group, least in (("city", 13), ("member", 8)):
        figure = drawn(opened("completion", units=group), "completion_matrix")
        items = [item for trace in figure["data"] for (item,) in trace.get("customdata", [])]
        assert len(items) == len(set(items))
        assert len({item.split(":")[1] for item in items}) >= least
        app = opened("completion", units=group, item=items[0])
        assert not app.exception
        assert marked.drawn(app, "drawer").xpath("//h2")
        ring = drawn(app, "completion_matrix")["data"][0]
        assert len(ring["x"]) == 1


def test_a_matrix_stands_upright_on_a_telephone_or_on_demand(campaign_url: URL) -> None:
    wide, tall = opened("completion"), opened("completion", layout="tall")
    assert len(drawn(wide, "completion_matrix")["layout"]["yaxis"]["ticktext"]) == 13
    assert len(drawn(tall, "completion_matrix")["layout"]["xaxis"]["ticktext"]) == 13


@pytest.mark.parametrize(
    ("params", "rows"),
    [({}, "lines"), ({"line": "M5.3b"}, "units"), ({"city": "230100"}, "activities"), ({"rows": "units"}, "units")],
    ids=str,
)
def test_the_timeline_cuts_its_rows_to_what_was_asked(campaign_url: URL, params: dict[str, object], rows: str) -> None:
    app = opened("timeline", **params)
    assert app.get_by_key("timeline_rows_zh").value == rows
    ticks = drawn(app, f"timeline_timeline_{rows}")["layout"]["yaxis"]["ticktext"]
    assert len(ticks) == 13 if rows == "units" else len(ticks) >= 35
    assert drawn(app, "timeline_course")["data"][0]["line"]["shape"] == "hv"


@pytest.mark.parametrize(
    ("asof", "period"), [("2020-06-17", "AQY2020"), ("2020-07-20", "AQY2020"), ("2020-12-31", "all")]
)
def test_the_timeline_shows_the_stretch_around_the_instant(campaign_url: URL, asof: str, period: str) -> None:
    assert opened("timeline", asof=asof).get_by_key("timeline_period_zh").value == period


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("page", ["hazards", "majors", "tips", "exposures"])
def test_a_total_stands_below_its_table_whatever_it_is_sorted_by(page: str, lang: str, campaign_url: URL) -> None:
    """A click on a heading sorts in the browser: a total among the rows would stand anywhere."""
    app = opened(page, lang)
    whole = i18n.t(lang, "hazards.whole")
    names = [frame.value.iloc[:, 0].astype(str).tolist() for frame in app.dataframe]
    assert not any(whole in rows for rows in names)
    below = [caption.value.replace("\\", "") for caption in app.caption]
    assert any(one.startswith(i18n.t(lang, "table.total", name=whole, cells="").rstrip()) for one in below)
