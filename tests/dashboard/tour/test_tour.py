"""The page of the tour over the sample campaign, in both languages; its tables hold what its files hold."""

import pytest
from sqlalchemy import URL

from data_access import i18n
from data_access.tour.parts import SHOWN_THEMES
from tests.dashboard.returns.test_returns import LANGUAGES, rows_of, view_of
from tests.dashboard.test_pages_a import heading, opened, table
from tests.dashboard.test_shell import said

pytestmark = pytest.mark.slow

LEVELS, LISTS, ITEMS, MEDIA, NEWEST, CITY_LINES, MEMBER_LINES, OFFICE_LINES, CITY_PART, MEMBER_PART = range(10)
"""The tables of the page in their order: no member unit of the samples sent a media ledger or a list."""


@LANGUAGES
def test_ledgers_and_returns_stand_side_by_side(lang: str, campaign_url: URL) -> None:
    app = opened("tour", lang, asof="2020-10-15")
    view = view_of(app)
    rows = [row for row in rows_of(view, "media-summary") if row["unit_group"] == "city"]
    shown = table(app, MEDIA).set_index("unit")
    assert len(rows) == 13
    for row in rows:
        cells = shown.loc[view.pick(str(row["unit_zh"]), str(row["unit_en"]))]
        assert [cells["reports"], cells["level_city"]] == [row["reports"], row["level_city"]]
        assert cells["returned_levels"] == row["returned_levels"]
    returned = [row for row in rows_of(view, "tour-returned") if row["unit_group"] == "city"]
    levels = table(app, LEVELS)
    for place, level in enumerate(("central", "province", "city", "county")):
        values = [row["value"] for row in returned if row["thing"] == f"reports_{level}"]
        filled = [value for value in values if value is not None]
        assert levels.loc[place, "reports"] == sum(int(str(row[f"level_{level}"])) for row in rows)
        assert levels.loc[place, "returned"] == sum(filled)
        assert levels.loc[place, "filled"] == f"{len(filled)}/13"


@LANGUAGES
@pytest.mark.parametrize("theme", SHOWN_THEMES)
def test_a_part_shows_the_rows_of_its_file(theme: str, lang: str, campaign_url: URL) -> None:
    app = opened("tour", lang, asof="2020-10-15", part=theme)
    view = view_of(app)
    for place, group in ((CITY_PART, "city"), (MEMBER_PART, "member")):
        rows = [row for row in rows_of(view, "tour") if (row["theme"], row["unit_group"]) == (theme, group)]
        shown = table(app, place)
        assert shown["held"].tolist() == [row["activities_held"] for row in rows]
        assert all(
            i18n.t(lang, f"state.{state}") in cell
            for cell, row in zip(shown["states"], rows, strict=True)
            for _, state in row["owed"]
        )
    assert len(rows_of(view, "tour")) == len(SHOWN_THEMES) * (13 + 8)


@LANGUAGES
def test_items_overdue_are_named_and_listed(lang: str, campaign_url: URL) -> None:
    app = opened("tour", lang, asof="2020-10-15")
    view = view_of(app)
    rows = rows_of(view, "two-lists")
    late = [row for row in rows if row["state"] == "overdue"]
    assert late
    assert f" {len(late)} " in heading(app)
    shown = table(app, ITEMS)
    assert shown["item"].tolist() == [row["title"] for row in rows][: len(shown)]
    assert table(app, LISTS)["problem_overdue"].sum() == sum(row["which"] == "problem" for row in late)


@LANGUAGES
def test_lines_show_who_owes_them_group_by_group(lang: str, campaign_url: URL) -> None:
    app = opened("tour", lang, asof="2020-10-15")
    view = view_of(app)
    for place, group in ((CITY_LINES, "city"), (MEMBER_LINES, "member"), (OFFICE_LINES, "office")):
        rows = [row for row in rows_of(view, "tour-lines") if row["group"] == group]
        assert table(app, place)["held"].tolist() == [row["activities_held"] for row in rows]


@LANGUAGES
def test_the_newest_reports_come_first(lang: str, campaign_url: URL) -> None:
    app = opened("tour", lang, asof="2020-10-15")
    shown = table(app, NEWEST)
    assert shown["report"].tolist() == [row["title"] for row in rows_of(view_of(app), "media")][: len(shown)]


@LANGUAGES
def test_counties_report_nothing_of_the_tour(lang: str, campaign_url: URL) -> None:
    app = opened("tour", lang, group="county")
    assert view_of(app).t("tour.nothing", who=i18n.t(lang, "finding.group.county")) in said(app).replace("\\", "")
