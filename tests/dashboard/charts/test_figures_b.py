"""Map, matrix and timeline: drawn is what the frame holds, nothing is dropped, no label overlaps, no host is asked."""

import json
import math
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts import (
    activity_bars,
    city_map,
    cumulative,
    geo_frame,
    map_labels,
    matrix,
    ramp,
    ranking_bars,
    seat_map,
    time_axis,
    timeline,
)
from dashboard.charts.place import Place
from data_access.drawing.boundaries import FOLDER, load_boundaries, rings, spread
from data_access.drawing.palette import BEHIND, DARK, LIGHT, SIGNS, STATE_ORDER, contrast

PROVINCE = "230000"
SCALE = ramp.Scale(0.5, 0.9, ".0%")
START = datetime.fromisoformat("2020-05-27")


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


def listed(places: list[Place]) -> list[ranking_bars.Bar]:
    return [ranking_bars.Bar(p.code, p.short, p.value, p.text, "", p.hover) for p in places]


def traces(fig: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in fig.data}


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


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize("selected", [(), ("230100",)])
def test_the_map_shows_every_place_of_the_frame(is_dark: bool, selected: tuple[str, ...]) -> None:
    places = [place._replace(value=math.nan) if place.code == "230300" else place for place in cities()]
    shapes = load_boundaries(PROVINCE, "cities")
    assert shapes is not None
    found = traces(city_map.choropleth(places, shapes, is_dark, SCALE, selected))
    known = [place for place in places if place.known]
    assert list(found["places"].locations) == [place.code for place in known]
    assert list(found["places"].z) == [SCALE.share(place.value) for place in known]
    assert list(found["no_data"].locations) == ["230300"]
    texts = list(found["labels"].text)
    assert all(
        one in (f"{place.short}<br>{place.label}", place.label) for one, place in zip(texts, places, strict=True)
    )
    assert not list(found["leaders"].lon)  # where a name has no room its number stands alone
    assert list(found["selected"].locations) == list(selected)
    assert set(found["veiled"].locations) == ({p.code for p in places} - set(selected) if selected else set())
    assert (found["places"].zmin, found["places"].zmax) == (0.0, 1.0)
    assert list(found["places"].hovertext) == [place.hover for place in known]


@pytest.mark.parametrize("make", ["choropleth", "bubbles", "counties"])
def test_no_map_asks_another_host_for_a_world(make: str) -> None:
    shapes, counties = load_boundaries(PROVINCE, "cities"), load_boundaries(PROVINCE, "counties")
    assert shapes is not None
    assert counties is not None
    county = [city_map.County("230102", "道里 ✓", "道里区", "done_on_time", "✓", "道里")]
    fig = {
        "choropleth": lambda: city_map.choropleth(cities(), shapes, False, SCALE),
        "bubbles": lambda: seat_map.bubbles(cities(), False, SCALE),
        "counties": lambda: city_map.county_states(county, counties, False),
    }[make]()
    assert fig.data[0].type == "scattergeo", "plotly.js looks at the first trace for a world map to load"
    assert not fig.layout.geo.visible
    assert fig.layout.geo.projection.type == "mercator"
    text = fig.to_json()
    assert "locationmode" not in text
    assert "http" not in text
    assert len(text) < 30_000, "boundaries are fetched once by the browser, not sent at each rerun"


def test_states_of_counties_have_their_colours_and_those_without_duty_theirs() -> None:
    shapes = load_boundaries(PROVINCE, "counties")
    assert shapes is not None
    codes = list(shapes.of_city("230100"))[:3]
    states = ["done_on_time", "overdue", "none"]
    made = [city_map.County(code, code, code, state, "", code) for code, state in zip(codes, states, strict=True)]
    found = traces(city_map.county_states(made, shapes, False))
    assert {state: list(found[state].locations) for state in states} == {
        s: [c] for s, c in zip(states, codes, strict=True)
    }
    assert found["overdue"].colorscale[0][1] == LIGHT.states["overdue"].fill
    assert found["none"].colorscale[0][1] == LIGHT.missing


