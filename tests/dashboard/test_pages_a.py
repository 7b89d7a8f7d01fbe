"""Overview, city and extracts on the sample campaign inside the shell, in both languages, against expected.json."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pandas as pd
import pytest
from lxml import html
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from dashboard.data import reader
from dashboard.extracts import files
from dashboard.marks import follow
from data_access import i18n
from data_access.board.changes import load_changes
from data_access.cases.items import read as read_item
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import BASES
from tests.dashboard.marked import drawn, follow as clicked
from tests.dashboard.test_shell import SHELL, said

pytestmark = pytest.mark.slow

T = "2020-07-04T00:00"
EXPECTED = json.loads((Path(__file__).parents[1] / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
GRADES = ("一般", "重大")
GRADE_RATES = ("整改率", "按期整改率")
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


def sheets_of(app: AppTest) -> list[pd.DataFrame]:
    """The sheets of text of the page, in its order."""
    found = []
    for drawn_html in app.get("html"):
        for table in html.fromstring(f"<div>{drawn_html.proto.body}</div>").xpath("//div[@class='text-sheet']/table"):
            rows = [[cell.text_content() for cell in row.xpath("./td")] for row in table.xpath("./tbody/tr")]
            found.append(pd.DataFrame(rows, columns=[th.text_content() for th in table.xpath("./thead/tr/th")]))
    return found


def numbers(column: "pd.Series[Any]", missing: str) -> list[float | None]:
    """The numbers of a column, also of one that is texts because some are `missing`: these are None."""
    texts = [str(value).strip("\u2007").replace(",", "") for value in column]
    return [None if text == missing else float(text) for text in texts]


def board(app: AppTest) -> html.HtmlElement:
    return drawn(app, "board")


def texts_of(element: html.HtmlElement, path: str) -> list[str]:
    """The texts of the elements at `path`, spaces made one."""
    return [" ".join(found.text_content().split()) for found in element.xpath(path)]


def ledger(app: AppTest) -> dict[str, list[str]]:
    """The rows of the board: a unit's short name -> its rate with n/d, then its counts."""
    rows = board(app).xpath("//section[@class='units']/table//tbody/tr")
    return {texts_of(row, "./th")[0]: texts_of(row, "./td")[1:] for row in rows}


@pytest.mark.parametrize("instant", sorted(EXPECTED))
def test_the_board_is_what_was_worked_out_independently(instant: str, campaign_url: URL) -> None:
    app, expected = opened("overview", "zh", asof=instant), EXPECTED[instant]
    shown = ledger(app)
    assert len(shown) == 13
    for name, told in expected["hazards"].items():
        if name == "全省":
            continue
        n, d = expected["rates"]["cities"][name]["按时率"]
        row = next(row for short, row in shown.items() if name.startswith(short))
        assert row[0] == f"{n / d:.1%} {n}/{d}"
        assert row[2:4] == [str(told[grade]["E"]) for grade in GRADES]
    once = [state for city in expected["obligations"]["cities"].values() for state in city.values()].count("overdue")
    tiles = texts_of(board(app), "//a[contains(@class, 'tile')]")
    assert tiles[0].startswith(f"{once} 项任务逾期")
    assert sum(int(row[1]) for row in shown.values()) == once
    assert tiles[1].startswith(" + ".join(str(expected["hazards"]["全省"][grade]["E"]) for grade in GRADES))
    n, d = expected["rates"]["cities"]["合计"]["按时率"]
    assert tiles[2].startswith(f"{n / d:.1%} 到期任务按时完成 {n}/{d}")


@LANGUAGES
def test_every_mark_of_the_board_leads_somewhere_and_says_where(lang: str, campaign_url: URL) -> None:
    links = board(opened("overview", lang)).xpath("//a[not(@download)]")
    assert len(links) > 150
    assert [a.get("href") for a in links if follow.target(a.get("href")) is None] == []
    items = {str(a.get("href")).partition("item=")[2].partition("&")[0] for a in links} - {""}
    assert [one for one in items if read_item(unquote_plus(one)) is None] == []
    assert [a for a in links if not (a.get("aria-label") or a.get("title") or a.text_content().strip())] == []


