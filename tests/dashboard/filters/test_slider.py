"""The slider: on which days it can stand, and that the names of its ticks never touch."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from dashboard.filters.slider import LAPTOP, SPARSE, TELEPHONE, Name, named, stops
from tests.dashboard.marked import drawn, follow, link
from tests.dashboard.test_shell import opened, params

FIRST, LAST = date(2020, 6, 1), date(2020, 12, 31)
DUE = [date(2020, 5, 29), date(2020, 6, 16), date(2020, 7, 3), LAST]
days = st.dates(date(2020, 1, 1), date(2020, 12, 31))


def test_near_deadlines_have_a_place_a_day_and_far_ones_a_place_a_week() -> None:
    found = stops(DUE, FIRST, LAST, date(2020, 7, 4))
    assert found[:3] == [date(2020, 5, 28), date(2020, 5, 29), date(2020, 5, 30)]
    assert date(2020, 7, 4) in found
    assert found[found.index(date(2020, 7, 4)) + 1] == date(2020, 7, 11)
    assert found[-1] == LAST


@given(st.lists(days, max_size=8), days, st.integers(0, 300), days)
def test_the_slider_stands_on_every_deadline_and_on_what_is_shown(
    due: list[date], first: date, length: int, shown: date
) -> None:
    last = max([first + timedelta(length), *due])
    found = stops(due, first, last, shown)
    assert all(before < after for before, after in pairwise(found))
    assert all(after - before <= timedelta(7) for before, after in pairwise(found))
    assert {*due, last} <= {*found}
    assert shown in found or not found[0] <= shown <= last
    assert (found[0], found[-1]) == (min([first, *due]) - timedelta(1), last)
    assert timedelta(7) < SPARSE


names = st.lists(
    st.builds(
        Name,
        st.floats(0, 1),
        st.sampled_from(["联络员", "Consultation Day", "媒体采访等 4 项"]),
        st.tuples(st.booleans(), st.booleans(), st.integers(-9, 0)),
    ),
    max_size=12,
    unique_by=lambda name: name.at,
)


@pytest.mark.parametrize("width", [TELEPHONE, LAPTOP, 600.0])
@given(given_names=names)
def test_the_names_of_ticks_never_touch_nor_leave_the_axis(width: float, given_names: list[Name]) -> None:
    kept = named(given_names, width)
    spans = sorted(name.span(width) for name in given_names if name.at in kept)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert bool(kept) == bool(given_names)
    if given_names:
        assert min(given_names, key=lambda name: name.weight).weight in {n.weight for n in given_names if n.at in kept}


@pytest.mark.slow
def test_steps_ticks_and_the_day_are_links(campaign_url: object) -> None:
    app = opened("overview", "zh", asof="2020-06-16", city=["230500"])
    bar = drawn(app, "filters")
    before, after = bar.xpath("//a[@class='step']")
    assert "asof=2020-06-14" in before.get("href")
    assert "asof=2020-06-21" in after.get("href")
    assert after.get("href") == bar.xpath("//a[@data-play]/@href")[0]
    assert link(app, "6月16日 当日", "filters").count("item=day%3A2020-06-16") == 1
    assert len(bar.xpath("//a[contains(@class, 'tick')]")) == 11
    (slider,) = bar.xpath("//input[@type='range']")
    values, words = slider.get("data-values").split(), slider.get("data-words").split("|")
    assert (values[int(slider.get("value"))], len(values)) == ("2020-06-16", len(words))
    there = follow(app, after.get("href"))
    assert params(there)["asof"] == ["2020-06-21"]
    end = follow(there, link(there, "最新", "filters"))
    assert "asof" not in params(end)
    assert not drawn(end, "filters").xpath("//a[@data-play][@data-more]")  # nothing to go on to