def test_bubbles_stand_at_their_seats_and_grow_with_their_weight() -> None:
    places = cities()
    found = traces(seat_map.bubbles(places, False, SCALE, ("230100",)))
    dots = found["places"]
    assert list(dots.customdata) == [place.code for place in places]
    assert list(dots.lon) == [place.lon for place in places]
    assert list(dots.marker.color) == [SCALE.share(place.value) for place in places]
    assert list(dots.marker.size) == sorted(dots.marker.size)
    assert [width for width in dots.marker.line.width if width > 1] == [3]


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
    scale = geo_frame.pixels_per_degree(shapes.box(tuple(shapes.labels)))
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
    assert overlaps(anchors, geo_frame.pixels_per_degree(shapes.box(codes))) == []


def test_latitude_undoes_mercator() -> None:
    assert [round(map_labels.latitude(map_labels.mercator(lat)), 9) for lat in (43.4, 0.0, 53.6)] == [43.4, 0.0, 53.6]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_labels_can_be_read_on_every_colour_of_the_ramp(palette: Any) -> None:
    for step in range(41):
        fill = ramp.shade(step / 40, ramp.Scale(0.0, 1.0, ""), palette)
        assert contrast(fill, ramp.ink(fill)) >= 4.5
    assert ramp.shade(0.0, ramp.Scale(0.0, 1.0, ""), palette) == palette.ramp[0]
    assert ramp.shade(1.0, ramp.Scale(0.0, 1.0, ""), palette) == palette.ramp[-1]


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
    seen = [ramp.shade(value, scale, palette) for value in stops]
    assert (seen[0], seen[-1]) == (palette.ramp[0], palette.ramp[-1])
    steps = [contrast(one, other) for one, other in pairwise(seen)]
    assert min(steps) > 1.4
    key = ramp.colorbar(scale, palette)
    if scale.between:
        assert list(key["ticktext"]) == [f"{stop:,.0f}" for stop in stops]
        assert key["tickvals"] == [step / (len(stops) - 1) for step in range(len(stops))]


def test_between_the_steps_more_is_darker() -> None:
    scale = ramp.count_scale([1, 2, 500])
    shares = [scale.share(value) for value in range(501)]
    assert shares == sorted(shares)
    assert len(set(shares)) == 501
    assert (scale.share(-1), scale.share(9999)) == (0.0, 1.0)


def test_of_many_places_those_that_stand_out_are_labelled() -> None:
    shapes = load_boundaries("230000", "counties")
    assert shapes
    codes = list(shapes.labels)
    assert len(codes) > city_map.MOST_LABELS
    some = cities()[0]
    places = [
        some._replace(code=code, value=float(n % 30), n=n % 30, d=None, label=str(n)) for n, code in enumerate(codes)
    ]
    drawn = city_map.choropleth(places, shapes, False, ramp.count_scale(place.value for place in places))
    text = str(drawn.to_json())
    highest = sorted(places, key=lambda one: -one.value)[: city_map.STANDING_OUT]
    assert all(place.label in text for place in highest)


def test_the_ranking_has_the_colours_of_the_map_and_bars_from_zero() -> None:
    places = cities()
    bar = ranking_bars.ranking(listed(places), SCALE, False, ("230200",)).data[0]
    assert list(bar.x) == [place.value for place in places]
    assert list(bar.customdata) == [place.code for place in places]
    assert list(bar.marker.color) == [ramp.shade(place.value, SCALE, LIGHT) for place in places]
    assert [p.code for p, opacity in zip(places, bar.marker.opacity, strict=True) if opacity == 1] == ["230200"]
    fig = ranking_bars.ranking(listed(places), None, False)
    assert set(fig.data[0].marker.color) == {LIGHT.accent}
    assert fig.layout.xaxis.range[0] == 0
    assert list(fig.layout.yaxis.ticktext) == [place.short for place in places]


def test_a_unit_without_denominator_has_no_bar_and_its_words() -> None:
    fig = ranking_bars.ranking(listed(cities(value=math.nan, text="/", rank=None)), SCALE, False)
    assert set(fig.data[0].x) == {0.0}
    assert set(fig.data[0].text) == {"/"}


UNITS = [matrix.Heading(str(230000 + 100 * n), f"市{n}") for n in range(1, 14)]
LINES = [matrix.Heading(f"M{1 + n // 8}.{n}", "五云展演", f"M{1 + n // 8} 学习") for n in range(40)]


CHOSEN = f"{UNITS[2].code} {LINES[3].code}"


