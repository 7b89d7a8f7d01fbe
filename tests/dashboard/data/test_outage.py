"""An ailing database is left alone for a while."""

from dashboard.data.breaker import Breaker
from tests.dashboard.data.test_memory import Clock


def test_one_attempt_that_kept_a_reader_waiting_opens_the_breaker() -> None:
    breaker = Breaker(failures=3, seconds=30, clock=Clock())
    breaker.failed(waited=0.2)
    assert not breaker.open
    breaker.failed(waited=3.0)
    assert breaker.open


def test_the_breaker_opens_after_failures_in_a_row_and_closes_with_time_or_success() -> None:
    clock = Clock()
    breaker = Breaker(failures=3, seconds=30, clock=clock)
    breaker.failed()
    breaker.failed()
    breaker.succeeded()
    assert breaker.away_since is None
    for _ in range(3):
        assert not breaker.open
        breaker.failed()
    assert breaker.open
    since = breaker.away_since
    clock.now += 31
    assert not breaker.open
    breaker.failed()
    assert breaker.open
    assert breaker.away_since == since
