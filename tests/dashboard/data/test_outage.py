"""An ailing database is left alone for a while."""

from dashboard.data.outage import Breaker
from tests.dashboard.data.test_memory import Clock


def test_one_attempt_that_kept_a_reader_waiting_opens_the_breaker() -> None:
    breaker = Breaker(failures=3, seconds=30, clock=Clock())
    breaker.failed("away", waited=0.2)
    assert not breaker.open
    breaker.failed("away", waited=3.0)
    assert breaker.open


def test_the_breaker_opens_after_failures_in_a_row_and_closes_with_time_or_success() -> None:
    clock = Clock()
    breaker = Breaker(failures=3, seconds=30, clock=clock)
    breaker.failed("away")
    breaker.failed("away")
    breaker.succeeded()
    assert breaker.away_since is None
    for _ in range(3):
        assert not breaker.open
        breaker.failed("away")
    assert breaker.open
    since = breaker.away_since
    clock.now += 31
    assert not breaker.open
    breaker.failed("away")
    assert breaker.open
    assert breaker.away_since == since


def test_a_database_that_answers_is_not_left_alone_whatever_it_says() -> None:
    breaker = Breaker(failures=1, seconds=30, clock=Clock())
    breaker.failed("unfit", waited=3.0)
    breaker.failed("missing")
    assert not breaker.open
    assert breaker.away_since is not None
