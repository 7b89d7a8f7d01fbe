"""The page of papers: what will be in each, the links to it, what was published and what was revised since."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import URL, update
from streamlit.testing.v1 import AppTest

from dashboard.parts import links
from data_access import i18n
from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import bulletin
from data_access.database.snapshot import snapshot
from data_access.papers.catalogue import make
from data_access.question import Filters
from seed.publishing import publish
from tests.conftest import Databases
from tests.dashboard.test_pages_a import EXPECTED, LANGUAGES, T, heading, numbers, opened, table

pytestmark = pytest.mark.slow

LATER = "2020-08-15T12:00"


@pytest.fixture
def published_url(databases: Databases, use: Callable[[URL | str], None]) -> Iterator[URL]:
    """A campaign with two published bulletins, one as known then and one as known now; the dashboard reads it."""
    url = databases.copy("sqlite", "campaign")
    publish(url, "第1期", Filters(), T, known_at=T)
    publish(url, "第2期", Filters(cities=("230100",)), T)
    use(url)
    yield url
    databases.drop(url)


def orders(app: AppTest) -> list[links.Order]:
    """What the buttons of the page order, in their order."""
    found = []
    for button in app.get("link_button"):
        address = urlsplit(button.proto.url)
        name = address.path.removeprefix("/paper/").split(".")[0]
        found.append(links.read(parse_qs(address.query)["t"][0], f"paper:{name}"))
    return found


def preview(app: AppTest) -> str:
    return max((m.value for m in app.markdown), key=len).replace("\\", "")


@LANGUAGES
def test_annex_3_shows_what_its_file_will_hold(lang: str, campaign_url: URL) -> None:
    app = opened("papers", lang, asof=LATER, paper="annex3", unit="230200")
    values = EXPECTED[LATER]["annex3"]["units"]["齐齐哈尔市"]["values"]
    frame = table(app, 0)
    assert frame.iloc[:, 0].tolist() == list(values)
    assert numbers(frame.iloc[:, 2], i18n.t(lang, "word.missing")) == list(values.values())
    filled = sum(value is not None for value in values.values())
    assert str(filled) in heading(app)
    assert [(one.of, one.lang) for one in orders(app)] == [("230200", "zh"), ("230200", "en")]


@LANGUAGES
def test_annex_3_of_the_province_is_two_tables(lang: str, campaign_url: URL) -> None:
    app = opened("papers", lang, asof=LATER, paper="annex3")
    for place, (group, units) in enumerate((("cities", 13), ("members", 8))):
        frame = table(app, place)
        expected = EXPECTED[LATER]["annex3"][group]
        assert dict(zip(frame.iloc[:, 0], frame.iloc[:, 4], strict=True)) == {
            code: f"{filled}/{units}" for code, (_, filled) in expected.items()
        }
    assert [one.of for one in orders(app)] == ["", ""]


@LANGUAGES
def test_the_bulletin_is_shown_as_its_paper_says(lang: str, campaign_url: URL) -> None:
    app = opened("papers", lang)
    whole = EXPECTED[T]["rates"]["cities"]["合计"]["完成率"]
    assert f"{whole[0]}/{whole[1]}" in preview(app)
    assert "第1期" not in preview(app)
    assert [one.question.filters.cities for one in orders(app)] == [(), ()]
    city = opened("papers", lang, city="230100", line="M5")
    assert [one.question.filters for one in orders(city)] == [Filters("HLJ-2020-43", ("230100",))] * 2


@LANGUAGES
def test_a_published_bulletin_lists_what_was_revised(lang: str, published_url: URL) -> None:
    app = opened("papers", lang, published="1")
    revised, issued = table(app, 0), table(app, 1)
    assert f"{len(revised):,}" in heading(app)
    assert [numbers(revised[name], "—")[0] for name in revised.columns[3:]] == [115, 307]
    assert issued.iloc[:, 0].tolist() == ["第2期", "第1期"]
    assert issued["revised"].tolist() == [0, len(revised)]
    assert [(one.of, one.lang) for one in orders(app)] == [("1", "zh"), ("1", "en")]
    assert "122/497" in preview(app)
    none = opened("papers", lang, published="2")
    assert none.dataframe[0].value.shape[0] == 2  # only the list: nothing was revised


def test_a_bulletin_that_was_changed_cannot_be_fetched(published_url: URL) -> None:
    with disposing(write_engine(published_url)) as engine, engine.begin() as conn:
        conn.execute(update(bulletin).where(bulletin.c.id == 1).values(sha256="0" * 64))
    app = opened("papers", "zh", published="1")
    assert app.get("link_button") == []
    assert "校验码" in app.info[0].value
    assert table(app, 0)["intact"].tolist() == ["是", "否"]


@LANGUAGES
def test_a_sheet_is_of_one_city(lang: str, campaign_url: URL) -> None:
    app = opened("papers", lang, paper="city-sheet")
    assert app.get("link_button") == []
    assert app.info
    app = opened("papers", lang, paper="city-sheet", city="230100")
    n, d = EXPECTED[T]["rates"]["cities"]["哈尔滨市"]["完成率"]
    assert f"({n}/{d})" in preview(app)
    [first, _] = orders(app)
    with disposing(read_engine(campaign_url)) as engine, snapshot(engine) as conn:
        made = make(conn, "city-sheet", first.question, lang, first.of)
    assert made.name.startswith(i18n.t(lang, "papers.kind.city-sheet").replace(" ", "-"))
