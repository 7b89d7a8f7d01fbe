"""What happened between two instants and what was revised of the first: worked examples, and that bridges add up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import Engine, insert, select

from data_access.comparison.bridges import Bridge, Comparison, Span, list_comparison, load_comparison, span
from data_access.comparison.pairs import Refusal, refusal, since_of
from data_access.comparison.revised import list_revised
from data_access.database.schema import campaign
from data_access.database.snapshot import Snapshot, snapshot
from data_access.hazards.counts import list_hazard_summary
from data_access.notice.campaigns import resolve
from data_access.obligations.tables import list_completion
from data_access.question import Filters, Question
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import CLOSE, CONFIRM, ORDER, REOPEN, VOID, Event
from tests.data_access.obligations.world import CITY_A, NOTHING, WEEKLY, Version, at, owed
from tests.data_access.quality.quality_world import World, events, hazards, one, versions

T, SINCE = at(6, 30), at(6, 21)
"""Between them no deadline passes. City A owes five things by then and two returns among them, B four and two."""
WEEK = owed(WEEKLY, CITY_A, "2020-W24")
LATE = {"recorded_at": at(6, 25)}
KNOWN = {"recorded_at": at(6, 12)}
HELD = {"recorded_at": at(6, 12), "superseded_at": at(6, 25), "code": "HD1"}
CANCELLED = {"recorded_at": at(6, 25), "code": "HD1", "status": "cancelled"}
STANDS = {"overdue": "5 5 5", "on_time": "0/5 0/5 0/5", "due_completion": "0/5 0/5 0/5", "missing": "2 2 2"}


def heard(event: Event, when: datetime) -> Event:
    return replace(event, recorded=when)


CASES: list[tuple[World, dict[str, str], list[str]]] = [
    # held on 10 June, heard of on the 25th: then nobody knew, now it was done in time
    (
        events(one(1, at(6, 10), **LATE)),
        {"overdue": "5 -1=4 4", "on_time": "0/5 +1=1/5 1/5", "due_completion": "0/5 +1=1/5 1/5"},
        ["task overdue>done_on_time", "activity >held"],
    ),
    (
        events(one(1, at(6, 10), **KNOWN)),
        {"overdue": "4 4 4", "on_time": "1/5 1/5 1/5", "due_completion": "1/5 1/5 1/5"},
        [],
    ),
    # held between the two, whenever it was heard of: it happened, nothing is revised
    (events(one(1, at(6, 22), **LATE)), {"overdue": "5 5 -1=4", "due_completion": "0/5 0/5 +1=1/5"}, []),
    (events(one(1, at(7, 2), recorded_at=at(7, 3))), {}, []),
    (  # held, and corrected to cancelled: it never was
        events(one(1, at(6, 10), **HELD), one(2, at(6, 10), **CANCELLED)),
        {"overdue": "4 +1=5 5", "on_time": "1/5 -1=0/5 0/5", "due_completion": "1/5 -1=0/5 0/5"},
        ["task done_on_time>overdue", "activity held>"],
    ),
    (
        versions(Version(1, WEEK.id, 1, at(6, 22), recorded_at=at(6, 22))),
        {"overdue": "5 5 -1=4", "due_completion": "0/5 0/5 +1=1/5", "missing": "2 2 -1=1"},
        [],
    ),
    (  # sent back between the two: it stood then, and that is not revised
        versions(Version(1, WEEK.id, 1, at(6, 12), "returned", at(6, 22), recorded_at=at(6, 12))),
        {"overdue": "4 4 +1=5", "on_time": "1/5 1/5 -1=0/5", "due_completion": "1/5 1/5 -1=0/5", "missing": "1 1 +1=2"},
        [],
    ),
    (hazards((heard(CONFIRM, at(6, 25)),)), {"general_open": "0 +1=1 1"}, ["hazard >P"]),
    (hazards((heard(CONFIRM, at(6, 2)),)), {"general_open": "1 1 1"}, []),
    (hazards((heard(CONFIRM, at(6, 25)), heard(VOID, at(6, 26)))), {}, []),
    (  # confirmed and known, later declared void: then it was open, now it never was
        hazards((heard(CONFIRM, at(6, 2)), heard(VOID, at(6, 26)))),
        {"general_open": "1 -1=0 0"},
        ["hazard P>"],
    ),
    (hazards((CONFIRM, Event("close", at(6, 22)))), {"general_open": "1 1 -1=0"}, []),
    (
        hazards((CONFIRM, ORDER, CLOSE, replace(REOPEN, when=at(6, 22)))),
        {"general_open": "0 0 +1=1", "general_overdue": "0 0 +1=1"},
        [],
    ),
    (hazards((CONFIRM, ORDER)), {"general_open": "1 1 1", "general_overdue": "1 1 1"}, []),
]


def said(one: Bridge) -> str:
    """`then known now`, with what was revised or happened before what it leads to."""

    def number(n: int, d: int | None) -> str:
        return f"{n}" if d is None else f"{n}/{d}"

    def step(came: int, gone: int) -> str:
        return f"{f'+{came}' if came else ''}{f'-{gone}' if gone else ''}="[: None if came or gone else 0]

    d = one.d
    return " ".join(
        [
            number(one.n.then, d and d.then),
            step(*one.n.revised) + number(one.n.known, d and d.known),
            step(*one.n.happened) + number(one.n.now, d and d.now),
        ]
    )


def of_city(found: Comparison | None, code: str) -> dict[str, str]:
    assert found is not None
    return {one.figure: said(one) for one in found.units if one.place.code == code and said(one) != "0 0 0"}


@pytest.mark.parametrize(("world", "figures", "revised"), CASES)
def test_what_happened_and_what_was_revised(
    tell: Tell, world: World, figures: dict[str, str], revised: list[str]
) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            world(conn)
            q = Question(Filters("N"), T, since=SINCE)
            found = load_comparison(conn, q)
            assert of_city(found, "230100") == STANDS | figures
            assert of_city(found, "230200")["overdue"] == "4 4 4"
            assert [f"{one.kind} {one.said}>{one.known}" for one in list_revised(conn, q)] == revised


def test_a_deadline_that_passes_between_the_two_happened(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            found = load_comparison(conn, Question(Filters("N"), T, since=at(6, 15)))
            # M3.3 until 20 June; M4.1 on the 16th, which does not bind city B
            assert of_city(found, "230100")["on_time"] == "0/3 0/3 0/5"
            assert [of_city(found, code)["overdue"] for code in ("230100", "230200")] == ["3 3 +2=5", "3 3 +1=4"]
            assert list_revised(conn, Question(Filters("N"), T, since=at(6, 15))) == ()


@pytest.mark.parametrize(
    ("filters", "since", "refused"),
    [
        (Filters("N"), SINCE, None),
        (Filters("N"), T, Refusal("order")),
        (Filters("N"), T + timedelta(days=1), Refusal("order")),
        (Filters("N"), at(6, 5), Refusal("due", "", date(2020, 6, 7))),  # the first week ends on the 7th
        (Filters("N", lines=("T3",)), SINCE, Refusal("due")),  # has no deadline at all
        (Filters("N"), datetime(2019, 6, 5, tzinfo=UTC), Refusal("issue", "", date(2020, 6, 7))),
    ],
)
def test_pairs_that_cannot_be_compared(tell: Tell, filters: Filters, since: datetime, refused: Refusal | None) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            q = Question(filters, T, since=since)
            assert refusal(conn, q) == refused
            assert (load_comparison(conn, q) is None) == (refused is not None)
            assert bool([*list_comparison(conn, q)]) == (refused is None)


def test_an_instant_of_another_notice_is_refused_by_its_name(tell: Tell) -> None:
    year = {"starts_on": date(2019, 6, 1), "ends_on": date(2019, 6, 30), "kind": "notice", "timezone": "Asia/Shanghai"}
    with tell(NOTHING) as connections:
        for conn in connections:
            kept = conn.execute(select(campaign).where(campaign.c.code == "N")).mappings().one()
            conn.execute(insert(campaign).values({**kept, **year, "id": 90, "code": "N-2019"}))
            q = Question(Filters("N"), T, since=datetime(2019, 6, 16, tzinfo=UTC))
            assert refusal(conn, q) == Refusal("another", "N-2019", date(2020, 6, 7))


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


Things = frozenset[tuple[str, int]]
THINGS = st.frozensets(st.tuples(st.sampled_from("AB"), st.integers(0, 8)))


def adds_up(one: Span) -> bool:
    return one.then + one.revised.net == one.known and one.known + one.happened.net == one.now


@given(THINGS, THINGS, THINGS)
def test_every_bridge_adds_up(then: Things, known: Things, now: Things) -> None:
    found = span(then, known, now)
    assert (found.then, found.known, found.now) == (len(then), len(known), len(now))
    assert adds_up(found)


@pytest.mark.slow
@pytest.mark.parametrize(("since", "until"), [("06-16", "07-04"), ("06-30", "07-03"), ("06-07", "12-30")])
def test_the_ends_are_what_the_other_tables_say_and_the_cities_add_up(
    campaign_engines: Engine, since: str, until: str
) -> None:
    first, last = (datetime.fromisoformat(f"2020-{day}T23:59:59+08:00").astimezone(UTC) for day in (since, until))
    with snapshot(campaign_engines) as s:
        q = resolve(s, Filters(as_of=last), last).counted_from(first)
        found = load_comparison(s, q)
        assert found is not None
        asked = (q.at(first).known(first), q.at(first), q)
        ends = [numbers(s, one.counted_from(None)) for one in asked]
    for bridge in found.whole:
        for part, told in (("n", bridge.n), ("d", bridge.d)):
            if (bridge.figure, part) in ends[0] and told is not None:
                assert [end[bridge.figure, part] for end in ends] == [told.then, told.known, told.now]
        own = [each.n for each in found.units if each.figure == bridge.figure]
        assert all(adds_up(each) for each in (bridge.n, *own))
        assert [sum(each[at] for each in own) for at in (0, 2, 4)] == [bridge.n[at] for at in (0, 2, 4)]
        assert sum(each.happened.came for each in own) == bridge.n.happened.came


def numbers(s: Snapshot, q: Question) -> dict[tuple[str, str], int]:
    """What completion and hazards say of all cities."""
    counts = [row.counts for row in list_completion(s, q) if row.unit.group == "city"]
    found = {
        ("overdue", "n"): sum(one.overdue for one in counts),
        ("on_time", "n"): sum(one.on_time for one in counts),
        ("on_time", "d"): sum(one.due for one in counts),
        ("due_completion", "n"): sum(one.done_due for one in counts),
    }
    for row in list_hazard_summary(s, q):
        if row.place.code == "all":
            found |= {(f"{row.grade}_overdue", "n"): row.counts.E, (f"{row.grade}_open", "n"): row.counts.open}
    return found
