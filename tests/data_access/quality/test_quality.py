"""Question 20 rule by rule: a small world in which each check finds something, and its neighbour in which it does not.

On SQLite and PostgreSQL alike; docs/definitions.md tells the rules.
"""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from data_access.database.snapshot import Snapshot
from data_access.quality.activities import bare
from data_access.quality.rules import KINDS, RULES
from data_access.quality.units import list_findings, list_quality
from data_access.question import Filters, Question, Scope
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import Event
from tests.data_access.obligations.world import CITY_A, CITY_B, NOTHING, REPORT, Version, at, due, owed
from tests.data_access.quality.quality_world import (
    CLOSED,
    CONFIRM,
    FIXED,
    FIXED_LATER,
    LEAGUES,
    LONG,
    MEMBERS,
    ORDER,
    WEEK,
    World,
    events,
    exposed,
    figures,
    files,
    form,
    hazards,
    one,
    told,
    versions,
)

T = at(7, 10)
BOTH = one(1, at(6, 5), mode="offline", attendance_onsite=0, views=50)
ROUND = {f"X{n}": 100.0 * (n + 1) for n in range(8)}
OLD = {"recorded_at": at(6, 6), "superseded_at": at(6, 20), "code": "HD1"}
NEW = {"recorded_at": at(6, 20), "code": "HD1"}
CORRECTED = events(one(1, at(6, 5), **OLD), one(2, at(6, 5), views=9, **NEW))
TWO = events(one(1, at(6, 5), **LEAGUES), one(2, at(6, 6), **LEAGUES))
GOOD = (CONFIRM, ORDER, FIXED, *CLOSED)
UNDONE = (Event("close", at(6, 4)), Event("reopen", at(6, 5)), Event("accept_pass", at(6, 9), 2))
BARE = Version(1, owed(REPORT, CITY_A).id, 1, at(7, 1))
OTHERS = form(2, CITY_B, E10=3)
CASES: list[tuple[str, World, dict[str, int]]] = [
    # a deadline of 14 June passed without a version; a zero report is a return; a returned one is none
    ("missing_return", told(), {"230100": 3, "230200": 3, "D-XF": 3}),
    ("missing_return", versions(Version(1, WEEK.id, 1, at(6, 14), zero=True)), {"230100": 2, "230200": 3, "D-XF": 3}),
    (
        "missing_return",
        versions(Version(1, WEEK.id, 1, at(6, 14), "returned", at(6, 15))),
        {"230100": 3, "230200": 3, "D-XF": 3},
    ),
    ("refused_file", files({"status": "refused", "received_at": at(7, 1), "fault_count": 2}), {"230100": 1}),
    ("refused_file", files({"received_at": at(7, 1)}), {}),
    ("refused_file", files({"status": "refused", "received_at": at(7, 11)}), {}),
    ("absent_file", files({"status": "missing", "received_at": at(7, 1)}), {"230100": 1}),
    # two league events in counties against a city's figure of 1, then of 2; the figure is missing; after its receipt
    ("counties_exceed", told(form(E10=1), TWO), {"230100": 1}),
    ("counties_exceed", told(form(E10=2), TWO), {}),
    ("counties_exceed", told(form(E10=None), events(one(1, at(6, 5), **LEAGUES))), {}),
    ("counties_exceed", told(form(E10=0), events(one(1, at(7, 2), **LEAGUES))), {}),
    ("counties_exceed", told(form(E06=0), events(one(1, at(6, 5), adcode="230102"))), {"230100": 1}),
    ("counties_exceed", told(form(E06=0), events(one(1, at(6, 5), adcode="230100"))), {}),
    ("counties_exceed", told(form(F03=1), exposed(date(2020, 6, 20), date(2020, 7, 1))), {"230100": 1}),
    ("counties_exceed", told(form(F03=1), exposed(date(2020, 6, 20), date(2020, 7, 2))), {}),
    ("part_over_whole", form(E12a=100, E12b=101), {"230100": 1}),
    ("part_over_whole", form(E12a=100, E12b=100), {}),
    ("part_over_whole", form(F03=0, F04=1), {"230100": 1}),
    ("whole_missing", form(E12a=None, E12b=7), {"230100": 1}),
    ("whole_missing", form(E12a=None, E12b=0), {}),
    ("whole_missing", form(E12a=0, E12b=7), {}),
    ("dated_after_receipt", events(one(1, at(6, 5), recorded_at=at(6, 4, 17))), {"230100": 1}),
    ("dated_after_receipt", events(one(1, at(6, 5), recorded_at=at(6, 5))), {}),
    (
        "dated_after_receipt",
        hazards((CONFIRM, Event("rectify", at(6, 9), recorded=at(6, 8, 17)))),
        {"230100": 1},
    ),
    ("dated_after_receipt", hazards((CONFIRM, ORDER, FIXED)), {}),
    ("due_before_order", hazards((CONFIRM, Event("order", at(6, 2), new_due=due(6, 1)))), {"230100": 1}),
    ("due_before_order", hazards((CONFIRM, Event("order", at(6, 2), new_due=due(6, 2)))), {}),
    (
        "closed_before_acceptance",
        hazards((CONFIRM, ORDER, FIXED, Event("close", at(6, 4)), Event("accept_pass", at(6, 5)))),
        {"230100": 1},
    ),
    ("closed_before_acceptance", hazards((CONFIRM, ORDER, FIXED, *CLOSED)), {}),
    (  # the closing of a round that was undone says nothing of the acceptance of the next one
        "closed_before_acceptance",
        hazards((CONFIRM, ORDER, FIXED, *UNDONE)),
        {},
    ),
    ("views_without_people", events(BOTH), {"230100": 1}),
    ("views_without_people", events((BOTH[0], {**BOTH[1], "mode": "online"})), {}),
    ("views_without_people", events((BOTH[0], {**BOTH[1], "attendance_onsite": None})), {}),
    ("views_without_people", events((BOTH[0], {**BOTH[1], "attendance_online": 3})), {}),
    ("views_without_people", events((BOTH[0], {**BOTH[1], "views": 0})), {}),
    # years: two before the campaign of 2020 and two after it can be meant
    ("dated_outside", events(one(1, datetime(202, 6, 5, tzinfo=UTC))), {"230100": 1}),
    ("dated_outside", events(one(1, at(6, 5), planned_start=datetime(2099, 6, 5, tzinfo=UTC))), {"230100": 1}),
    ("dated_outside", events(one(1, at(6, 5), planned_start=datetime(2018, 6, 5, tzinfo=UTC))), {}),
    ("dated_outside", hazards((CONFIRM,), ordered_at=datetime(1, 1, 1, tzinfo=UTC)), {"230100": 1}),
    ("dated_outside", hazards((CONFIRM,), found_on=date(2017, 12, 31)), {"230100": 1}),
    ("dated_outside", hazards((CONFIRM,), found_on=date(2018, 1, 1)), {}),
    (
        "dated_outside",
        hazards((CONFIRM, Event("order", at(6, 2), new_due=due(6, 9).replace(year=2202)))),
        {"230100": 1},
    ),
    ("dated_outside", exposed(date(202, 6, 20)), {"230100": 1}),
    ("dated_not_held", events(one(1, at(6, 5), status="planned")), {"230100": 1}),
    ("dated_not_held", events(one(1, at(6, 5), status="postponed")), {}),
    ("dated_not_held", events(one(1, at(6, 5))), {}),
    ("placed_outside", hazards((CONFIRM,), lon=121.47, lat=31.23), {"230100": 1}),
    ("placed_outside", hazards((CONFIRM,), lon=126.5, lat=None), {"230100": 1}),
    ("placed_outside", hazards((CONFIRM,), lon=126.5, lat=45.8), {}),
    ("placed_outside", hazards((CONFIRM,)), {}),
    ("too_many_people", events(one(1, at(6, 5), views=1_200_000_000)), {"230100": 1}),
    ("too_many_people", events(one(1, at(6, 5), attendance_onsite=10_000_001)), {"230100": 1}),
    ("too_many_people", events(one(1, at(6, 5), attendance_onsite=10_000_000, views=10**9)), {}),
    ("personal_text", events(one(1, at(6, 5), title="咨询日(联系人王某13912345678)")), {"230100": 1}),
    ("personal_text", events(one(1, at(6, 5), venue="广场,电话0451-82345678")), {"230100": 1}),
    ("personal_text", events(one(1, at(6, 5), title="12350举报电话公布")), {}),
    ("personal_text", hazards((CONFIRM,), site_kind="举报人张三13900001111"), {"230100": 1}),
    ("personal_text", hazards((CONFIRM,), unit_ref="某公司"), {}),
    # all five closed, one without a deadline; one open; all with a deadline; only four
    ("closed_without_deadline", hazards(*[GOOD] * 4, (CONFIRM, FIXED, *CLOSED)), {"230100": 1}),
    ("closed_without_deadline", hazards(*[(CONFIRM, FIXED, *CLOSED)] * 5, (CONFIRM, ORDER)), {}),
    ("closed_without_deadline", hazards(*[GOOD] * 5), {}),
    ("closed_without_deadline", hazards(*[(CONFIRM, FIXED, *CLOSED)] * 4), {}),
    # two figures changed of three; none; the second version was not accepted
    (
        "revised_return",
        told(form(E10=1, E06=5, F03=2, status="superseded"), form(2, version=2, day=5, E10=4, E06=None, F03=2)),
        {"230100": 2},
    ),
    ("revised_return", told(form(E10=1, status="superseded"), form(2, version=2, day=5, E10=1)), {"230100": 1}),
    (
        "revised_return",
        told(form(E10=1), versions(Version(2, owed(REPORT, CITY_A).id, 2, at(7, 5))), figures(2, E10=9)),
        {},
    ),
    ("revised_activity", CORRECTED, {"230100": 1}),
    ("revised_activity", events(one(1, at(6, 5), **OLD), one(2, at(6, 7), status="cancelled", **NEW)), {"230100": 2}),
    ("revised_activity", events(one(1, at(6, 5), **OLD, status="planned"), one(2, at(6, 5), **NEW)), {}),
    (  # the copy of a co-host gave way to the lead's own row
        "revised_activity",
        told(
            files({"received_at": at(6, 6), "org_unit_id": CITY_B}),
            events(one(1, at(6, 5), **OLD, delivery_id=1), one(2, at(6, 5), views=9, **NEW)),
        ),
        {},
    ),
    (
        "same_text",
        events(*(one(n, at(6, n), unit, title=f"单位{unit}开展{LONG}") for n, unit in enumerate(MEMBERS, 1))),
        {"230100": 1, "230200": 1, "D-XF": 1},
    ),
    ("same_text", events(*(one(n, at(6, n), unit, title=LONG) for n, unit in enumerate(MEMBERS[:2], 1))), {}),
    ("same_text", events(*(one(n, at(6, n), unit, title="进社区") for n, unit in enumerate(MEMBERS, 1))), {}),
    ("same_text", events(*(one(n, at(6, n), CITY_A, title=LONG) for n in (1, 2, 3))), {}),
    ("last_hour", versions(Version(1, WEEK.id, 1, at(6, 14, 23, 1))), {"230100": 1}),
    ("last_hour", versions(Version(1, WEEK.id, 1, at(6, 14, 22, 59))), {}),
    ("last_hour", versions(Version(1, WEEK.id, 1, at(6, 15))), {}),
    ("last_hour", files({"received_at": at(6, 10, 23, 30)}), {"230100": 1}),
    ("last_hour", files({"received_at": at(6, 11, 23, 30)}), {}),
    ("last_hour", files({"received_at": at(6, 10, 23, 30), "kind": "annex3"}), {}),
    ("same_day", hazards(*[(CONFIRM, ORDER, FIXED)] * 5), {"230100": 5}),
    ("same_day", hazards(*[(CONFIRM, ORDER, FIXED)] * 4), {}),
    ("same_day", hazards(*[(CONFIRM, ORDER, FIXED)] * 5, (CONFIRM, ORDER, FIXED_LATER)), {}),
    ("same_day", hazards(*[(CONFIRM, ORDER, FIXED)] * 5, rect_type="immediate"), {}),
    ("empty_on_time", versions(Version(1, WEEK.id, 1, at(6, 14), zero=True)), {"230100": 1}),
    ("empty_on_time", versions(Version(1, WEEK.id, 1, at(6, 15), zero=True)), {}),
    ("empty_on_time", form(E10=0, E06=None), {"230100": 1}),
    ("empty_on_time", form(E10=0, E06=1), {}),
    (  # others sent figures for this line, so a version without a file is empty; before anybody did it is not
        "empty_on_time",
        told(OTHERS, versions(BARE)),
        {"230100": 1},
    ),
    ("empty_on_time", versions(BARE), {}),
    ("empty_on_time", told(OTHERS, versions(replace(BARE, content="refused"))), {}),
    ("round_numbers", form(**ROUND, Y1=101.0, Y2=103.0, Y3=90.0), {"230100": 8}),
    ("round_numbers", form(**ROUND, Y1=101.0, Y2=103.0, Y3=105.0), {}),
    ("round_numbers", form(**ROUND, Y1=101.0), {}),
]


