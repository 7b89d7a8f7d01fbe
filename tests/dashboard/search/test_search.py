"""The search box: plain matching over places, lines, views and days, in both languages, within what may be seen."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import URL, Engine

from dashboard.filters import offered
from dashboard.search.find import MOST
from dashboard.search.offers import offers
from dashboard.view import View
from data_access.database.snapshot import snapshot
from data_access.database.stamp import Stamp
from data_access.notice.campaigns import resolve
from data_access.question import Filters, Scope
from tests.dashboard.marked import drawn, follow, link
from tests.dashboard.test_shell import opened, params

NOW = datetime(2020, 7, 3, 16, tzinfo=UTC)
HARBIN = Scope(("230100",))


@pytest.fixture(scope="module")
def view(campaign_db: Engine) -> View:
    return _view(campaign_db, Scope())


@pytest.fixture(scope="module")
def of_harbin(campaign_db: Engine) -> View:
    return _view(campaign_db, HARBIN)


def _view(engine: Engine, scope: Scope) -> View:
    with snapshot(engine) as s:
        question = replace(resolve(s, Filters(), NOW), scope=scope)
        return View(question, Stamp("v", None, "sample"), offered.load(s, question), "zh", "overview", made_at=NOW)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("双鸭山 超期隐患", "/hazards?city=230500"),
        ("双鸭山超期隐患", "/hazards?city=230500"),
        ("双鸭山的超期隐患", "/hazards?city=230500"),
        ("shuangyashan overdue hazards", "/hazards?city=230500"),
        ("Overdue hazards in Shuangyashan", "/hazards?city=230500"),
        ("M5 大庆", "/completion?city=230600&line=M5"),
        ("m5大庆", "/completion?city=230600&line=M5"),
        ("五进 大庆市", "/completion?city=230600&line=M5"),
        ("M5.3b", "/completion?line=M5.3b"),
        ("咨询日 时间线", "/timeline?line=M4"),
        ("哈尔滨 逾期", "/tasks?city=230100&state=overdue"),
        ("Harbin overdue tasks", "/tasks?city=230100&state=overdue"),
        ("哈尔滨 逾期 CSV", "/extracts?city=230100&extract=overdue"),
        ("CSV of overdue tasks in Harbin", "/extracts?city=230100&extract=overdue"),
        ("230100", "/city?city=230100"),
        ("大庆", "/city?city=230600"),
        ("daxinganling", "/city?city=232700"),
        ("Daxing'anling map", "/map?city=232700"),
        ("道里区", "/hazards?city=230100&county=230102"),
        ("Daoli majors", "/majors?city=230100&county=230102"),
        ("曝光", "/exposures"),
        ("举报", "/tips"),
        ("Hotline", "/tips"),
        ("大庆，报送", "/returns?city=230600"),
        ("龙江行", "/tour"),
        ("6月16日", "/timeline?item=day:2020-06-16"),
        ("2020-06-16", "/timeline?item=day:2020-06-16"),
        ("16 June", "/timeline?item=day:2020-06-16"),
        ("June 16, 2020", "/timeline?item=day:2020-06-16"),
        ("大庆6月16日", "/timeline?city=230600&item=day:2020-06-16"),
        ("map 6/16", "/map?asof=2020-06-16"),
        ("6月16日 大庆 完成情况", "/completion?asof=2020-06-16&city=230600"),
        ("ＭＡＰ", "/map"),
        ("通报", "/papers"),
        ("annex", "/annex3"),
    ],
)
def test_the_first_offer_is_what_is_meant(query: str, first: str, view: View) -> None:
    found, wanted = urlsplit(offers(view, query)[0].href), urlsplit(first)
    assert (found.path, parse_qs(found.query)) == (
        wanted.path,
        parse_qs(wanted.query) | {"campaign": ["HLJ-2020-43"], "lang": ["zh"]},
    )


@pytest.mark.parametrize("query", ["", " ", "xyz", "大庆 xyz", "2020-02-31", "哈尔滨 大庆", "的", "道里区 报送", "/"])
def test_where_a_word_is_no_name_nothing_is_offered(query: str, view: View) -> None:
    assert offers(view, query) == []


def test_a_place_offers_what_one_asks_about_it(view: View) -> None:
    found = offers(view, "双鸭山")
    assert len(found) == MOST
    assert len({one.href for one in found}) == MOST
    assert all("city=230500" in one.href and one.says.startswith("双鸭山市") for one in found)


def test_the_instant_of_the_page_stays(view: View) -> None:
    asked = view.asking(replace(view.question, filters=replace(view.filters, as_of=NOW, lines=("M1",))))
    (found, *_) = offers(asked, "地图")
    assert parse_qs(urlsplit(found.href).query)["asof"] == ["2020-07-03T16:00:00Z"]
    assert "line=" not in found.href  # what is offered is what it says


words = st.sampled_from(
    ["大庆", "哈尔滨", "道里", "让胡路区", "逾期", "隐患", "m5", "M", "6月16日", "harbin", "overdue", "的"]
)
queries = st.one_of(st.text(max_size=80), st.lists(words, max_size=8).map(" ".join), st.lists(words).map("".join))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(queries)
def test_any_text_is_answered_and_only_with_what_may_be_seen(view: View, of_harbin: View, query: str) -> None:
    everywhere = {one.href for one in offers(view, query)}
    assert len(everywhere) <= MOST
    for one in offers(of_harbin, query):
        asked = parse_qs(urlsplit(one.href).query)
        assert {*asked.get("city", ())} <= {"230100"}
        assert all(code.startswith("2301") for code in asked.get("county", ()))


@pytest.mark.slow
def test_what_is_typed_is_offered_as_links_and_nothing_found_is_said(campaign_url: URL) -> None:
    app = opened("map", "zh", asof="2020-07-04", measure="overdue")
    assert drawn(app, "search").xpath("//input[@data-find]")
    assert not drawn(app, "offers").xpath("//a")
    app.session_state["search.asked"] = ("map", "zh", "双鸭山 超期隐患")  # as the box sends it
    there = follow(app.run(), link(app, "双鸭山市 · 隐患", "offers"))
    assert (there.session_state["shell.view"].page, params(there)["city"]) == ("hazards", ["230500"])
    assert not drawn(there, "offers").xpath("//a")  # what was typed on the other page is gone
    app.session_state["search.asked"] = ("hazards", "zh", "<b>xyz")
    assert "没有找到“<b>xyz”" in drawn(app.run(), "offers").text_content()