def cells() -> list[matrix.Cell]:
    return [
        matrix.Cell(
            unit_code=unit.code,
            line_code=line.code,
            state=(state := STATE_ORDER[(row + column) % 8]),
            text="3/5" if column == 39 else SIGNS[state],
            hover=f"{unit.name} {line.name}",
            faded=False,
            item=f"{unit.code} {line.code}",
        )
        for row, unit in enumerate(UNITS)
        for column, line in enumerate(LINES)
        if (row + column) % 11
    ]


@pytest.mark.parametrize("lines_down", [False, True])
def test_each_cell_of_the_matrix_has_its_place_colour_and_sign(lines_down: bool) -> None:
    fig = matrix.matrix(cells(), UNITS, LINES, False, CHOSEN, lines_down)
    rows = {heading.code: place for place, heading in enumerate(LINES if lines_down else UNITS)}
    columns = {heading.code: place for place, heading in enumerate(UNITS if lines_down else LINES)}
    drawn = {}
    for trace in fig.data[1:]:
        mark = LIGHT.states[trace.name]
        assert (trace.marker.color, trace.marker.line.color) == (mark.fill, mark.line)
        for x, y, text, (item,) in zip(trace.x, trace.y, trace.text, trace.customdata, strict=True):
            unit, line = item.split()
            assert (y, x) == ((rows[line], columns[unit]) if lines_down else (rows[unit], columns[line]))
            drawn[unit, line] = (trace.name, text)
    assert drawn == {(cell.unit_code, cell.line_code): (cell.state, cell.text) for cell in cells()}
    ring = fig.data[0]
    assert (ring.y[0], ring.x[0]) == ((3, 2) if lines_down else (2, 3))


def test_what_is_behind_pace_has_an_edge_around_the_colour_of_its_state() -> None:
    soon = [one._replace(behind=True, text=BEHIND) for one in cells() if one.state in ("due_soon", "not_due")]
    plain = [one for one in cells() if one.state in ("due_soon", "not_due")][:9]
    drawn = matrix.matrix([*soon, *plain], UNITS, LINES, False).data[1:]
    edges = {(trace.name, trace.text[0] == BEHIND): trace.marker.line.color for trace in drawn}
    fills = {trace.name: trace.marker.color for trace in drawn}
    assert fills == {state: LIGHT.states[state].fill for state in ("due_soon", "not_due")}
    assert {edge for (_, behind), edge in edges.items() if behind} == {LIGHT.behind.line}
    assert {edges[state, False] for state in fills} == {LIGHT.states[state].line for state in fills}


def test_the_wide_matrix_fits_one_screen_and_the_upright_one_a_telephone() -> None:
    assert matrix.matrix(cells(), UNITS, LINES, False).layout.height <= 460
    tall = matrix.matrix(cells(), UNITS, LINES, False, lines_down=True)
    assert tall.layout.margin.l + 13 * matrix.UPRIGHT <= 366


def test_groups_are_named_once_over_their_columns() -> None:
    fig = matrix.matrix(cells(), UNITS, LINES, False)
    assert [note.text for note in fig.layout.annotations] == [f"<b>M{n} 学习</b>" for n in range(1, 6)]
    assert len(fig.layout.shapes) == 4
    assert matrix.clipped("Organisation", 40) == "Organ…"
    assert matrix._stack("D3综合") == "D3<br>综<br>合"


def span(days: int = 40, **changes: Any) -> time_axis.Span:
    known: dict[str, Any] = {
        "start": START,
        "end": START + timedelta(days=days),
        "as_of": datetime.fromisoformat("2020-07-04"),
        "as_of_name": "统计时点",
        "month": (datetime.fromisoformat("2020-06-01"), datetime.fromisoformat("2020-06-30")),
    }
    return time_axis.Span(**{**known, **changes})


DEADLINES = [
    time_axis.Deadline(
        datetime.fromisoformat(f"2020-{month:02}-{day:02}T23:59:59"), f"{month:02}-{day:02} 周报资料", day != 30
    )
    for month, day in ((5, 29), (6, 1), (6, 7), (6, 14), (6, 16), (6, 21), (6, 28), (6, 30), (7, 3), (7, 5), (12, 31))
]


