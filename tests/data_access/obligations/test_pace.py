"""G15, behind the expected pace: worked by hand, as properties, on both databases, and on the sample returns."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.notice.campaigns import resolve
from data_access.notice.units import Line, Unit
from data_access.obligations.at_instant import Obligation, list_obligations, obligations_at
from data_access.obligations.counts import counts_of
from data_access.obligations.history import Extension, History
from data_access.obligations.pace import MIN_DAYS, MIN_TASKS
from data_access.obligations.reason import NO_REASON
from data_access.question import Filters, Question
from tests.data_access.conftest import Tell
from tests.data_access.obligations.world import CITY_A, COUNTY_1, LEAGUE, at, due, event, held

CITY = Unit("230100", "甲市", "A", "甲", "230100", "city", "230100")
LEAGUES = [Unit(f"23010{n}-L", f"{n}县", str(n), "", f"23010{n}", "county", "230100") for n in range(2, 6)]
WAIVED = at(6, 5)
NAMED = (CITY, Line("", "", "", "", ""), "", "hold", "inferred")
TASK = History(0, *NAMED, due(6, 30), "by", None, (), (), None, {}, date(2020, 6, 1))
"""A task of June, that is of thirty days, for which nothing is held."""


def tasks(n: int, *done: datetime, **rest: Any) -> list[History]:
    """`n` such tasks, the first of which were done then."""
    ends = [*done, *[None] * (n - len(done))]
    return [TASK._replace(enough_at=ended, **rest) for ended in ends]


def leagues(*done: datetime | None) -> list[History]:
    """The task of four county leagues of one city."""
    return [TASK._replace(unit=unit, enough_at=ended) for unit, ended in zip(LEAGUES, done, strict=True)]


def found(owed: Sequence[History], now: datetime) -> list[Obligation]:
    return list(obligations_at([one._replace(key=n) for n, one in enumerate(owed)], Question(Filters(), now)))


class Example(NamedTuple):
    """What of the tasks is behind at an instant: how many were expected, and how many are marked."""

    why: str
    owed: list[History]
    now: datetime
    expected: int | None
    marked: int


EXAMPLES = [
    Example("9 days over say nothing", tasks(22), due(6, 9), None, 0),
    Example("10 of 30 days: 22 × 1/3 = 7.3, so 7; none is done", tasks(22), due(6, 10), 7, 22),
    Example("a day counts when it is over: a second less, nothing", tasks(22), at(6, 10, 23, 59, 58), None, 0),
    Example("6 of 7 done: one short, the 16 open ones are marked", tasks(22, *[at(6, 9)] * 6), due(6, 10), 7, 16),
    Example("7 of 7 done: at pace", tasks(22, *[at(6, 9)] * 7), due(6, 10), None, 0),
    Example("what ends after T is not done by then", tasks(22, *[at(6, 11)] * 7), due(6, 10), 7, 22),
    Example("20 of 30 days: 3 × 2/3 = 2; 1 done", tasks(3, at(6, 3)), due(6, 20), 2, 2),
    Example("19 of 30 days: 3 × 19/30 = 1.9, so 1; 1 done", tasks(3, at(6, 3)), due(6, 19), None, 0),
    Example("a single task has no share", tasks(1), due(6, 29), None, 0),
    Example("two: from half of the window on", tasks(2), due(6, 15), 1, 2),
    Example("two: not before", tasks(2), due(6, 14), None, 0),
    Example("after the deadline it is overdue instead", tasks(22), due(6, 30), None, 0),
    Example("waived ones are neither expected nor marked", tasks(2, waived_at=WAIVED) + tasks(2), due(6, 15), 1, 2),
    Example("one waived leaves a single task", tasks(1, waived_at=WAIVED) + tasks(1), due(6, 20), None, 0),
    Example("before it was waived it counts", tasks(1, waived_at=at(6, 25)) + tasks(1), due(6, 20), 1, 2),
    Example("no deadline", tasks(22, due_original=None, due_basis="none", date_rule="none"), due(6, 20), None, 0),
    Example("a return is handed in once, at its end", tasks(22, role="submit"), due(6, 20), None, 0),
    Example("bound to a day: held on it", tasks(22, date_rule="on", due_original=due(6, 16)), due(6, 15), None, 0),
    Example("owed per period", tasks(22, period="2020-W26"), due(6, 20), None, 0),
    Example("attending is done little by little too", tasks(4, role="attend"), due(6, 20), 2, 4),
    Example(
        "extended: 20 of 40 days, a window of its own",
        tasks(4, extensions=(Extension(at(6, 12), due(7, 10), NO_REASON, "", at(6, 12)),)) + tasks(3, *[at(6, 9)] * 2),
        due(6, 20),
        2,
        4,
    ),
    Example("a window of its own begins later", tasks(4, starts_on=date(2020, 6, 12)), due(6, 20), None, 0),
    Example("the tour, 107 of 214 days, one of two", tasks(2, due_original=due(12, 31)), due(9, 15), 1, 2),
    Example("the tour, 106 days: not yet", tasks(2, due_original=due(12, 31)), due(9, 14), None, 0),
    Example("county leagues of a city together: 4 × 1/2 = 2", leagues(at(6, 3), None, None, None), due(6, 15), 2, 3),
    Example("two of them are done: at pace", leagues(at(6, 3), at(6, 4), None, None), due(6, 15), None, 0),
    Example("a city's own task is not in theirs", [*leagues(at(6, 3), at(6, 4), None, None), TASK], due(6, 29), 3, 2),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.why)
def test_examples(example: Example) -> None:
    behind = [one for one in found(example.owed, example.now) if one.behind]
    assert len(behind) == example.marked
    assert {one.pace.expected for one in behind if one.pace} == ({example.expected} if example.marked else set())


def test_by_how_much() -> None:
    [one, *_] = [one for one in found(tasks(22, *[at(6, 9)] * 10), due(6, 20)) if one.behind]
    assert one.pace
    pace = one.pace
    assert (pace.passed, pace.days, pace.tasks, pace.expected, pace.done, pace.short) == (20, 30, 22, 14, 10, 4)


june = st.datetimes(datetime(2020, 5, 25), datetime(2020, 7, 20)).map(lambda t: t.replace(tzinfo=UTC))
some_tasks = st.builds(
    lambda **told: TASK._replace(**told),
    unit=st.sampled_from([CITY, *LEAGUES[:2]]),
    role=st.sampled_from(["hold", "hold", "hold", "attend", "submit"]),
    due_original=st.sampled_from([due(6, 16), due(6, 30), due(6, 30), None]),
    date_rule=st.sampled_from(["by", "by", "by", "on"]),
    waived_at=st.none() | st.none() | june,
    enough_at=st.none() | june,
    extensions=st.just(()) | st.builds(lambda day: (Extension(day, due(7, 10), NO_REASON, "", day),), june),
)


@given(st.lists(some_tasks, max_size=30), june)
def test_only_what_is_open_and_ahead_of_its_deadline(owed: list[History], now: datetime) -> None:
    states = found(owed, now)
    for one in states:
        if one.pace is None:
            continue
        assert one.state == "not_due"
        assert not one.due_passed
        assert one.role != "submit"
        assert 0 <= one.pace.done < one.pace.expected < one.pace.tasks
        assert MIN_DAYS <= one.pace.passed < one.pace.days
        assert one.pace.tasks >= MIN_TASKS
    counts = counts_of(states)
    assert counts.behind == sum(one.behind for one in states) <= counts.not_due


@given(st.lists(some_tasks, max_size=30), june, st.timedeltas(timedelta(), timedelta(days=40)))
def test_who_is_behind_and_does_nothing_stays_behind_until_the_deadline(
    owed: list[History], now: datetime, later: timedelta
) -> None:
    """Of what is known at T: nothing is held, waived or extended after it."""
    known = [
        one._replace(
            enough_at=one.enough_at if one.enough_at and one.enough_at <= now else None,
            waived_at=one.waived_at if one.waived_at and one.waived_at <= now else None,
            extensions=tuple(x for x in one.extensions if x.granted_at <= now),
        )
        for one in owed
    ]
    for was, is_now in zip(found(known, now), found(known, now + later), strict=True):
        if was.pace:
            assert (is_now.pace and is_now.pace.short >= was.pace.short) or is_now.state == "overdue"


def test_both_databases_and_what_was_known_then(tell: Tell) -> None:
    """County 1's event of 12 June came in on the 20th: on the 16th its city's leagues were one short of one of two."""
    history = held(
        event(1, LEAGUE, at(6, 12), (CITY_A, "lead"), (COUNTY_1, "co"), recorded_at=at(6, 20)),
    )
    with tell(history) as connections:
        for conn in connections:
            now = Question(Filters(), due(6, 16))
            marked = {
                known: [one.unit.code for one in list_obligations(conn, now.known(known)) if one.behind]
                for known in (None, due(6, 16))
            }
            assert marked == {None: [], due(6, 16): ["230102-L", "230103-L"]}
            of_line = Question(Filters(cities=("230100",), groups=("county",)), due(6, 16), due(6, 16))
            assert [one.behind for one in list_obligations(conn, of_line)] == [True, True]


MARKED = {"2020-06-09": 0, "2020-06-10": 288, "2020-06-20": 180, "2020-07-04": 0, "2020-11-15": 6}


@pytest.mark.slow
@pytest.mark.parametrize("day", MARKED)
def test_the_samples_are_neither_all_behind_nor_none(campaign_engines: Engine, day: str) -> None:
    now = datetime.fromisoformat(f"{day}T23:59:59+08:00")
    with snapshot(campaign_engines) as conn:
        owed = list_obligations(conn, resolve(conn, Filters(as_of=now), now))
        only = list_obligations(conn, resolve(conn, Filters(as_of=now, lines=("M5.3b",)), now))
    assert sum(one.behind for one in owed) == MARKED[day]
    assert only == tuple(one for one in owed if one.line.code == "M5.3b"), "a filter hides no part of an account"
