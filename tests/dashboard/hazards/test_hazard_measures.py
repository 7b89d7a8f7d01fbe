"""What the map of hazards shows, worked out by hand on small frames: ranks, counts, small samples, nothing due."""

import math

import pytest

from dashboard.charts.ramp import Scale
from dashboard.hazards import measures as hazard_measures
from dashboard.hazards.grades import summed
from data_access.hazards.sums import HAZARD_RATES, SUMS
from data_access.notice.places import City
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
ORDER = ["230100", "230200", "230300", "230400", "230500"]


@pytest.mark.parametrize(
    ("measure", "codes", "texts", "ranks"),
    [
        (
            "rectified",
            ["230300", "230100", "230200", "230400", "230500"],
            ["100.0% (5/5)", "60.0% (6/10)", "60.0% (12/20)", "25.0% (3/12)", "/"],
            [1, 2, 2, 4, None],
        ),
        (
            "in_time",
            ["230200", "230100", "230400", "230300", "230500"],
            ["75.0% (3/4)", "62.5% (5/8)", "0.0% (0/12)", "/", "/"],
            [1, 2, 3, None, None],
        ),
        ("E", ["230400", "230100", "230200", "230300", "230500"], ["7", "2", "1", "0", "0"], [None] * 5),
        ("confirmed", ORDER, ["10", "20", "5", "12", "0"], [None] * 5),
    ],
)
def test_a_measure_of_hazards(measure: str, codes: list[str], texts: list[str], ranks: list[int | None]) -> None:
    found = hazard_measures.places(made.view(), CITIES, SEATS, measure)
    assert [place.code for place in found] == codes
    assert [place.text for place in found] == texts
    assert [place.rank for place in found] == ranks
    assert [not place.known for place in found] == [text == "/" for text in texts]
    assert [place.label for place in found] == [text.split(" ")[0] for text in texts]


def test_small_samples_are_marked_and_nothing_due_is_none() -> None:
    found = {place.code: place for place in hazard_measures.places(made.view(), CITIES, SEATS, "in_time")}
    assert [code for code, place in found.items() if place.small] == ["230200"]
    assert "小样本" in found["230200"].hover
    assert [code for code, place in found.items() if math.isnan(place.value)] == ["230300", "230500"]
    assert not any(place.small for place in hazard_measures.places(made.view(), CITIES, SEATS, "E"))


@pytest.mark.parametrize("measure", hazard_measures.MEASURES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_said_on_hover_names_place_grade_and_each_measure_once(lang: str, measure: str) -> None:
    view = made.view(lang)
    row_of = {row.place_code: row for row in CITIES}
    for place in hazard_measures.places(view, CITIES, SEATS, measure):
        lines = place.hover.split("<br>")
        assert lines[0] == f"<b>{view.city(place.code)}</b>"
        assert lines[1] == f"{view.word('grade', 'general')} {view.t(f'hazards.measure.{measure}')} {place.text}"
        others = [name for name in ("confirmed", "E") if name != measure]
        assert lines[-len(others) :] == [
            f"{view.t(f'hazards.measure.{name}')} {getattr(row_of[place.code], name)}" for name in others
        ]
        assert len(lines) == 2 + (place.rank is not None) + place.small + len(others)


def test_short_names_are_those_of_the_language_and_seats_those_of_the_cities() -> None:
    zh = hazard_measures.places(made.view("zh"), CITIES, SEATS, "confirmed")
    en = hazard_measures.places(made.view("en"), CITIES, SEATS, "confirmed")
    assert [place.short for place in zh] == [made.CITIES[code][2] for code in ORDER]
    assert [place.short for place in en] == [made.CITIES[code][1] for code in ORDER]
    assert [(place.lon, place.lat) for place in zh] == [(seat.lon, seat.lat) for seat in SEATS[:5]]
    (nowhere,) = hazard_measures.places(made.view(), CITIES[:1], [], "confirmed")
    assert math.isnan(nowhere.lon)
    assert math.isnan(nowhere.lat)


def test_counties_are_places_too() -> None:
    rows = made.county_hazards(
        {"adcode": "230102", "name_zh": "道里区", "name_en": "Daoli", "short_zh": "道里", "confirmed": 4, "closed": 1},
        {
            "adcode": "230103",
            "name_zh": "南岗区",
            "name_en": "Nangang",
            "short_zh": "南岗",
            "confirmed": 9,
            "closed": 9,
        },
    )
    found = hazard_measures.places(made.view(), rows, SEATS, "rectified")
    assert [(place.code, place.short, place.rank, place.small) for place in found] == [
        ("230103", "南岗", 1, False),
        ("230102", "道里", 2, True),
    ]
    assert [place.short for place in hazard_measures.places(made.view("en"), rows, [], "E")] == ["Daoli", "Nangang"]


def test_rows_are_added_up_count_by_count() -> None:
    added = summed(CITIES, SUMS)
    assert {name: getattr(added, name) for name in SUMS} == {
        name: sum(getattr(row, name) for row in CITIES) for name in SUMS
    }
    assert added.grade == "general"


@pytest.mark.parametrize(
    ("measure", "text"), [("rectified", "55.3% (26/47)"), ("in_time", "33.3% (8/24)"), ("E", "10"), ("confirmed", "47")]
)
def test_the_whole_is_the_sum_of_parts_and_never_a_mean(measure: str, text: str) -> None:
    assert hazard_measures.whole(summed(CITIES, SUMS), measure).text == text


def test_the_whole_of_nothing_due_is_no_rate() -> None:
    assert [hazard_measures.whole(CITIES[4], measure).text for measure in hazard_measures.MEASURES] == [
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
    found = hazard_measures.scale(hazard_measures.places(made.view(), CITIES[chosen], SEATS, measure), measure)
    assert (round(found.low, 9), round(found.high, 9), found.tick) == (scale.low, scale.high, scale.tick)