def test_what_presses_is_shown_whole_on_demand_and_copied_with_who_is_responsible(campaign_url: URL) -> None:
    app = opened("overview", "zh")
    rows = board(app).xpath("//table[contains(@class, 'press')]/tbody/tr")
    first = [texts_of(row, "./td") for row in rows]
    assert len(first) == 8
    assert [row[0] for row in first].count("重大") == 1
    assert first[0] == ["隐患", "佳木斯·向阳 特种设备隐患", "44 天", "省市场监管局"]
    [copied] = board(app).xpath("//button/@data-copy")
    assert copied.splitlines()[1] == "1. 佳木斯市向阳区特种设备隐患，已超 44 天，省市场监管局负责"
    [whole] = board(app).xpath("//section[@class='first']/p/a[contains(text(), '全部')]/@href")
    every = clicked(app, whole)
    assert len(board(every).xpath("//table[contains(@class, 'press')]/tbody/tr")) == 71 + 17


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


def test_the_other_groups_are_a_line_each_and_never_added(campaign_url: URL) -> None:
    rates, found = EXPECTED[T]["rates"], board(opened("overview", "zh"))
    lines = {one.getparent().get("id"): one.text_content() for one in found.xpath("//summary")}
    for group, name in (("member", "members"), ("office", "offices")):
        n, d = rates[name]["合计"]["完成率"]
        assert f"{n}/{d}" in lines[f"group-{group}"]
        assert len(found.xpath(f"//details[@id='group-{group}']//tbody/tr")) == len(rates[name]) - 1
    assert "已举办 77/121" in lines["group-county"]


@LANGUAGES
def test_a_chosen_city_narrows_all_but_the_ledger_and_the_map_in_which_it_is_marked(
    lang: str, campaign_url: URL
) -> None:
    app = opened("overview", lang, city="230900")
    assert len(ledger(app)) == len(board(app).xpath("//*[contains(@class, 'city-map')]/a")) == 13
    [row] = board(app).xpath("//tr[@class='chosen']")
    assert row.xpath("./th/a/@aria-current") == ["true"]
    own = EXPECTED[T]["obligations"]["cities"]["七台河市"]
    late = EXPECTED[T]["hazards"]["七台河市"]
    whole = list(own.values()).count("overdue") + sum(late[grade]["E"] for grade in GRADES)
    assert str(whole) in texts_of(board(app), "//section[@class='first']//p")[0]
    assert "city" not in clicked(app, row.xpath("./th/a/@href")[0]).query_params


@pytest.mark.parametrize("city", ["", "230500"])
def test_what_changed_is_the_difference_of_two_boards(city: str, campaign_url: URL) -> None:
    app = opened("overview", "zh", **({"city": city} if city else {}))
    with snapshot(reader.engine()) as s:
        changes = load_changes(s, app.session_state["shell.view"].question)
    assert changes is not None
    told = texts_of(board(app), "//section[@class='first']/p[not(@class)]")
    for line, one in zip(told, (changes.tasks, changes.general, changes.major), strict=False):
        assert one is not None
        assert f"{one.before} → {one.now}（新增 {one.come}，办结 {one.gone}）" in line
    assert f"{changes.done} 项" in told[3]


@LANGUAGES
def test_a_selection_without_obligations_says_why(lang: str, campaign_url: URL) -> None:
    app = opened("overview", lang, group="office", city="230100")
    assert i18n.t(lang, "finding.nothing.why") in said(app).replace("\\", "")
    assert ("省级牵头单位" if lang == "zh" else "provincial leads of Harbin") in heading(app)
    assert not board(app).xpath("//table")


@LANGUAGES
def test_before_the_campaign_nothing_is_due(lang: str, campaign_url: URL) -> None:
    app = opened("overview", lang, asof="2020-05-20")
    assert heading(app) == f"# {i18n.t(lang, 'finding.tasks.not_yet')}"
    assert texts_of(board(app), "//section[@class='first']/h2")[0] == i18n.t(lang, "board.first.none")
    assert {row[0] for row in ledger(app).values()} == {"/ 0/0"}


