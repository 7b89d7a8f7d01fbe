"""Every page is drawn inside the shell, in both languages, with its filters, from its address."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from dashboard import registry
from dashboard.addresses import address, url
from data_access import i18n
from data_access.question import NOT_NARROWED, HazardFilters
from tests.conftest import Databases
from tests.dashboard.marked import chosen, drawn, follow, link, offered, pick, speak

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SHELL = str(ROOT / "dashboard" / "shell.py")
PAGES = [entry.id for entry in registry.PAGES]


def opened(page: str = "overview", lang: str | None = None, **params: object) -> AppTest:
    """A page's first run, at its own address."""
    app = AppTest.from_file(SHELL, default_timeout=30)
    app.context = {"locale": "zh-CN"}
    if lang:
        app.query_params["lang"] = lang
    for key, value in params.items():
        app.query_params[key] = value
    if page != "overview":
        app.switch_page(f"../pages/{page}.py")
    return app.run()


NOTICE = {"campaign": ["HLJ-2020-43"]}
"""In every address that the shell has written."""


def params(app: AppTest) -> dict[str, list[str]]:
    """The address's parameters, each as a list."""
    return {key: [value] if isinstance(value, str) else list(value) for key, value in app.query_params.items()}


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.warning, *app.error, *app.info))


def test_pages_and_scripts_are_the_same() -> None:
    assert sorted(entry.script for entry in registry.PAGES) == sorted(registry.PAGES_FOLDER.glob("*.py"))
    assert [entry.id for entry in registry.PAGES if entry.default] == ["overview"]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_drawn_with_the_filters_above_it(page: str, lang: str, notice_url: URL) -> None:
    app = opened(page, lang)
    assert not app.exception
    assert not app.error
    (word,) = drawn(app, "filters").xpath("//button[@popovertarget='filter-city']")
    assert word.text_content() == f"{app.session_state['shell.view'].t('filter.city.all')} ▾"
    assert drawn(app, "header").xpath("//*[@class='languages']/a[@aria-current]/text()") == [
        i18n.t(lang, f"lang.{lang}")
    ]
    assert params(app)["lang"] == [lang]
    assert app.session_state["shell.view"].page == page
    other = "en" if lang == "zh" else "zh"
    again = speak(app, other)
    assert not again.exception
    assert not again.error
    assert params(again)["lang"] == [other]


@pytest.mark.parametrize(
    ("locale", "lang"), [("zh-CN", "zh"), ("zh-Hans", "zh"), ("en-US", "en"), ("de", "en"), (None, "zh")]
)
def test_the_language_starts_from_the_browser(locale: str | None, lang: str, notice_url: URL) -> None:
    app = AppTest.from_file(SHELL, default_timeout=30)
    app.context = {"locale": locale}
    app.run()
    assert app.session_state["shell.view"].lang == lang


def test_filters_come_from_the_address(notice_url: URL) -> None:
    app = opened(city=["230100", "230200"], line=["M5"], group=["city"], asof="2020-07-03")
    shown = {name: chosen(app, name) for name in ("city", "line", "group", "asof")}
    assert shown == {"city": ["230100", "230200"], "line": ["M5"], "group": ["city"], "asof": ["2020-07-03"]}
    view = app.session_state["shell.view"]
    assert view.filters.cities == ("230100", "230200")
    assert view.iso(view.question.as_of) == "2020-07-03 23:59"


def test_a_chosen_filter_goes_into_the_address(notice_url: URL) -> None:
    app = opened()
    pick(app, "city", "230200")
    assert params(app) == {**NOTICE, "lang": ["zh"], "city": ["230200"]}
    pick(pick(app, "line", "M5.3b"), "line", "M1")
    assert params(app) == {**NOTICE, "lang": ["zh"], "city": ["230200"], "line": ["M1", "M5.3b"]}
    assert app.session_state["shell.view"].filters.lines == ("M1", "M5.3b")
    assert params(pick(app, "line", "M1"))["line"] == ["M5.3b"]  # the same entry takes its code away again
    (off,) = drawn(app, "filters").xpath("//a[@class='off'][contains(@aria-label, '齐齐哈尔市')]/@href")
    assert params(follow(app, off)) == {**NOTICE, "lang": ["zh"], "line": ["M5.3b"]}
    follow(app, link(app, "清除", "filters"))
    assert params(app) == {**NOTICE, "lang": ["zh"]}
    assert app.session_state["shell.view"].filters.cities == ()


