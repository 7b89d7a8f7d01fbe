"""No sentence of any page contradicts the counts of its page: over worlds, filters and instants, in both languages.

Every sentence is read back by the catalogue's own words and each of its claims is counted anew from the rows of the
files; a message that no rule knows fails. Every text that is made on the way is read for empty slots and plurals.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st
from sqlalchemy import URL, text

from dashboard import page_load
from dashboard.data import memory
from dashboard.province import choices as map_measures
from dashboard.view import View
from data_access import i18n
from data_access.database.engine import disposing, write_engine
from data_access.question import EVERYWHERE, NOT_NARROWED, Filters, HazardFilters
from tests.conftest import Databases
from tests.dashboard.sentences import sentence_changes as compared, sentence_others as others, sentence_tasks as tasks
from tests.dashboard.sentences.sentence_facts import rows
from tests.dashboard.sentences.sentence_pages import Reader
from tests.dashboard.sentences.sentence_reading import Rule, slips
from tests.data_access.hazards import hazard_world
from tests.data_access.obligations import world
from tests.data_access.obligations.test_status_properties import histories, moments

pytestmark = pytest.mark.slow

NOW = datetime(2021, 1, 1, tzinfo=UTC)
MORE = settings(
    max_examples=max(4, settings.default.max_examples // 4),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
RULES: tuple[dict[str, Rule], ...] = (
    *(tasks.TITLE, tasks.STATED, tasks.LATEST, tasks.LEAD, tasks.UNIT, tasks.UNIT_LEAD),
    *(tasks.COMPLETION, tasks.PACE),
    *(tasks.RETURNS, tasks.RETURNS_LEAD, others.HAZARDS, others.HAZARDS_LEAD, others.MAJORS_LEAD, others.TIPS),
    *(others.TIPS_LEAD, others.EXPOSURES, others.EXPOSURES_LEAD, others.MAP, others.TIMELINE, others.REACH),
    *(others.CITIES, others.ANNEX3, others.TOUR, others.QUALITY, others.QUALITY_LEAD, others.COVERAGE),
    *(compared.CHANGES, compared.CHANGES_LEAD, compared.REFUSED),
)
SENTENCES = (
    *("finding.", "completion.finding.", "map.finding.", "map.nothing.", "timeline.finding.", "timeline.course"),
    *("returns.finding", "returns.next", "returns.silent", "returns.vacant", "returns.nothing"),
    *("reach.finding.", "reach.lead.", "reach.nothing", "annex3.finding", "annex3.lead.", "annex3.nothing"),
    *("tour.finding", "tour.lead", "tour.nothing", "city.finding"),
    *("hazards.finding.", "hazards.lead", "hazards.nothing", "hazards.overdue", "hazards.most"),
    *("majors.overdue", "majors.lead", "majors.nothing", "tips.finding", "tips.lead", "tips.nothing"),
    *("exposures.count", "exposures.open_long", "exposures.closed.", "exposures.lead", "exposures.nothing"),
    *("quality.finding", "quality.lead.", "coverage.title", "compared.finding", "compared.lead.", "compared.refused."),
)
"""How the messages begin that are sentences of pages."""
PIECES = {
    *("finding.days", "finding.among", "list.clauses", "finding.of", "finding.everybody", "finding.everywhere"),
    *("finding.each", "finding.some", "finding.some.lines", "finding.some.channels"),
    *("finding.basis.stated", "finding.basis.inferred", "finding.latest", "finding.latest.none"),
    *("finding.latest.extended", "finding.nothing.why", "completion.finding.line", "hazards.lead", "exposures.lead"),
    *(f"finding.{kind}.{group}" for kind in ("units", "group") for group in ("city", "member", "office", "county")),
}
"""Messages that stand only inside of sentences, and are read with them."""


def test_every_sentence_of_the_catalogue_has_a_rule() -> None:
    ruled = {key for rules in RULES for key in rules} | PIECES
    assert [key for key in i18n.catalogue("zh") if key.startswith(SENTENCES) and key not in ruled] == []
    assert sorted(ruled - set(i18n.catalogue("zh"))) == []


class Made(dict[tuple[str, str], str]):
    """Language and text of all words that were put together -> the key of the words."""

    def __repr__(self) -> str:
        return f"{len(self)} texts"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    """All words that are put together during the test."""
    texts = Made()
    plain = i18n.t

    def t(lang: str, key: str, n: int | None = None, **values: object) -> str:
        said = plain(lang, key, n, **values)
        texts[lang, said] = key
        return said

    monkeypatch.setattr(i18n, "t", t)
    return texts


def opened(lang: str, filters: Filters, narrow: HazardFilters = NOT_NARROWED) -> View:
    with page_load.entered(EVERYWHERE, lang, filters, NOW) as entered:
        loaded = entered.load("overview", narrow)
        assert loaded.view is not None
        assert loaded.unknown == ()
        return loaded.view


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    """A new reader; in the end it says how much it has read."""

    memory.worked_out.clear()
    rows.cache_clear()
    made = Reader()
    yield made
    if terminal := request.config.pluginmanager.getplugin("terminalreporter"):
        terminal.write_line(f"\n{request.node.name}: {made.cases} sentences read, of {len(made.seen)} forms")


def no_slips(made: Made) -> None:
    assert [(key, said, slips(said)) for (lang, said), key in made.items() if lang == "en" and slips(said)] == []


CITIES = [f"23{n:02}00" for n in (*range(1, 13),)] + ["232700"]
LINES = ["M1", "M4.1", "M4.2", "M5", "M5.3b", "D1", "D2", "D3", "R1", "M2.3", "T1"]
few = st.lists(st.sampled_from(CITIES), max_size=4, unique=True).map(tuple)
instants = st.dates(date(2020, 5, 20), date(2020, 12, 31)) | st.sampled_from(
    [date(2020, 5, 29), date(2020, 6, 7), date(2020, 6, 16), date(2020, 6, 30), date(2020, 7, 3), date(2020, 7, 10)]
)


@MORE
@given(
    st.sampled_from(i18n.LANGUAGES),
    few,
    st.lists(st.sampled_from(LINES), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(["city", "member", "office", "county"]), max_size=2, unique=True).map(tuple),
    instants,
    st.sampled_from(map_measures.ALL),
    st.integers(0, 40),
)
@example("zh", ("230600",), ("M4.1",), (), date(2020, 7, 3), "completion", 3)
@example("en", (), (), (), date(2020, 7, 3), "overdue", 17)
@example("zh", (), (), (), date(2020, 7, 6), "general.E", 400)
@example("zh", (), (), (), date(2020, 6, 20), "completion", 7)
@example("en", ("230900",), ("M5",), ("city",), date(2020, 6, 20), "completion", 10)
@example("zh", ("230100",), (), (), date(2020, 5, 29), "late", 0)
@example("en", ("230900",), (), (), date(2020, 7, 6), "late", 0)
def test_tasks_on_the_sample_campaign(
    campaign_url: URL, reader: Reader, made: Made, lang: str, cities: tuple[str, ...],
    lines: tuple[str, ...], groups: tuple[str, ...], asof: date, measure: str, days: int,
) -> None:  # fmt: skip
    view = opened(lang, Filters(cities=cities, lines=lines, groups=groups, as_of=asof))
    reader.tasks(view)
    reader.city(view, (cities or CITIES)[0])
    reader.map(view, measure)
    reader.others(view)
    reader.changes(view, view.question.as_of - timedelta(days=days))
    no_slips(made)


@MORE
@given(
    st.sampled_from(i18n.LANGUAGES),
    few,
    st.lists(st.sampled_from(["general", "major"]), max_size=1).map(tuple),
    st.lists(st.sampled_from(["A", "B", "D", "E", "P"]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(["gas", "coal", "power"]), max_size=1).map(tuple),
    instants,
)
@example("zh", ("230300",), ("major",), ("E",), (), date(2020, 7, 3))
@example("en", (), (), (), (), date(2020, 7, 3))
def test_hazards_on_the_sample_campaign(
    campaign_url: URL, reader: Reader, made: Made, lang: str, cities: tuple[str, ...], grades: tuple[str, ...],
    classes: tuple[str, ...], industries: tuple[str, ...], asof: date,
) -> None:  # fmt: skip
    narrow = HazardFilters(grades=grades, classes=classes, industries=industries)
    reader.hazards(opened(lang, Filters(cities=cities, as_of=asof), narrow))
    no_slips(made)


@pytest.fixture(scope="module")
def small(databases: Databases) -> Path:
    """The folder of the small campaign, its units and lines with names that differ."""
    url = databases.copy("sqlite", "migrated")
    with disposing(write_engine(url)) as engine, engine.begin() as conn:
        world.build(conn)
        hazard_world.industries(conn)
        for table, key in (("org_unit", "id"), ("admin_division", "adcode")):
            conn.execute(text(f"UPDATE {table} SET name_en = 'Place ' || {key}, short_zh = '简' || {key}"))
    return Path(str(url.database)).parent


@st.composite
def hazard_stories(draw: st.DrawFn) -> list[tuple[str, tuple[hazard_world.Event, ...]]]:
    """Hazards in any county, each with its events."""
    counties = st.sampled_from(["230102", "230103", "230202", "230100"])
    return [(draw(counties), draw(hazard_world.stories())) for _ in range(draw(st.integers(0, 6)))]


@MORE
@given(
    histories(),
    hazard_stories(),
    st.sampled_from(i18n.LANGUAGES),
    st.lists(st.sampled_from(["230100", "230200"]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from([line.code for line in world.LINES]), max_size=2, unique=True).map(tuple),
    st.lists(st.sampled_from(["city", "member", "office", "county"]), max_size=1).map(tuple),
    moments,
    st.sampled_from(map_measures.ALL),
    st.integers(0, 20),
)
def test_generated_campaigns(
    small: Path, tmp_path: Path, use: Callable[[URL | str], None], reader: Reader, made: Made,
    history: world.History, stories: list[tuple[str, tuple[hazard_world.Event, ...]]], lang: str,
    cities: tuple[str, ...], lines: tuple[str, ...], groups: tuple[str, ...], now: datetime, measure: str, days: int,
) -> None:  # fmt: skip
    here = tmp_path / f"world{reader.cases}"
    shutil.copytree(small, here, dirs_exist_ok=True)
    url = URL.create("sqlite", database=str(here / "campaign.db"))
    with disposing(write_engine(url)) as engine, engine.begin() as conn:
        world.record(conn, history)
        for key, (place, events) in enumerate(stories, 1):
            hazard_world.happen(conn, *events, key=key, adcode=place)
    use(url)
    memory.worked_out.clear()
    rows.cache_clear()
    view = opened(lang, Filters(cities=cities, lines=lines, groups=groups, as_of=now))
    reader.tasks(view)
    reader.city(view, (cities or ("230100",))[0])
    reader.map(view, measure)
    reader.others(view)
    reader.changes(view, view.question.as_of - timedelta(days=days))
    reader.hazards(view)
    no_slips(made)
