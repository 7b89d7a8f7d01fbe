"""The page of hazards over the sample campaign: parts add up to their whole, and the two grades are never added."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from lxml import html
from sqlalchemy import URL, text

from dashboard import page_load
from dashboard.charts.ramp import count_scale, tone
from dashboard.data import memory, store
from dashboard.hazards import (
    exposure_tables,
    exposures,
    majors,
    page as hazards,
    pictures as hazard_pictures,
    tables as hazard_tables,
)
from dashboard.hazards.grades import Grades
from dashboard.hazards.page import Hazards
from dashboard.parts import table as tables
from dashboard.view import View
from data_access.database.engine import disposing, write_engine
from data_access.database.schema.hazard import CLASSES, GRADES, HAZARD_SOURCES
from data_access.hazards.at_instant import CLOSED
from data_access.hazards.backlog import BacklogWeek
from data_access.hazards.counts import list_hazard_counties
from data_access.hazards.lists import list_hazards
from data_access.hazards.sums import Sums
from data_access.notice.places import ALL
from data_access.question import EVERYWHERE, NOT_NARROWED, Filters, HazardFilters
from tests.conftest import Databases
from tests.dashboard.marked import select

pytestmark = pytest.mark.slow

DAYS = pytest.mark.parametrize("day", ["2020-07-03", "2020-12-31"])
NARROWED = {
    "all": NOT_NARROWED,
    "major": HazardFilters(grades=("major",)),
    "industry": HazardFilters(industries=("gas",)),
    "industries": HazardFilters(industries=("other", "power")),
    "tip": HazardFilters(sources=("tip",)),
    "overdue": HazardFilters(classes=("E",)),
    "counties": HazardFilters(counties=("230102", "230281")),
    "several": HazardFilters(grades=("general",), sources=("inspection", "tip"), classes=("A", "A0", "P")),
}
NARROW = pytest.mark.parametrize("narrow", list(NARROWED.values()), ids=list(NARROWED))
END = "2020-12-31"
TWO = ("230100", "230200")


@pytest.fixture(autouse=True)
def nothing_worked_out() -> None:
    memory.worked_out.clear()


def seen(day: str = END, narrow: HazardFilters = NOT_NARROWED, cities: tuple[str, ...] = (), lang: str = "zh") -> View:
    """The view of the page of hazards at the end of a day."""
    asked = Filters(cities=cities, as_of=date.fromisoformat(day))
    with page_load.entered(EVERYWHERE, lang, asked, datetime(2021, 1, 1, tzinfo=UTC)) as entered:
        loaded = entered.load("hazards", narrow)
        assert loaded.view is not None
        assert loaded.unknown == ()
        return loaded.view


def read(view: View) -> Hazards:
    found = hazards.read(view)
    assert found is not None
    return found


def added(counts: Iterable[Sums]) -> Sums:
    return Sums(*map(sum, zip(*counts, Sums(), strict=True)))


def both(rows: list[Grades[Sums]]) -> dict[str, Sums]:
    """The sums of both grades, each by itself."""
    return {grade: added(row.of(grade) for row in rows) for grade in GRADES}


@DAYS
@NARROW
@pytest.mark.parametrize("cities", [(), TWO], ids=["everywhere", "two"])
def test_cities_add_up_to_the_whole(
    day: str, narrow: HazardFilters, cities: tuple[str, ...], campaign_url: URL
) -> None:
    found = hazards.read(seen(day, narrow, cities))
    if found is None:
        assert store.hazards(seen(day, narrow, cities), list_hazards) == ()
        return
    assert both(found.cities) == both([found.whole])
    assert [row.code for row in found.cities] == list(cities or sorted(row.code for row in found.cities))
    assert len(found.cities) == (len(cities) or 13)
    assert found.whole.code == ALL


@DAYS
@NARROW
def test_general_and_major_are_counted_apart(day: str, narrow: HazardFilters, campaign_url: URL) -> None:
    """Against the hazards one by one."""
    view = seen(day, narrow)
    one_by_one = store.hazards(view, list_hazards)
    counted = Counter((one.city.code, one.grade, one.class_) for one in one_by_one)
    found = hazards.read(view)
    rows = found.cities if found else []
    assert counted == {
        (row.code, grade, of_class): n
        for row in rows
        for grade in GRADES
        for of_class in CLASSES
        if (n := getattr(row.of(grade), of_class))
    }


@pytest.mark.parametrize("grade", GRADES)
def test_a_grade_that_was_not_asked_for_has_zeros_and_the_other_what_it_had(grade: str, campaign_url: URL) -> None:
    (other,) = set(GRADES) - {grade}
    asked, before = read(seen(narrow=HazardFilters(grades=(grade,)))), read(seen())
    assert both(asked.cities)[other] == Sums()
    assert asked.whole.of(other) == Sums()
    assert [city.of(grade) for city in asked.cities] == [city.of(grade) for city in before.cities]
    assert asked.whole.of(grade) == before.whole.of(grade)
    for kinds, all_kinds in (
        (hazards.sources(seen(narrow=HazardFilters(grades=(grade,)))), hazards.sources(seen())),
        (hazards.industries(seen(narrow=HazardFilters(grades=(grade,)))), hazards.industries(seen())),
    ):
        assert both(kinds)[other] == Sums()
        assert both(kinds)[grade] == both(all_kinds)[grade]


@DAYS
@pytest.mark.parametrize(
    "parts",
    [
        [HazardFilters(grades=(grade,)) for grade in GRADES],
        [HazardFilters(sources=(source,)) for source in HAZARD_SOURCES],
        [HazardFilters(classes=(of_class,)) for of_class in CLASSES],
    ],
    ids=["grades", "sources", "classes"],
)
def test_what_one_filter_leaves_and_what_it_takes_is_all_there_is(
    day: str, parts: list[HazardFilters], campaign_url: URL
) -> None:
    wholes = [found.whole for part in parts if (found := hazards.read(seen(day, part)))]
    assert both(wholes) == both([read(seen(day)).whole])


@NARROW
def test_filters_only_take_away(narrow: HazardFilters, campaign_url: URL) -> None:
    before, after = read(seen()), read(seen(narrow=narrow))
    fewer = 0
    for one, other in zip(before.cities, after.cities, strict=True):
        assert one.code == other.code
        for grade in GRADES:
            assert all(n <= m for n, m in zip(other.of(grade), one.of(grade), strict=True))
            fewer += one.of(grade).confirmed - other.of(grade).confirmed
    assert (fewer > 0) is (narrow != NOT_NARROWED)


@pytest.mark.parametrize("grade", GRADES)
def test_counties_and_the_city_itself_add_up_to_the_city(
    grade: str, databases: Databases, use: Callable[[URL | str], None]
) -> None:
    """No sample is registered for a city itself (市本级): those of one district are, here."""
    url = databases.copy("sqlite", "campaign")
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE hazard SET adcode = '230100' WHERE adcode IN ('230102', '230108', '230183')"))
    use(url)
    view = seen(cities=TWO)
    own = [row for row in store.hazards(view, list_hazard_counties) if row.level == "prefecture" and row.grade == grade]
    assert added(row.counts for row in own if row.place.code == "230100").confirmed > 0
    counties = {row.code: row.of(grade) for row in hazards.counties(view)}
    of_cities = {row.place.code: row.city for row in store.hazards(view, list_hazard_counties)}
    for city in read(view).cities:
        inside = [counts for code, counts in counties.items() if of_cities[code] == city.code]
        assert city.code not in counties
        assert len(inside) > 1
        assert added([*inside, *(row.counts for row in own if row.place.code == city.code)]) == city.of(grade)


@DAYS
@NARROW
def test_stages_follow_each_other_and_end_with_the_closed_ones(
    day: str, narrow: HazardFilters, campaign_url: URL
) -> None:
    view = seen(day, narrow)
    reached, found = hazards.stages(view), hazards.read(view)
    for grade in GRADES:
        whole = found.whole.of(grade) if found else None
        if grade not in reached:
            assert whole is None or whole.confirmed == 0
            continue
        one = reached[grade]
        assert (one.confirmed, one.closed) == (whole.confirmed, sum(getattr(whole, name) for name in CLOSED))
        assert one.confirmed >= one.ordered >= one.closed
        assert one.confirmed >= one.rectified >= one.accepted


def flows(rows: list[BacklogWeek]) -> dict[str, Counter[str]]:
    """The counts of each week in which there are any, places added up."""
    weeks: dict[str, Counter[str]] = {}
    for row in rows:
        told = {"opening": row.opening, **row.flows._asdict(), "closing": row.closing}
        counts = {name: n for name, n in told.items() if n}
        if counts:
            weeks.setdefault(row.week, Counter()).update(counts)
    return weeks


@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("narrow", [NOT_NARROWED, NARROWED["industry"], NARROWED["tip"]], ids=["all", "gas", "tip"])
def test_the_backlog_of_all_cities_is_that_of_each_added_up(
    grade: str, narrow: HazardFilters, campaign_url: URL
) -> None:
    codes = tuple(city.code for city in read(seen()).cities)
    together = flows(hazards.backlog(seen(narrow=narrow), grade))
    assert len(together) > 3
    assert flows(hazards.backlog(seen(narrow=narrow, cities=codes), grade)) == together
    each = [row for code in codes for row in hazards.backlog(seen(narrow=narrow, cities=(code,)), grade)]
    assert flows(each) == together


@DAYS
@pytest.mark.parametrize("grade", GRADES)
@pytest.mark.parametrize("cities", [(), TWO], ids=["everywhere", "two"])
def test_weeks_balance_and_the_last_one_ends_with_the_open_ones(
    day: str, grade: str, cities: tuple[str, ...], campaign_url: URL
) -> None:
    view = seen(day, cities=cities)
    weeks = hazards.backlog(view, grade)
    before = 0
    for row in weeks:
        told = row.flows
        came, left = told.confirmed + told.reopened + told.regraded_in, told.closed + told.void + told.regraded_out
        assert (row.opening, row.opening + came - left) == (before, row.closing)
        before = row.closing
    assert before == read(view).whole.of(grade).open


@NARROW
def test_industries_and_sources_add_up_to_the_whole(narrow: HazardFilters, campaign_url: URL) -> None:
    view = seen(narrow=narrow)
    whole = both([read(view).whole])
    for kinds in (hazards.industries(view), hazards.sources(view)):
        assert both(kinds) == whole
        sizes = [kind.general.confirmed + kind.major.confirmed for kind in kinds]
        assert sizes == sorted(sizes, reverse=True)
        assert min(sizes) > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("narrow", [NOT_NARROWED, NARROWED["tip"]], ids=["all", "tip"])
def test_no_unit_of_a_hazard_from_a_tip_is_named(narrow: HazardFilters, lang: str, campaign_url: URL) -> None:
    view = seen(narrow=narrow, lang=lang)
    rows = hazards.ledger(view)
    assert {row.unit_name for row in rows if row.source == "tip"} == {""}
    assert any(row.unit_name for row in rows) is (narrow == NOT_NARROWED)
    shown = tables.prepared(view, rows, hazard_tables.ledger(view, rows)).to_pydict()
    assert ("unit_name" in shown) is (narrow == NOT_NARROWED)  # no column that withholds all names
    for unit, source in zip(shown.get("unit_name", ()), shown["source"], strict=narrow == NOT_NARROWED):
        assert source != view.word("source", "tip") or unit == view.t("hazards.enterprise")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_hazard_in_a_table_names_the_department_in_charge(lang: str, campaign_url: URL) -> None:
    """And says that it is not listed where it is not, instead of a level that nobody gave it."""
    view = seen(lang=lang)
    none, unlisted = view.t("hazards.regulator.none"), view.word("listing", "none")
    found, told = majors.read(view), exposures.read(view)
    assert found is not None
    assert told is not None
    ledger, listed = hazards.ledger(view), found.ledger
    oldest, exposed = hazards.longest(view), told.newest
    for rows, columns in (
        (ledger, hazard_tables.ledger(view, ledger)),
        (listed, hazard_tables.majors(view, listed)),
        (oldest, hazard_tables.longest(view)),
        (exposed, exposure_tables.newest(view, exposed)),
    ):
        shown = tables.prepared(view, rows, columns).to_pydict()
        in_charge = [row.industry.regulator for row in rows]
        named = [
            view.pick(one.zh, one.en) or (row.industry.code and none) for row, one in zip(rows, in_charge, strict=True)
        ]
        assert shown["regulator"] == named
        assert len(set(named)) > 1
        if "listing" in shown:
            assert [said == unlisted for said in shown["listing"]] == [not row.listing.level for row in rows]


def test_the_oldest_overdue_are_overdue_and_the_oldest_first(campaign_url: URL) -> None:
    view = seen("2020-07-03")
    oldest = hazards.longest(view)
    late = [one for one in store.hazards(view, list_hazards) if one.class_ == "E"]
    assert {row.class_ for row in oldest} == {"E"}
    assert [row.days_overdue for row in oldest] == sorted((one.days_overdue for one in late), reverse=True)[:10]


@DAYS
def test_times_stand_beside_their_own_acceptance(day: str, campaign_url: URL) -> None:
    totals, rows = hazards.times(seen(day))
    assert (len(totals), len(rows)) == (2, 13 * 2)
    for row in (*totals, *rows):
        assert (row.fixed.place, row.fixed.grade) == (row.accepted.place, row.accepted.grade)


@DAYS
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_finding_and_the_headline_say_the_sums_of_each_grade(day: str, lang: str, campaign_url: URL) -> None:
    view = seen(day, lang=lang)
    found = read(view)
    general, major = found.whole.general, found.whole.major
    rates = [(figure.n, figure.d) for figure in found.figures[:4]]
    assert rates == [
        (sum(getattr(row, name) for name in over), sum(getattr(row, name) for name in under))
        for row in (general, major)
        for over, under in ((CLOSED, CLASSES), (("A", "B"), ("A", "B", "C", "D", "E")))
    ]
    assert found.figures[4].value == general.E
    assert str(general.E) in found.finding.title
    most = max(city.general.E for city in found.cities)
    assert any(city.name in found.finding.title for city in found.cities if most == city.general.E)


def test_where_the_overdue_ones_are_not_chosen_the_finding_is_silent_about_them(campaign_url: URL) -> None:
    view = seen(narrow=HazardFilters(classes=("A",)))
    found = read(view)
    whole = found.whole
    assert found.finding.title == f"所选整改分类：一般隐患 {whole.general.A} 条和重大隐患 {whole.major.A} 条"
    assert found.figures[4].tone == "gray"


@pytest.mark.parametrize("grade", GRADES)
def test_a_grade_that_was_not_asked_for_is_in_no_sentence(grade: str, campaign_url: URL) -> None:
    (other,) = set(GRADES) - {grade}
    for lang in ("zh", "en"):
        view = seen("2020-07-03", HazardFilters(grades=(grade,)), lang=lang)
        found = read(view)
        said = f"{found.finding.title} {found.finding.lead} {found.figures[2].note}"
        assert view.inside("grade", grade) in said.lower()
        assert view.inside("grade", other) not in said.lower()


def test_that_none_is_overdue_is_good_news_and_no_reason_to_widen_the_filters(campaign_url: URL) -> None:
    narrow = HazardFilters(("major",), classes=("E",))
    view = seen("2020-07-03", narrow, ("230300",))
    assert hazards.read(view) is None
    assert hazards.nothing(view) == "鸡西市没有已确认的隐患（重大和超期未整改）"
    assert majors.nothing(view) == "鸡西市没有已确认的重大隐患（超期未整改）"
    assert majors.nothing(replace(view, lang="en")) == "No confirmed major hazard in Jixi (overdue, not fixed)"


@pytest.mark.parametrize(
    ("day", "narrow"), [("2020-05-01", NOT_NARROWED), (END, HazardFilters(("major",), ("air",)))], ids=["before", "air"]
)
def test_without_any_hazard_there_is_nothing_to_show(day: str, narrow: HazardFilters, campaign_url: URL) -> None:
    view = seen(day, narrow)
    assert hazards.read(view) is None
    assert hazards.stages(view) == {}
    assert all(row.closing == 0 for grade in GRADES for row in hazards.backlog(view, grade))
    assert hazards.industries(view) == hazards.sources(view) == []
    assert hazards.ledger(view) == hazards.longest(view) == ()


@pytest.mark.parametrize("ground", hazard_pictures.GROUNDS)
@pytest.mark.parametrize("grade", GRADES)
def test_the_map_holds_what_lies_there(ground: str, grade: str, campaign_url: URL) -> None:
    view = seen("2020-07-03")
    found = read(view)
    drawn = hazard_pictures.where(view, found, grade, "confirmed", ground)
    shown = html.fromstring(str(drawn.figure))
    whole = found.whole.of(grade)
    if ground == "grid":
        placed = [one for one in store.hazards(view, list_hazards) if one.grade == grade and one.lon is not None]
        open_ones = [one for one in placed if one.state != "closed"]
        assert len(select(shown, "rect")) == len(open_ones)
        return
    rows = hazards.counties(view) if ground == "counties" else found.cities
    shapes = hazard_pictures.shapes(view, ground)
    assert shapes is not None
    counted = {row.code: row.of(grade).confirmed for row in rows}
    assert sum(counted.values()) == whole.confirmed
    scale = count_scale(counted.values())
    assert {one.get("d"): one.get("class") for one in select(shown, "path")} == {
        shapes.paths[code]: tone(n, scale) for code, n in counted.items() if code in shapes.labels
    }
    assert len(drawn.alt.split(view.t("list.clauses"))) == len(counted), "those without a polygon are told in words"