def found(conn: Snapshot, rule: str, q: Question) -> dict[str, int]:
    """How many rows of a rule each unit has."""
    return dict(Counter(row.unit.code for row in list_findings(conn, q) if row.rule == rule))


@pytest.mark.parametrize(("rule", "world", "expected"), CASES)
def test_a_rule_finds_what_is_odd_and_nothing_else(
    tell: Tell, rule: str, world: World, expected: dict[str, int]
) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            world(conn)
            assert found(conn, rule, Question(Filters("N"), T)) == expected


def test_a_finding_of_personal_data_does_not_repeat_it(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            events(one(1, at(6, 5), title="联系人王某13912345678"))(conn)
            rows = [row for row in list_findings(conn, Question(Filters("N"), T)) if row.rule == "personal_text"]
            assert len(rows) == 1
            assert not [word for row in rows for word in map(str, row) if "王某" in word or "139" in word]


def test_every_rule_has_a_world_in_which_it_finds_something() -> None:
    assert {rule for rule, _, expected in CASES if expected} == set(RULES)
    assert {rule.kind for rule in RULES.values()} == set(KINDS)


@pytest.mark.parametrize(
    ("rule", "world", "known", "expected"),
    [
        ("refused_file", files({"status": "refused", "received_at": at(7, 1)}), at(6, 30), {}),
        ("refused_file", files({"status": "refused", "received_at": at(7, 1)}), at(7, 1), {"230100": 1}),
        ("revised_activity", CORRECTED, at(6, 19), {}),
        ("revised_activity", CORRECTED, at(6, 20), {"230100": 1}),
        ("part_over_whole", form(E12a=100, E12b=101), at(6, 30), {}),
        ("last_hour", versions(Version(1, WEEK.id, 1, at(6, 14, 23, 1), recorded_at=at(6, 16))), at(6, 15), {}),
    ],
)  # fmt: skip
def test_what_was_not_known_then_was_not_found_then(
    tell: Tell, rule: str, world: World, known: datetime, expected: dict[str, int]
) -> None:
    """G1: the second clock."""
    with tell(NOTHING) as connections:
        for conn in connections:
            world(conn)
            assert found(conn, rule, Question(Filters("N"), T, known_at=known)) == expected


def test_a_city_sees_its_part_of_what_several_have(tell: Tell) -> None:
    """A filter narrows what is handed on, not what is compared; what may not be seen is not compared either."""
    titled = (one(n, at(6, n), unit, title=LONG) for n, unit in enumerate(MEMBERS, 1))
    with tell(NOTHING) as connections:
        world = events(*titled)
        for conn in connections:
            world(conn)
            q = Question(Filters("N", cities=("230200",)), T)
            assert found(conn, "same_text", q) == {"230200": 1}
            assert [row.formal for row in list_quality(conn, q)] == [1]
            seen = replace(q, scope=Scope(("230200",)))
            assert found(conn, "same_text", seen) == {}
            assert [row.unit.code for row in list_quality(conn, seen)] == ["230200"]


def test_a_unit_is_told_by_its_findings_and_its_newest_data(tell: Tell) -> None:
    world = told(
        form(E10=1, E06=0, F03=1, F04=2),
        events(one(1, at(6, 5), **LEAGUES), one(2, at(6, 6), **LEAGUES), one(3, at(6, 7), adcode="230102")),
        files({"status": "refused", "received_at": at(7, 8)}, {"received_at": at(7, 3, 23, 30), "kind": "annex3"}),
        hazards((CONFIRM, Event("order", at(6, 2), new_due=due(6, 10), recorded=at(7, 11))), adcode="230202"),
    )
    with tell(NOTHING) as connections:
        for conn in connections:
            world(conn)
            city, other, member, office = list_quality(conn, Question(Filters("N"), T))
            # the refused file is no data; 3 July to 10 July; three returns were due and one came
            assert (city.last_at, city.silent_days, city.due, city.missing) == (at(7, 3, 23, 30), 7, 3, 2)
            # M5.3b lies in no setting here, M1.1 in the school's: two findings against counties, F04 over F03
            assert city[5:] == (1, 2, 1, 0, 0, 0, 0)
            assert (other.last_at, other.silent_days) == (at(6, 1), 39)  # the confirmation; the order came after T
            assert (member.unit.group, member.last_at, member.silent_days) == ("member", None, None)
            assert (office.unit.group, office.due) == ("office", 0)


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("哈尔滨市举办「应急宣讲」（第１场）", "举办应急宣讲第1场"),
        ("哈尔滨 道里区：应急宣讲", "应急宣讲"),
        ("应急宣讲", "应急宣讲"),
    ],
)
def test_a_title_without_its_place(title: str, left: str) -> None:
    assert bare(title, frozenset({"哈尔滨市", "哈尔滨", "道里区"})) == left


def test_nothing_is_found_in_an_empty_database(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            conn.execute(text("DELETE FROM obligation"))
            assert list_findings(conn, Question(Filters("N"), datetime(2020, 5, 1, tzinfo=UTC))) == ()
