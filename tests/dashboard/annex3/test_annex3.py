"""The page of Annex 3 over the sample campaign: its tables hold what its files and expected.json do."""

import json
from pathlib import Path

import pytest
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from dashboard.annex3.page import Annexes, read
from dashboard.parts import silent
from dashboard.parts.table import Column
from data_access import i18n
from tests.dashboard import made
from tests.dashboard.returns.test_returns import LANGUAGES, rows_of, view_of
from tests.dashboard.test_pages_a import numbers, opened, table
from tests.dashboard.test_shell import said

pytestmark = pytest.mark.slow

EXPECTED = json.loads((Path(__file__).parents[2] / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
CITIES, MEMBERS, CITY_RATIO, MEMBER_RATIO, ITEMS, CITY_PEOPLE, MEMBER_PEOPLE, ALL = range(8)
"""The tables of the page in their order."""


def found_by(app: AppTest) -> Annexes:
    found = read(view_of(app))
    assert found is not None
    return found


def cell(value: float | None) -> object:
    return None if value is None else float(value)


@pytest.mark.parametrize("at", EXPECTED)
def test_annex_3_is_what_was_worked_out_independently(at: str, campaign_url: URL) -> None:
    app = opened("annex3", "zh", asof=at)
    told = EXPECTED[at]["annex3"]
    names = {row["unit_code"]: str(row["unit_zh"]) for row in rows_of(view_of(app), "metrics")}
    for form in found_by(app).forms:
        sent = {code: (told["units"][names[code]] or {"values": {}})["values"] for code in form.names}
        for row in form.rows:
            expected = {code: cell(values.get(row.code)) for code, values in sent.items()}
            assert {code: cell(value) for code, value in row.values.items()} == expected
            if form.group == "city":
                total, filled = told["cities"][row.code]
                assert (row.total or 0, row.filled, row.units) == (total, filled, 13)


@LANGUAGES
def test_a_section_is_drawn_with_missing_apart_from_zero(lang: str, campaign_url: URL) -> None:
    app = opened("annex3", lang, section="E")
    form = found_by(app).forms[0]
    shown = table(app, CITIES)
    assert [name.split()[0] for name in shown["name"]] == [row.code for row in form.of("E")]
    missing = i18n.t(lang, "word.missing")
    for code in form.names:
        drawn = numbers(shown[code], missing)
        assert drawn == [row.values[code] for row in form.of("E")]
    mudanjiang = numbers(shown["231000"], missing)
    assert mudanjiang[2] == 0
    assert mudanjiang.count(None) == 1


@LANGUAGES
def test_people_are_told_twice_and_never_blended(lang: str, campaign_url: URL) -> None:
    app = opened("annex3", lang, figure="E07")
    rows = [row for row in rows_of(view_of(app), "attendance-gap") if row["metric_code"] == "E07"]
    for place, group in ((CITY_PEOPLE, "city"), (MEMBER_PEOPLE, "member")):
        own = [row for row in rows if row["unit_group"] == group]
        shown = table(app, place)
        assert numbers(shown["returned"], i18n.t(lang, "word.missing")) == [row["returned"] for row in own]
        assert [text.replace(",", "") for text in shown["people"]] == [
            "/" if not row["alone_activities"] else str(row["alone_people"]) for row in own
        ]
    assert len(table(app, ALL)) == len(rows_of(view_of(app), "attendance-whole"))
    assert len(table(app, ITEMS)) == 6
    one = opened("annex3", lang, figure="E07", city="230100")
    assert i18n.t(lang, "annex3.people.all.none") in {caption.value.replace("\\", "") for caption in one.caption}


def test_rows_that_tell_nothing_are_counted_and_come_back_on_request(campaign_url: URL) -> None:
    app = opened("annex3", "zh", figure="A02")
    rows = [row for row in rows_of(view_of(app), "attendance-gap") if row["metric_code"] == "A02"]
    told = [row for row in rows if row["unit_group"] == "city" and (row["returned"] or row["alone_activities"])]
    assert len(told) == len(table(app, CITY_PEOPLE)) < 12
    assert i18n.t("zh", "rows.silent", n=13 - len(told), rows=13 - len(told)) in said(app).replace("\\", "")
    app.button(key="button.silent.annex3_people_city").click().run()
    assert len(table(app, CITY_PEOPLE)) == 13


def test_rows_that_tell_nothing_are_hidden_only_where_all_of_them_is_zero_or_missing() -> None:
    columns = [
        Column("name", "name", value=lambda row: row[0]),
        Column("n", "n", "count", value=lambda row: row[1]),
        Column("text", "text", value=lambda row: row[2]),
    ]
    rows = [("a", 0, ""), ("b", None, "/"), ("c", 0, "0/13"), ("d", 0, "✗ 0"), ("e", 0, "未报"), ("f", 0, "○ 未到期")]
    rows += [("g", 1, ""), ("h", 0, "10/13"), ("i", 0, "2020-06-10"), ("j", 0, "0.5% (1/200)")]
    assert silent.places(made.view(), rows, columns, "name") == [0, 1, 2, 3, 4]
    assert silent.places(made.view(), rows[:1] + rows[5:], columns, "name") == []
    assert silent.places(made.view(), rows, columns, "") == []
