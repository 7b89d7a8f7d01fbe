"""Maps and rankings: drawn is what the frame holds, nothing is dropped, no label overlaps, all can be read."""

import json
import math
from itertools import pairwise
from typing import Any

import pytest
from htpy import Element
from lxml import html

from dashboard.charts import city_map, ramp
from dashboard.charts.density import Square, density
from dashboard.charts.place import Place
from data_access.drawing import lettering, map_labels
from data_access.drawing.boundaries import FOLDER, UNITS, at, load_boundaries, path, rings, spread
from data_access.drawing.palette import DARK, LIGHT, contrast, ink
from data_access.drawing.ranking import Bar, ranking
from data_access.drawing.territory import Key
from tests.dashboard.marked import select

PROVINCE = "230000"
SCALE = ramp.Scale(0.5, 0.9, ".0%")
WORDS = city_map.Words("the whole", "nothing to measure")
EVIL = "<b>&"


def seen(drawn: Element) -> html.HtmlElement:
    return html.fromstring(str(drawn))


def texts(drawn: html.HtmlElement, where: str) -> list[str]:
    return [str(one.text_content()) for one in select(drawn, where)]


def cities(**changes: Any) -> list[Place]:
    shapes = load_boundaries(PROVINCE, "cities")
    assert shapes is not None
    return [
        Place(
            code=code,
            unit_code=code,
            short="双鸭山" if place % 2 else "Daxing'anling",
            name=code,
            value=0.5 + place / 40,
            n=20 + place,
            d=40,
            label=f"{50 + 2.5 * place:.1f}%",
            text=f"{50 + 2.5 * place:.1f}% ({20 + place}/40)",
            hover=f"<b>{code}</b>",
            weight=40.0 + place,
            rank=13 - place,
            small=False,
            lon=lon,
            lat=lat,
        )._replace(**changes)
        for place, (code, (lon, lat)) in enumerate(shapes.labels.items())
    ]


@pytest.mark.parametrize(("level", "count"), [("cities", 13), ("counties", 121)])
def test_boundary_files_are_whole_clockwise_and_have_their_label_inside(level: str, count: int) -> None:
    features = json.loads((FOLDER / PROVINCE / f"{level}.geojson").read_text(encoding="utf-8"))["features"]
    shapes = load_boundaries(PROVINCE, level)
    assert shapes is not None
    assert len(features) == count == len(shapes.labels) == len(shapes.boxes) == len(shapes.inside)
    for feature in features:
        assert feature["id"] == feature["properties"]["adcode"]
        for ring in rings(feature["geometry"]):
            assert ring[0] == ring[-1]
            doubled = sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring))
            assert doubled > 0, f"{feature['id']} is drawn counter-clockwise and would fill the globe"
        west, south, east, north = shapes.boxes[feature["id"]]
        for lon, lat in (shapes.labels[feature["id"]], *shapes.inside[feature["id"]]):
            assert west < lon < east
            assert south < lat < north
        assert len(shapes.inside[feature["id"]]) > 10


def test_boundaries_are_found_by_province_and_may_be_absent() -> None:
    assert load_boundaries("110000", "cities") is None
    assert load_boundaries("..", "cities") is None
    with pytest.raises(ValueError, match="level"):
        load_boundaries(PROVINCE, "streets")


def test_counties_know_their_city() -> None:
    shapes = load_boundaries(PROVINCE, "counties")
    assert shapes is not None
    assert len(shapes.of_city("230100")) == 18
    assert sum(len(shapes.of_city(code)) for code in set(shapes.parents.values())) == 121
    assert shapes.box(("230102",)) == shapes.boxes["230102"]


