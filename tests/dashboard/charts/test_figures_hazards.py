"""Backlog, time to fix and stages: what they draw equals what they were given, in the dark and without any."""

import json
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.charts.backlog import Week, backlog
from dashboard.charts.stages import Stage, stages
from dashboard.charts.survival import Curve, survival
from data_access.drawing.palette import palette_of

DARK = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
NAMES = ("came", "left", "open")
WEEKS = [
    Week("06-01", 1200, 0, 1200, "first"),
    Week("06-08", 30, 45, 1185, "second"),
    Week("06-15", 0, 0, 1185, "third"),
]
CURVES = [
    Curve("General", [0, 3, 7], [0.9, 0.5, 0.25], ["a", "b", "c"]),
    Curve("Major", [10], [0.4], ["d"]),
]
STAGES = [Stage("General hazards", 400, 400, "400"), Stage("closed", 100, 400, "100 25.0%"), Stage("Major", 0, 0, "0")]


def traces(fig: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in fig.data}


@DARK
def test_plotly_knows_every_property_of_the_pictures_of_hazards(dark: bool) -> None:
    for fig in (
        backlog(WEEKS, NAMES, dark),
        survival(CURVES, "days", dark),
        stages(STAGES, dark),
    ):
        checked = go.Figure(fig.to_dict())  # the constructor refuses what it does not know
        assert json.loads(checked.to_json()) == json.loads(fig.to_json())


@DARK
def test_what_came_goes_up_what_left_goes_down_and_the_open_ones_are_a_line(dark: bool) -> None:
    fig = backlog(WEEKS, NAMES, dark)
    found, palette = traces(fig), palette_of(dark)
    assert list(found["came"].y) == [1200, 30, 0]
    assert list(found["left"].y) == [0, -45, 0]
    assert list(found["open"].y) == [1200, 1185, 1185]
    for trace in fig.data:
        assert list(trace.x) == ["06-01", "06-08", "06-15"]
        assert list(trace.hovertext) == ["first", "second", "third"]
    assert fig.layout.barmode == "relative"
    assert fig.layout.xaxis.type == "category", "weeks are names, not days"
    assert found["came"].marker.color != found["left"].marker.color
    assert found["left"].marker.pattern.shape == "/", "not told by colour alone"
    assert found["open"].line.color == palette.text
    assert [(note.x, note.y, note.text) for note in fig.layout.annotations] == [("06-15", 1185, "<b>1,185</b>")]


@DARK
def test_curves_fall_in_steps_from_all_on_day_0_with_their_names_at_the_end(dark: bool) -> None:
    fig = survival(CURVES, "days since the order", dark)
    found, palette = traces(fig), palette_of(dark)
    assert (list(found["General"].x), list(found["General"].y)) == ([0, 0, 3, 7], [1.0, 0.9, 0.5, 0.25])
    assert (list(found["Major"].x), list(found["Major"].y)) == ([0, 10], [1.0, 0.4])
    assert [len(trace.hovertext) for trace in fig.data] == [4, 2]
    assert {trace.line.shape for trace in fig.data} == {"hv"}
    assert [trace.line.dash for trace in fig.data] == ["solid", "dash"], "not told by colour alone"
    assert found["General"].line.color == palette.accent
    assert [note.text for note in fig.layout.annotations] == ["<b>General 25%</b>", "<b>Major 40%</b>"]
    assert [note.font.color for note in fig.layout.annotations] == [trace.line.color for trace in fig.data]
    assert fig.layout.xaxis.title.text == "days since the order"


@pytest.mark.parametrize(("ends", "lifts"), [((0.25, 0.4), [0, 0]), ((0.25, 0.26), [-7, 7]), ((0.3, 0.3), [7, -7])])
def test_names_at_ends_that_are_near_each_other_stand_apart(ends: tuple[float, float], lifts: list[int]) -> None:
    fig = survival([Curve(str(end), [10], [end], [""]) for end in ends], "days", False)
    assert [note.yshift for note in fig.layout.annotations] == lifts
    assert {note.xanchor for note in fig.layout.annotations} == {"left"}, "behind its curve, not over it"


@pytest.mark.parametrize("absent", [0, 1])
def test_a_curve_alone_looks_as_it_does_beside_the_other(absent: int) -> None:
    both = survival(CURVES, "days", False)
    (alone,) = survival(
        [
            curve._replace(days=[], shares=[], hovers=[]) if place == absent else curve
            for place, curve in enumerate(CURVES)
        ],
        "days",
        False,
    ).data
    assert alone.to_plotly_json() == both.data[1 - absent].to_plotly_json()


@DARK
def test_a_stage_is_a_bar_as_long_as_its_share_with_its_number_behind_it(dark: bool) -> None:
    fig = stages(STAGES, dark)
    (bars,) = fig.data
    assert list(bars.x) == [1.0, 0.25, 0.0]
    assert list(bars.text) == ["400", "100 25.0%", "0"]
    assert list(fig.layout.yaxis.ticktext) == ["General hazards", "closed", "Major"]
    assert list(bars.y) == list(fig.layout.yaxis.tickvals)
    assert tuple(fig.layout.yaxis.range) == (2.5, -0.5), "the first on top"
    assert tuple(fig.layout.xaxis.range) == (0, 1)
    assert bars.marker.color == palette_of(dark).accent


@DARK
def test_no_hazard_at_all_is_an_empty_picture_and_no_error(dark: bool) -> None:
    weeks = backlog([], NAMES, dark)
    assert [list(trace.y) for trace in weeks.data] == [[], [], []]
    curves = survival([Curve("General", [], [], []), Curve("Major", [], [], [])], "days", dark)
    assert len(curves.data) == 0
    bars = stages([], dark)
    assert list(bars.data[0].x) == []
    assert bars.layout.height > 0
    for fig in (weeks, curves, bars):
        assert len(fig.layout.annotations) == 0