def test_what_hazards_are_narrowed_by_comes_from_the_address_and_goes_into_it(notice_url: URL) -> None:
    asked = {"grade": ["major"], "industry": ["gas"], "source": ["tip"], "class": ["A0", "E"], "county": ["230102"]}
    app = opened("hazards", "zh", city=["230100"], **asked)
    assert not app.warning
    for name, codes in asked.items():
        assert sorted(chosen(app, name)) == codes
    assert app.session_state["shell.view"].question.hazards == HazardFilters(
        ("major",), ("gas",), ("tip",), ("A0", "E"), ("230102",)
    )
    pick(app, "class", "P")
    assert params(app) == {**NOTICE, "lang": ["zh"], "city": ["230100"], **asked, "class": ["A0", "E", "P"]}
    assert app.session_state["shell.view"].question.hazards.classes == ("A0", "E", "P")
    follow(app, link(app, "清除", "filters"))
    assert params(app) == {**NOTICE, "lang": ["zh"]}
    assert app.session_state["shell.view"].question.hazards == NOT_NARROWED


def test_pages_without_hazards_keep_what_narrows_them_for_those_with(notice_url: URL) -> None:
    app = opened("hazards", "en", grade=["major"])
    app.query_params.clear()
    app.switch_page("../pages/map.py").run()
    assert app.session_state["shell.view"].question.hazards == NOT_NARROWED
    assert params(app) == {**NOTICE, "lang": ["en"], "grade": ["major"]}
    pick(app, "city", "230200")
    assert params(app) == {**NOTICE, "lang": ["en"], "city": ["230200"], "grade": ["major"]}
    app.switch_page("../pages/hazards.py").run()
    assert app.session_state["shell.view"].question.hazards.grades == ("major",)
    assert chosen(app, "grade") == ["major"]


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("overview", {"city", "line", "group"}),
        ("tips", {"city", "industry"}),
        ("hazards", {"city", "grade", "industry", "source", "class", "county"}),
        ("majors", {"city", "industry", "source", "class", "county"}),
        ("city", {"city", "line"}),
        ("quality", {"city"}),
    ],
)
def test_only_filters_that_act_on_a_page_are_offered(page: str, names: set[str], notice_url: URL) -> None:
    app = opened(page, "zh", grade=["major"])
    filters = {"city", "line", "group", "grade", "industry", "source", "class", "county"}
    assert {name for name in filters if offered(app, name)} == names
    assert params(app)["grade"] == ["major"]
    assert "重大" not in drawn(app, "filters").xpath("string(//p)") or page == "hazards"


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_unknown_codes_of_hazards_are_named(lang: str, notice_url: URL) -> None:
    app = opened("hazards", lang, grade=["major", "grave"], county=["230100"], **{"class": ["<b>x</b>"]})
    (warning,) = app.warning
    for code in ("grave", "230100", "\\<b\\>x"):
        assert code in warning.value
    assert app.session_state["shell.view"].question.hazards == HazardFilters(grades=("major",))


def test_any_day_can_be_asked_for(notice_url: URL) -> None:
    app = opened(asof="2020-07-03", city=["230100"])
    (day,) = drawn(app, "filters").xpath("//input[@type='date']")
    assert day.get("value") == "2020-07-03"
    follow(app, day.get("data-go") + "2020-06-17")  # as the script does with the day that is chosen
    assert params(app) == {**NOTICE, "lang": ["zh"], "city": ["230100"], "asof": ["2020-06-17"]}
    assert chosen(app, "asof") == ["2020-06-17"]
    assert "asof" not in params(pick(app, "asof", ""))


@pytest.mark.parametrize("asof", ["2019-06-02", "2021-12-31", "2020-07-04T00:00", "2020-06-16T12:30:15.5Z"])
def test_any_instant_of_an_address_can_be_shown(asof: str, notice_url: URL) -> None:
    app = opened(asof=asof)
    assert not app.exception
    assert not app.error
    assert url.read_as_of(chosen(app, "asof")[0]) == url.read_as_of(asof)


