"""The pages of tips, exposures and major hazards over the sample campaign, and what other pages say of them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import URL

from dashboard import page_load
from dashboard.charts.weekly import KINDS, Week, weekly
from dashboard.data import memory
from dashboard.hazards import exposure_tables, exposures, headlines as hazard_headlines, majors, page as hazards
from dashboard.province import finding as map_finding, page as territory
from dashboard.tips import page as tips, pictures as tip_pictures
from dashboard.view import View
from data_access.question import EVERYWHERE, NOT_NARROWED, Filters, HazardFilters
from data_access.tips.counts import TipSums

pytestmark = pytest.mark.slow

DAYS = pytest.mark.parametrize("day", ["2020-07-03", "2020-12-31"])
END = "2020-12-31"


@pytest.fixture(autouse=True)
def nothing_worked_out() -> None:
    memory.worked_out.clear()


def seen(page: str, day: str = END, narrow: HazardFilters = NOT_NARROWED, city: str = "", lang: str = "zh") -> View:
    asked = Filters(cities=(city,) if city else (), as_of=date.fromisoformat(day))
    with page_load.entered(EVERYWHERE, lang, asked, datetime(2021, 1, 1, tzinfo=UTC)) as entered:
        loaded = entered.load(page, narrow)
        assert loaded.view is not None
        return loaded.view


def tips_of(view: View) -> tips.Tips:
    found = tips.read(view)
    assert found is not None
    return found


@DAYS
def test_channels_cities_and_weeks_add_up_to_the_same_tips(day: str, campaign_url: URL) -> None:
    found = tips_of(seen("tips", day))
    for rows in (found.channels, found.cities, found.weeks):
        assert TipSums(*map(sum, zip(*(row.counts for row in rows), strict=True))) == found.whole.counts


def test_what_narrows_hazards_only_does_not_narrow_tips(campaign_url: URL) -> None:
    narrow = HazardFilters(grades=("major",), sources=("tip",), classes=("E",), counties=("230102",))
    assert tips_of(seen("tips", narrow=narrow)).whole == tips_of(seen("tips")).whole
    fewer = tips_of(seen("tips", narrow=HazardFilters(industries=("fire",)))).whole
    assert 0 < fewer.counts.received < tips_of(seen("tips")).whole.counts.received


@pytest.mark.parametrize("city", ["230100", "230600", "232700"])
def test_no_county_shows_one_or_two_tips_of_a_week(city: str, campaign_url: URL) -> None:
    weeks, counties = tips.county_weeks(seen("tips", city=city), city)
    *inside, total = counties
    assert total.name == "合计"
    assert len(weeks) > 20
    for place in range(len(weeks)):
        shown = [county.weeks[place] for county in inside]
        assert not {"1", "2"} & set(shown)
        if "＊" in shown and total.weeks[place] != "＊":  # one hidden count alone would follow from the total
            assert shown.count("＊") > 1


@DAYS
def test_weeks_and_outcomes_are_drawn_with_all_their_tips(day: str, campaign_url: URL) -> None:
    view = seen("tips", day)
    found = tips_of(view)
    drawn = tip_pictures.by_week(view, found).figure
    assert sum(sum(trace.y) for trace in drawn.data) == found.whole.counts.received
    (bars,) = tip_pictures.outcomes(view, found).figure.data
    assert sum(bars.x) == pytest.approx(1)


def test_a_week_is_drawn_in_whole_numbers_without_tips_too() -> None:
    figure = weekly([Week("06-01", (1, 0, 1, 0), "x")], KINDS, is_dark=True)
    assert figure.layout.yaxis.nticks == 3
    assert [trace.y for trace in figure.data] == [(1,), (0,), (1,), (0,)]
    assert [trace.y for trace in weekly([], KINDS, is_dark=False).data] == [()] * 4


@DAYS
def test_majors_are_those_of_the_page_of_hazards(day: str, campaign_url: URL) -> None:
    found, page = majors.read(seen("majors", day)), hazards.read(seen("hazards", day))
    assert found is not None
    assert page is not None
    assert found.whole.major == page.whole.major
    assert {row.grade for row in found.ledger} == {"major"}
    closed = [row.closed_at is not None for row in found.ledger]
    assert closed == sorted(closed)
    assert sum(closed) == found.whole.major.closed


def test_majors_are_not_narrowed_to_nothing_by_the_other_grade(campaign_url: URL) -> None:
    general = majors.read(seen("majors", narrow=HazardFilters(grades=("general",))))
    every = majors.read(seen("majors"))
    assert general is not None
    assert every is not None
    assert general.whole.major == every.whole.major


@DAYS
@pytest.mark.parametrize("city", ["", "230600"])
def test_exposed_hazards_are_closed_or_open(day: str, city: str, campaign_url: URL) -> None:
    found = exposures.read(seen("exposures", day, city=city))
    assert found is not None
    for row in (found.whole, *found.cities):
        for one in (row.general, row.major):
            assert one.exposed == one.exposed_closed + one.exposed_open
            assert one.open_long <= one.exposed_open
            assert one.closed_after <= one.exposed_closed
    assert len(found.newest) == found.gaps.exposures
    days = [row.exposed_at for row in found.newest]
    assert days == sorted(days, reverse=True)


def test_columns_that_no_exposure_has_are_left_out(campaign_url: URL) -> None:
    view = seen("exposures")
    found = exposures.read(view)
    assert found is not None
    untitled = [row._replace(title="", outlet_level="") for row in found.newest]
    titled = [untitled[0]._replace(title="曝光", outlet_level="city"), *untitled[1:]]
    names = [{column.name for column in exposure_tables.newest(view, rows)} for rows in (untitled, titled)]
    assert names[1] - names[0] == {"report", "outlet_level"}


@pytest.mark.parametrize("city", ["", "230600"])
def test_other_pages_tell_the_same_figures(city: str, campaign_url: URL) -> None:
    told = {figure.definition_key: figure for figure in hazard_headlines.figures(seen("overview", city=city))}
    page, exposed = hazards.read(seen("hazards", city=city)), exposures.read(seen("exposures", city=city))
    assert page is not None
    assert exposed is not None
    assert told["hazard_overdue"].value == page.whole.general.E
    done = tips.share(tips_of(seen("tips", city=city)).whole.counts, "closed_on_time")
    assert (told["tip_closed_on_time"].n, told["tip_closed_on_time"].d) == (done.n, done.d)
    assert told["exposed_closed"].d == exposed.whole.general.exposed


@pytest.mark.parametrize(
    ("measure", "grade", "name"),
    [("general.rectified", "general", "closed"), ("major.in_time", "major", "in_time"), ("major.E", "major", "E")],
)
def test_the_map_shows_hazards_of_all_cities(measure: str, grade: str, name: str, campaign_url: URL) -> None:
    page = hazards.read(seen("hazards"))
    assert page is not None
    found = territory.read(seen("map", city="230600"), measure, with_boundaries=True)
    assert {place.code: place.n for place in found.places} == {
        city.code: getattr(city.of(grade), name) for city in page.cities
    }
    assert found.selected == ("230600",)
    assert found.outside == []
    assert map_finding.finding(seen("map", city="230600"), found).startswith("大庆市")