@pytest.mark.parametrize("width", [250.0, 860.0])
def test_names_of_deadlines_never_overlap(width: float) -> None:
    places = [(d.at - START).days / 40 * width for d in DEADLINES[:-1]]
    names = [d.name for d in DEADLINES[:-1]]
    levels = time_axis.levels(places, names, width)
    taken: dict[int, list[tuple[float, float]]] = {}
    for place, name, level in zip(places, names, levels, strict=True):
        wide = map_labels.text_width(name, time_axis.SIZE)
        left, _ = time_axis.placed(place, name, width)
        assert all(left >= end or left + wide <= start for start, end in taken.get(level, []))
        taken.setdefault(level, []).append((left, left + wide))


def test_deadlines_outside_the_stretch_are_not_drawn_and_the_instant_is_solid() -> None:
    shapes, annotations, _ = time_axis.marks(span(), DEADLINES, False)
    fig = go.Figure(layout={"shapes": shapes, "annotations": annotations})
    said = [note.text for note in fig.layout.annotations]
    assert "<b>统计时点</b>" in said
    assert "12-31 周报资料" not in said
    lines = [shape for shape in fig.layout.shapes if shape.type == "line"]
    assert len(lines) == len(DEADLINES)  # ten deadlines and the instant
    solid = [line for line in lines if line.line.width == 2]
    assert [line.line.color for line in solid] == [LIGHT.accent]
    assert [line.line.dash for line in lines].count("dot") == 1


@pytest.mark.parametrize("days", [3, 12, 40, 75, 200, 400])
@pytest.mark.parametrize("width", [250.0, 860.0])
@pytest.mark.parametrize("start", ["2020-05-27T00:00", "2020-05-26T16:00"])
def test_days_are_named_in_their_middle_and_parted_between_them(days: int, width: float, start: str) -> None:
    begin = datetime.fromisoformat(start)
    shown = span(start=begin, end=begin + timedelta(days=days), width=width)
    axis: Any = time_axis.axis(shown, False)
    at = [datetime.fromisoformat(text) for text in axis["tickvals"]]
    assert axis["ticktext"] == [f"{day:%m-%d}" for day in at]
    assert {(day.hour, day.minute) for day in at} == {(12, 0)}
    assert shown.start - timedelta(days=1) < at[0]
    assert at[-1] <= shown.end
    assert (at[-1] - at[0]) / (shown.end - shown.start) * width / max(len(at) - 1, 1) >= 35  # a name's width
    edge = datetime.fromisoformat(axis["minor"]["tick0"])
    assert (edge.hour, edge.minute) == (0, 0)
    assert axis["minor"]["dtick"] % 86_400_000 == 0


@pytest.mark.parametrize("hour", ["00:00:00", "09:00:00", "23:59:59"])
def test_a_deadline_is_the_right_edge_of_its_own_day_and_named_over_it(hour: str) -> None:
    due = time_axis.Deadline(datetime.fromisoformat(f"2020-06-16T{hour}"), "06-16 咨询日")
    shapes, notes, _ = time_axis.marks(span(), [due], False)
    day = datetime.fromisoformat("2020-06-16")
    edges = [shape["x0"] for shape in shapes if shape["type"] == "line" and shape["line"]["width"] == 1]
    assert edges == [day + timedelta(days=1)]
    assert (day, day + timedelta(days=1)) in [(s["x0"], s["x1"]) for s in shapes if s["type"] == "rect"]
    (name,) = [note for note in notes if note["text"] == due.name]
    assert (name["x"], name["xanchor"]) == (day + timedelta(hours=12), "center")


ROWS = [
    matrix.Heading("M1.1", "中心组学习", "M1"),
    matrix.Heading("M1.2", "网络培训", "M1"),
    matrix.Heading("D1", "联络员"),
]


def some_strips() -> list[timeline.Strip]:
    rows = [
        ("M1.1", 10, 3, 1, 0, 0),
        ("M1.1", 11, 0, 0, 2, 0),
        ("M1.2", 10, 5, 0, 1, 0),
        ("M1.2", 14, 0, 0, 0, 1),
        ("D9", 10, 7, 0, 0, 0),
    ]
    return [timeline.Strip(row, START + timedelta(days=day), *counts, "x") for row, day, *counts in rows]


