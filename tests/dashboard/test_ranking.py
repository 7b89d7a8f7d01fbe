"""G11, G12, C9 and C16 by table."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ranking import SMALL_SAMPLE, ranked, ratio, top, with_rates
from tests.dashboard.made_frames import completion


def units(*shares: tuple[int, int]) -> pd.DataFrame:
    """One unit per (n, d) of the on-time rate on stated deadlines."""
    return completion(
        *({"code": f"U{place}", "on_time_stated": n, "due_stated": d} for place, (n, d) in enumerate(shares))
    )


@pytest.mark.parametrize(
    ("shares", "ranks", "small"),
    [
        ([(9, 10), (8, 10), (8, 10), (1, 10)], [1, 2, 2, 4], [False] * 4),
        ([(1, 3), (2, 6), (3, 9)], [1, 1, 1], [True, False, False]),
        ([(0, 0), (0, 7), (4, 4)], [None, 2, 1], [False, False, True]),
        ([(5, 5), (4, 4)], [1, 1], [False, True]),
        ([(0, 0)], [None], [False]),
        ([], [], []),
    ],
)
def test_equal_rates_share_a_rank_and_an_empty_denominator_has_none(
    shares: list[tuple[int, int]], ranks: list[int | None], small: list[bool]
) -> None:
    frame = ranked(units(*shares)).sort_values("sort_order")
    assert [None if pd.isna(rank) else int(rank) for rank in frame["rank"]] == ranks
    assert frame["small_sample"].tolist() == small


def test_order_is_by_rank_then_official_order_and_the_unranked_come_last() -> None:
    frame = ranked(units((1, 2), (0, 0), (2, 2), (5, 10)))
    assert frame["unit_code"].tolist() == ["U2", "U0", "U3", "U1"]


def test_a_groups_rate_is_the_ratio_of_sums_and_not_a_mean() -> None:
    share = ratio(units((1, 1), (0, 99)), "on_time_stated")
    assert (share.n, share.d, share.value) == (1, 100, 0.01)
    assert ratio(units(), "on_time_stated").value is None


def test_an_empty_denominator_has_no_rate() -> None:
    rates = with_rates(units((0, 0), (0, 3)))["on_time_stated_rate"]
    assert rates.isna().tolist() == [True, False]
    assert str(rates.dtype) == "Float64"


@pytest.mark.parametrize(("counts", "expected"), [([3, 1, 3], ["U0", "U2"]), ([0, 0], []), ([], [])])
def test_who_has_most(counts: list[int], expected: list[str]) -> None:
    frame = completion(*({"code": f"U{place}", "overdue": n} for place, n in enumerate(counts)))
    assert top(frame, "overdue")["unit_code"].tolist() == expected


@given(st.lists(st.integers(0, 12).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))), max_size=12))
def test_a_rank_is_one_more_than_the_number_of_better_units(shares: list[tuple[int, int]]) -> None:
    frame = ranked(units(*shares)).sort_values("sort_order")
    for (n, d), rank, small in zip(shares, frame["rank"], frame["small_sample"], strict=True):
        if d:
            assert rank == 1 + sum(m * d > n * e for m, e in shares if e)
        else:
            assert pd.isna(rank)
        assert small == (0 < d < SMALL_SAMPLE)
