"""Figures of the overview and of a city: what they draw equals the frame, and no state is told by colour alone."""

import json
from datetime import datetime

import plotly.graph_objects as go
import pytest

from dashboard.charts import state_bars, unit_dates
from dashboard.charts.state_bars import parts
from dashboard.charts.time_axis import Deadline, Span
from dashboard.charts.unit_dates import DateMark
from dashboard.parts import legend
from data_access.drawing.palette import BEHIND, SIGNS, STATE_ORDER
from tests.dashboard.made import counts, view

NAMES = legend.state_names(view())


SUM = {
    "done_on_time": 24, "done_off_date": 1, "done_late": 2, "overdue": 9, "due_soon": 2, "not_due": 3, "open": 3,
    "waived": 1,
}  # fmt: skip


def test_due_soon_is_taken_out_of_not_due_so_that_parts_add_up() -> None:
    found = parts(
        counts(done_on_time=20, done_off_date=1, done_late=2, overdue=9, not_due=5, due_soon=2, open=3, waived=1)
    )
    assert (found["not_due"], found["due_soon"]) == (3, 2)
    assert list(found) == list(STATE_ORDER)
    assert sum(found.values()) == 41


def test_plotly_knows_every_property() -> None:
    day = dates(("M1", "2020-06-30T12:00", "overdue", 3))
    for fig in (
        state_bars.total_bar(SUM, NAMES, True),
        unit_dates.unit_dates(day, ["M1"], SPAN, [Deadline(DAY("2020-06-30"), "06-30")], False),
    ):
        checked = go.Figure(fig.to_dict())  # the constructor refuses what it does not know
        assert json.loads(checked.to_json()) == json.loads(fig.to_json())


def test_the_sum_bar_adds_all_units_up() -> None:
    fig = state_bars.total_bar(SUM, NAMES, False)
    assert [trace.x[0] for trace in fig.data] == [24, 1, 2, 9, 2, 3, 3, 1]
    assert fig.layout.xaxis.range == (0, 45)
    assert fig.data[0].hovertext[0] == "✓ 按期完成 24/45"


def test_nothing_owed_is_an_empty_picture_and_no_error() -> None:
    assert {trace.x[0] for trace in state_bars.total_bar(parts(counts()), NAMES, False).data} == {0}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_key_names_all_states_with_sign_and_count(lang: str) -> None:
    v = view(lang)
    html = legend.html(v, SUM, 7)
    for state, count in SUM.items():
        assert f">{SIGNS[state]}</span>{v.t(f'state.{state}')} <b>{count}</b>" in html
    assert f">{BEHIND}</span>{v.t('behind.among')} <b>7</b>" in html
    assert legend.words(v, SUM).count(v.t("list.and")) == 7


def test_the_key_lets_no_word_become_markup() -> None:
    assert "<script>" not in legend.of([("open", "<script>", "<script>", 1)])


DAY = datetime.fromisoformat
SPAN = Span(DAY("2020-05-25"), DAY("2020-07-18"), DAY("2020-07-04"), "as of 4 Jul")


def dates(*rows: tuple[str, str, str, int]) -> list[DateMark]:
    return [DateMark(row, DAY(day), state, n, f"{day} {state}") for row, day, state, n in rows]


def test_a_citys_dates_are_signs_on_their_row_and_day() -> None:
    found = dates(("M1", "2020-06-30T12:00", "overdue", 3), ("D", "2020-06-05T12:00", "done_late", 1))
    fig = unit_dates.unit_dates(found, ["M1", "D"], SPAN, [Deadline(DAY("2020-06-30"), "06-30")], False)
    drawn = {trace.name: trace for trace in fig.data}
    assert list(drawn["overdue"].text) == ["<b>✕</b>3"]
    assert list(drawn["done_late"].text) == ["<b>△</b>"]
    assert list(drawn["overdue"].y) == [0]
    assert list(drawn["done_late"].y) == [1]
    assert sum(len(trace.x) for trace in fig.data) == len(found)
    assert set(drawn) == set(STATE_ORDER)
    assert [shape.type for shape in fig.layout.shapes] == ["rect", "line", "line"]  # the deadline's day and edge; T
    assert any("as of" in note.text for note in fig.layout.annotations)


def test_a_city_without_dates_is_an_empty_picture() -> None:
    fig = unit_dates.unit_dates(dates(), [], SPAN, [], True)
    assert all(len(trace.x or ()) == 0 for trace in fig.data)
