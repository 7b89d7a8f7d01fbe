"""The page of reach over the sample campaign in both languages: its tables hold what its files and expected.json do."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from dashboard.reach.page import Reach, read
from data_access import i18n
from tests.dashboard.returns.test_returns import LANGUAGES, rows_of, view_of
from tests.dashboard.test_pages_a import heading, opened, table
from tests.dashboard.test_shell import said

pytestmark = pytest.mark.slow

EXPECTED = json.loads((Path(__file__).parents[2] / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
INSTANTS = pytest.mark.parametrize("at", EXPECTED)
LEAGUES, SINGLED_OUT, ITEMS, CITIES, MEMBERS, CITY_RATIO, MEMBER_RATIO, CITY_PEOPLE, MEMBER_PEOPLE, ALL = range(10)
"""The tables of the page in their order."""


def found_by(app: AppTest) -> Reach:
    found = read(view_of(app))
    assert found is not None
    return found


def cell(value: float | None) -> object:
    return None if value is None else float(value)


@INSTANTS
def test_annex_3_is_what_was_worked_out_independently(at: str, campaign_url: URL) -> None:
    app = opened("reach", "zh", asof=at)
    told = EXPECTED[at]["annex3"]
    names = {row["unit_code"]: str(row["unit_zh"]) for row in rows_of(view_of(app), "metrics")}
    for form in found_by(app).annex:
        sent = {code: (told["units"][names[code]] or {"values": {}})["values"] for code in form.names}
        for row in form.rows:
            expected = {code: cell(values.get(row.code)) for code, values in sent.items()}
            assert {code: cell(value) for code, value in row.values.items()} == expected
            if form.group == "city":
                total, filled = told["cities"][row.code]
                assert (row.total or 0, row.filled, row.units) == (total, filled, 13)


@LANGUAGES
def test_a_section_is_drawn_with_missing_apart_from_zero(lang: str, campaign_url: URL) -> None:
    app = opened("reach", lang, section="E")
    form = found_by(app).annex[0]
    shown = table(app, CITIES)
    assert [name.split()[0] for name in shown["name"]] == [row.code for row in form.of("E")]
    for code in form.names:
        drawn = [None if value != value else value for value in shown[code]]
        assert drawn == [row.values[code] for row in form.of("E")]
    mudanjiang = shown.set_index("name")["231000"]
    assert mudanjiang.iloc[2] == 0
    assert mudanjiang.isna().sum() == 1


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
def test_people_are_told_twice_and_never_blended(lang: str, campaign_url: URL) -> None:
    app = opened("reach", lang, figure="E07")
    rows = [row for row in rows_of(view_of(app), "attendance-gap") if row["metric_code"] == "E07"]
    for place, group in ((CITY_PEOPLE, "city"), (MEMBER_PEOPLE, "member")):
        own = [row for row in rows if row["unit_group"] == group]
        shown = table(app, place)
        assert [None if value != value else value for value in shown["returned"]] == [row["returned"] for row in own]
        assert [text.replace(",", "") for text in shown["people"]] == [
            "/" if not row["alone_activities"] else str(row["alone_people"]) for row in own
        ]
    assert len(table(app, ALL)) == len(rows_of(view_of(app), "attendance-whole"))
    one = opened("reach", lang, figure="E07", city="230100")
    assert i18n.t(lang, "reach.people.all.none") in {caption.value.replace("\\", "") for caption in one.caption}


@LANGUAGES
def test_what_the_notice_names_is_listed_with_whether_it_took_place(lang: str, campaign_url: URL) -> None:
    app = opened("reach", lang)
    rows = rows_of(view_of(app), "showpieces")
    shown = table(app, SINGLED_OUT)
    assert [text.split()[0] for text in shown["line"]] == [row["line_code"] for row in rows]
    assert shown["held_on"].notna().tolist() == [row["took_place_status"] == "held" for row in rows]
    assert len(table(app, ITEMS)) == 6


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
