"""Matrix and timeline: drawn is what the frame holds, nothing is dropped, no label overlaps."""

from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts import (
    activity_bars,
    cumulative,
    matrix,
    time_axis,
    timeline,
)
from data_access.drawing.map_labels import text_width
from data_access.drawing.palette import BEHIND, LIGHT, SIGNS, STATE_ORDER

PROVINCE = "230000"
START = datetime.fromisoformat("2020-05-27")


def traces(fig: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in fig.data}


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
        wide = text_width(name, time_axis.SIZE)
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
