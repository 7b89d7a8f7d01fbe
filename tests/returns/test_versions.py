"""Versions by receipt, and the history of hazards: pure rules, by table and by property."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

from seed.returns.storing.history import Change, Row, changes_of, derive, summarise
from seed.returns.storing.versions import Placement, Version, last_confirmed, place
from tests.returns.making import utc

START = utc("2020-06-01")


def replay(arrivals: list[tuple[int, bool, int]]) -> dict[int, Any]:
    """Take versions (hour of receipt, own, content) in this order; hour → content in force, by the closed intervals."""
    known: list[Version] = []
    for hour, own, content in arrivals:
        placed = place(known, START + timedelta(hours=hour), own=own, content=content)
        at = START + timedelta(hours=hour)
        if isinstance(placed, Version):
            known = [replace(v, confirmed_at=at) if v.id == placed.id else v for v in known]
        if not isinstance(placed, Placement):
            continue
        again = placed.repeated
        known = [replace(v, superseded_at=placed.shortened.get(v.id, v.superseded_at)) for v in known]
        known = [replace(v, confirmed_at=last_confirmed(v.recorded_at, v.confirmed_at, v.superseded_at)) for v in known]
        if again:  # what was said before and after the new version are two versions now
            from_then = {"recorded_at": again.confirmed_at, "superseded_at": again.superseded_at}
            known.append(replace(again, id=len(known) + 2, **from_then))
        known.append(Version(len(known) + 100, at, at, placed.superseded_at, own, content))
    found: dict[int, Any] = {}
    for hour in range(12):
        at = START + timedelta(hours=hour)
        now = [v for v in known if v.recorded_at <= at and (v.superseded_at is None or v.superseded_at > at)]
        assert len(now) <= 1
        found[hour] = now[0].content if now else None
    assert sum(v.superseded_at is None for v in known) == (1 if arrivals else 0)
    return found


def expected(arrivals: list[tuple[int, bool, int]]) -> dict[int, Any]:
    """The last own version received so far, or the last copy while there is none."""
    found: dict[int, Any] = {}
    for hour in range(12):
        so_far = [arrival for arrival in arrivals if arrival[0] <= hour]
        own = [arrival for arrival in so_far if arrival[1]]
        found[hour] = max(own or so_far, key=lambda arrival: arrival[0])[2] if so_far else None
    return found


ARRIVALS = st.lists(
    st.tuples(st.integers(0, 11), st.booleans(), st.integers(0, 2)), max_size=6, unique_by=lambda arrival: arrival[0]
)


@given(ARRIVALS)
def test_what_is_in_force_follows_from_the_receipts(arrivals: list[tuple[int, bool, int]]) -> None:
    assert replay(sorted(arrivals)) == expected(arrivals)


@given(ARRIVALS, st.randoms(use_true_random=False))
def test_what_is_known_now_does_not_depend_on_when_a_file_is_found(
    arrivals: list[tuple[int, bool, int]], random: Any
) -> None:
    shuffled = list(arrivals)
    random.shuffle(shuffled)
    assert replay(shuffled)[11] == expected(arrivals)[11]


@given(ARRIVALS)
def test_the_same_version_again_changes_nothing(arrivals: list[tuple[int, bool, int]]) -> None:
    again = [arrival for arrival in sorted(arrivals) for _ in range(2)]
    assert replay(again) == expected(arrivals)


ROW = Row(
    grade="general",
    confirmed=utc("2020-06-02"),
    ordered=utc("2020-06-03"),
    due=utc("2020-06-20 23:59:59"),
    rectified=None,
    accepted=None,
    acceptance=None,
    closed=None,
)


def row(**values: Any) -> Row:
    return replace(ROW, **values)


FAIL = Change("accept_fail", utc("2020-06-12"), old_rectified=utc("2020-06-10"))
REOPEN = Change(
    "reopen",
    utc("2020-07-05"),
    old_rectified=utc("2020-06-15"),
    old_closed=utc("2020-06-18"),
    old_due=utc("2020-06-20 23:59:59"),
    new_due=utc("2020-07-20 23:59:59"),
)
EXTEND = Change("extend", utc("2020-06-18"), new_due=utc("2020-06-30 23:59:59"))


def told(row: Row, *changes: Change) -> list[tuple[str, str, int]]:
    return [(e.kind, f"{(e.at + timedelta(hours=8)):%m-%d}", e.round_no) for e in derive(row, changes)]


def test_a_hazard_without_changes_tells_its_row() -> None:
    done = row(rectified=utc("2020-06-10"), accepted=utc("2020-06-12"), acceptance="pass", closed=utc("2020-06-13"))
    assert told(done) == [
        ("confirm", "06-02", 1),
        ("order", "06-03", 1),
        ("rectify", "06-10", 1),
        ("accept_pass", "06-12", 1),
        ("close", "06-13", 1),
    ]
    assert summarise(done, ()).state == "closed"


def test_a_failed_round_keeps_its_own_completion() -> None:
    assert told(row(rectified=utc("2020-06-15")), FAIL) == [
        ("confirm", "06-02", 1),
        ("order", "06-03", 1),
        ("rectify", "06-10", 1),
        ("accept_fail", "06-12", 1),
        ("rectify", "06-15", 2),
    ]


def test_failed_closed_reopened_and_done_again() -> None:
    again = row(rectified=utc("2020-07-15"), closed=utc("2020-07-16"))
    assert told(again, REOPEN, FAIL, EXTEND) == [
        ("confirm", "06-02", 1),
        ("order", "06-03", 1),
        ("rectify", "06-10", 1),
        ("accept_fail", "06-12", 1),
        ("rectify", "06-15", 2),
        ("extend", "06-18", 2),
        ("close", "06-18", 2),
        ("reopen", "07-05", 2),
        ("rectify", "07-15", 3),
        ("close", "07-16", 3),
    ]
    summary = summarise(again, [REOPEN, FAIL, EXTEND])
    assert (summary.state, summary.round_no, summary.due_current) == ("closed", 3, REOPEN.new_due)


def test_a_row_that_still_shows_the_ended_round_adds_none() -> None:
    stale = row(rectified=utc("2020-06-15"), closed=utc("2020-06-18"))
    assert told(stale, REOPEN)[2:] == [("rectify", "06-15", 1), ("close", "06-18", 1), ("reopen", "07-05", 1)]
    assert summarise(stale, [REOPEN]).state == "rectifying"


@pytest.mark.parametrize(
    ("values", "changes", "state"),
    [
        ({"confirmed": None, "ordered": None}, [], "found"),
        ({"ordered": None}, [], "confirmed"),
        ({}, [], "ordered"),
        ({"rectified": utc("2020-06-10")}, [], "rectified"),
        ({"rectified": utc("2020-06-10"), "accepted": utc("2020-06-12"), "acceptance": "fail"}, [], "rectifying"),
        ({}, [FAIL], "rectifying"),
        ({"rectified": utc("2020-06-10"), "closed": utc("2020-06-11")}, [Change("void", utc("2020-07-01"))], "void"),
    ],
)
def test_states(values: dict[str, Any], changes: list[Change], state: str) -> None:
    assert summarise(row(**values), changes).state == state


def test_the_first_grade_is_the_one_before_any_change() -> None:
    regrade = Change("regrade", utc("2020-06-11"), old_grade="general", new_grade="major")
    first = derive(row(grade="major"), [regrade])[0]
    assert (first.kind, first.new_grade) == ("confirm", "general")


DAYS = st.integers(0, 60).map(lambda number: utc("2020-06-04") + timedelta(days=number))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Row, list[Change]]:
    """A hazard that was worked on, failed, closed and reopened in the order of days."""
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=12, unique=True)))
    changes: list[Change] = []
    rectified = closed = None
    for at in days:
        kinds = ["extend", "regrade", "rectify"] if rectified is None else ["accept_fail", "close"]
        kind = "reopen" if closed else draw(st.sampled_from(kinds))
        if kind == "rectify":
            rectified = at
        elif kind == "close":
            closed = at
        else:
            new_due = at + timedelta(days=10) if kind in ("extend", "reopen") else None
            ended = kind in ("accept_fail", "reopen")
            new_grade = "major" if kind == "regrade" else None
            changes.append(Change(kind, at, rectified if ended else None, closed, new_due=new_due, new_grade=new_grade))
            if ended:
                rectified = closed = None
    return row(rectified=rectified, closed=closed), changes


@given(histories())
def test_the_change_records_can_be_told_from_the_events(history: tuple[Row, list[Change]]) -> None:
    now, changes = history
    assert sorted(changes_of(derive(now, changes)), key=lambda c: c.at) == changes


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(history: tuple[Row, list[Change]], random: Any) -> None:
    now, changes = history
    shuffled = list(changes)
    random.shuffle(shuffled)
    assert derive(now, shuffled) == derive(now, changes)


@given(histories())
def test_rounds_end_one_after_the_other(history: tuple[Row, list[Change]]) -> None:
    events = derive(*history)
    endings = [event for event in events if event.kind in ("accept_fail", "reopen")]
    assert [event.round_no for event in endings] == list(range(1, len(endings) + 1))
    for event in events:
        if event.kind in ("rectify", "close"):
            assert sum(ending.at < event.at for ending in endings) == event.round_no - 1
