"""The page of coverage over the sample campaign: its tables hold what its files and expected.json do."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from dashboard.reach.page import read
from data_access import i18n
from tests.dashboard.returns.test_returns import LANGUAGES, rows_of, view_of
from tests.dashboard.test_pages_a import heading, opened, table
from tests.dashboard.test_shell import said

pytestmark = pytest.mark.slow

EXPECTED = json.loads((Path(__file__).parents[2] / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
INSTANTS = pytest.mark.parametrize("at", EXPECTED)
LEAGUES, SINGLED_OUT = range(2)
"""The tables of the page in their order."""


@LANGUAGES
@INSTANTS
def test_the_settings_are_covered_as_worked_out_independently(at: str, lang: str, campaign_url: URL) -> None:
    app = opened("reach", lang, asof=at)
    covered, cells = EXPECTED[at]["five"]["覆盖"]
    label = next(button.label for button in app.button if str(button.key).startswith("open.reach"))
    assert label == f"{covered}/{cells}"
    full = sum(all(city.values()) for city in EXPECTED[at]["five"]["cells"].values())
    assert f" {full} " in heading(app).replace("# ", " ")


@LANGUAGES
def test_leagues_stand_under_their_city(lang: str, campaign_url: URL) -> None:
    app = opened("reach", lang)
    rows = rows_of(view_of(app), "volunteer-events")
    shown = table(app, LEAGUES)
    assert len(shown) == 13
    done = sum(row["done"] is True for row in rows if row["unit_group"] == "county")
    assert sum(int(text.split("(")[1].split("/")[0]) for text in shown["rate:done:owed"]) == done
    assert sum(len(text.split("、" if lang == "zh" else ", ")) for text in shown["waiting"] if text) == 121 - done
    own: dict[str, Any] = {str(row["city_adcode"]): row["done"] for row in rows if row["unit_group"] == "city"}
    assert [text == "✓" for text in shown["own_done"]] == list(own.values())


@LANGUAGES
def test_what_the_notice_names_is_listed_with_whether_it_took_place(lang: str, campaign_url: URL) -> None:
    app = opened("reach", lang)
    rows = rows_of(view_of(app), "showpieces")
    shown = table(app, SINGLED_OUT)
    assert [text.split()[0] for text in shown["line"]] == [row["line_code"] for row in rows]
    assert shown["held_on"].notna().tolist() == [row["took_place_status"] == "held" for row in rows]


@LANGUAGES
@pytest.mark.parametrize("group", ["office", "county", "member", "city"])
@pytest.mark.parametrize("line", ["", "M5.3b", "M4"])
def test_whatever_is_asked_for_is_drawn_or_said_to_be_nothing(
    group: str, line: str, lang: str, campaign_url: URL
) -> None:
    app = opened("reach", lang, group=group, **({"line": line} if line else {}))
    found = read(view_of(app))
    nothing = i18n.t(lang, "reach.nothing", who=i18n.t(lang, f"finding.group.{group}"))
    assert (found is None) == (nothing in said(app).replace("\\", ""))
