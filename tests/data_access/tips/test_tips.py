"""C14 on both databases: tips by channel, city and week at an instant; small counts of counties stay hidden."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import insert, literal, select

from data_access.database.schema import campaign, tip
from data_access.obligations.rates import ratio
from data_access.question import EVERYWHERE, NOT_NARROWED, Filters, HazardFilters, Question, Scope
from data_access.tips.counts import TIP_RATES, ChannelTips, TipSums, list_tips, list_tips_by_city, list_tips_by_week
from data_access.tips.weeks import list_tip_weeks
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import industries, tips
from tests.data_access.obligations.world import LONG_AGO, NOTHING, at, due

TAKEN = {"decision": "accepted", "accepted_at": at(6, 1)}


def asked(
    when: datetime,
    known: datetime | None = None,
    hazards: HazardFilters = NOT_NARROWED,
    scope: Scope = EVERYWHERE,
    **filters: Any,
) -> Question:
    return Question(Filters(**filters), when, known, scope=scope, hazards=hazards)


@pytest.mark.parametrize(
    ("row", "when", "shown"),
    [
        ({}, at(5, 31), {"received": 0}),
        ({}, at(6, 1), {"received": 1, "eligible": 1, "accepted": 0, "undecided": 1}),
        ({"decision": "duplicate"}, at(6, 1), {"duplicate": 1, "eligible": 0, "accepted": 0, "undecided": 0}),
        ({"decision": "transferred"}, at(6, 1), {"transferred": 1, "eligible": 0}),
        ({"decision": "rejected"}, at(6, 1), {"rejected": 1, "eligible": 1, "undecided": 0}),
        ({"decision": "accepted", "accepted_at": at(6, 3)}, at(6, 2), {"accepted": 0, "undecided": 1}),
        (TAKEN, due(7, 31) - timedelta(seconds=1), {"accepted": 1, "due": 0}),  # 60 days after 06-01: through 07-31
        (TAKEN, due(7, 31), {"due": 1, "closed_on_time": 0, "overdue": 1}),
        ({**TAKEN, "closed_at": at(7, 31)}, at(8, 1), {"closed": 1, "due": 1, "closed_on_time": 1, "overdue": 0}),
        ({**TAKEN, "closed_at": at(8, 1)}, at(8, 1), {"closed": 1, "closed_on_time": 0, "overdue": 0}),
        ({**TAKEN, "closed_at": at(8, 2)}, at(8, 1), {"closed": 0, "overdue": 1}),
        ({**TAKEN, "due_original": due(6, 20)}, at(6, 21), {"due": 1}),
        ({**TAKEN, "due_original": due(7, 31), "due_current": due(8, 30)}, at(8, 1), {"due": 0}),  # extended by 30 days
        ({**TAKEN, "closed_at": at(6, 9), "outcome": "substantiated"}, at(6, 9), {"substantiated": 1, "partly": 0}),
        (
            {**TAKEN, "closed_at": at(6, 9), "outcome": "partly"},
            at(6, 9),
            {"substantiated": 1, "partly": 1, "verified": 1},
        ),
        ({**TAKEN, "closed_at": at(6, 9), "outcome": "unfounded"}, at(6, 9), {"substantiated": 0, "unfounded": 1}),
        ({**TAKEN, "closed_at": at(6, 9), "outcome": "cannot_determine"}, at(6, 9), {"undetermined": 1, "verified": 1}),
        ({**TAKEN, "closed_at": at(6, 9), "outcome": "withdrawn"}, at(6, 9), {"withdrawn": 1, "verified": 0}),
        ({**TAKEN, "closed_at": at(6, 9), "outcome": "partly"}, at(6, 8), {"closed": 0, "partly": 0}),
        ({"superseded_at": at(7, 1)}, at(6, 9), {"received": 0}),
    ],
)
def test_c14_tips(tell: Tell, row: dict[str, Any], when: datetime, shown: dict[str, int]) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            tips(conn, row)
            found = list_tips(conn, asked(when))[0].counts
            assert {name: getattr(found, name) for name in shown} == shown
            assert list_tips(conn, asked(when, cities=("230200",)))[0].counts.received == 0


def test_c14_as_known_then(tell: Tell) -> None:
    """The hotline's file of 06-20 replaced what it had said on 06-02."""
    with tell(NOTHING) as connections:
        for conn in connections:
            first = {"decision": "rejected", "recorded_at": at(6, 2), "superseded_at": at(6, 20)}
            tips(conn, first)
            second = {
                **TAKEN,
                "campaign_id": 1,
                "recorded_at": at(6, 20),
                "updated_at": LONG_AGO,
                "code": "JB0",
                "channel": "12350",
            }
            conn.execute(insert(tip).values(**second, adcode="230102", received_at=at(6, 1)))
            for known, expected in ((at(6, 1), (0, 0, 0)), (at(6, 19), (1, 1, 0)), (None, (1, 0, 1))):
                found = list_tips(conn, asked(at(6, 9), known))[-1].counts
                assert (found.received, found.rejected, found.accepted) == expected


