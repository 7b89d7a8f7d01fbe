"""Addresses: each names its notice, and what it asks that nobody knows is named to the reader."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from dashboard import registry
from data_access import i18n
from seed.init import initialise
from tests.conftest import Databases
from tests.dashboard.marked import pick
from tests.dashboard.test_shell import opened, params, said
from tests.later_notice import HLJ_2020, HLJ_2021, write_later_notice

pytestmark = pytest.mark.slow

PAGES = [entry.id for entry in registry.PAGES]
LAST_YEARS = {"city": "230200", "asof": "2020-07-04T16:00:00Z"}
"""A link saved in 2020, as the pages of then wrote it."""


@pytest.fixture
def two_years(databases: Databases, use: Callable[[URL | str], None], tmp_path: Path) -> URL:
    """The sample campaign after `seed init` with the notice of 2021."""
    url = databases.copy("sqlite", "campaign")
    initialise(url, notices=write_later_notice(tmp_path))
    use(url)
    return url


def words(app: AppTest) -> str:
    """All that the page says, without its signed links and the version of the data, which each load moves."""
    return re.sub(r"\]\([^)]*\)|数据版本\w+", "]", said(app))


def finding(app: AppTest) -> str:
    return next(text for text in said(app).splitlines() if text.startswith("# "))


@pytest.mark.parametrize("page", PAGES)
def test_every_address_names_its_notice(page: str, campaign_url: URL) -> None:
    app = opened(page, "zh")
    assert params(app) == {"lang": ["zh"], "campaign": [HLJ_2020]}
    assert not app.warning


def test_a_link_of_2020_answers_2020_after_the_next_notice(two_years: URL) -> None:
    """The steps of the fault: it said 0.0% (0/39) and that nothing is overdue."""
    app = opened("completion", "zh", **LAST_YEARS)
    assert "66.7% (26/39)" in finding(app).replace("\\", "")
    assert params(app)["campaign"] == [HLJ_2020]


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_own_links_of_2020_say_the_same_after_the_next_notice(
    page: str, databases: Databases, use: Callable[[URL | str], None], tmp_path: Path
) -> None:
    url = databases.copy("sqlite", "campaign")
    use(url)
    before = opened(page, "zh", **LAST_YEARS)
    address, found = params(before), words(before)
    initialise(url, notices=write_later_notice(tmp_path))
    use(url)
    for link in (LAST_YEARS, address):
        after = opened(page, "zh", **{key: value for key, value in link.items() if key != "lang"})
        assert params(after)["campaign"] == [HLJ_2020]
        assert words(after) == found


def test_another_notice_takes_its_own_lines_and_days(two_years: URL) -> None:
    app = opened("completion", "zh", line="M5", **LAST_YEARS)
    pick(app, "campaign", HLJ_2021)
    assert params(app) == {"lang": ["zh"], "campaign": [HLJ_2021], "city": ["230200"]}
    assert not app.warning


def test_a_campaign_of_the_same_notice_keeps_them(two_years: URL) -> None:
    app = opened("completion", "zh", line="M5", **LAST_YEARS)
    pick(app, "campaign", "AQY2020")
    asked = {"city": ["230200"], "line": ["M5"], "asof": ["2020-07-04T16:00:00Z"]}
    assert params(app) == {"lang": ["zh"], "campaign": ["AQY2020"], **asked}


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("page", "name", "value"),
    [
        ("overview", "as_of", "2020-06-16"),
        ("map", "measure", "nonsense"),
        ("map", "level", "counties"),  # of a city, and none is chosen
        ("timeline", "rows", "unit"),
        ("completion", "rows", "units"),  # of another page
        ("extracts", "extract", "nothing"),
        ("quality", "since", "31 June"),
        ("papers", "published", "7"),
        ("tour", "measure", "<b>x</b>"),
    ],
)
def test_what_no_control_of_the_page_knows_is_named(
    page: str, name: str, value: str, lang: str, campaign_url: URL
) -> None:
    app = opened(page, lang, **{name: value})
    (warning,) = app.warning
    assert f"{name}={value}" in warning.value.replace("\\", "")
    pick(app, "city", "230600")
    assert not app.warning
    assert name not in params(app)


def test_all_that_is_not_known_is_named_in_one_sentence(campaign_url: URL) -> None:
    app = opened("map", "zh", city=["230600", "999999"], measure="nonsense")
    (warning,) = app.warning
    assert "999999、measure=nonsense" in warning.value.replace("\\", "")
    app.get_by_key("map_measure_zh").set_value("overdue").run()
    assert params(app)["measure"] == ["overdue"]


def test_what_the_reader_chose_while_its_control_was_there_is_no_fault(campaign_url: URL) -> None:
    app = opened("map", "zh", city="230600")
    app.get_by_key("map_level_zh").set_value("counties").run()
    assert params(app)["level"] == ["counties"]
    pick(app, "city", "")
    assert not app.warning
