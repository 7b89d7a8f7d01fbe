"""C12 and C13 on both databases: state, grade, deadline, round and class of a hazard at an instant, on both clocks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import Engine, select

from data_access.columns.instants import instant_at
from data_access.database.schema import hazard
from data_access.database.schema.hazard import CLASSES, GRADES
from data_access.database.snapshot import Snapshot, snapshot
from data_access.hazards.at_instant import hazards_at
from data_access.hazards.counts import list_hazard_summary
from data_access.hazards.register.register import STATES
from data_access.notice.campaigns import resolve
from data_access.question import Filters, HazardFilters, Question
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import (
    CLOSE,
    CONFIRM,
    EXTEND,
    FAIL,
    IN_TIME,
    LATE,
    ORDER,
    PASS,
    REOPEN,
    VOID,
    Event,
    Told,
    happen,
    moments,
    stories,
    told,
)
from tests.data_access.obligations.world import NOTHING, at, due

FEW = settings(max_examples=max(8, settings.default.max_examples // 2))
AGAIN = Event("rectify", at(6, 18), 2)


def states(conn: Snapshot, when: datetime, known: datetime | None = None, **narrow: Any) -> dict[int, Told]:
    """Hazard id -> what the columns say of it."""
    return told_of(conn, Question(Filters(), when, known, hazards=HazardFilters(**narrow)))


def told_of(conn: Snapshot, q: Question) -> dict[int, Told]:
    at = hazards_at(conn, q)
    columns = (at.instants("due"), at.instants("rectified"), at.instants("closed"), at.numbers("rounds_ended"))
    return {
        int(at.rows.ids[row]): Told(
            GRADES[grade],
            STATES[state],
            CLASSES[of_class],
            instant_at(due_at),
            instant_at(rectified_at),
            instant_at(closed_at),
            int(ended) + 1,
        )
        for row, grade, state, of_class, due_at, rectified_at, closed_at, ended in zip(
            at.chosen, at.grade, at.state, at.class_, *columns, strict=True
        )
    }


@pytest.mark.parametrize(
    ("events", "when", "expected"),
    [
        ((CONFIRM,), at(5, 31), None),
        ((CONFIRM,), at(6, 30), ("confirmed", "P", 1)),  # no order yet: no deadline
        ((CONFIRM, ORDER), due(6, 9), ("ordered", "P", 1)),
        ((CONFIRM, ORDER), due(6, 10) - timedelta(seconds=1), ("ordered", "P", 1)),
        ((CONFIRM, ORDER), due(6, 10), ("ordered", "E", 1)),
        ((CONFIRM, ORDER, IN_TIME), at(6, 30), ("rectified", "B", 1)),
        ((CONFIRM, ORDER, IN_TIME, PASS), at(6, 30), ("rectified", "B", 1)),  # accepted, not taken off: pending
        ((CONFIRM, ORDER, IN_TIME, PASS, CLOSE), at(6, 30), ("closed", "A", 1)),
        ((CONFIRM, ORDER, LATE), at(6, 30), ("rectified", "D", 1)),
        ((CONFIRM, ORDER, LATE, CLOSE), at(6, 30), ("closed", "C", 1)),
        ((CONFIRM, ORDER, LATE, CLOSE), at(6, 11, 12), ("rectified", "D", 1)),
        ((CONFIRM, ORDER, Event("rectify", at(6, 3)), Event("close", at(6, 4))), at(6, 9), ("closed", "A0", 1)),
        ((CONFIRM, ORDER, Event("close", at(6, 12))), at(6, 30), ("closed", "C", 1)),  # no completion: on that day
        ((CONFIRM, ORDER, IN_TIME, FAIL), at(6, 12, 12), ("rectified", "B", 1)),
        ((CONFIRM, ORDER, IN_TIME, FAIL), at(6, 30), ("rectifying", "E", 2)),  # a failed round does not count
        ((CONFIRM, ORDER, IN_TIME, FAIL, AGAIN), at(6, 30), ("rectified", "D", 2)),
        ((CONFIRM, ORDER, IN_TIME, FAIL, Event("rectify", at(6, 9), 2)), at(6, 30), ("rectified", "B", 2)),
        ((CONFIRM, ORDER, IN_TIME, CLOSE, REOPEN), at(6, 24), ("rectifying", "P", 2)),
        ((CONFIRM, ORDER, IN_TIME, CLOSE, REOPEN), at(6, 26), ("rectifying", "E", 2)),
        ((CONFIRM, ORDER, IN_TIME, CLOSE, REOPEN), at(6, 19), ("closed", "A", 1)),
        ((CONFIRM, ORDER, IN_TIME, CLOSE, Event("reopen", at(6, 20))), at(6, 21), ("rectifying", "E", 2)),
        ((CONFIRM, ORDER, EXTEND), at(6, 14), ("ordered", "E", 1)),  # C12: an extension acts from its day
        ((CONFIRM, ORDER, EXTEND), at(6, 16), ("ordered", "P", 1)),
        ((CONFIRM, ORDER, EXTEND, Event("rectify", at(6, 19))), at(6, 30), ("rectified", "B", 1)),
        ((CONFIRM, ORDER, VOID), at(6, 4), ("ordered", "P", 1)),
        ((CONFIRM, ORDER, VOID), at(6, 5), None),
        ((CONFIRM, ORDER, IN_TIME, CLOSE, Event("void", at(6, 14))), at(6, 15), None),  # from any state
    ],
)
def test_c12_c13_states_and_classes(
    tell: Tell, events: tuple[Event, ...], when: datetime, expected: tuple[str, str, int] | None
) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, *events)
            found = states(conn, when).get(1)
            assert (found and (found.state, found.of_class, found.round_no)) == expected


@pytest.mark.parametrize(
    ("events", "when", "expected"),
    [
        ((ORDER, EXTEND), at(6, 14), due(6, 10)),
        ((ORDER, EXTEND), at(6, 15), due(6, 20)),  # granted after the old due day
        ((ORDER, EXTEND, Event("extend", at(6, 17), new_due=due(6, 30))), at(6, 18), due(6, 30)),
        (
            (ORDER, EXTEND, Event("extend", at(6, 17), new_due=due(6, 12))),
            at(6, 18),
            due(6, 12),
        ),  # the last, not the latest
        ((ORDER, EXTEND, REOPEN), at(6, 21), due(6, 25)),
        (
            (ORDER, REOPEN, Event("extend", at(6, 20), new_due=due(6, 30))),
            at(6, 21),
            due(6, 25),
        ),  # of one day: reopening
        ((ORDER, Event("order", at(6, 8), new_due=due(6, 18))), at(6, 9), due(6, 18)),  # ordered anew
        ((ORDER, Event("reopen", at(6, 20))), at(6, 21), due(6, 10)),  # reopened without a new deadline
        ((), at(6, 9), None),
    ],
)
def test_c12_deadline_in_force(
    tell: Tell, events: tuple[Event, ...], when: datetime, expected: datetime | None
) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, *events)
            assert states(conn, when)[1].due_at == expected


def test_c13_the_grade_is_that_at_t(tell: Tell) -> None:
    up, down = Event("regrade", at(6, 5), grade="major"), Event("regrade", at(6, 15), grade="general")
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, up, down)
            assert [states(conn, at(6, day))[1].grade for day in (4, 5, 14, 15)] == [
                "general",
                "major",
                "major",
                "general",
            ]


def test_c13_as_known_then(tell: Tell) -> None:
    """The completion of 06-10 arrived on 06-20; what an older file said on 06-12 was replaced on 06-25."""
    late = replace(IN_TIME, recorded=at(6, 20))
    wrong = Event("close", at(6, 12), recorded=at(6, 12), superseded=at(6, 25))
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, late)
            happen(conn, CONFIRM, ORDER, IN_TIME, wrong, key=2)
            for known, expected in ((None, ["B", "B"]), (at(6, 19), ["E", "A"]), (at(6, 25), ["B", "B"])):
                assert [states(conn, at(6, 30), known)[key].of_class for key in (1, 2)] == expected


@given(stories(), moments)
@FEW
def test_columns_agree_with_the_rules_on_both_databases(tell: Tell, story: tuple[Event, ...], when: datetime) -> None:
    expected = told(story, when)
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, *story)
            assert states(conn, when).get(1) == expected


@given(stories(clocks=True), moments, moments)
@FEW
def test_columns_agree_with_the_rules_on_both_clocks(
    tell: Tell, story: tuple[Event, ...], when: datetime, known: datetime
) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, *story)
            assert states(conn, when).get(1) == told(story, when)
            assert states(conn, when, known).get(1) == told(story, when, known)


@given(st.lists(stories(), min_size=1, max_size=4), moments)
@FEW
def test_classes_are_disjoint_and_complete(tell: Tell, histories: list[tuple[Event, ...]], when: datetime) -> None:
    """At every T the classes add up to F, and the filters of classes and grades cut it into the same parts."""
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, story in enumerate(histories, 1):
                happen(conn, *story, key=key)
            found = states(conn, when)
            assert set(found) == {key for key, story in enumerate(histories, 1) if told(story, when)}
            parts = [states(conn, when, classes=(name,)) for name in CLASSES]
            assert {key: one for part in parts for key, one in part.items()} == found
            assert sum(map(len, parts)) == len(found)
            grades = [states(conn, when, grades=(grade,)) for grade in ("general", "major")]
            assert sum(map(len, grades)) == len(found)
            summary = list_hazard_summary(conn, Question(Filters(), when))
            assert sum(row.counts.confirmed for row in summary if row.place.code == "all") == len(found)
            for row in summary:
                assert sum(getattr(row.counts, name) for name in CLASSES) == row.counts.confirmed
                assert row.counts.closed + row.counts.open == row.counts.confirmed


@given(st.data(), stories(), moments)
@FEW
def test_the_order_in_which_events_were_recorded_does_not_matter(
    tell: Tell, data: st.DataObject, story: tuple[Event, ...], when: datetime
) -> None:
    """Shuffled, and with other days of receipt: ids and recorded_at say when we heard of it, not what happened."""
    again: Sequence[Event] = data.draw(st.permutations(story))
    again = [replace(event, recorded=data.draw(moments)) for event in again]
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, *story)
            happen(conn, *again, key=2)
            found = states(conn, when)
            assert found.get(1) == found.get(2)


def test_the_cache_is_what_the_events_say(campaign_engines: Engine) -> None:
    """The columns of `hazard` that the loader keeps equal the state after all events (domain.md §6)."""
    now = datetime(2022, 1, 1, tzinfo=UTC)
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(as_of=now), now)
        rows = {key: (one.state, one.grade, one.due_at, one.round_no) for key, one in told_of(conn, q).items()}
        h = hazard.c
        kept = {
            row.id: (row.state, row.grade, row.due_current, row.round_no)
            for row in conn.execute(
                select(h.id, h.state, h.grade, h.due_current, h.round_no).where(h.state.in_(STATES))
            )
        }
    assert rows == kept
    assert len(rows) > 500