@pytest.mark.parametrize("asof", ["1949-10-01", "2199-12-31", "2199-12-31T00:00"])
def test_a_day_far_from_the_campaign_is_named_and_not_counted_up_to(asof: str, notice_url: URL) -> None:
    app = opened(asof=asof)
    assert asof[:10] in app.warning[0].value.replace("\\", "") or "2199-12-30" in app.warning[0].value.replace("\\", "")
    assert app.session_state["shell.view"].filters.as_of is None
    assert chosen(app, "asof") == [""]


def test_filters_survive_a_change_of_language(notice_url: URL) -> None:
    app = opened(city=["230100"], asof="2020-06-16")
    speak(app, "en")
    assert params(app) == {**NOTICE, "lang": ["en"], "city": ["230100"], "asof": ["2020-06-16"]}
    assert chosen(app, "city") == ["230100"]


def test_filters_survive_a_change_of_page_that_drops_the_address(notice_url: URL) -> None:
    app = opened(city=["230100"], lang="en")
    app.query_params.clear()
    app.switch_page("../pages/map.py").run()
    assert params(app) == {**NOTICE, "lang": ["en"], "city": ["230100"]}
    assert app.session_state["shell.view"].filters.cities == ("230100",)
    assert app.session_state["shell.view"].page == "map"


def test_the_address_wins_over_the_session(notice_url: URL) -> None:
    app = opened(city=["230100"])
    app.query_params.clear()
    app.query_params["lang"] = "zh"
    app.run()
    assert app.session_state["shell.view"].filters.cities == ()
    assert chosen(app, "city") == [""]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_unknown_codes_are_named(lang: str, notice_url: URL) -> None:
    app = opened(lang=lang, city=["230100", "999999", "<b>x</b>"], line=["Z9"], campaign="NOPE")
    (warning,) = app.warning
    for code in ("999999", "Z9", "NOPE", "\\<b\\>x"):
        assert code in warning.value
    assert app.session_state["shell.view"].filters.cities == ("230100",)


def test_an_empty_database_says_what_to_do(databases: Databases, use: Callable[[URL | str], None]) -> None:
    use(databases.copy("sqlite", "migrated"))
    app = opened()
    assert "seed init" in app.info[0].value
    assert not app.error


def test_without_a_database_a_sentence_and_no_zeros(use: Callable[[URL | str], None], tmp_path: Path) -> None:
    use(f"sqlite:///{tmp_path}/nowhere.db")
    app = opened(lang="en")
    assert "There is no file of the database" in app.error[0].value
    assert not app.metric
    assert str(tmp_path) not in said(app)


def test_a_failing_page_is_a_sentence_with_a_number(
    campaign_url: URL, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(text: str) -> None:
        raise ValueError("secret 13812345678 of 张三 at postgresql://dash:pass@db")

    monkeypatch.setattr("dashboard.parts.parts.finding", fail)
    app = opened(lang="en")
    assert not app.exception
    (error,) = app.error
    number = re.findall(r"number ([0-9a-f]{8})", error.value)[0]
    assert number in caplog.text
    for secret in ("13812345678", "张三", "pass@", "ValueError"):
        assert secret not in error.value
    for secret in ("13812345678", "张三", "dash:pass"):
        assert secret not in caplog.text
    assert "pages/overview.py" in caplog.text


def test_a_session_that_the_server_forgot_is_read_from_its_address(notice_url: URL) -> None:
    app = opened("overview", "zh", city="230100")
    for key in ("shell.filters", "shell.hazards", "shell.lang"):
        del app.session_state[key]
    app.run()
    assert not app.exception
    assert not app.error
    assert params(app)["city"] == ["230100"]


def test_a_forgotten_session_runs_no_callback(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    state: dict[str, object] = {}
    monkeypatch.setattr(address.st, "session_state", state)
    address.if_session_lives(called.append)("changed")
    assert not called
    state["shell.lang"] = "zh"
    address.if_session_lives(called.append)("changed")
    assert called == ["changed"]