def test_strips_show_held_late_planned_cancelled_and_the_rows_own_deadline() -> None:
    dues = [time_axis.Due(row, datetime.fromisoformat("2020-05-29T23:59:59")) for row in ("D1", "M9")]
    names = timeline.Names("已举办", "逾期完成", "计划", "取消", "期限")
    found = traces(timeline.strips(some_strips(), ROWS, dues, span(), DEADLINES, names, False))
    grid = found["已举办"]
    values = {
        (y, x[:10]): value for y, row in zip(grid.y, grid.z, strict=True) for x, value in zip(grid.x, row, strict=True)
    }
    assert {key: value for key, value in values.items() if value is not None} == {
        (0, "2020-06-06"): 3,
        (1, "2020-06-06"): 5,
    }
    assert [(len(found[name].x), list(found[name].y)) for name in ("计划", "取消")] == [(1, [0]), (1, [1])]
    assert list(found["逾期完成"].y) == [-0.25]
    assert list(found["期限"].y) == [2]


@pytest.mark.parametrize("year", [1, 202, 1900, 9999])
def test_a_mistyped_year_does_not_widen_the_strips(year: int) -> None:
    names = timeline.Names("已举办", "逾期完成", "计划", "取消", "期限")
    typo = timeline.Strip("M1.1", datetime(year, 6, 5), 1, 0, 1, 0, "x")
    one, other = (
        timeline.strips(found, ROWS, [], span(), DEADLINES, names, False)
        for found in (some_strips(), [*some_strips(), typo])
    )
    assert one.to_json() == other.to_json()


def test_forty_lines_stay_on_a_readable_strip() -> None:
    names = timeline.Names("a", "b", "c", "d", "e")
    fig = timeline.strips([], LINES, [], span(), DEADLINES, names, False)
    assert fig.layout.height < 900
    assert list(fig.layout.yaxis.ticktext) == [heading.name for heading in LINES]


def test_bars_that_overlap_in_time_stand_below_each_other() -> None:
    held = [
        activity_bars.Bar(row, kind, START + timedelta(days=start), START + timedelta(days=end), "x")
        for row, kind, start, end in (
            ("M1.1", "held", 0, 4),
            ("M1.1", "planned", 2, 6),
            ("M1.1", "late", 8, 8),
            ("M1.2", "cancelled", 0, 0),
        )
    ]
    dues = [time_axis.Due("M1.2", datetime.fromisoformat("2020-06-30"))]
    names = {kind: kind for kind in (*activity_bars.KINDS, "due")}
    fig = activity_bars.bars(held, ROWS, dues, span(), DEADLINES, names, True)
    found = traces(fig)
    assert [list(found[kind].y) for kind in activity_bars.KINDS] == [[0], [0], [1], [2]]
    assert list(found["due"].y) == [2]
    assert found["late"].x[0] == 86_400_000, "a day at least, to be seen and hit"
    assert found["planned"].marker.color == "rgba(0,0,0,0)"


def test_due_and_done_of_it_are_steps_with_the_gap_between_them() -> None:
    names = cumulative.Labels("期限已到", "其中已完成", "逾期")
    points = [
        cumulative.Point(START + timedelta(days=n), min(n, 20), 40 if n >= 20 else n, f"day {n}") for n in range(30)
    ]
    fig = cumulative.cumulative(points, span(), DEADLINES, names, False)
    done, due, hover = fig.data
    assert (list(done.y), list(due.y)) == ([point.done for point in points], [point.due for point in points])
    assert {done.line.shape, due.line.shape} == {"hv"}
    assert due.fill == "tonexty"
    assert [datetime.fromisoformat(at) for at in due.x] == [point.day + timedelta(days=1) for point in points]
    middles = [datetime.fromisoformat(at) for at in hover.x]  # the pointer over a day's column gets that day
    assert [at.date() for at in middles] == [point.day.date() for point in points]
    assert {at.hour for at in middles} == {12}
    said = [note.text for note in fig.layout.annotations]
    assert {"<b>其中已完成 20</b>", "<b>期限已到 40</b>", "<b>逾期 20</b>"} <= set(said)
    level = cumulative.cumulative([points[5]], span(), [], names, False)
    assert not any("逾期" in note.text for note in level.layout.annotations)
    assert cumulative.cumulative([], span(), [], names, False).data[0].y == ()
