"""The page of returns over the sample campaign, in both languages; its tables hold what its files hold."""

import itertools
import re

import pytest
from sqlalchemy import URL
from streamlit.testing.v1 import AppTest

from dashboard.data import reader
from dashboard.returns import page as returns
from dashboard.view import View
from data_access import i18n
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.i18n import t
from data_access.returns.reminders import letters_text
from tests.dashboard.marked import drawn
from tests.dashboard.test_pages_a import heading, opened, table
from tests.dashboard.test_shell import said
from tests.row_values import values

pytestmark = pytest.mark.slow

LANGUAGES = pytest.mark.parametrize("lang", i18n.LANGUAGES)
CITIES, MEMBERS = range(2)
"""The tables of the page in their order."""


def view_of(app: AppTest) -> View:
    view: View = app.session_state["shell.view"]
    return view


def rows_of(view: View, name: str) -> list[dict[str, object]]:
    """The rows of an extract that asks what the page asks."""
    with snapshot(reader.engine()) as conn:
        return values(EXTRACTS[name].rows(conn, view.question))


@LANGUAGES
def test_each_cell_is_a_row_of_the_file(lang: str, campaign_url: URL) -> None:
    app = opened("returns", lang, asof="2020-07-02T09:00")
    view = view_of(app)
    for place, group, units in ((CITIES, "city", 13), (MEMBERS, "member", 8)):
        shown = table(app, place).set_index("unit")
        assert len(shown) == units
        rows = [row for row in rows_of(view, "returns") if row["unit_group"] == group]
        for row in rows:
            if not row["period"]:
                cell = shown.loc[view.pick(str(row["unit_zh"]), str(row["unit_en"])), row["line_code"]]
                assert t(lang, f"reply.{row['reply']}") in cell
        silent = [row["silent"] for row in rows_of(view, "weekly-material") if row["unit_group"] == group]
        assert shown["silent"].tolist() == silent


@LANGUAGES
def test_the_finding_counts_units_that_miss_something(lang: str, campaign_url: URL) -> None:
    app = opened("returns", lang, asof="2020-07-02T09:00")
    missing = [row for row in rows_of(view_of(app), "returns") if row["reply"] in ("missing", "returned")]
    units = {row["unit_zh"] for row in missing if row["unit_group"] == "city"}
    assert f" {len(units)} " in heading(app)
    assert i18n.t(lang, "returns.note.private") in said(app).replace("\\", "")


@LANGUAGES
def test_the_board_has_the_words_of_the_text_file(lang: str, campaign_url: URL) -> None:
    app = opened("returns", lang, asof="2020-07-02T09:00", group="city")
    with snapshot(reader.engine()) as conn:
        paragraphs = letters_text(conn, view_of(app).question, lang).strip().split("\r\n\r\n")[1:]
    letters = drawn(app, "letters")
    every, *each = [button.get("data-copy") for button in letters.iter("button")]
    assert every == "\n\n".join(paragraphs)
    assert each == [text.text_content() for text in letters.xpath("//details/p")] == paragraphs
    assert len(each) == 13
    counted = [re.findall(r"\d+(?= 项| task| due)", line.text_content()) for line in letters.iter("summary")]
    assert sum(map(int, itertools.chain(*counted))) == len(rows_of(view_of(app), "reminders"))


@LANGUAGES
def test_before_anything_is_due_nobody_misses_anything(lang: str, campaign_url: URL) -> None:
    app = opened("returns", lang, asof="2020-05-20")
    units = i18n.t(lang, "finding.units.city", n=13)
    assert heading(app) == f"# {i18n.t(lang, 'returns.finding.not_yet', units=units)}"
    assert i18n.t(lang, "returns.board.none") in {caption.value.replace("\\", "") for caption in app.caption}


@LANGUAGES
def test_who_owes_no_return_is_told_so(lang: str, campaign_url: URL) -> None:
    app = opened("returns", lang, group="county")
    assert i18n.t(lang, "returns.nothing", who=i18n.t(lang, "finding.group.county")) in said(app).replace("\\", "")


@LANGUAGES
def test_an_extended_deadline_is_told_alike_on_both_pages(lang: str, campaign_url: URL) -> None:
    """Twelve cities owe the summary return; one of them has until 10 July and has handed it in, one is late."""
    lead = said(opened("overview", lang)).replace("\\", "")
    assert (
        "11 个市(地)中 10 个已完成，另有 1 个已延期" if lang == "zh" else "done by 10 of 11 cities; 1 more ext"
    ) in lead
    app = opened("returns", lang)
    figures = [metric.value.replace("\\", "") for metric in app.metric]
    due = "7月3日截止，1 个已延期" if lang == "zh" else "3 Jul; 1 extended"
    assert [figure.split()[0] for figure in figures if due in figure] == ["11/12"]


@LANGUAGES
@pytest.mark.parametrize("asof", ["2020-05-20", "2020-06-12", "2020-07-04T00:00", "2020-07-06", "2020-12-20"])
def test_what_is_announced_as_next_is_still_to_come(lang: str, asof: str, campaign_url: URL) -> None:
    app = opened("returns", lang, asof=asof, group="city")
    found = returns.read(view_of(app))
    assert found is not None
    ahead = [one for one in found.groups[0].returns if one.reply in ("awaited", "returned") and one.due_at]
    ahead = [one for one in ahead if one.due_at and one.due_at > view_of(app).question.as_of]
    announced = re.search(r"(?:已报|, due [^,]+,) (\d+)/(\d+)", found.finding.lead)
    assert (announced is not None) == bool(ahead)
    if announced:
        assert int(announced[1]) < int(announced[2])
        first = min(ahead, key=lambda one: (one.due_at is None, one.due_at))
        assert view_of(app).day(first.due_at) in found.finding.lead  # type: ignore[arg-type]
