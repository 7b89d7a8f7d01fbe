"""Frames are computed once, kept within bounds, and an ailing database is left alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pandas as pd
import pytest

from dashboard.data.breaker import Breaker
from dashboard.data.shelf import Shelf


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def frame(n: int) -> pd.DataFrame:
    return pd.DataFrame({"n": [n] * 10})


def test_many_readers_of_one_key_cause_one_load() -> None:
    shelf, calls, start, go = Shelf(9, 10**9, 60), list[int](), Barrier(8), Event()

    def load() -> pd.DataFrame:
        calls.append(1)
        go.wait(5)
        return frame(1)

    def read() -> int:
        start.wait(5)
        return int(shelf.get("k", load)["n"].iloc[0])

    with ThreadPoolExecutor(8) as pool:
        reads = [pool.submit(read) for _ in range(8)]
        go.set()
        assert [r.result(5) for r in reads] == [1] * 8
    assert len(calls) == 1


def test_what_a_reader_changes_is_his_own() -> None:
    shelf = Shelf(9, 10**9, 60)
    mine = shelf.get("k", lambda: frame(1))
    mine.loc[0, "n"] = 99
    mine["new"] = 1
    assert shelf.get("k", lambda: frame(2)).equals(frame(1))


def test_rows_are_shared_as_they_are() -> None:
    shelf, rows = Shelf(9, 10**9, 60), ((1, "a"), (2, "b"))
    assert shelf.get("k", lambda: rows) is rows
    assert shelf.get("k", lambda: ()) is rows


def test_a_failing_load_keeps_nothing_and_goes_to_its_caller() -> None:
    shelf = Shelf(9, 10**9, 60)

    def fail() -> pd.DataFrame:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        shelf.get("k", fail)
    assert shelf.get("k", lambda: frame(3))["n"].iloc[0] == 3


def test_the_shelf_is_bounded_by_number_by_size_and_by_age() -> None:
    clock = Clock()
    few = Shelf(2, 10**9, 60, clock)
    for key in "abc":
        few.get(key, lambda: frame(1))
    assert [few.peek(key) is None for key in "abc"] == [True, False, False]
    clock.now += 61
    assert few.peek("c") is None
    small = Shelf(99, 20, 60, clock)
    for key in "abc":
        small.get(key, lambda: frame(1))
    assert [small.peek(key) is None for key in "abc"] == [True, False, False]


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