@LANGUAGES
@pytest.mark.parametrize("asked", [{"group": "member"}, {"line": "M5"}])
def test_without_cities_or_with_lines_there_are_no_hazards_on_the_board(
    lang: str, asked: dict[str, str], campaign_url: URL
) -> None:
    app = opened("overview", lang, **asked)
    assert {len(row) for row in ledger(app).values()} == {3}  # on time, overdue, missing
    assert len(texts_of(board(app), "//a[contains(@class, 'tile')]")) == 3
    assert not board(app).xpath("//a[contains(@href, 'item=hazard')]")
    if "group" in asked:
        assert len(ledger(app)) == len(EXPECTED[T]["rates"]["members"]) - 1


@LANGUAGES
@pytest.mark.parametrize(("adcode", "name"), [("230100", "哈尔滨市"), ("232700", "大兴安岭地区")])
def test_a_citys_page_lists_everything_of_it(lang: str, adcode: str, name: str, campaign_url: URL) -> None:
    app = opened("city", lang, city=adcode)
    own = EXPECTED[T]["obligations"]["cities"][name]
    sheets = sheets_of(app)
    dangers = sum(EXPECTED[T]["hazards"][name][grade]["E"] for grade in GRADES)
    late, leagues, hazards, duties, activities, submissions = sheets[:1] + sheets[1 + (dangers > 0) :]
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
    assert not dangers or len(sheets[1]) == dangers
    lying = EXPECTED[T]["hazards"][name]["一般"]
    assert hazards.iloc[:, 1].astype(int).sum() == sum(lying[of] for of in ("A", "B", "C", "D", "E", "A0", "P"))


@LANGUAGES
def test_without_a_city_its_page_has_a_card_for_each_the_most_pressing_first(lang: str, campaign_url: URL) -> None:
    app = opened("city", lang)
    cards = drawn(app, "cards").xpath("//div[@class='card']")
    late = [int(re.findall(r"\d+", card.xpath("div/span")[0].text_content())[0]) for card in cards]
    assert late == sorted(late, reverse=True)
    assert sum(late) == 71
    assert len(cards) == 13
    daqing = clicked(
        app, next(card.find("a").get("href") for card in cards if "city=230600" in card.find("a").get("href"))
    )
    assert not daqing.error
    assert ("Daqing" if lang == "en" else "大庆") in heading(daqing)
    assert len(drawn(opened("city", lang, city=["230100", "230600"]), "cards").xpath("//div[@class='card']")) == 2


def chosen_wrongly(app: AppTest, name: str) -> bool:
    """Whether the page of extracts shows or links to anything else than this extract."""
    none = BASES[name].about == "campaign" or name == "vacancies"  # the samples: no bulletin, no liaison that left
    seen = none or 1 <= len(table(app, 0)) <= 20
    urls = [button.proto.url.split("?")[0] for button in app.get("link_button")]
    fetched = urls == [*(f"/extract/{name}.{ext}" for ext in ("csv", "xlsx", "csv", "manifest.json")), "/verify"]
    return not (seen and fetched)


@LANGUAGES
def test_all_files_are_offered_in_groups_and_found_by_their_words(lang: str, campaign_url: URL) -> None:
    app = opened("extracts", lang)
    shown = [a.get("href").split(".")[0] for a in drawn(app, "files").iter("a") if ".csv?" in a.get("href")]
    assert sorted(shown) == sorted(f"/extract/{name}" for name in BASES)
    assert files.grouped()["others"] == []
    app.text_input[0].set_value("隐患" if lang == "zh" else "Hazards").run()
    found = {a.get("href").split(".")[0] for a in drawn(app, "files").iter("a") if ".csv?" in a.get("href")}
    assert {"/extract/hazards", "/extract/majors"} <= found < set(shown)
    assert len(drawn(app, "ready").xpath("//div[@class='file']")) == len(files.READY) + 1


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