def test_a_transferred_tip_counts_where_it_is_closed(tell: Tell) -> None:
    """The hotline that passes it on has it received and transferred, whoever closes it has it accepted and closed."""
    passed_on = {
        "decision": "transferred",
        "transferred_to": "省消防救援总队",
        "accepted_at": at(6, 2),
        "closed_at": at(6, 9),
    }
    taken = {**TAKEN, "channel": "weibo", "closed_at": at(6, 9), "outcome": "substantiated"}
    with tell(NOTHING) as connections:
        for conn in connections:
            tips(conn, passed_on, taken)
            found = {row.channel.code: row.counts for row in list_tips(conn, asked(at(6, 10)))}
            assert {code: (n.received, n.transferred, n.accepted, n.closed) for code, n in found.items()} == {
                "12350": (1, 1, 0, 0),
                "weibo": (1, 0, 1, 1),
                "all": (2, 1, 1, 1),
            }
            rates = [ratio([found["all"]], name, TIP_RATES) for name in TIP_RATES]
            assert [(rate.n, rate.d) for rate in rates] == [(1, 1), (1, 1), (0, 0), (1, 1)]


def received(rows: Iterable[ChannelTips]) -> list[int]:
    return [row.counts.received for row in rows]


def test_tips_of_cities_and_of_none(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            tips(conn, {}, {"adcode": "230100"}, {"adcode": "230202"}, {"adcode": None}, {"adcode": "230000"})
            found = {row.place.code: row.counts.received for row in list_tips_by_city(conn, asked(at(6, 9)))}
            assert found == {"all": 5, "province": 2, "230100": 2, "230200": 1}
            [one] = list_tips_by_city(conn, asked(at(6, 9), scope=Scope(("230200",))))
            assert (one.place.code, one.counts.received) == ("230200", 1)
            assert received(list_tips(conn, asked(at(6, 9), cities=("230100",)))) == [2, 0, 2]
            assert received(list_tips(conn, asked(at(6, 9)))) == [5, 0, 5]
            county = asked(at(6, 9), hazards=HazardFilters(counties=("230102",)))
            assert received(list_tips(conn, county)) == [5, 0, 5]  # never by county: two answers differ


def test_tips_of_industries(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            industries(conn)
            tips(conn, {"industry_code": "gas"}, {"industry_code": "coal"}, {})
            for codes, expected in ((("city",), 1), (("gas", "coal"), 2), (("site",), 0)):
                q = asked(at(6, 9), hazards=HazardFilters(industries=codes))
                assert received(list_tips(conn, q))[-1] == expected


def test_tips_by_week_of_receipt(tell: Tell) -> None:
    """What came on Sunday evening is of the old week; what became of it is told at T; empty weeks are there."""
    with tell(NOTHING) as connections:
        for conn in connections:
            tips(conn, {**TAKEN, "received_at": at(6, 7, 23, 59)}, {"received_at": at(6, 15), "channel": "weibo"})
            rows = list_tips_by_week(conn, asked(at(6, 16)))
            assert [(row.week, row.channel.code, row.counts.received, row.counts.accepted) for row in rows] == [
                ("2020-W23", "12350", 1, 1),
                ("2020-W23", "weibo", 0, 0),
                ("2020-W23", "all", 1, 1),
                ("2020-W24", "12350", 0, 0),
                ("2020-W24", "weibo", 0, 0),
                ("2020-W24", "all", 0, 0),
                ("2020-W25", "12350", 0, 0),
                ("2020-W25", "weibo", 1, 0),
                ("2020-W25", "all", 1, 0),
            ]
            assert rows[0].week_start == at(6, 1)
            assert list_tips_by_week(conn, asked(at(6, 7))) == ()


moments = st.builds(lambda day: at(6, 1) + timedelta(days=day), st.integers(0, 40))
rows = st.lists(
    st.fixed_dictionaries(
        {
            "received_at": moments,
            "channel": st.sampled_from(["12350", "weibo"]),
            "adcode": st.sampled_from(["230102", "230103", "230202", "230100", None]),
            "decision": st.sampled_from(["accepted", "rejected", "duplicate", "transferred", None]),
            "accepted_at": st.none() | moments,
            "closed_at": st.none() | moments,
            "due_original": st.none() | moments,
            "outcome": st.sampled_from(["substantiated", "partly", "unfounded", "cannot_determine", "withdrawn", None]),
        }
    ),
    max_size=12,
)


@given(rows, moments)
@settings(max_examples=max(8, settings.default.max_examples // 2))
def test_the_same_tips_by_channel_city_and_week(tell: Tell, made: list[dict[str, Any]], when: datetime) -> None:
    """Three ways to cut them, one sum; every part lies in its whole; both databases agree."""
    found = []
    with tell(NOTHING) as connections:
        for conn in connections:
            tips(conn, *made)
            q = asked(when)
            found.append((list_tips(conn, q), list_tips_by_city(conn, q), list_tips_by_week(conn, q)))
    (by_channel, by_city, by_week), others = found
    assert (by_channel, by_city, by_week) == others
    whole = by_channel[-1].counts
    assert added(row.counts for row in by_channel[:-1]) == whole
    assert added(row.counts for row in by_city if row.place.code == "all") == whole
    assert added(row.counts for row in by_city if row.place.code != "all") == whole
    assert added(row.counts for row in by_week if row.channel.code == "all") == whole
    assert whole.received == whole.duplicate + whole.transferred + whole.rejected + whole.accepted + whole.undecided
    for numerator, denominator in TIP_RATES.values():
        assert 0 <= getattr(whole, numerator) <= getattr(whole, denominator)
    assert whole.closed_on_time + whole.overdue <= whole.due


def added(counts: Iterable[TipSums]) -> TipSums:
    return TipSums(*map(sum, zip(*counts, TipSums(), strict=True)))


def test_small_counts_of_counties_are_hidden(tell: Tell) -> None:
    """Four in 道里区, one in 南岗区: the one is hidden, and what would tell it; only weeks that are over are shown."""
    with tell(NOTHING) as connections:
        for conn in connections:
            tips(conn, *[{}] * 4, {"adcode": "230103"}, {"adcode": "230202", "received_at": at(6, 9)})
            assert {row.week for row in list_tip_weeks(conn, asked(at(6, 14)))} == {"2020-W23"}
            rows = list_tip_weeks(conn, asked(due(6, 14)))
            found = {(row.week, row.city, row.place.code): row.received for row in rows}
            first = {
                place: found["2020-W23", "230100", place] for place in ("230102", "230103", "230199", "230100", "all")
            }
            assert first == {
                "230102": 4,
                "230103": None,
                "230199": None,  # might as well be the one
                "230100": None,
                "all": 5,
            }
            second = {place: found["2020-W24", "230200", place] for place in ("230202", "230200", "all")}
            assert second == {"230202": None, "230200": None, "all": 1}
            assert found["2020-W24", "230100", "230102"] == 0
            one = list_tip_weeks(
                conn, asked(due(6, 14), hazards=HazardFilters(counties=("230103",), industries=("gas",)))
            )
            chosen = [row for row in one if (row.week, row.city) == ("2020-W23", "230100")]
            assert [(row.place.code, row.received) for row in chosen] == [("230103", None), ("all", 5)]


@given(rows, moments, moments)
@settings(max_examples=max(8, settings.default.max_examples // 4))
def test_a_week_that_is_over_stays_as_it_was_shown(
    tell: Tell, made: list[dict[str, Any]], one: datetime, other: datetime
) -> None:
    """Two answers cannot be subtracted: what both show of a week is the same, hidden or not."""
    early, late = sorted((one, other))
    with tell(NOTHING) as [conn, *_]:
        tips(conn, *made)
        before, after = (list_tip_weeks(conn, asked(when)) for when in (early, late))
    assert set(before) <= set(after)


@pytest.mark.parametrize(
    ("row", "counted"),
    [
        ({"received_at": at(1, 1), "decision": "rejected"}, True),  # before the window, of its year
        ({"received_at": at(1, 1) - timedelta(seconds=1), "decision": "rejected"}, False),
        ({"received_at": at(1, 1) - timedelta(days=9), **TAKEN, "closed_at": at(1, 1) - timedelta(seconds=1)}, False),
        ({"received_at": at(1, 1) - timedelta(days=9), **TAKEN, "closed_at": at(1, 1)}, True),
        ({"received_at": at(1, 1) - timedelta(days=9), **TAKEN}, True),
        ({"received_at": at(1, 1) - timedelta(days=9)}, True),
        ({"campaign_id": 9}, False),
    ],
)
def test_tips_are_those_of_the_notices_own_ledgers(tell: Tell, row: dict[str, Any], counted: bool) -> None:
    """C14: and of its year, or not over before it."""
    with tell(NOTHING) as connections:
        for conn in connections:
            conn.execute(insert(campaign).from_select(COLUMNS, select(*SHIFTED).where(campaign.c.id == 1)))
            tips(conn, row)
            assert received(list_tips(conn, asked(at(12, 1), campaign="N")))[-1] == counted
            assert received(list_tips(conn, asked(at(12, 1), campaign="OTHER")))[-1] == (row == {"campaign_id": 9})


COLUMNS = [column.name for column in campaign.columns]
SHIFTED = [{"id": literal(9), "code": literal("OTHER")}.get(name, campaign.c[name]) for name in COLUMNS]
