"""The page of data quality over the sample campaign, in both languages; its tables hold what its files hold."""

import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import URL

from dashboard import page_load
from dashboard.data import memory, reader
from dashboard.parts import links
from dashboard.quality import page as quality, tables as quality_tables
from dashboard.view import View
from data_access import i18n
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.files import question_of
from data_access.i18n import t
from data_access.quality.rules import KINDS, LIMITS, RULES
from data_access.question import EVERYWHERE, Filters, HazardFilters
from tests.dashboard.test_pages_a import heading, opened, table
from tests.dashboard.test_shell import said

pytestmark = pytest.mark.slow

LANGUAGES = pytest.mark.parametrize("lang", i18n.LANGUAGES)
T, LATER = "2020-07-04T00:00", "2021-01-20"
RULE_TABLE, CITIES, MEMBERS, OFFICES, ROWS = range(5)
"""The tables of the page in their order."""


@pytest.fixture(autouse=True)
def nothing_worked_out() -> None:
    memory.worked_out.clear()


def seen(city: str = "", lang: str = "zh", day: str = "2020-07-04", narrow: HazardFilters | None = None) -> View:
    asked = Filters(cities=(city,) if city else (), as_of=date.fromisoformat(day))
    now, hazards = datetime(2021, 2, 1, tzinfo=UTC), narrow or HazardFilters()
    with page_load.entered(EVERYWHERE, lang, asked, now) as entered:
        loaded = entered.load("quality", hazards)
        assert loaded.view is not None
        return loaded.view


def found(view: View) -> quality.Found:
    page = quality.read(view)
    assert page is not None
    return page


@LANGUAGES
def test_the_page_says_what_is_missing_and_what_contradicts_itself(lang: str, campaign_url: URL) -> None:
    app = opened("quality", lang, asof=LATER)
    assert len(app.dataframe) == 5
    assert "114" in heading(app)
    assert i18n.t(lang, "quality.note.verify") in said(app).replace("\\", "")
    assert [len(table(app, place)) for place in (RULE_TABLE, CITIES, MEMBERS, OFFICES)] == [len(RULES), 13, 8, 2]
    rules = table(app, RULE_TABLE).set_index("code")
    assert rules.loc[t(lang, "rule.refused_file"), "findings"] == 10
    assert table(app, CITIES)["formal"].min() > 0


@pytest.mark.parametrize(
    ("city", "lang", "who"),
    [("", "zh", "各市(地)"), ("", "en", "the cities"), ("230500", "zh", "双鸭山市"), ("230500", "en", "Shuangyashan")],
)
def test_the_finding_says_whose_data_it_is_about(city: str, lang: str, who: str, campaign_url: URL) -> None:
    said_of = found(seen(city, lang)).finding
    assert who in said_of.title
    assert city == "" or "各市" not in said_of.title + said_of.lead


@LANGUAGES
def test_a_chosen_rule_shows_its_rows(lang: str, campaign_url: URL) -> None:
    app = opened("quality", lang, asof=LATER, rule="revised_return")
    rows = table(app, ROWS)
    assert len(rows) == 21
    assert any("87" in detail and "238" in detail for detail in rows["detail"])
    app.get_by_key(f"quality_rule_{lang}").set_value("due_before_order").run()
    assert not app.exception
    assert i18n.t(lang, "quality.rows.none") in {caption.value.replace("\\", "") for caption in app.caption}
    assert app.query_params["rule"] in ("due_before_order", ["due_before_order"])


@pytest.mark.parametrize("city", ["", "230200"])
def test_files_hold_the_rows_of_the_screen(city: str, campaign_url: URL) -> None:
    view = seen(city, day=LATER)
    page = found(view)
    shown = [one for listed in page.groups.values() for one in listed]
    with snapshot(reader.engine()) as conn:

        def filed(name: str, of: View) -> list[object]:
            order = links.read(links.extract_url(of, name).split("?t=")[1], name)
            assert order.question == question_of(name, of.question)
            return list(EXTRACTS[name].rows(conn, order.question))

        assert filed("quality", page.view) == shown
        assert filed("quality-findings", page.view) == list(page.rows)
    assert {one.unit.city for listed in page.groups.values() for one in listed} == {city} if city else True


def test_findings_of_a_unit_add_up_to_its_rows(campaign_url: URL) -> None:
    page = found(seen(day=LATER))
    for listed in page.groups.values():
        for one in listed:
            own = [row for row in page.rows if row.unit == one.unit]
            counted = {kind: len({row.finding for row in own if row.kind == kind}) for kind in KINDS}
            assert counted == {kind: getattr(one, kind) for kind in KINDS}
    assert sum(rule.findings for rule in page.rules) == len({row.finding for row in page.rows})


def test_what_narrows_hazards_only_does_not_narrow_the_page(campaign_url: URL) -> None:
    narrow = HazardFilters(grades=("major",), classes=("E",))
    assert found(seen(narrow=narrow)).rows == found(seen()).rows


@LANGUAGES
def test_words_stay_neutral_and_name_the_thresholds(lang: str, campaign_url: URL) -> None:
    page = found(seen(lang=lang))
    view = page.view
    said_of = " ".join(quality_tables.criterion(view, rule) for rule in page.rules)
    assert all(str(limit) in said_of for limit in LIMITS.values())
    words = " ".join([*(text for row in page.rows for text in row.detail), page.finding.title, page.finding.lead])
    for verdict in ("造假", "弄虚", "作假", "fraud", "fake", "cheat", "suspicious"):
        assert verdict not in words


def test_silence_is_told_in_the_official_order(campaign_url: URL) -> None:
    page = found(seen())
    drawn = quality_tables.silence(page.view, page)
    official = sorted(page.groups["city"], key=lambda one: one.unit.code)
    assert re.findall(r'class="name">([^<]+)<', str(drawn.figure)) == [page.view.short(one.unit) for one in official]
    assert "黑河" in drawn.alt


def test_a_unit_without_any_data_is_named_first(campaign_url: URL) -> None:
    page = found(seen(day="2020-05-20"))
    assert "尚无任何数据" in page.finding.lead
    bars = str(quality_tables.silence(page.view, page).figure)
    assert set(re.findall(r'class="value">([^<]+)<', bars)) == {"尚无数据"}


def test_nobody_who_sends_anything_leaves_nothing_to_show(monkeypatch: pytest.MonkeyPatch, campaign_url: URL) -> None:
    monkeypatch.setattr(quality.reader, "read", lambda *arguments: ())
    assert quality.read(seen()) is None
