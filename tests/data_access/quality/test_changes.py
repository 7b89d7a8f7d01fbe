"""What changed since an instant, on each of the two clocks (question 20, G1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from data_access.quality.changes import CLOCKS, Change, list_changes, since_of
from data_access.question import Filters, Question
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import CLOSE, CONFIRM, ORDER, REOPEN, VOID, Event, happen
from tests.data_access.obligations.world import CITY_A, CITY_B, NOTHING, REPORT, WEEKLY, Version, at, owed
from tests.data_access.quality.quality_world import World, events, hazards, one, told, versions

T, SINCE = at(6, 30), at(6, 21)
"""Between them no deadline passes."""
WEEK = owed(WEEKLY, CITY_A, "2020-W24")
REPORTED = owed(REPORT, CITY_A)
LATE = {"recorded_at": at(6, 25)}
KNOWN = {"recorded_at": at(6, 12)}
HELD = {"recorded_at": at(6, 12), "superseded_at": at(6, 25), "code": "HD1"}
CANCELLED = {"recorded_at": at(6, 25), "code": "HD1", "status": "cancelled"}

CORRECTED = replace(CONFIRM, when=at(6, 3), recorded=at(6, 25))


def heard(event: Event, when: datetime) -> Event:
    return replace(event, recorded=when)


CASES: list[tuple[World, dict[str, int], dict[str, int]]] = [
    # held on 10 June, heard of on the 25th: new for those who ask what they know, not for those who ask what happened
    (events(one(1, at(6, 10), **LATE)), {"activities": 1, "done": 1}, {}),
    (events(one(1, at(6, 10), **KNOWN)), {}, {}),
    (events(one(1, at(6, 22), **LATE)), {"activities": 1, "done": 1}, {"activities": 1, "done": 1}),
    (events(one(1, at(7, 2), recorded_at=at(7, 3))), {}, {}),
    (
        events(one(1, at(6, 10), **HELD), one(2, at(6, 10), **CANCELLED)),
        {"activities_gone": 1, "undone": 1, "overdue": 1},
        {},
    ),
    (
        versions(Version(1, WEEK.id, 1, at(6, 22), recorded_at=at(6, 22))),
        {"returns": 1, "done": 1},
        {"returns": 1, "done": 1},
    ),
    (versions(Version(1, WEEK.id, 1, at(6, 12), recorded_at=at(6, 12))), {}, {}),
    (
        versions(
            Version(1, REPORTED.id, 1, at(6, 12), "superseded", at(6, 13), recorded_at=at(6, 12)),
            Version(2, REPORTED.id, 2, at(6, 22), "accepted", at(6, 23), recorded_at=at(6, 22)),
        ),
        {"versions": 1},
        {"versions": 1},
    ),
    (  # both versions of what is new: one return and one further version
        versions(
            Version(1, REPORTED.id, 1, at(6, 21, 9), "returned", at(6, 22), recorded_at=at(6, 21, 9)),
            Version(2, REPORTED.id, 2, at(6, 23), "accepted", at(6, 24), recorded_at=at(6, 23)),
        ),
        {"returns": 1, "versions": 1, "done": 1},
        {"returns": 1, "versions": 1, "done": 1},
    ),
    (  # returned: it stood before, now nothing does, and its day has passed
        versions(Version(1, WEEK.id, 1, at(6, 12), "returned", at(6, 22), recorded_at=at(6, 12))),
        {"undone": 1, "overdue": 1},
        {"undone": 1, "overdue": 1},
    ),
    (hazards((heard(CONFIRM, at(6, 25)),)), {"hazards": 1}, {}),
    (hazards((heard(CONFIRM, at(6, 2)),)), {}, {}),
    (hazards((heard(CONFIRM, at(6, 25)), heard(VOID, at(6, 26)))), {}, {}),
    (hazards((CONFIRM, ORDER, CLOSE, replace(REOPEN, when=at(6, 22)))), {"reopened": 1}, {"reopened": 1}),
    (hazards((CONFIRM, Event("close", at(6, 22)))), {"closed": 1}, {"closed": 1}),
    (hazards((CONFIRM, Event("close", at(7, 2)))), {}, {}),
    (  # a ledger corrects the day of the confirmation: the hazard is not new
        hazards((replace(CONFIRM, recorded=at(6, 2), superseded=at(6, 25)), CORRECTED)),
        {},
        {},
    ),
]


def counted(row: Change) -> dict[str, int]:
    return {name: n for name, n in zip(Change._fields[3:], row[3:], strict=True) if n}


def of_clock(rows: Sequence[Change], clock: str, city: str = "230100") -> dict[str, int]:
    [row] = [row for row in rows if (row.clock, row.place.code) == (clock, city)]
    return counted(row)


@pytest.mark.parametrize(("world", "recorded", "happened"), CASES)
def test_what_changed(tell: Tell, world: World, recorded: dict[str, int], happened: dict[str, int]) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            world(conn)
            rows = list_changes(conn, Question(Filters("N"), T, since=SINCE))
            assert of_clock(rows, "recorded") == recorded
            assert of_clock(rows, "happened") == happened
            assert not of_clock(rows, "recorded", "230200")


def test_deadlines_that_pass_make_overdue_on_the_clock_of_what_happens_only(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            rows = list_changes(conn, Question(Filters("N"), T, since=at(6, 15)))
            # M3.3 until 20 June, M4.1 on the 16th, which does not bind city B
            assert of_clock(rows, "happened") == {"overdue": 2}
            assert of_clock(rows, "happened", "230200") == {"overdue": 1}
            assert of_clock(rows, "recorded") == {}


def test_one_row_per_clock_and_city_that_is_asked_for(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            rows = list_changes(conn, Question(Filters("N", cities=("230200",)), T, since=SINCE))
            assert [(row.clock, row.since, row.place.code) for row in rows] == [(c, SINCE, "230200") for c in CLOCKS]


@pytest.mark.parametrize(
    ("as_of", "since"),
    [
        (at(7, 1), at(6, 20, 23, 59, 59)),  # 30 June ended a second before
        (at(7, 2), at(6, 30, 23, 59, 59)),
        (at(6, 3), at(6, 3) - timedelta(days=7)),  # no deadline has passed yet
    ],
)
def test_without_an_instant_it_is_the_last_deadline_or_a_week_ago(tell: Tell, as_of: datetime, since: datetime) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            assert since_of(conn, Question(Filters("N"), as_of)) == since


def test_a_joint_event_is_new_for_each_of_its_cities(tell: Tell) -> None:
    """G8."""
    made, columns = one(1, at(6, 22), **LATE)
    joint = replace(made, hosts=((CITY_A, "lead"), (CITY_B, "co")))
    with tell(NOTHING) as connections:
        for conn in connections:
            told(events((joint, columns)))(conn)
            happen(conn, CONFIRM, key=9, adcode="230202")
            rows = list_changes(conn, Question(Filters("N"), T, since=SINCE))
            assert of_clock(rows, "happened")["activities"] == of_clock(rows, "happened", "230200")["activities"] == 1
