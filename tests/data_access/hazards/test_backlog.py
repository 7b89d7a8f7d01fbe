"""The backlog week by week: worked examples, and the identity for any history, city and grade on both databases."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.hazards.backlog import SIGNS, BacklogWeek, Flows, list_backlog
from data_access.hazards.counts import list_hazard_summary
from data_access.notice.campaigns import resolve
from data_access.question import NOT_NARROWED, Filters, HazardFilters, Question
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import (
    CLOSE,
    CONFIRM,
    FAIL,
    IN_TIME,
    ORDER,
    REOPEN,
    VOID,
    Event,
    happen,
    moments,
    stories,
    told,
)
from tests.data_access.obligations.world import NOTHING, SHANGHAI, at, due

FEW = settings(max_examples=max(8, settings.default.max_examples // 2))


def asked(when: datetime, hazards: HazardFilters = NOT_NARROWED, **filters: Any) -> Question:
    return Question(Filters(**filters), when, hazards=hazards)


def flows(rows: Iterable[BacklogWeek], place: str = "all", grade: str = "general") -> dict[str, dict[str, int]]:
    """Week -> what is not 0 in it."""
    own = [row for row in rows if (row.place.code, row.grade) == (place, grade)]
    numbers = {row.week: {"opening": row.opening, **row.flows._asdict(), "closing": row.closing} for row in own}
    return {week: {name: n for name, n in named.items() if n} for week, named in numbers.items()}


@pytest.mark.parametrize("year", [1, 202, 1900, 2017])
def test_a_mistyped_year_makes_no_thousands_of_weeks(tell: Tell, year: int) -> None:
    """What a clerk of another system wrote is in the opening of the first week; all that is open stays open."""
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, Event("confirm", datetime(year, 6, 5, tzinfo=UTC), grade="general"), key=1)
            happen(conn, CONFIRM, key=2)
            weeks = [row for row in list_backlog(conn, asked(at(6, 20))) if row.place.code == "all"]
            assert len({row.week for row in weeks}) <= 53 * 3 + 30
            last = [row for row in weeks if row.grade == "general"][-1]
            assert (last.week, last.closing) == (W25, 2)


W23, W24, W25, W26 = "2020-W23", "2020-W24", "2020-W25", "2020-W26"  # 06-01, 06-08, 06-15, 06-22


@pytest.mark.parametrize(
    ("events", "when", "expected"),
    [
        ((CONFIRM,), at(6, 1), {W23: {"confirmed": 1, "closing": 1}}),
        ((CONFIRM, Event("close", at(6, 1))), at(6, 1), {W23: {"confirmed": 1, "closed": 1}}),  # on one day
        (
            (CONFIRM, ORDER, IN_TIME, CLOSE),
            due(6, 14),
            {W23: {"confirmed": 1, "closing": 1}, W24: {"opening": 1, "closed": 1}},
        ),
        ((CONFIRM, ORDER, IN_TIME, CLOSE), due(6, 7), {W23: {"confirmed": 1, "closing": 1}}),
        (
            (CONFIRM, ORDER, IN_TIME, FAIL),  # a failed acceptance moves nothing: it was open and stays so
            at(6, 15),
            {W23: {"confirmed": 1, "closing": 1}, W24: {"opening": 1, "closing": 1}, W25: {"opening": 1, "closing": 1}},
        ),
        (
            (CONFIRM, ORDER, IN_TIME, CLOSE, REOPEN, Event("rectify", at(6, 20), 2), Event("close", at(6, 21), 2)),
            at(6, 22),
            {
                W23: {"confirmed": 1, "closing": 1},
                W24: {"opening": 1, "closed": 1},
                W25: {"reopened": 1, "closed": 1},  # within a week
                W26: {},
            },
        ),
        (
            (CONFIRM, ORDER, IN_TIME, CLOSE, REOPEN, Event("close", at(6, 20), 2)),  # on one day: both are counted
            at(6, 21),
            {W23: {"confirmed": 1, "closing": 1}, W24: {"opening": 1, "closed": 1}, W25: {"reopened": 1, "closed": 1}},
        ),
        ((CONFIRM, ORDER, VOID), at(6, 7), {W23: {"confirmed": 1, "void": 1}}),
        (
            (CONFIRM, ORDER, IN_TIME, CLOSE, Event("void", at(6, 14))),  # it had left the backlog before
            at(6, 14),
            {W23: {"confirmed": 1, "closing": 1}, W24: {"opening": 1, "closed": 1}},
        ),
        ((CONFIRM, Event("void", at(6, 1))), at(6, 7), {}),  # never in F
    ],
)
def test_flows_of_a_hazard(
    tell: Tell, events: tuple[Event, ...], when: datetime, expected: dict[str, dict[str, int]]
) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, *events)
            found = flows(list_backlog(conn, asked(when)))
            assert {week: told for week, told in found.items() if told or week in expected} == expected


def test_a_change_of_grade_leaves_one_grade_and_enters_the_other(tell: Tell) -> None:
    up = Event("regrade", at(6, 9), grade="major")
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, up)
            happen(conn, CONFIRM, ORDER, up, Event("close", at(6, 9)), key=2)  # closed in its new grade
            happen(conn, CONFIRM, ORDER, Event("close", at(6, 3)), up, key=3)  # closed: nothing moves
            rows = list_backlog(conn, asked(at(6, 10)))
            assert flows(rows) == {
                W23: {"confirmed": 3, "closed": 1, "closing": 2},
                W24: {"opening": 2, "regraded_out": 2},
            }
            assert flows(rows, grade="major") == {W23: {}, W24: {"regraded_in": 2, "closed": 1, "closing": 1}}


def test_weeks_begin_on_local_mondays(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, Event("confirm", due(6, 7), grade="general"))
            happen(conn, Event("confirm", at(6, 8), grade="general"), key=2, adcode="230202")
            rows = list_backlog(conn, asked(at(6, 8)))
            assert flows(rows) == {
                W23: {"confirmed": 1, "closing": 1},
                W24: {"opening": 1, "confirmed": 1, "closing": 2},
            }
            assert flows(rows, "230200")[W24] == {"confirmed": 1, "closing": 1}
            assert rows[0].week_start == at(6, 1)
            assert flows(list_backlog(conn, asked(at(6, 8), cities=("230200",))), "230200") == {
                W24: {"confirmed": 1, "closing": 1}
            }
            assert list_backlog(conn, asked(at(5, 31))) == ()


@given(st.lists(st.tuples(stories(), st.booleans()), min_size=1, max_size=4), moments)
@FEW
def test_the_identity_holds_for_any_history(
    tell: Tell, histories: list[tuple[tuple[Event, ...], bool]], when: datetime
) -> None:
    """opening + what came − what left = closing, to the unit, and closing is what is open at the end of that week."""
    found = []
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, (story, other) in enumerate(histories, 1):
                happen(conn, *story, key=key, adcode="230202" if other else "230102")
            found.append(list_backlog(conn, asked(when)))
    rows, others = found
    assert rows == others
    if not rows:
        assert not [story for story, _ in histories if told(story, when)]
        return
    assert balanced(rows)
    assert min(min(row.opening, *row.flows, row.closing) for row in rows) >= 0
    for place, grade in dict.fromkeys((row.place.code, row.grade) for row in rows):
        course = [row for row in rows if (row.place.code, row.grade) == (place, grade)]
        assert [row.opening for row in course] == [0, *(row.closing for row in course[:-1])]
        for row in course:
            sunday = row.week_start + timedelta(days=7) - timedelta(microseconds=1)
            states = [
                told(story, min(sunday, when))
                for story, other in histories
                if place in ("all", "230200" if other else "230100")
            ]
            open_ones = [s for s in states if s and s.grade == grade and s.state != "closed"]
            assert row.closing == len(open_ones)


@pytest.mark.parametrize(
    "hazards", [NOT_NARROWED, HazardFilters(industries=("other",), sources=("media", "inspection"))]
)
def test_the_sample_campaign_balances(campaign_engines: Engine, hazards: HazardFilters) -> None:
    """For every week, city and grade; cities add up to the province; the end is what the summary counts as open."""
    now = datetime(2020, 12, 1, tzinfo=SHANGHAI)
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(as_of=now), now, hazards=hazards)
        rows, summary = list_backlog(conn, q), list_hazard_summary(conn, q)
    assert balanced(rows)
    totals = [sum(getattr(row.flows, name) for row in rows) for name in ("reopened", "void", "regraded_in")]
    assert min(totals) > 0 or hazards != NOT_NARROWED
    whole, cities = added(rows, everywhere=True), added(rows, everywhere=False)
    assert whole == cities
    moved: defaultdict[str, int] = defaultdict(int)
    for (_, week), (_, flows_of, _) in whole.items():
        moved[week] += flows_of.regraded_in - flows_of.regraded_out
    assert set(moved.values()) == {0}
    last = {(row.place, row.grade): row.closing for row in rows}
    assert last == {(row.place, row.grade): row.counts.open for row in summary}


def balanced(rows: Iterable[BacklogWeek]) -> bool:
    """What came and what left make the closing of the opening."""
    return all(
        row.opening + sum(sign * getattr(row.flows, name) for name, sign in SIGNS.items()) == row.closing
        for row in rows
    )


def added(rows: Iterable[BacklogWeek], *, everywhere: bool) -> dict[tuple[str, str], tuple[int, Flows, int]]:
    """Grade and week -> opening, flows and closing: of the whole province, or of all cities added up."""
    sums: dict[tuple[str, str], tuple[int, Flows, int]] = {}
    for row in rows:
        if (row.place.code == "all") is everywhere:
            opening, so_far, closing = sums.get((row.grade, row.week), (0, Flows(), 0))
            together = Flows(*map(sum, zip(so_far, row.flows, strict=True)))
            sums[row.grade, row.week] = (opening + row.opening, together, closing + row.closing)
    return sums
