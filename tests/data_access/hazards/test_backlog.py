"""The backlog week by week: worked examples, and the identity for any history, city and grade on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.hazards.backlog import BACKLOG, FLOWS, SIGNS, load_backlog
from data_access.hazards.counts import load_hazard_summary
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


def flows(frame: pd.DataFrame, place: str = "all", grade: str = "general") -> dict[str, dict[str, int]]:
    """Week -> what is not 0 in it."""
    rows = frame[(frame["place_code"] == place) & (frame["grade"] == grade)].to_dict("records")
    return {row["week"]: {name: row[name] for name in ("opening", *FLOWS, "closing") if row[name]} for row in rows}


@pytest.mark.parametrize("year", [1, 202, 1900, 2017])
def test_a_mistyped_year_makes_no_thousands_of_weeks(tell: Tell, year: int) -> None:
    """What a clerk of another system wrote is in the opening of the first week; all that is open stays open."""
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, Event("confirm", datetime(year, 6, 5, tzinfo=UTC), grade="general"), key=1)
            happen(conn, CONFIRM, key=2)
            frame = load_backlog(conn, asked(at(6, 20)))
            weeks = frame["week"].unique()
            assert len(weeks) <= 53 * 3 + 30
            assert weeks[-1] == W25
            last = frame[(frame["place_code"] == "all") & (frame["grade"] == "general")].iloc[-1]
            assert last["closing"] == 2


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
            found = flows(load_backlog(conn, asked(when)))
            assert {week: told for week, told in found.items() if told or week in expected} == expected


def test_a_change_of_grade_leaves_one_grade_and_enters_the_other(tell: Tell) -> None:
    up = Event("regrade", at(6, 9), grade="major")
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, up)
            happen(conn, CONFIRM, ORDER, up, Event("close", at(6, 9)), key=2)  # closed in its new grade
            happen(conn, CONFIRM, ORDER, Event("close", at(6, 3)), up, key=3)  # closed: nothing moves
            frame = load_backlog(conn, asked(at(6, 10)))
            assert flows(frame) == {
                W23: {"confirmed": 3, "closed": 1, "closing": 2},
                W24: {"opening": 2, "regraded_out": 2},
            }
            assert flows(frame, grade="major") == {W23: {}, W24: {"regraded_in": 2, "closed": 1, "closing": 1}}


def test_weeks_begin_on_local_mondays(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, Event("confirm", due(6, 7), grade="general"))
            happen(conn, Event("confirm", at(6, 8), grade="general"), key=2, adcode="230202")
            frame = load_backlog(conn, asked(at(6, 8)))
            assert flows(frame) == {
                W23: {"confirmed": 1, "closing": 1},
                W24: {"opening": 1, "confirmed": 1, "closing": 2},
            }
            assert flows(frame, "230200")[W24] == {"confirmed": 1, "closing": 1}
            assert frame["week_start"].iloc[0] == at(6, 1)
            assert flows(load_backlog(conn, asked(at(6, 8), cities=("230200",))), "230200") == {
                W24: {"confirmed": 1, "closing": 1}
            }
            assert load_backlog(conn, asked(at(5, 31))).empty


@given(st.lists(st.tuples(stories(), st.booleans()), min_size=1, max_size=4), moments)
@FEW
def test_the_identity_holds_for_any_history(
    tell: Tell, histories: list[tuple[tuple[Event, ...], bool]], when: datetime
) -> None:
    """opening + what came − what left = closing, to the unit, and closing is what is open at the end of that week."""
    frames = []
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, (story, other) in enumerate(histories, 1):
                happen(conn, *story, key=key, adcode="230202" if other else "230102")
            frames.append(load_backlog(conn, asked(when)))
    pd.testing.assert_frame_equal(*frames)
    frame = frames[0]
    if frame.empty:
        assert not [story for story, _ in histories if told(story, when)]
        return
    balance = frame["opening"] + sum(sign * frame[name] for name, sign in SIGNS.items())
    assert (balance == frame["closing"]).all()
    assert (frame[["opening", *FLOWS, "closing"]] >= 0).all().all()
    for (place, grade), course in frame.groupby(["place_code", "grade"]):
        assert course["opening"].tolist() == [0, *course["closing"].tolist()[:-1]]
        for row in course.itertuples():
            sunday = row.week_start.to_pydatetime() + timedelta(days=7) - timedelta(microseconds=1)
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
        frame, summary = load_backlog(conn, q), load_hazard_summary(conn, q)
    assert list(frame.columns) == list(BACKLOG)
    balance = frame["opening"] + sum(sign * frame[name] for name, sign in SIGNS.items())
    assert (balance == frame["closing"]).all()
    assert frame[["reopened", "void", "regraded_in"]].sum().min() > 0 or hazards != NOT_NARROWED
    whole = frame[frame["place_code"] == "all"].set_index(["grade", "week"])[["opening", *FLOWS, "closing"]]
    cities = frame[frame["place_code"] != "all"].groupby(["grade", "week"])[["opening", *FLOWS, "closing"]].sum()
    pd.testing.assert_frame_equal(whole.sort_index(), cities.sort_index())
    moved = whole[["regraded_in", "regraded_out"]].groupby("week").sum()
    assert (moved["regraded_in"] == moved["regraded_out"]).all()
    last = frame.groupby(["place_code", "grade"])["closing"].last().sort_index()
    assert last.tolist() == summary.set_index(["place_code", "grade"])["open"].sort_index().tolist()
