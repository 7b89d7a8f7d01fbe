"""Other notices, another province: every page, extract and paper is made with each, alone and side by side, and no
word, place or figure of one stands in what is said of another.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

import pytest
from google.protobuf.text_format import MessageToString
from lxml import html
from sqlalchemy import URL, func, select
from streamlit.testing.v1 import AppTest

from dashboard import registry
from data_access import i18n
from data_access.database.campaign_trees import campaign_ids
from data_access.database.engine import disposing, read_engine
from data_access.database.schema import activity, media_item
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import BASES
from data_access.extracts.files import question_of, stream_csv
from data_access.notice.campaigns import resolve
from data_access.notice.words import speaking
from data_access.papers.catalogue import make
from data_access.question import Filters
from seed.check import check_database
from seed.demo.run import make_demo
from seed.init import initialise
from tests import notices
from tests.conftest import Databases
from tests.dashboard.filters.test_languages import choose_another
from tests.dashboard.marked import drawn, pick
from tests.dashboard.test_shell import opened, params
from tests.notices import HLJ_2020, HLJ_2021, SHANDONG

pytestmark = pytest.mark.slow

SCALE = 0.003
LATE = datetime(2022, 3, 1, tzinfo=UTC)
LANGUAGES = pytest.mark.parametrize("lang", i18n.LANGUAGES)
PAGES = pytest.mark.parametrize("page", [entry.id for entry in registry.PAGES])
AS_OF = "2021-07-05T00:00"
FOREIGN = {
    SHANDONG: re.compile(
        "龙江|黑龙江|黑安办|市[(（]地|哈尔滨|大庆|齐齐哈尔|应急志愿服务联盟|Longjiang|Heilongjiang|Harbin|Daqing|HLJ|"
        "Emergency Volunteer League|AQY|LJX"
    ),
    HLJ_2021: re.compile(
        "齐鲁|山东|鲁安办|济南|青岛|安全志愿服务队|Qilu|Shandong|Jinan|Qingdao|SD-20|SD-[A-Z]{2,3},|"
        "Safety Volunteer Corps|HLJ-2020|LJX2020"
    ),
}
"""Words of the other notices."""
BOTH = pytest.mark.parametrize("notice", [SHANDONG, HLJ_2021])


@pytest.fixture(scope="module")
def own_folder() -> Iterator[None]:
    """The setting DASHBOARD_NOTICES: both notices of the tests beside the project's."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("DASHBOARD_NOTICES", str(notices.FOLDER))
        yield


@pytest.fixture(scope="module")
def apart(databases: Databases, own_folder: None) -> Iterator[dict[str, URL]]:
    """For each notice a database that knows all three and holds invented returns of this one."""
    base = databases.copy("sqlite", "migrated")
    initialise(base)
    made = {code: databases.like(base) for code in (SHANDONG, HLJ_2021, HLJ_2020)}
    for code, url in made.items():
        make_demo(url, SCALE, notice=code)
    yield made
    for url in (base, *made.values()):
        databases.drop(url)


@pytest.fixture(scope="module")
def side_by_side(databases: Databases, apart: dict[str, URL]) -> Iterator[URL]:
    """Invented returns of all three notices in one database."""
    url = databases.like(apart[SHANDONG])
    for number, code in enumerate((HLJ_2021, HLJ_2020), start=1):
        notices.join(url, apart[code], code, number * 1_000_000)
    yield url
    databases.drop(url)


@pytest.fixture(scope="module")
def shandong_alone(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """A database that knows no notice but Shandong's, with invented returns."""
    url = databases.copy("sqlite", "migrated")
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("DASHBOARD_NOTICES", str(notices.alone(tmp_path_factory.mktemp("alone"), SHANDONG)))
        make_demo(url, SCALE)
    yield url
    databases.drop(url)


def words(app: AppTest) -> str:
    """Everything that a page says, in its charts and tables too, but for the list that offers the other notices."""
    texts = [frame.value.to_csv() for frame in app.dataframe]
    for element in app.main:
        proto = getattr(element, "proto", None)
        if proto is not None and getattr(element, "type", "") != "bidi_component":
            texts.append(MessageToString(proto, as_utf8=True))
    marks = drawn(app)
    for notices_offered in marks.xpath("//*[@id='filter-campaign']"):
        notices_offered.drop_tree()
    texts.append(html.tostring(marks, encoding="unicode"))
    texts += [json.dumps(json.loads(chart.proto.spec), ensure_ascii=False) for chart in app.get("plotly_chart")]
    return re.sub(r"\?t=[\w.-]+", "", "\n".join(texts))  # a signature may spell anything


def text_of(body: bytes) -> str:
    """All texts inside a workbook or Word file."""
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return "\n".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))


def found(notice: str, text: str) -> set[str]:
    return set(FOREIGN[notice].findall(text))


def extracts(url: URL, notice: str, lang: str, names: Iterable[str]) -> dict[str, bytes]:
    with disposing(read_engine(url, statement_timeout=60)) as engine, snapshot(engine) as s:
        question = resolve(s, Filters(notice, as_of=LATE), LATE)
        lang = speaking(s, question, lang)
        return {name: b"".join(stream_csv(s, name, question_of(name, question), lang)) for name in names}


def test_nothing_of_them_is_contradictory(side_by_side: URL, shandong_alone: URL) -> None:
    for url in (side_by_side, shandong_alone):
        with disposing(read_engine(url, statement_timeout=60)) as engine, snapshot(engine) as s:
            assert [finding.zh for finding in check_database(s.connection) if finding.contradiction] == []


