"""G11, G12, C9 and C16 by table."""

import pytest
from hypothesis import given, strategies as st

from data_access.notice.units import Unit
from data_access.obligations.counts import Counts, UnitCounts
from data_access.obligations.rates import SMALL_SAMPLE, ranked, ratio, ratio_of


def units(*parts: tuple[int, int]) -> list[UnitCounts]:
    """One unit per (n, d) of the on-time rate on stated deadlines."""
    return [
        UnitCounts(Unit(f"U{place}", "", "", "", "", "city", ""), Counts(on_time_stated=n, due_stated=d))
        for place, (n, d) in enumerate(parts)
    ]


def counts(*parts: tuple[int, int]) -> list[Counts]:
    return [one.counts for one in units(*parts)]


@pytest.mark.parametrize(
    ("parts", "ranks", "small"),
    [
        ([(9, 10), (8, 10), (8, 10), (1, 10)], [1, 2, 2, 4], [False] * 4),
        ([(1, 3), (2, 6), (3, 9)], [None, 1, 1], [True, False, False]),
        ([(0, 0), (0, 7), (4, 4)], [None, 1, None], [False, False, True]),
        ([(5, 5), (4, 4)], [1, None], [False, True]),
        ([(0, 0)], [None], [False]),
        ([], [], []),
    ],
)
def test_equal_rates_share_a_rank_and_a_denominator_below_five_has_none(
    parts: list[tuple[int, int]], ranks: list[int | None], small: list[bool]
) -> None:
    found = ranked(units(*parts))
    assert [one.rank for one in found] == ranks
    assert [one.small_sample for one in found] == small


def test_a_groups_rate_is_the_ratio_of_sums_and_not_a_mean() -> None:
    share = ratio(counts((1, 1), (0, 99)), "on_time_stated")
    assert (share.n, share.d, share.value) == (1, 100, 0.01)
    assert ratio([], "on_time_stated").value is None


def test_an_empty_denominator_has_no_rate() -> None:
    assert [ratio_of(one, "on_time_stated").value for one in counts((0, 0), (0, 3))] == [None, 0.0]


@given(st.lists(st.integers(0, 12).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_better_units(parts: list[tuple[int, int]]) -> None:
    for one, (n, d) in zip(ranked(units(*parts)), parts, strict=True):
        enough = d >= SMALL_SAMPLE
        assert one.rank == (1 + sum(m * d > n * e for m, e in parts if e >= SMALL_SAMPLE) if enough else None)
        assert one.small_sample == (0 < d < SMALL_SAMPLE)
