"""What the map of hazards shows, worked out by hand on few rows: ranks, counts, small samples, nothing due."""

import math
from dataclasses import replace

import pytest

from dashboard.charts.ramp import Scale
from dashboard.hazards import measures as hazard_measures
from dashboard.hazards.grades import Label, label_of, summed
from data_access.hazards.sums import HAZARD_RATES, Sums
from data_access.notice.places import PROVINCE, City
from data_access.notice.units import Place
from tests.dashboard import made

SEATS = [
    City(code, zh, en, short, 126.5 + place, 45.8 + place)
    for place, (code, (zh, en, short)) in enumerate(made.CITIES.items())
]
CITIES = made.hazards(
    {"code": "230100", "confirmed": 10, "closed": 6, "matured": 8, "in_time": 5, "E": 2},
    {"code": "230200", "confirmed": 20, "closed": 12, "matured": 4, "in_time": 3, "E": 1},
    {"code": "230300", "confirmed": 5, "closed": 5},
    {"code": "230400", "confirmed": 12, "closed": 3, "matured": 12, "in_time": 0, "E": 7},
    {"code": "230500"},
)
ORDER = ["230400", "230100", "230200", "230300", "230500"]


@pytest.mark.parametrize(
    ("measure", "texts", "ranks"),
    [
        (
            "rectified",
            ["25.0% (3/12)", "60.0% (6/10)", "60.0% (12/20)", "100.0% (5/5)", "/"],
            [4, 2, 2, 1, None],
        ),
        ("in_time", ["0.0% (0/12)", "62.5% (5/8)", "75.0% (3/4)", "/", "/"], [2, 1, None, None, None]),
        ("E", ["7", "2", "1", "0", "0"], [None] * 5),
        ("confirmed", ["12", "10", "20", "5", "0"], [None] * 5),
    ],
)
def test_a_measure_of_hazards_most_overdue_first(measure: str, texts: list[str], ranks: list[int | None]) -> None:
    found = hazard_measures.places(made.view(), CITIES, "general", SEATS, measure)
    assert [place.code for place in found] == ORDER
    assert [place.text for place in found] == texts
    assert [place.rank for place in found] == ranks
    assert [not place.known for place in found] == [text == "/" for text in texts]
    assert [place.label for place in found] == [text.split(" ")[0] for text in texts]


def test_small_samples_are_marked_and_nothing_due_is_none() -> None:
    found = {place.code: place for place in hazard_measures.places(made.view(), CITIES, "general", SEATS, "in_time")}
    assert [code for code, place in found.items() if place.small] == ["230200"]
    assert "小样本" in found["230200"].hover
    assert [code for code, place in found.items() if math.isnan(place.value)] == ["230300", "230500"]
    assert not any(place.small for place in hazard_measures.places(made.view(), CITIES, "general", SEATS, "E"))


@pytest.mark.parametrize("measure", hazard_measures.MEASURES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_said_on_hover_names_place_grade_and_each_measure_once(lang: str, measure: str) -> None:
    view = made.view(lang)
    row_of = {row.code: row.general for row in CITIES}
    for place in hazard_measures.places(view, CITIES, "general", SEATS, measure):
        lines = place.hover.split("\n")
        assert lines[0] == made.CITIES[place.code][0]
        assert lines[1] == f"{view.word('grade', 'general')} {view.t(f'hazards.measure.{measure}')} {place.text}"
        others = [name for name in ("confirmed", "E") if name != measure]
        assert lines[-len(others) :] == [
            f"{view.t(f'hazards.measure.{name}')} {getattr(row_of[place.code], name)}" for name in others
        ]
        assert len(lines) == 2 + (place.rank is not None) + place.small + len(others)


def test_names_are_those_of_the_language() -> None:
    harbin = Place("230100", *made.CITIES["230100"])
    assert label_of(made.view("zh"), harbin) == Label("230100", "哈尔滨市", "哈尔滨")
    assert label_of(made.view("en"), harbin) == Label("230100", "Harbin", "Harbin")
    assert label_of(made.view("zh"), PROVINCE) == Label("all", "合计", "合计")


def test_names_are_those_of_the_rows_and_seats_those_of_the_cities() -> None:
    seats = {city.adcode: city for city in SEATS}
    found = hazard_measures.places(made.view(), CITIES, "general", SEATS, "confirmed")
    assert [place.short for place in found] == [made.CITIES[code][2] for code in ORDER]
    assert [(place.lon, place.lat) for place in found] == [(seats[code].lon, seats[code].lat) for code in ORDER]
    (nowhere,) = hazard_measures.places(made.view(), CITIES[:1], "general", [], "confirmed")
    assert math.isnan(nowhere.lon)
    assert math.isnan(nowhere.lat)


def test_the_counts_are_those_of_the_grade() -> None:
    both = [replace(row, major=Sums(confirmed=4, closed=n, E=n)) for n, row in enumerate(CITIES)]
    found = hazard_measures.places(made.view(), both, "major", SEATS, "rectified")
    assert [(place.code, place.text) for place in found][:2] == [("230500", "100.0% (4/4)"), ("230400", "75.0% (3/4)")]
    assert all(place.small for place in found)


def test_counts_are_added_up_field_by_field() -> None:
    assert summed([row.general for row in CITIES])._asdict() == {
        name: sum(getattr(row.general, name) for row in CITIES) for name in Sums._fields
    }


@pytest.mark.parametrize(
    ("measure", "text"), [("rectified", "55.3% (26/47)"), ("in_time", "33.3% (8/24)"), ("E", "10"), ("confirmed", "47")]
)
def test_the_whole_is_the_sum_of_parts_and_never_a_mean(measure: str, text: str) -> None:
    assert hazard_measures.whole(summed([row.general for row in CITIES]), measure).text == text


def test_the_whole_of_nothing_due_is_no_rate() -> None:
    assert [hazard_measures.whole(CITIES[4].general, measure).text for measure in hazard_measures.MEASURES] == [
        "/" if measure in HAZARD_RATES else "0" for measure in hazard_measures.MEASURES
    ]


@pytest.mark.parametrize(
    ("measure", "chosen", "scale"),
    [
        ("rectified", slice(5), Scale(0.2, 1.0, ".0%")),
        ("in_time", slice(2), Scale(0.6, 0.8, ".0%")),
        ("in_time", slice(4, 5), Scale(0.0, 1.0, ".0%")),
        ("E", slice(5), Scale(0.0, 7.0, ",.0f")),
        ("E", slice(4, 5), Scale(0.0, 1.0, ",.0f")),
        ("confirmed", slice(0), Scale(0.0, 1.0, ",.0f")),
    ],
)
def test_the_ends_of_the_colours_of_hazards(measure: str, chosen: slice, scale: Scale) -> None:
    found = hazard_measures.scale(
        hazard_measures.places(made.view(), CITIES[chosen], "general", SEATS, measure), measure
    )
    assert (round(found.low, 9), round(found.high, 9), found.tick) == (scale.low, scale.high, scale.tick)
