"""A worked example for each counting rule; the same examples are told in docs/definitions.md."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from data_access.obligations.at_instant import list_with_evidence
from data_access.question import Filters, Question
from tests.data_access.conftest import Tell
from tests.data_access.obligations.world import (
    ATTEND,
    BY,
    CITY_A,
    CITY_B,
    COUNTY_1,
    LATER,
    LEAGUE,
    LEAGUE_A,
    LINES,
    NOTHING,
    OFFICE,
    ON,
    REPORT,
    ROLLING,
    TWICE,
    UNITS,
    WEEKLY,
    Extension,
    History,
    at,
    due,
    event,
    held,
    owed,
    sent,
)

CODES = {u.id: u.code for u in UNITS}


@dataclass(frozen=True)
class Example:
    """What an obligation's row shows at an instant, after a history."""

    rule: str
    history: History
    owes: tuple[int, int] | tuple[int, int, str]
    when: datetime
    shows: dict[str, Any]
    known: datetime | None = None
    why: str = field(default="", compare=False)


def extended(*moves: tuple[datetime, datetime], line: int = REPORT, history: History | None = None) -> History:
    before = history or History()
    target = owed(line, CITY_A).id
    made = tuple(Extension(n, target, new, granted) for n, (new, granted) in enumerate(moves, 1))
    return History(before.activities, before.versions, made, before.waivers)


REPORT_A, BY_A, ON_A, TWICE_A = (REPORT, CITY_A), (BY, CITY_A), (ON, CITY_A), (TWICE, CITY_A)

