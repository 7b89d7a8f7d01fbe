"""How long things take: mean, median, P90 and the curve by hand; rectification and acceptance on both databases."""

from collections import Counter
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from data_access.database.snapshot import Snapshot
from data_access.hazards.acceptance import Acceptance, list_acceptance
from data_access.hazards.counts import list_hazard_summary
from data_access.hazards.durations import Step, mean, median, p90, survival
from data_access.hazards.times import RectificationTimes, SurvivalStep, list_rectification_times, list_survival
from data_access.notice.places import PROVINCE
from data_access.question import Filters, HazardFilters, Question
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import CONFIRM, CONFIRM_MAJOR, ORDER, Event, happen
from tests.data_access.obligations.world import NOTHING, at, due

GENERAL = HazardFilters(grades=("general",))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], (None, None, None)),
        ([7], (7, 7, 7)),
        ([1, 2], (1.5, 1.5, 2)),
        ([1, 2, 9], (4, 2, 9)),
        (list(range(1, 11)), (5.5, 5.5, 9)),  # nine of ten within 9 days
        (list(range(1, 12)), (6, 6, 10)),  # 90 % of 11 is 9.9: ten of them
        ([0] * 9 + [30], (3, 0, 0)),
    ],
)
def test_mean_median_p90(days: list[int], expected: tuple[float | None, ...]) -> None:
    histogram = Counter(days)
    assert (mean(histogram), median(histogram), p90(histogram)) == expected


@given(st.lists(st.integers(0, 400), min_size=1))
def test_p90_is_the_least_day_that_holds_nine_tenths(days: list[int]) -> None:
    bound = p90(Counter(days))
    assert bound is not None
    assert 10 * sum(day <= bound for day in days) >= 9 * len(days)
    assert 10 * sum(day < bound for day in days) < 9 * len(days)


def test_survival_by_hand() -> None:
    """Six: fixed after 2, 3 and 3 days, last seen open at 3, 5 and 7: 5/6, then 5/6 · 3/5 = 1/2, and no lower."""
    steps = list(survival(Counter([2, 3, 3]), Counter([3, 5, 7])))
    assert [(s.days, s.at_risk, s.ended, s.censored) for s in steps] == [
        (2, 6, 1, 0),
        (3, 5, 2, 1),
        (5, 2, 0, 1),
        (7, 1, 0, 1),
    ]
    assert [round(s.share, 12) for s in steps] == [round(5 / 6, 12), 0.5, 0.5, 0.5]


@given(st.lists(st.integers(0, 60)), st.lists(st.integers(0, 60)))
def test_survival_falls_from_one_and_loses_nobody(ended: list[int], censored: list[int]) -> None:
    steps = list(survival(Counter(ended), Counter(censored)))
    assert sum(s.ended + s.censored for s in steps) == len(ended) + len(censored)
    share = Fraction(1)
    for step in steps:
        assert step.at_risk == sum(day >= step.days for day in [*ended, *censored])
        share *= Fraction(step.at_risk - step.ended, step.at_risk)
        assert step.share == pytest.approx(float(share))
    if not censored and ended:
        assert steps[-1].share == 0


def fixed(after: int, *, close: bool = True, key: int = 1) -> tuple[Event, ...]:
    day = at(6, 2) + timedelta(days=after)
    return (CONFIRM, ORDER, Event("rectify", day), *([Event("close", day)] if close else []))


def test_rectification_times(tell: Tell) -> None:
    """Closed ones of type deadline by their days from the order; open ones by their age; 即查即改 counted apart."""
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, after in enumerate((1, 2, 9), 1):
                happen(conn, *fixed(after), key=key)
            happen(conn, *fixed(3, close=False), key=4)
            happen(conn, CONFIRM, ORDER, key=5)
            happen(conn, CONFIRM, key=6)  # no order yet: no age
            happen(conn, *fixed(0), key=7, rect_type="immediate")
            happen(conn, CONFIRM, ORDER, key=8, rect_type="immediate")
            happen(conn, *fixed(30), key=9, rect_type=None)
            happen(conn, CONFIRM_MAJOR, *fixed(40)[1:], key=10, grade="major")
            province = list_rectification_times(conn, Question(Filters(), at(7, 30)))[:2]
            assert province == (
                RectificationTimes(PROVINCE, "general", 3, 4.0, 2.0, 9, 2, 58.0, 1, 1),
                RectificationTimes(PROVINCE, "major", 1, 40.0, 40.0, 40, 0, None, 0, 0),
            )
            early = list_rectification_times(conn, Question(Filters(), due(6, 4), hazards=GENERAL))[0]
            assert (early.closed, early.open, early.open_median_age) == (2, 3, 2.0)


def test_a_failed_round_and_a_time_of_day_do_not_shorten_it(tell: Tell) -> None:
    """Days are local days, from the order to the completion that stands."""
    events = (
        CONFIRM,
        Event("order", at(6, 2, 23), new_due=due(6, 10)),
        Event("rectify", at(6, 3)),
        Event("accept_fail", at(6, 4)),
        Event("rectify", at(6, 8, 1), 2),
        Event("close", at(6, 9), 2),
    )
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, *events)
            [row, *_] = list_rectification_times(conn, Question(Filters(), at(6, 30), hazards=GENERAL))
            assert (row.closed, row.mean_days) == (1, 6.0)


def test_survival_of_hazards(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, (after, close) in enumerate(((2, True), (3, False), (3, True)), 1):
                happen(conn, *fixed(after, close=close), key=key)
            happen(conn, CONFIRM, ORDER, key=4)
            happen(conn, CONFIRM_MAJOR, ORDER, key=5, grade="major")
            happen(conn, CONFIRM, ORDER, key=6, rect_type="immediate")
            assert list_survival(conn, Question(Filters(), at(6, 12))) == (
                SurvivalStep("general", Step(2, 4, 1, 0, 0.75)),
                SurvivalStep("general", Step(3, 3, 2, 0, 0.25)),
                SurvivalStep("general", Step(10, 1, 0, 1, 0.25)),
                SurvivalStep("major", Step(10, 1, 0, 1, 1.0)),
            )


def accepted(conn: Snapshot, when: datetime) -> Acceptance:
    [row, *_] = list_acceptance(conn, Question(Filters(), when, hazards=GENERAL))
    return row


def test_acceptance_in_time(tell: Tell) -> None:
    """Each round that was decided on counts, passed or failed; open ones wait since their completion."""
    with tell(NOTHING) as connections:
        for conn in connections:
            again = (Event("rectify", at(6, 10), 2), Event("accept_pass", at(6, 11), 2))
            happen(conn, *fixed(2, close=False), Event("accept_fail", at(6, 9)), *again)  # 5 days, then 1
            happen(conn, *fixed(2, close=False), Event("accept_pass", at(6, 4)), key=2)  # 0 days
            happen(conn, *fixed(2, close=False), key=3)
            happen(conn, *fixed(2), key=4)  # closed without a decision: neither decided nor awaiting
            assert accepted(conn, due(6, 14)) == Acceptance(
                PROVINCE,
                "general",
                decided=3,
                median_days=1.0,
                p90_days=5,
                awaiting=1,
                awaiting_long=0,  # ten days on 06-14
                accepted_not_closed=2,
            )
            assert accepted(conn, at(6, 15)).awaiting_long == 1
            early = accepted(conn, at(6, 8))
            assert (early.decided, early.awaiting, early.accepted_not_closed) == (1, 2, 1)
            [whole, *_] = list_hazard_summary(conn, Question(Filters(), at(6, 15), hazards=GENERAL))
            assert whole.counts.pending == 3