@LANGUAGES
@PAGES
def test_a_page_of_another_province_speaks_its_own_words(
    page: str, lang: str, shandong_alone: URL, use: Callable[[URL], None]
) -> None:
    use(shandong_alone)
    app = opened(page, lang, asof=AS_OF, **({"city": "370200"} if page == "city" else {}))
    assert (list(app.exception), list(app.error)) == ([], [])
    text = words(app)
    assert found(SHANDONG, text) == set()
    assert page != "tour" or lang != "zh" or "齐鲁行" in text
    assert page != "map" or ("青岛" if lang == "zh" else "Qingdao") in text


@pytest.mark.parametrize("notice", [SHANDONG, HLJ_2021])
@PAGES
def test_a_page_beside_other_notices_speaks_its_own_words(
    page: str, notice: str, side_by_side: URL, use: Callable[[URL], None]
) -> None:
    use(side_by_side)
    lang = "zh" if notice == SHANDONG else "en"
    app = opened(page, lang, asof=AS_OF, campaign=notice)
    assert (list(app.exception), list(app.error)) == ([], [])
    text = words(app)
    assert found(notice, text) == set()
    assert page != "tour" or lang != "zh" or "齐鲁行" in text


@pytest.mark.parametrize("page", ["overview", "map", "completion", "hazards", "quality"])
def test_another_notice_is_chosen_in_its_list(page: str, side_by_side: URL, use: Callable[[URL], None]) -> None:
    """What boxes held of the notice before must not come back as values that nobody knows."""
    use(side_by_side)
    app = opened(page, "zh", campaign=HLJ_2021, asof=AS_OF, city="230500")
    steps = (
        (HLJ_2020, ["230500"]),
        (SHANDONG, None),  # no city of another province stays
        (HLJ_2021, None),
    )
    for turn, (notice, cities) in enumerate(steps):
        pick(app, "campaign", notice)
        for act in (lambda: None, lambda n=turn: choose_another(app, n)):
            act()
            assert (list(app.exception), list(app.error), [one.value for one in app.warning]) == ([], [], [])
            assert params(app)["campaign"] == [notice]
            assert params(app).get("city") == cities
        assert notice == HLJ_2020 or found(notice, words(app)) == set()


@LANGUAGES
@BOTH
def test_every_extract_speaks_its_own_words(notice: str, lang: str, side_by_side: URL) -> None:
    files = extracts(side_by_side, notice, lang, BASES)
    assert {name: words for name, body in files.items() if (words := found(notice, body.decode()))} == {}
    assert {name for name in BASES if files[name].count(b"\r\n") < 2} <= {
        "vacancies",
        "bulletins",
        "bulletin-revisions",
        "comparison-revised",
        "events",
        "likely-late",
    }


def test_an_extract_is_the_same_alone_and_beside_others(
    side_by_side: URL, apart: dict[str, URL], shandong_alone: URL
) -> None:
    for notice, url in ((HLJ_2021, apart[HLJ_2021]), (SHANDONG, shandong_alone)):
        beside, alone = (extracts(each, notice, "zh", BASES) for each in (side_by_side, url))
        assert [name for name in BASES if beside[name] != alone[name]] == []


def test_what_is_said_of_the_samples_is_what_was_said_before(databases: Databases, own_folder: None) -> None:
    url = databases.copy("sqlite", "campaign")
    names = ("obligations", "completion", "hazards", "activities", "tips-summary", "submissions", "metrics", "media")
    before = extracts(url, HLJ_2020, "zh", names)
    initialise(url)
    after = extracts(url, HLJ_2020, "zh", names)
    databases.drop(url)
    assert before == after


@LANGUAGES
@BOTH
def test_every_paper_speaks_its_own_words(notice: str, lang: str, side_by_side: URL) -> None:
    city = "370200" if notice == SHANDONG else "230200"
    with disposing(read_engine(side_by_side, statement_timeout=60)) as engine, snapshot(engine) as s:
        question = resolve(s, Filters(notice), LATE)
        for name, of, ext in (
            ("annex3", "", ""),
            ("annex3", city, ""),
            ("annex3", "member", ""),
            ("bulletin", "", ""),
            ("brief", "", "docx"),
            ("city-sheet", city, ""),
        ):
            made = make(s, name, question, speaking(s, question, lang), of, ext)
            assert found(notice, made.name + text_of(made.body)) == set(), (name, of)


def test_sums_are_those_of_the_rows(side_by_side: URL) -> None:
    """Held activities and reports of a notice, counted straight from the tables and in the files of all rows."""
    held = (activity.c.status == "held", activity.c.superseded_at.is_(None))
    with disposing(read_engine(side_by_side)) as engine, snapshot(engine) as s:
        counts = [
            s.connection.scalar(
                select(func.count()).select_from(table).where(table.c.campaign_id.in_(campaign_ids(SHANDONG)), *which)
            )
            for table, which in ((activity, held), (media_item, ()))
        ]
        question = resolve(s, Filters(SHANDONG, as_of=LATE), LATE)
        held_rows, reports = (
            list(csv.reader(io.StringIO(b"".join(stream_csv(s, name, question, "en", True)).decode())))
            for name in ("activities", "media")
        )
    assert [sum("held" in row for row in held_rows), len(reports) - 1] == counts
    assert min(filter(None, counts)) > 5
