"""Values are worked out once and kept within bounds; a key holds all that a result may depend on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Barrier, Event

import pytest

from dashboard.data.memory import MAX_WORKED_OUT, Memory, remembered, worked_out
from dashboard.view import View
from data_access.database.stamp import Stamp


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def nothing_worked_out() -> Iterator[None]:
    worked_out.clear()
    yield
    worked_out.clear()


def test_many_readers_of_one_key_cause_one_computation() -> None:
    memory, calls, start, go = Memory[int](9), list[int](), Barrier(8), Event()

    def make() -> int:
        calls.append(1)
        go.wait(5)
        return 1

    def read() -> int:
        start.wait(5)
        return memory.get("k", make)

    with ThreadPoolExecutor(8) as pool:
        reads = [pool.submit(read) for _ in range(8)]
        go.set()
        assert [r.result(5) for r in reads] == [1] * 8
    assert len(calls) == 1


def test_who_waits_gives_back_first_and_who_asks_something_else_does_not_wait() -> None:
    memory, begun, go, given = Memory[str](9), Event(), Event(), list[str]()

    def make() -> str:
        begun.set()
        assert go.wait(5)
        return "made"

    def give_back() -> None:
        given.append("waiter")
        go.set()

    with ThreadPoolExecutor(2) as pool:
        maker = pool.submit(memory.get, "k", make, lambda: given.append("maker"))
        assert begun.wait(5)
        assert memory.get("other", lambda: "at once", lambda: given.append("other")) == "at once"
        waiter = pool.submit(memory.get, "k", lambda: "made twice", give_back)
        assert (maker.result(5), waiter.result(5)) == ("made", "made")
    assert memory.get("k", lambda: "made twice", lambda: given.append("late")) == "made"
    assert given == ["waiter"]


def test_values_are_shared_as_they_are_and_none_is_one() -> None:
    memory, rows = Memory[object](9), ((1, "a"), (2, "b"))
    assert memory.get("k", lambda: rows) is rows
    assert memory.get("k", lambda: ()) is rows
    assert memory.get("none", lambda: None) is None
    assert memory.get("none", lambda: 1) is None


def test_what_fails_is_not_kept_and_goes_to_its_caller() -> None:
    memory = Memory[int](9)
    with pytest.raises(ZeroDivisionError):
        memory.get("k", lambda: 1 // 0)
    assert memory.find("k") is None
    assert memory.get("k", lambda: 3) == 3


def test_a_memory_is_bounded_by_number_by_rows_and_by_age() -> None:
    clock = Clock()
    few = Memory[str](2, seconds=60, clock=clock)
    for key in "abac":
        few.get(key, key.upper)
    assert [few.find(key) for key in "abc"] == ["A", None, "C"]
    clock.now += 60
    assert few.find("c") == "C"
    clock.now += 1
    assert few.find("c") is None
    few.put("c", "new")
    assert few.find("c") == "new"
    rows = Memory[tuple[int, ...]](99, most_rows=20)
    for number, key in enumerate("abcc"):
        rows.put(key, (number,) * 10)
    assert [rows.find(key) for key in "abc"] == [None, (1,) * 10, (3,) * 10]
    rows.put("long", (0,) * 21)
    assert [rows.find(key) for key in ("b", "c", "long")] == [None] * 3


@dataclass(frozen=True, eq=False)
class Found:
    rows: list[int]


def test_a_result_is_remembered_for_all_that_it_may_depend_on(view: View) -> None:
    made: list[tuple[object, ...]] = []

    @remembered
    def work(view: View, *arguments: object, **named: object) -> list[object]:
        made.append(arguments)
        return [view.lang, *arguments]

    @remembered
    def another(view: View) -> list[object]:
        return [view.page]

    found = Found([1])
    first = work(view, "city", found)
    later = view.question.at(view.question.as_of + timedelta(days=1))
    assert work(replace(view, page="map", made_at=later.as_of), "city", found) is first
    assert len(made) == 1
    others = (
        replace(view, lang="en"),
        replace(view, dark=True),
        view.asking(later),
        replace(view, stamp=Stamp("2", None, "sample")),
    )
    assert [work(other, "city", found) is first for other in others] == [False] * 4
    assert [work(view, *of) is first for of in (("member", found), ("city", Found([1])), ())] == [False] * 3
    assert work(view, group="city") is not work(view, group="member")
    assert len(made) == 10
    assert another(view) == ["overview"]


def test_what_was_worked_out_longest_ago_makes_room(view: View) -> None:
    made: list[int] = []

    @remembered
    def work(view: View, number: int) -> int | None:
        made.append(number)
        return None

    for number in range(MAX_WORKED_OUT + 1):
        work(view, number)
    work(view, MAX_WORKED_OUT)
    assert len(made) == MAX_WORKED_OUT + 1
    work(view, 0)
    assert made[-1] == 0