EXAMPLES = [
    # G1: any past instant reproduces; two clocks
    Example("G1", held(event(1, BY, at(6, 9))), BY_A, at(6, 8, 23, 59, 59), {"state": "not_due"}),
    Example("G1", held(event(1, BY, at(6, 9))), BY_A, at(6, 9), {"state": "done_on_time"}),
    Example(
        "G1 known then",
        held(event(1, BY, at(6, 9), recorded_at=at(6, 20))),
        BY_A,
        at(6, 15),
        {"state": "overdue"},
        known=at(6, 15),
    ),
    Example(
        "G1 known then",
        held(
            event(1, BY, at(6, 9), recorded_at=at(6, 9), superseded_at=at(6, 20)),
            event(2, BY, at(6, 12), code="HD1", recorded_at=at(6, 20)),
        ),
        BY_A,
        LATER,
        {"state": "done_late", "evidence": 1},
    ),
    Example(
        "G1 known then",
        held(
            event(1, BY, at(6, 9), recorded_at=at(6, 9), superseded_at=at(6, 20)),
            event(2, BY, at(6, 12), code="HD1", recorded_at=at(6, 20)),
        ),
        BY_A,
        LATER,
        {"state": "done_on_time", "evidence": 1},
        known=at(6, 19),
    ),
    # C1: a fact known by its day counts from 00:00 of it
    Example("C1", held(event(1, BY, at(6, 11))), BY_A, at(6, 11), {"state": "done_late", "days_overdue": 1}),
    # G2, C2: the due day belongs to the time allowed, in Asia/Shanghai; no shift for week-ends (06-07 is a Sunday)
    Example("C2", NOTHING, REPORT_A, at(7, 3, 23, 59, 58), {"state": "not_due"}),
    Example("C2", NOTHING, REPORT_A, at(7, 3, 23, 59, 59), {"state": "overdue"}),
    Example("C2", NOTHING, REPORT_A, at(7, 4), {"state": "overdue", "days_overdue": 1}),
    Example("C2", NOTHING, REPORT_A, datetime(2020, 7, 3, 15, 59, 58, tzinfo=UTC), {"state": "not_due"}),
    Example("G2", NOTHING, (WEEKLY, CITY_A, "2020-W23"), at(6, 8), {"state": "overdue"}),
    Example("G2", sent((due(7, 3), "submitted", None)), REPORT_A, LATER, {"state": "done_on_time"}),
    Example("G2", sent((at(7, 4), "submitted", None)), REPORT_A, LATER, {"state": "done_late", "days_overdue": 1}),
    # G4: one state each; due_soon within 7 days
    Example("G4", NOTHING, REPORT_A, at(6, 26, 23, 59, 58), {"state": "not_due", "due_soon": False}),
    Example("G4", NOTHING, REPORT_A, at(6, 26, 23, 59, 59), {"state": "not_due", "due_soon": True}),
    Example("G4", NOTHING, (ROLLING, CITY_A), LATER, {"state": "open", "days_overdue": None}),
    Example(
        "C3 done without deadline",
        held(event(1, ROLLING, at(7, 9))),
        (ROLLING, CITY_A),
        LATER,
        {"state": "done_on_time"},
    ),
    # G5, C4: the first standing version decides; a review is about figures, a return takes the version back
    Example("C4", sent((at(7, 1), "submitted", None)), REPORT_A, LATER, {"state": "done_on_time", "provisional": True}),
    Example("C4", sent((at(7, 1), "accepted", at(7, 9))), REPORT_A, at(7, 8), {"provisional": True}),
    Example("C4", sent((at(7, 1), "accepted", at(7, 9))), REPORT_A, at(7, 9), {"provisional": False}),
    Example(
        "C4 correction",
        sent((at(7, 1), "superseded", at(7, 2)), (at(7, 8), "accepted", at(7, 9))),
        REPORT_A,
        LATER,
        {"state": "done_on_time", "fulfilled_at": at(7, 1), "evidence": 2},
    ),
    Example("C4 return", sent((at(7, 1), "returned", at(7, 5))), REPORT_A, at(7, 4, 23), {"state": "done_on_time"}),
    Example("C4 return", sent((at(7, 1), "returned", at(7, 5))), REPORT_A, at(7, 5), {"state": "overdue"}),
    Example(
        "C4 return",
        sent((at(7, 1), "returned", at(7, 5)), (at(7, 6), "accepted", at(7, 7))),
        REPORT_A,
        LATER,
        {"state": "done_late", "fulfilled_at": at(7, 6)},
    ),
    Example("G5 withdrawn", sent((at(7, 1), "withdrawn", None)), REPORT_A, LATER, {"state": "overdue"}),
    # G7, C5: hold
    Example("C5 end, else start", held(event(1, BY, at(6, 10), end=at(6, 11))), BY_A, LATER, {"state": "done_late"}),
    Example("C5 exact line", held(event(1, 1, at(6, 9))), BY_A, LATER, {"state": "overdue"}),
    Example("G7", held(event(1, BY, at(6, 9), status="cancelled")), BY_A, LATER, {"state": "overdue", "evidence": 0}),
    Example("G7", held(event(1, BY, at(6, 9), status="postponed")), BY_A, LATER, {"state": "overdue"}),
    Example("C5 minimum count", held(event(1, TWICE, at(6, 9))), TWICE_A, LATER, {"state": "overdue", "evidence": 1}),
    Example(
        "C5 minimum count",
        held(event(1, TWICE, at(6, 9)), event(2, TWICE, at(6, 21)), event(3, TWICE, at(7, 1))),
        TWICE_A,
        LATER,
        {"state": "done_late", "fulfilled_at": at(6, 21), "evidence": 3},
    ),
    Example("C5 no lower bound", held(event(1, BY, at(3, 1))), BY_A, LATER, {"state": "done_on_time"}),
    Example("C5 on the day", held(event(1, ON, at(6, 16, 9))), ON_A, at(6, 16, 10), {"state": "done_on_time"}),
    Example("C5 on the day", held(event(1, ON, at(6, 15, 23))), ON_A, LATER, {"state": "done_off_date"}),
    Example("C5 on the day", held(event(1, ON, at(6, 17))), ON_A, LATER, {"state": "done_late"}),
    Example(
        "C5 on the day",
        held(event(1, ON, at(6, 12)), event(2, ON, at(6, 16)), event(3, ON, at(6, 20))),
        ON_A,
        LATER,
        {"state": "done_on_time", "fulfilled_at": at(6, 16)},
    ),
    Example(
        "C5 on the day",
        held(event(1, ON, at(6, 12)), event(2, ON, at(6, 20))),
        ON_A,
        LATER,
        {"state": "done_off_date", "fulfilled_at": at(6, 12)},
    ),
    # G8, C6: leading or co-hosting holds it
    Example(
        "C6 co-host",
        held(event(1, BY, at(6, 9), (CITY_B, "lead"), (CITY_A, "co"))),
        BY_A,
        LATER,
        {"state": "done_on_time"},
    ),
    Example(
        "C6 leagues",
        held(event(1, LEAGUE, at(6, 9), (CITY_A, "lead"), (LEAGUE_A, "co"))),
        (LEAGUE, CITY_A),
        LATER,
        {"state": "done_on_time"},
    ),
    Example("C6 leagues", held(event(1, LEAGUE, at(6, 9))), (LEAGUE, CITY_A), LATER, {"state": "overdue"}),
    Example(
        "C6 a city league does not discharge its counties",
        held(event(1, LEAGUE, at(6, 9), (CITY_A, "lead"), (LEAGUE_A, "co"))),
        (LEAGUE, COUNTY_1),
        LATER,
        {"state": "overdue"},
    ),
    Example(
        "C6 nor the reverse",
        held(event(1, LEAGUE, at(6, 9), (CITY_A, "lead"), (COUNTY_1, "co"))),
        (LEAGUE, CITY_A),
        LATER,
        {"state": "overdue"},
    ),
    # C7: attending is not hosting, and the other way round
    Example(
        "C7", held(event(1, ATTEND, at(6, 9), (CITY_A, "attend"))), (ATTEND, CITY_A), LATER, {"state": "done_on_time"}
    ),
    Example("C7", held(event(1, ATTEND, at(6, 9), (OFFICE, "lead"))), (ATTEND, CITY_A), LATER, {"state": "open"}),
    Example("C7", held(event(1, BY, at(6, 9), (CITY_A, "attend"))), BY_A, LATER, {"state": "overdue"}),
    # C8: waivers and extensions act from the day they are granted
    Example(
        "C8 waived wins",
        sent((at(7, 1), "accepted", at(7, 2)), waivers=((owed(REPORT, CITY_A).id, at(7, 9)),)),
        REPORT_A,
        at(7, 8, 23),
        {"state": "done_on_time"},
    ),
    Example(
        "C8 waived wins",
        sent((at(7, 1), "accepted", at(7, 2)), waivers=((owed(REPORT, CITY_A).id, at(7, 9)),)),
        REPORT_A,
        at(7, 9),
        {"state": "waived"},
    ),
    Example("C8 extended", extended((due(7, 10), at(7, 5))), REPORT_A, at(7, 4), {"state": "overdue", "extensions": 0}),
    Example(
        "C8 extended",
        extended((due(7, 10), at(7, 5))),
        REPORT_A,
        at(7, 5),
        {"state": "not_due", "extensions": 1, "due_original": due(7, 3)},
    ),
    Example(
        "C8 latest",
        extended((due(7, 10), at(7, 5)), (due(7, 8), at(7, 6))),
        REPORT_A,
        at(7, 7),
        {"due_at": due(7, 10), "extensions": 2},
    ),
    Example(
        "C8 timeliness by the new deadline",
        extended((due(7, 10), at(7, 5)), history=sent((at(7, 9), "submitted", None))),
        REPORT_A,
        LATER,
        {"state": "done_on_time"},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule}-{e.when:%m%dT%H%M%S}-{e.shows}")
def test_examples(tell: Tell, example: Example) -> None:
    target = owed(*example.owes)
    period = "" if target.period == "once" else target.period
    with tell(example.history) as connections:
        for conn in connections:
            code = {line.id: line.code for line in LINES}[target.line]
            [row] = [
                one
                for one in list_with_evidence(conn, Question(Filters(), example.when, example.known))
                if (one.unit.code, one.line.code, one.period) == (CODES[target.unit], code, period)
            ]
            shown = {name: getattr(row, name) for name in example.shows}
            assert shown == example.shows
