"""Every figure of every page has a definition, and its rows give the very number that is shown (part F, C16)."""

from collections.abc import Iterator

import pytest
from sqlalchemy import URL

from dashboard import registry
from dashboard.data import reader
from dashboard.parts import figure as headline_figure, parts
from dashboard.parts.figure import Figure, item_of
from dashboard.parts.table import Column
from dashboard.province import choices as map_measures
from dashboard.view import View
from data_access import i18n
from data_access.cases.figures import ROWS
from data_access.cases.finding import find
from data_access.database.snapshot import snapshot
from data_access.extracts.definitions import DEFINITIONS
from data_access.extracts.files import stream_csv
from data_access.question import Question
from data_access.wording import number, rate_text
from tests.dashboard import marked
from tests.dashboard.test_pages_a import T, opened
from tests.dashboard.test_shell import params

pytestmark = pytest.mark.slow

QUESTIONS: dict[str, dict[str, str]] = {
    "whole": {},
    "city": {"city": "230100"},
    "later": {"asof": "2020-08-15T12:00"},
    "before": {"asof": "2020-06-02"},
}
NARROWED = {"major": {"grade": "major"}, "class": {"class": "E", "asof": "2020-08-15T12:00"}}
ASKED = [
    (page.id, name)
    for page in registry.PAGES
    for name in [*QUESTIONS, *(NARROWED if page.hazards else [])]
    if page.id != "city" or name == "city"
]


WITHOUT = {"annex3", "changes", "extracts", "overview", "papers", "tasks"}
"""Pages without figures."""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[View, Figure]]:
    """The figures that pages draw with what opens them."""
    found: list[tuple[View, Figure]] = []
    draw = headline_figure.button

    def button(view: View, figure: Figure, place: str) -> None:
        found.append((view, figure))
        draw(view, figure, place)

    monkeypatch.setattr(headline_figure, "button", button)
    return found


@pytest.mark.parametrize(("page", "name"), ASKED)
def test_a_figure_is_what_its_rows_give(
    page: str, name: str, drawn: list[tuple[View, Figure]], campaign_url: URL
) -> None:
    opened(page, "zh", **(QUESTIONS | NARROWED)[name])
    assert drawn or page in WITHOUT or name == "before"
    check(drawn)


@pytest.mark.parametrize("page", ["completion", "city"])
def test_what_is_behind_pace_is_what_its_rows_give(
    page: str, drawn: list[tuple[View, Figure]], campaign_url: URL
) -> None:
    opened(page, "zh", city="230900", asof="2020-06-20")
    assert [figure.value for _, figure in drawn if figure.definition_key == "behind"] == [12]
    check(drawn)


@pytest.mark.parametrize("measure", map_measures.ALL)
def test_a_measure_of_the_map_is_what_its_rows_give(
    measure: str, drawn: list[tuple[View, Figure]], campaign_url: URL
) -> None:
    opened("map", "zh", city="230100", measure=measure)
    assert [figure.definition_key for _, figure in drawn] == [map_measures.DEFINITIONS[measure]]
    check(drawn)


def check(drawn: list[tuple[View, Figure]]) -> None:
    """Each figure is what its case tells, which works it out of the rows of its extract."""
    with snapshot(reader.engine()) as conn:
        for view, figure in drawn:
            if DEFINITIONS[figure.definition_key].counted:
                case = find(conn, view.question, item_of(view, figure), view.lang)
                shown = number(figure.value) if figure.d is None else rate_text(figure.n or 0, figure.d)
                assert case is not None
                assert case.verdict == shown, figure.label


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_figure_opens_its_definition_and_the_rows_of_its_file(lang: str, campaign_url: URL) -> None:
    app = opened("timeline", lang)
    button = next(button for button in app.button if str(button.key).startswith("open."))
    button.click().run()
    assert not app.exception
    assert params(app)["item"] == ["figure:due_completion:group.city"]
    definition = DEFINITIONS["due_completion"]
    drawer = marked.drawn(app, "drawer")
    assert definition.text(lang) in drawer.text_content()
    assert definition.left_out(lang) in drawer.text_content()
    total = int(button.label.split("/")[1].replace(",", ""))
    assert len(drawer.xpath("//tbody/tr")) == min(total, ROWS)
    asked: Question = app.session_state["shell.view"].question
    with snapshot(reader.engine()) as conn:
        file = b"".join(stream_csv(conn, definition.rows_extract, asked.of_groups("city"), lang)).decode()
    assert file.count("\r\n") - 1 == total
    app.run()
    assert definition.text(lang) in marked.drawn(app, "drawer").text_content(), "it stays open when the page refreshes"


def columns_of(page: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Column]:
    found: list[Column] = []
    draw = parts.table

    def table(view: View, rows: object, key: str, columns: list[Column], *more: object, **options: object) -> None:
        found.extend(columns)
        draw(view, rows, key, columns, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "table", table)
    opened(page, "en", asof=T, city="230100")
    yield from found


@pytest.mark.parametrize("page", [page.id for page in registry.PAGES])
def test_a_rate_in_a_table_says_how_it_is_made(page: str, monkeypatch: pytest.MonkeyPatch, campaign_url: URL) -> None:
    told = [column for column in columns_of(page, monkeypatch) if column.kind in ("rate", "progress")]
    assert [column.title for column in told if column.definition not in DEFINITIONS] == []