def test_points_are_spread_over_each_part_of_a_shape() -> None:
    square = [[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]
    corner = [[20, 0], [20, 9], [29, 9], [29, 0], [20, 0]]
    assert len(spread({"type": "Polygon", "coordinates": [square]})) == 81
    points = spread({"type": "MultiPolygon", "coordinates": [[square], [corner]]})
    assert {lon < 15 for lon, _ in points} == {True, False}
    assert not [lon for lon, _ in points if 9 < lon < 20]
    with pytest.raises(ValueError, match="Point"):
        rings({"type": "Point", "coordinates": [0, 0]})


@pytest.mark.parametrize("selected", [(), ("230100",)])
def test_the_map_shows_every_place_of_the_frame(selected: tuple[str, ...]) -> None:
    places = [place._replace(value=math.nan) if place.code == "230300" else place for place in cities()]
    shapes = load_boundaries(PROVINCE, "cities")
    assert shapes is not None
    drawn = seen(city_map.choropleth(places, shapes, SCALE, WORDS, selected, lambda code: f"/map?city={code}"))
    areas = {str(a.get("href"))[-6:]: a for a in select(drawn, "svg a")}
    assert set(areas) == {place.code for place in places}
    for place in places:
        area, [outline] = areas[place.code], select(areas[place.code], "path")
        assert outline.get("d") == shapes.paths[place.code]
        assert outline.get("class") == ("no-data" if place.code == "230300" else ramp.tone(place.value, SCALE))
        assert area.findtext("title") == place.hover
        assert area.get("aria-label") == place.hover.replace("\n", " · ")
        assert ("chosen" in area.get("class")) == (place.code in selected)
    written = [str(label.text_content()) for label in select(drawn, ".label")]
    assert len(written) == 13
    assert all(one in (f"{place.short}{place.label}", place.label) for one, place in zip(written, places, strict=True))
    assert not select(drawn, "line")  # where a name has no room its number stands alone
    assert select(drawn, "svg")[0].get("aria-label") == "the whole"
    assert texts(drawn, ".key span") == ["50%", "70%", "90%", "nothing to measure"]


def test_a_map_that_opens_nothing_is_one_picture_and_no_word_becomes_markup() -> None:
    shapes = load_boundaries(PROVINCE, "cities")
    assert shapes is not None
    evil = cities(short=EVIL, label=EVIL, hover=EVIL)
    drawn = city_map.choropleth(evil, shapes, SCALE, city_map.Words(EVIL, EVIL))
    assert select(seen(drawn), "svg")[0].get("role") == "img"
    assert EVIL not in str(drawn)
    bars = [Bar("", EVIL, 1.0, EVIL, EVIL, href="/?<")]
    assert EVIL not in str(ranking(EVIL, bars))
    assert EVIL not in str(city_map.bubbles(evil, SCALE, city_map.Words(EVIL, EVIL), (), lambda code: code))


def test_all_counties_are_drawn_and_those_that_stand_out_are_labelled() -> None:
    shapes = load_boundaries(PROVINCE, "counties")
    assert shapes
    some = cities()[0]
    places = [
        some._replace(code=code, value=float(n % 30), n=n % 30, d=None, label=str(n))
        for n, code in enumerate(shapes.labels)
    ]
    drawn = seen(city_map.choropleth(places, shapes, ramp.count_scale(place.value for place in places), WORDS))
    assert len(select(drawn, "svg path")) == 121 > city_map.MOST_LABELS
    highest = sorted(places, key=lambda one: -one.value)[: city_map.STANDING_OUT]
    assert len(select(drawn, ".label")) == len(highest)
    assert all(any(one.endswith(place.label) for one in texts(drawn, ".label")) for place in highest)


def test_states_of_counties_have_their_colours_and_those_without_duty_theirs() -> None:
    shapes = load_boundaries(PROVINCE, "counties")
    assert shapes is not None
    codes = [*shapes.of_city("230100")[:3], "999999"]
    states = ["done_on_time", "overdue", "none", "overdue"]
    made = [city_map.County(code, code, code, state, "", code) for code, state in zip(codes, states, strict=True)]
    drawn = seen(city_map.county_states(made, shapes, "said", [Key("overdue", "▲ overdue")]))
    assert [(one.get("class"), one.findtext("title")) for one in select(drawn, "svg path")] == [
        ("done-on-time", codes[0]),
        ("overdue", codes[1]),
        ("no-data", codes[2]),
    ]
    assert texts(drawn, ".key span") == ["▲ overdue"]


def test_bubbles_stand_at_their_seats_and_grow_with_their_weight() -> None:
    places = cities()
    drawn = seen(city_map.bubbles(places, SCALE, WORDS, ("230100",), lambda code: code))
    dots = select(drawn, ".dot")
    assert [dot.get("href") for dot in dots] == [place.code for place in places]
    assert [dot.get("class").split()[1] for dot in dots] == [ramp.tone(place.value, SCALE) for place in places]
    assert [dot.get("href") for dot in dots if "chosen" in dot.get("class")] == ["230100"]
    styles = [dict(part.split(":") for part in dot.get("style").split(";")) for dot in dots]
    widths, lefts = ([float(style[name].rstrip("px%")) for style in styles] for name in ("width", "left"))
    assert widths == sorted(widths)
    order = sorted(range(13), key=lambda n: places[n].lon)
    assert sorted(range(13), key=lambda n: lefts[n]) == order
    assert all(0 < left < 100 for left in lefts)
    assert not select(drawn, "svg path")


SQUARES = [Square(126.5, 45.8, 100, "hundred"), Square(123.9, 47.3, 4, "four"), Square(131.1, 46.6, 1, "one")]
BOX = (121.0, 43.0, 135.0, 53.0)


@pytest.mark.parametrize("level", ["cities", ""])
def test_squares_lie_over_the_outlines_darker_for_more(level: str) -> None:
    shapes = load_boundaries(PROVINCE, level) if level else None
    drawn = seen(density(SQUARES, shapes, BOX, "said"))
    found = select(drawn, "rect")
    assert [one.findtext("title") for one in found] == ["hundred", "four", "one"]
    assert [one.get("class") for one in found] == ["ramp-9", "ramp-2", "ramp-1"]
    for one, square in zip(found, SQUARES, strict=True):
        x, y, wide, high = (float(one.get(name)) for name in ("x", "y", "width", "height"))
        assert (x + wide / 2, y + high / 2) == pytest.approx(at(square.lon, square.lat), abs=2)
        assert wide == pytest.approx(0.25 * UNITS)
    assert [one.get("class") for one in select(drawn, "path")] == ["outline"] * (13 if level else 0)


@pytest.mark.parametrize(("most", "key"), [(100, ["1", "25", "100"]), (4000, ["1", "1,000", "4,000"]), (1, ["1"])])
def test_the_key_of_the_squares_is_in_numbers(most: int, key: list[str]) -> None:
    assert texts(seen(density([Square(126.5, 45.8, most, "")], None, BOX, "")), ".key span") == key


def test_no_square_at_all_is_an_empty_map() -> None:
    drawn = seen(density([], None, (0.0, 0.0, 1.0, 1.0), "none"))
    assert not (select(drawn, "rect") + select(drawn, ".key"))
    assert all(math.isfinite(float(size)) for size in select(drawn, "svg")[0].get("viewbox").split())


def test_a_path_is_its_ring_step_by_step() -> None:
    assert path([[(0, 0), (1, 0), (1, 0), (1, 1), (0, 0)]]) == "M0 0l200 0 0-200-200 200z"
    assert path([[(0, 0), (0.001, 0), (0, 0)]]) == ""  # nothing of it is left at this size


def test_the_ranking_has_the_colours_of_the_map_and_bars_from_zero() -> None:
    bars = [
        Bar("a", "A", 0.4, "40%", "A 40%", ramp.tone(0.4, SCALE), "/a"),
        Bar("b", "B", 0.8, "80%", "B 80%", "ramp-7", chosen=True),
        Bar("c", "C", math.nan, "/", "C /"),
        Bar("d", "D", 0.0, "0%", "D 0%"),
    ]
    drawn = seen(ranking("the whole", bars))
    assert texts(drawn, ".name") == ["A", "B", "C", "D"]
    assert texts(drawn, ".value") == ["40%", "80%", "/", "0%"]
    assert [one.get("style") for one in select(drawn, "i")] == [
        f"width:{share}%" for share in ("50.00", "100.00", "0.00", "0.00")
    ]
    assert [one.get("class") for one in select(drawn, "i")] == ["ramp-0", "ramp-7", "", ""]
    assert [one.tag for one in select(drawn, ".row")] == ["a", "span", "span", "span"]
    assert [select(one, ".name")[0].text for one in select(drawn, ".chosen")] == ["B"]


def overlaps(anchors: tuple[map_labels.Anchor, ...], scale: float) -> list[tuple[str, str]]:
    spots = map_labels.place(anchors, scale)
    boxes = [
        (s.key, s.lon * scale, -map_labels.mercator(s.lat) * scale, a.width, a.height)
        for s, a in zip(spots, anchors, strict=True)
    ]
    return [
        (one[0], two[0])
        for place, one in enumerate(boxes)
        for two in boxes[place + 1 :]
        if abs(one[1] - two[1]) < (one[3] + two[3]) / 2 - 1 and abs(one[2] - two[2]) < (one[4] + two[4]) / 2 - 1
    ]


@pytest.mark.parametrize("widest", [48.0, 84.0])
@pytest.mark.parametrize("grown", [1.0, 1.4, 2.5])
def test_no_two_labels_of_the_province_overlap_on_any_screen(widest: float, grown: float) -> None:
    shapes = load_boundaries(PROVINCE, "cities")
    assert shapes is not None
    anchors = tuple(
        map_labels.Anchor(code, *point, widest, 30.0, shapes.inside[code]) for code, point in shapes.labels.items()
    )
    scale = lettering.pixels_per_degree(shapes.box(tuple(shapes.labels)))
    assert overlaps(anchors, scale) == []
    spots = map_labels.place(anchors, scale)
    larger = [(s.lon * scale * grown, -map_labels.mercator(s.lat) * scale * grown) for s in spots]
    near = [
        (a, b)
        for i, a in enumerate(larger)
        for b in larger[i + 1 :]
        if abs(a[0] - b[0]) < widest - 1 and abs(a[1] - b[1]) < 29
    ]
    assert near == []


@pytest.mark.parametrize("city", ["230100", "230400", "230800"])
def test_no_two_labels_of_a_city_overlap(city: str) -> None:
    shapes = load_boundaries(PROVINCE, "counties")
    assert shapes is not None
    codes = shapes.of_city(city)
    anchors = tuple(map_labels.Anchor(c, *shapes.labels[c], 44.0, 15.0, shapes.inside[c]) for c in codes)
    assert overlaps(anchors, lettering.pixels_per_degree(shapes.box(codes))) == []


def test_latitude_undoes_mercator() -> None:
    assert [round(map_labels.latitude(map_labels.mercator(lat)), 9) for lat in (43.4, 0.0, 53.6)] == [43.4, 0.0, 53.6]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_labels_can_be_read_on_every_colour_of_the_ramp(palette: Any) -> None:
    assert all(contrast(fill, ink(fill)) >= 4.5 for fill in (*palette.ramp, palette.missing))
    assert len(palette.ramp) == ramp.STEPS
    ends = ramp.Scale(0.0, 1.0, "")
    assert [ramp.tone(value, ends) for value in (0.0, 1.0, math.nan)] == ["ramp-0", "ramp-9", "no-data"]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("values", "stops"),
    [
        ([0, 0, 1, 500], (0, 1, 500)),
        ([0, 1, 1, 2, 3, 9, 500], (0, 1, 2, 500)),
        ([2, 9], (0, 1, 2, 9)),
        ([8, 300, 500, 500, 500], (0, 1, 500)),
        ([1], (0, 1)),
        ([0, 0], (0, 1)),
        ([], (0, 1)),
    ],
)
def test_none_is_unlike_one_whatever_the_outlier(values: list[float], stops: tuple[float, ...], palette: Any) -> None:
    scale = ramp.count_scale(values)
    assert scale.stops == stops
    tones = [int(ramp.tone(value, scale).removeprefix("ramp-")) for value in stops]
    assert (tones[0], tones[-1]) == (0, ramp.STEPS - 1)
    assert min(contrast(palette.ramp[one], palette.ramp[other]) for one, other in pairwise(tones)) > 1.4
    keys = ramp.keys(scale)
    if scale.between:
        assert [key.text for key in keys] == [f"{stop:,.0f}" for stop in stops]
        assert [key.tone for key in keys] == [f"ramp-{tone}" for tone in tones]


def test_between_the_steps_more_is_darker() -> None:
    scale = ramp.count_scale([1, 2, 500])
    shares = [scale.share(value) for value in range(501)]
    assert shares == sorted(shares)
    assert len(set(shares)) == 501
    assert (scale.share(-1), scale.share(9999)) == (0.0, 1.0)
