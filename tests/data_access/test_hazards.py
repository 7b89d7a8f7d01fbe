"""Worked examples of C12–C14, on both databases: classes of hazards at an instant, tips by channel."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from data_access.filters import Filters, Question
from data_access.hazards import CLASSES, hazard_classes, load_hazard_classes
from data_access.schema import hazard, hazard_event, hazard_exposure, hazard_supervision, tip, tip_channel
from data_access.scope import EVERYWHERE, Scope
from data_access.tips import load_tips
from tests.data_access.conftest import Tell
from tests.data_access.world import LONG_AGO, NOTHING, at, due


@dataclass(frozen=True)
class Event:
    kind: str
    when: datetime
    round: int = 1
    new_due: datetime | None = None
    grade: str | None = None


CONFIRM = Event("confirm", at(6, 1), grade="general")
ORDER = Event("order", at(6, 2), new_due=due(6, 10))
IN_TIME = Event("rectify", at(6, 10))
LATE = Event("rectify", at(6, 11))
CLOSE = Event("close", at(6, 12))
FAIL = Event("accept_fail", at(6, 13))
EXTEND = Event("extend", at(6, 15), new_due=due(6, 20))


def happen(conn: Connection, *events: Event, key: int = 1, adcode: str = "230102", grade: str = "general") -> None:
    row = {"id": key, "code": f"YH{key}", "campaign_id": 1, "adcode": adcode, "grade": grade, "state": "confirmed"}
    clocks = {"confirmed_at": at(6, 1), "recorded_at": LONG_AGO, "updated_at": LONG_AGO}
    conn.execute(insert(hazard).values({**row, **clocks, "unit_named_public": False, "round_no": 1}))
    conn.execute(
        insert(hazard_event),
        [
            {"hazard_id": key, "kind": e.kind, "occurred_at": e.when, "recorded_at": e.when, "round_no": e.round}
            | {"new_due": e.new_due, "new_grade": e.grade}
            for e in events
        ],
    )


def classes(conn: Connection, when: datetime, known: datetime | None = None) -> list[Any]:
    return [row._mapping["class"] for row in conn.execute(hazard_classes(Question(Filters(), when, known)))]


@pytest.mark.parametrize(
    ("events", "when", "expected"),
    [
        ((CONFIRM,), at(5, 31), []),
        ((CONFIRM,), at(6, 30), ["p"]),  # no order yet: no deadline
        ((CONFIRM, ORDER), due(6, 9), ["p"]),
        ((CONFIRM, ORDER), due(6, 10), ["e"]),
        ((CONFIRM, ORDER, IN_TIME), at(6, 30), ["b"]),
        ((CONFIRM, ORDER, IN_TIME, CLOSE), at(6, 30), ["a"]),
        ((CONFIRM, ORDER, LATE), at(6, 30), ["d"]),
        ((CONFIRM, ORDER, LATE, CLOSE), at(6, 30), ["c"]),
        ((CONFIRM, ORDER, LATE, CLOSE), at(6, 11, 12), ["d"]),
        ((CONFIRM, ORDER, Event("rectify", at(6, 3)), Event("close", at(6, 4))), at(6, 9), ["a0"]),
        ((CONFIRM, ORDER, IN_TIME, FAIL), at(6, 30), ["e"]),  # a failed round does not count
        ((CONFIRM, ORDER, IN_TIME, FAIL), at(6, 12, 12), ["b"]),
        ((CONFIRM, ORDER, IN_TIME, FAIL, Event("rectify", at(6, 18), 2)), at(6, 30), ["d"]),
        ((CONFIRM, ORDER, IN_TIME, CLOSE, Event("reopen", at(6, 20), 1, due(6, 25))), at(6, 24), ["p"]),
        ((CONFIRM, ORDER, IN_TIME, CLOSE, Event("reopen", at(6, 20), 1, due(6, 25))), at(6, 26), ["e"]),
        ((CONFIRM, ORDER, EXTEND), at(6, 14), ["e"]),  # C12: an extension acts from its day
        ((CONFIRM, ORDER, EXTEND), at(6, 16), ["p"]),
        ((CONFIRM, ORDER, EXTEND, Event("rectify", at(6, 19))), at(6, 30), ["b"]),
        ((CONFIRM, ORDER, Event("void", at(6, 5))), at(6, 4), ["p"]),
        ((CONFIRM, ORDER, Event("void", at(6, 5))), at(6, 5), []),
    ],
)
def test_c12_c13_classes(tell: Tell, events: tuple[Event, ...], when: datetime, expected: list[str]) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, *events)
            assert classes(conn, when) == expected


def test_c13_as_known_then(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, IN_TIME)
            assert classes(conn, at(6, 30), known=at(6, 9)) == ["e"]


def confirmed(conn: Connection, when: datetime, scope: Scope = EVERYWHERE) -> dict[Any, dict[str, int]]:
    """The cells that hold a hazard; in each the classes add up."""
    frame = load_hazard_classes(conn, Question(Filters(), when, scope=scope)).set_index(["city_adcode", "grade"])
    assert (frame[list(CLASSES)].sum(axis=1) == frame["confirmed"]).all()
    return {key: row.to_dict() for key, row in frame[frame["confirmed"] > 0].iterrows()}


def test_c13_counts_per_city_and_grade(tell: Tell) -> None:
    """Graded up on 06-05, exposed on 06-06, listed on 06-07; a hazard counts where it lies, in its grade at T."""
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, Event("regrade", at(6, 5), grade="major"), IN_TIME, CLOSE)
            happen(conn, CONFIRM, ORDER, key=2, adcode="230200")
            conn.execute(insert(hazard_exposure).values(hazard_id=1, exposed_on=date(2020, 6, 6)))
            conn.execute(insert(hazard_supervision).values(hazard_id=1, level="city", listed_on=date(2020, 6, 7)))

            assert set(confirmed(conn, at(6, 4))) == {("230100", "general"), ("230200", "general")}
            later = confirmed(conn, at(6, 30))
            assert set(later) == {("230100", "major"), ("230200", "general")}
            major = later["230100", "major"]
            assert (major["a"], major["exposed"], major["exposed_closed"], major["listed"]) == (1, 1, 1, 1)
            early = confirmed(conn, at(6, 6))["230100", "major"]
            assert (early["exposed"], early["exposed_closed"], early["listed"]) == (1, 0, 0)
            assert set(confirmed(conn, at(6, 30), Scope(("230200",)))) == {("230200", "general")}


moments = st.integers(0, 40).map(lambda day: at(6, 1) + (at(6, 2) - at(6, 1)) * day)
stories = st.lists(
    st.builds(
        Event,
        st.sampled_from(["rectify", "close", "accept_fail", "reopen", "extend", "regrade", "void"]),
        moments,
        st.integers(1, 3),
        st.none() | st.sampled_from([due(6, 15), due(6, 25), due(7, 5)]),
    ),
    max_size=8,
)


@given(stories, moments)
@settings(max_examples=max(8, settings.default.max_examples // 2))
def test_a_confirmed_hazard_has_one_class(tell: Tell, story: list[Event], when: datetime) -> None:
    gone = any(e.kind == "void" and e.when <= when for e in story)
    answers = []
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, *story)
            answers.append(classes(conn, when))
    assert answers[0] == answers[1]
    assert len(answers[0]) == (0 if gone else 1)
    assert set(answers[0]) <= set(CLASSES)


def tips(conn: Connection, *rows: dict[str, Any]) -> None:
    conn.execute(insert(tip_channel).values(code="12350", name_zh="热线", name_en="hotline", sort_order=1))
    base = {
        "channel": "12350",
        "adcode": "230102",
        "received_at": at(6, 1),
        "recorded_at": LONG_AGO,
        "updated_at": LONG_AGO,
    }
    for number, row in enumerate(rows):
        conn.execute(insert(tip).values({**base, "code": f"JB{number}", **row}))


TAKEN = {"decision": "accepted", "accepted_at": at(6, 1)}


@pytest.mark.parametrize(
    ("row", "when", "shown"),
    [
        ({}, at(5, 31), {"received": 0}),
        ({}, at(6, 1), {"received": 1, "accepted": 0}),
        ({"decision": "duplicate"}, at(6, 1), {"duplicate": 1, "accepted": 0}),
        ({"decision": "transferred"}, at(6, 1), {"transferred": 1}),
        ({"decision": "rejected"}, at(6, 1), {"rejected": 1}),
        ({"decision": "accepted", "accepted_at": at(6, 3)}, at(6, 2), {"accepted": 0}),
        (TAKEN, at(7, 31, 23, 59, 58), {"accepted": 1, "due": 0}),  # 60 days after 06-01: through 07-31
        (TAKEN, due(7, 31), {"due": 1, "closed_on_time": 0}),
        ({**TAKEN, "closed_at": at(7, 31)}, at(8, 1), {"closed": 1, "due": 1, "closed_on_time": 1}),
        ({**TAKEN, "closed_at": at(8, 1)}, at(8, 1), {"closed": 1, "closed_on_time": 0}),
        ({**TAKEN, "due_original": due(6, 20)}, at(6, 21), {"due": 1}),
        ({**TAKEN, "due_original": due(6, 20), "due_current": due(6, 30)}, at(6, 21), {"due": 0}),
        ({**TAKEN, "closed_at": at(6, 9), "outcome": "partly"}, at(6, 9), {"substantiated": 1, "withdrawn": 0}),
        ({**TAKEN, "closed_at": at(6, 9), "outcome": "withdrawn"}, at(6, 9), {"substantiated": 0, "withdrawn": 1}),
        ({"superseded_at": at(7, 1)}, at(6, 9), {"received": 0}),
    ],
)
def test_c14_tips(tell: Tell, row: dict[str, Any], when: datetime, shown: dict[str, int]) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            tips(conn, row)
            found = load_tips(conn, Question(Filters(), when)).iloc[0]
            assert {name: found[name] for name in shown} == shown
            assert load_tips(conn, Question(Filters(cities=("230200",)), when)).iloc[0]["received"] == 0
