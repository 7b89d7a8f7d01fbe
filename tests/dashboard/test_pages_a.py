"""Overview, city and extracts on the sample campaign inside the shell, in both languages, against expected.json."""

import json
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from data_access import i18n
from data_access.extracts.catalogue import BASES
from tests.dashboard.test_shell import SHELL, said

pytestmark = pytest.mark.slow

T = "2020-07-04T00:00"
EXPECTED = json.loads((Path(__file__).parents[1] / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
RATES = ("完成率", "应完成完成率", "按时率")
GRADES = ("一般", "重大")
GRADE_RATES = ("整改率", "按期整改率")
LATE, _, RANKING, MEMBERS, OFFICES, LEAGUES = range(6)
"""The tables of the overview in their order."""
LANGUAGES = pytest.mark.parametrize("lang", i18n.LANGUAGES)


def opened(page: str, lang: str, **params: object) -> AppTest:
    app = AppTest.from_file(SHELL, default_timeout=60)
    app.context = {"locale": "zh-CN"}
    for key, value in {"lang": lang, "asof": T, **params}.items():
        app.query_params[key] = value
    if page != "overview":
        app.switch_page(f"../pages/{page}.py")
    app.run()
    assert not app.exception
    assert not app.error
    return app


def heading(app: AppTest) -> str:
    return next(m.value for m in app.markdown if m.value.startswith("# ")).replace("\\", "")


def table(app: AppTest, place: int) -> pd.DataFrame:
    """The table at this place of the page."""
    frame: pd.DataFrame = app.dataframe[place].value
    return frame


def alts(app: AppTest) -> list[str]:
    return [chart.proto.alt for chart in app.get("plotly_chart")]


@LANGUAGES
@pytest.mark.parametrize("instant", sorted(EXPECTED))
def test_the_headline_figures_are_those_worked_out_independently(lang: str, instant: str, campaign_url: URL) -> None:
    app = opened("overview", lang, asof=instant)
    whole = EXPECTED[instant]["rates"]["cities"]["合计"]
    labels = [button.label for button in app.button if str(button.key).startswith("open.")]
    for metric, label, name in zip(app.metric, labels, RATES, strict=False):
        n, d = whole[name]
        assert metric.value.replace("\\", "").startswith(f"{n / d:.1%}")
        assert label == f"{n:,}/{d:,}"
    n, d = whole["按时率_明示"]
    assert f"({n}/{d})" in app.metric[2].value.replace("\\", "")
    states = [s for city in EXPECTED[instant]["obligations"]["cities"].values() for s in city.values()]
    assert app.metric[3].value.startswith(str(states.count("overdue")))


@LANGUAGES
def test_every_citys_row_shows_its_own_rates(lang: str, campaign_url: URL) -> None:
    frame = table(opened("overview", lang), RANKING)
    rates = EXPECTED[T]["rates"]["cities"]
    shown = frame.iloc[:, 2:6].map(lambda text: text.split("(")[-1].split(")")[0]).to_numpy().tolist()
    expected = [
        [f"{n}/{d}" for n, d in (city["按时率_明示"], city["按时率"], city["应完成完成率"], city["完成率"])]
        for name, city in rates.items()
        if name != "合计"
    ]
    assert sorted(shown) == sorted(expected)
    assert frame["place"].str.strip().tolist() == ["1"] * 7 + ["8"] * 5 + ["13"]
    assert frame.iloc[:, 2].str.contains(i18n.t(lang, "rate.small")).all()
    assert all(list(course) == sorted(course) for course in frame["course"])


def overdue(name: str) -> int:
    """Of one city, by the expected results."""
    return list(EXPECTED[T]["obligations"]["cities"][name].values()).count("overdue")


def test_the_finding_names_who_stands_out_of_everything_late(campaign_url: URL) -> None:
    late = {name: overdue(name) for name in EXPECTED[T]["obligations"]["cities"]}
    assert (sum(late.values()), late["七台河市"], late["大兴安岭地区"], max(late.values())) == (71, 9, 9, 9)
    of_city = {name: told["一般"]["E"] for name, told in EXPECTED[T]["hazards"].items() if name != "全省"}
    assert [name for name, n in of_city.items() if n == max(of_city.values()) == 3] == ["双鸭山市"]
    hazards = EXPECTED[T]["hazards"]["全省"]
    app = opened("overview", "zh")
    assert heading(app) == (
        "# 13 个市(地)共 71 项任务逾期未完成，七台河市和大兴安岭地区最多（各 9 项）；"
        f"一般隐患 {hazards['一般']['E']} 条和重大隐患 {hazards['重大']['E']} 条超期未整改；"
        "一般隐患双鸭山市最多（3 条）"
    )
    assert "其中通知明示期限 3 项：鹤岗市、牡丹江市和黑河市各 1 项，其余 68 项为推定期限。" in said(app)
    english = heading(opened("overview", "en"))
    assert english.startswith("# 71 tasks overdue in 13 cities, most in Qitaihe and Daxing'anling (9 each); ")


@LANGUAGES
@pytest.mark.parametrize("adcode", ["230600", "230900", "232700"])
def test_a_city_that_is_late_is_never_said_to_have_done_everything(lang: str, adcode: str, campaign_url: URL) -> None:
    for page in ("overview", "city"):
        app = opened(page, lang, city=adcode)
        n = overdue({"230600": "大庆市", "230900": "七台河市", "232700": "大兴安岭地区"}[adcode])
        assert f"{n} 项任务逾期未完成" in heading(app) or f"has {n} task" in heading(app)
        assert "全部完成" not in heading(app)


@LANGUAGES
def test_groups_stand_in_tables_of_their_own(lang: str, campaign_url: URL) -> None:
    app = opened("overview", lang)
    rates = EXPECTED[T]["rates"]
    assert len(table(app, MEMBERS)) == len(rates["members"]) - 1
    assert len(table(app, OFFICES)) == len(rates["offices"]) - 1
    leagues = table(app, LEAGUES)
    assert len(leagues) == 13
    assert i18n.t(lang, "word.yes") not in leagues["covered"].tolist()  # one city's counties are done, its own is not
    assert i18n.t(lang, "overview.leagues", done=77, n=121) in said(app).replace("\\", "")
    assert any("Hegang" in alt or "鹤岗" in alt for alt in alts(app))


@LANGUAGES
def test_a_chosen_city_filters_lists_and_figures_and_keeps_its_rank_among_all(lang: str, campaign_url: URL) -> None:
    app = opened("overview", lang, city="230900")
    frame = table(app, RANKING)
    assert frame["place"].tolist() == [" 8"]
    own = EXPECTED[T]["obligations"]["cities"]["七台河市"]
    assert len(table(app, LATE)) == list(own.values()).count("overdue")
    bars = json.loads(app.get("plotly_chart")[1].proto.spec)
    assert len(bars["data"][0]["x"]) == 13


@LANGUAGES
def test_a_selection_without_obligations_says_why(lang: str, campaign_url: URL) -> None:
    app = opened("overview", lang, group="office", city="230100")
    assert i18n.t(lang, "finding.nothing.why") in said(app).replace("\\", "")
    assert ("省级牵头单位" if lang == "zh" else "provincial leads of Harbin") in heading(app)
    assert not app.metric


@LANGUAGES
def test_before_the_campaign_nothing_is_due(lang: str, campaign_url: URL) -> None:
    app = opened("overview", lang, asof="2020-05-20")
    assert heading(app) == f"# {i18n.t(lang, 'finding.tasks.not_yet')}"
    assert i18n.t(lang, "overview.late.none") in {caption.value.replace("\\", "") for caption in app.caption}
    assert app.metric[2].value.startswith("/")


@LANGUAGES
def test_members_alone_are_the_page_when_only_they_are_asked_for(lang: str, campaign_url: URL) -> None:
    app = opened("overview", lang, group="member")
    n, d = EXPECTED[T]["rates"]["members"]["合计"]["完成率"]
    assert app.metric[0].value.replace("\\", "").startswith(f"{n / d:.1%}")
    assert i18n.t(lang, "overview.bars.member") in said(app).replace("\\", "")


@LANGUAGES
@pytest.mark.parametrize(("adcode", "name"), [("230100", "哈尔滨市"), ("232700", "大兴安岭地区")])
def test_a_citys_page_lists_everything_of_it(lang: str, adcode: str, name: str, campaign_url: URL) -> None:
    app = opened("city", lang, city=adcode)
    own = EXPECTED[T]["obligations"]["cities"][name]
    sheets = [sheet.value.data if hasattr(sheet.value, "data") else sheet.value for sheet in app.table]
    late, leagues, hazards, duties, activities, submissions = sheets
    assert len(duties) == len(own)
    assert len(late) == list(own.values()).count("overdue")
    state = i18n.t(lang, "heading.state")
    for code in set(own.values()):
        said_so = duties[state].str.contains(i18n.t(lang, f"state.{code}"), regex=False).sum()
        soon = duties[state].str.contains(i18n.t(lang, "state.due_soon"), regex=False).sum() if code == "not_due" else 0
        assert said_so + soon == list(own.values()).count(code), code
    held = activities[state].str.fullmatch(i18n.t(lang, "activity.held")).sum()
    assert held == EXPECTED[T]["held"][name]
    assert leagues.iloc[:, 1].astype(int).sum() == EXPECTED[T]["rates"]["counties"][adcode]["完成率"][1]
    assert len(submissions) > 0
    lying = EXPECTED[T]["hazards"][name]["一般"]
    assert hazards.iloc[:, 1].astype(int).sum() == sum(lying[of] for of in ("A", "B", "C", "D", "E", "A0", "P"))


@LANGUAGES
def test_a_citys_page_without_a_city_asks_for_one(lang: str, campaign_url: URL) -> None:
    app = opened("city", lang)
    assert i18n.t(lang, "city.choose.first") in said(app).replace("\\", "")
    app.get_by_key(f"city_choice_{lang}").set_value("230600").run()
    assert not app.error
    assert app.query_params["city"] in ("230600", ["230600"])
    assert ("Daqing" if lang == "en" else "大庆") in heading(app)


def chosen_wrongly(app: AppTest, name: str) -> bool:
    """Whether the page of extracts shows or links to anything else than this extract."""
    none = BASES[name].about == "campaign" or name == "vacancies"  # the samples: no bulletin, no liaison that left
    seen = none or 1 <= len(table(app, 0)) <= 20
    listed = len(table(app, 1 if none else 2)) == len(BASES)
    urls = [button.proto.url.split("?")[0] for button in app.get("link_button")]
    fetched = urls == [f"/extract/{name}.{ext}" for ext in ("csv", "xlsx", "csv", "manifest.json")]
    return not (seen and listed and fetched)


def test_every_extract_can_be_chosen_seen_and_fetched(campaign_url: URL) -> None:
    """In Chinese; its words in English are those of its file (tests of extracts)."""
    assert [name for name in sorted(BASES) if chosen_wrongly(opened("extracts", "zh", extract=name), name)] == []


def test_an_extract_can_be_chosen_in_english(campaign_url: URL) -> None:
    app = opened("extracts", "en", extract="hazards")
    assert not chosen_wrongly(app, "hazards")
    assert "Harbin" in table(app, 0).to_string()


def printed(n: int, d: int) -> str:
    return f"{n / d:.1%} ({n}/{d})" if d else "/"


def texts(frame: pd.DataFrame) -> dict[str, dict[str, str]]:
    """The rows of a table by their first column, figure spaces and the mark of small samples taken out."""
    rows = frame.astype(str).map(lambda text: text.replace("\u2007", "").split(" 小")[0]).to_dict("records")
    return {next(iter(row.values())): {str(name): text for name, text in row.items()} for row in rows}


@pytest.mark.parametrize("instant", sorted(EXPECTED))
def test_the_city_table_of_hazards_is_what_was_worked_out_independently(instant: str, campaign_url: URL) -> None:
    app = opened("hazards", "zh", asof=instant)
    shown, expected = texts(table(app, 1)), EXPECTED[instant]["hazards"]
    assert [*shown, "全省"] == list(expected)
    total = next(m.value for m in app.caption if m.value.startswith("合计："))
    assert all(printed(*expected["全省"][g][rate]) in total.replace("\\", "") for g in GRADES for rate in GRADE_RATES)
    for place, row in shown.items():
        grades = expected[place]
        for grade, name in (("一般", "general"), ("重大", "major")):
            told = grades[grade]
            for rate, column in (
                ("整改率", f"rate:{name}.closed:{name}.confirmed"),
                ("按期整改率", f"rate:{name}.in_time:{name}.matured"),
            ):
                assert row[column] == printed(*told[rate])
            assert int(row[f"{name}.E"]) == told["E"]


@pytest.mark.parametrize("instant", sorted(EXPECTED))
def test_the_table_of_channels_is_what_was_worked_out_independently(instant: str, campaign_url: URL) -> None:
    app = opened("tips", "zh", asof=instant)
    shown, whole = texts(table(app, 0)), EXPECTED[instant]["tips"]["合计"]
    total = next(m.value for m in app.caption if m.value.startswith("合计："))
    assert printed(*whole["按期办结率"]) in total.replace("\\", "")
    assert sum(int(row["received"]) for row in shown.values()) == whole["接报"]
