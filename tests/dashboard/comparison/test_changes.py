"""The page of changes over the sample campaign: what it compares with, what it shows, what it refuses."""

import pytest
from sqlalchemy import URL

from data_access import i18n
from tests.dashboard.marked import drawn, follow, link
from tests.dashboard.test_pages_a import heading, opened
from tests.dashboard.test_shell import said

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("asked", "since"),
    [
        ({}, "7月3日"),
        ({"since": "7d"}, "6月27日"),
        ({"since": "2020-06-20T08:00"}, "2020-06-20 08:00"),
        ({"since": "nonsense"}, "7月3日"),
    ],
)
def test_it_compares_with_the_instant_of_the_address(asked: dict[str, str], since: str, campaign_url: URL) -> None:
    app = opened("changes", "zh", asof="2020-07-04", **asked)
    assert heading(app).startswith(f"# {since}至7月4日：")
    assert ("nonsense" in said(app)) == ("nonsense" in asked.values())
    assert "since=2020-06-16" in link(app, "6月16日截止", "since")


def test_a_figure_is_chosen_for_its_units_and_names_its_steps(campaign_url: URL) -> None:
    app = opened("changes", "en", asof="2020-07-04", since="2020-06-16")
    app = follow(app, link(app, "On-time rate", "figures"))
    rows = [" ".join(text.strip() for text in row.itertext()) for row in drawn(app, "figures").iter("tr")]
    assert rows[2] == "On-time rate 64.8% 35/54 +2 / 0 68.5% 37/54 +216 / +283 75.1% 253/337"
    units = [row.findtext("th") for row in drawn(app, "units").iter("tr")]
    assert [units[1], units[-1], len(units)] == ["Qitaihe", "Daqing", 14]


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_pair_that_cannot_be_compared_is_refused_in_words(lang: str, campaign_url: URL) -> None:
    app = opened("changes", lang, asof="2020-06-16", since="2020-05-25")
    assert heading(app) == "# " + i18n.t(lang, "compared.refused")
    assert ("5月29日" if lang == "zh" else "29 May") in said(app)
    assert not app.dataframe
