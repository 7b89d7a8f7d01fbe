"""Hazards one by one: what may be shown of them and from when, the longest overdue, where they lie, exposures."""

from datetime import date, datetime
from typing import Any

import pytest

from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import list_hazard_summary
from data_access.hazards.exposures import ExposureSums, Gaps, list_exposure_summary, list_exposures, load_exposure_gaps
from data_access.hazards.grid import FEW, list_hazard_grid, list_hazard_points
from data_access.hazards.ledger import Listing, Things
from data_access.hazards.lists import list_hazards, list_longest_overdue, list_majors
from data_access.question import EVERYWHERE, NOT_NARROWED, Filters, HazardFilters, Question, Scope
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import (
    CLOSE,
    CONFIRM,
    CONFIRM_MAJOR,
    EXTEND,
    IN_TIME,
    LATE,
    ORDER,
    REOPEN,
    VOID,
    Event,
    exposure,
    happen,
    industries,
    listing,
)
from tests.data_access.obligations.world import NOTHING, at, due


def asked(when: datetime, hazards: HazardFilters = NOT_NARROWED, scope: Scope = EVERYWHERE, **filters: Any) -> Question:
    return Question(Filters(**filters), when, scope=scope, hazards=hazards)


@pytest.mark.parametrize(
    ("columns", "exposed_on", "when", "shown"),
    [
        ({"unit_named_public": True}, date(2020, 6, 9), at(6, 9), "某厂"),
        ({"unit_named_public": True}, date(2020, 6, 9), due(6, 8), ""),  # until the day of exposure
        ({"unit_named_public": True}, None, at(6, 9), ""),
        ({"unit_named_public": False}, date(2020, 6, 9), at(6, 9), ""),
        ({"unit_named_public": True, "source": "tip"}, date(2020, 6, 9), at(6, 9), ""),  # never beside a tip
        ({"unit_named_public": True, "source": "media"}, date(2020, 6, 9), at(6, 9), "某厂"),
    ],
)
def test_when_a_unit_is_named(
    tell: Tell, columns: dict[str, Any], exposed_on: date | None, when: datetime, shown: str
) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM_MAJOR, ORDER, unit_ref="某厂", grade="major", **columns)
            if exposed_on:
                exposure(conn, exposed_on, case_title="某厂隐患")
            for rows in (list_hazards(conn, asked(when)), list_majors(conn, asked(when))):
                assert [row.unit_name for row in rows] == [shown]
            titles = [row.title for row in list_exposures(conn, asked(when))]
            of_tip = columns.get("source") == "tip"
            assert titles == ([] if not exposed_on or when < at(6, 9) else [""] if of_tip else ["某厂隐患"])


def test_a_row_of_the_ledger(tell: Tell) -> None:
    flags = {"f_target": True, "f_people": True, "f_money": False, "f_time": None, "f_plan": True}
    more = {"found_on": date(2020, 5, 30), "funds_wan": 12.8, "lon": 126.5349, "lat": 45.8, "site_kind": "学校"}
    failed = (Event("rectify", at(6, 8)), Event("accept_fail", at(6, 9)))
    with tell(NOTHING) as connections:
        for conn in connections:
            industries(conn)
            happen(
                conn,
                CONFIRM,
                ORDER,
                *failed,
                EXTEND,
                Event("rectify", at(6, 22), 2),
                industry_code="gas",
                **flags,
                **more,
            )
            listing(conn, date(2020, 6, 3), level="county", delisted_on=date(2020, 6, 25))
            listing(conn, date(2020, 6, 4), level="city", due_on=date(2020, 6, 30))
            [row] = list_hazards(conn, asked(at(6, 24)))
    assert (row.code, row.city.zh, row.place.zh) == ("YH0001", "哈尔滨市", "道里区")
    assert (row.state, row.class_, row.round_no) == ("rectified", "D", 2)
    assert (row.industry.code, row.industry.group.code, row.industry.group.zh) == ("gas", "city", "城市建设")
    assert (row.found_at, row.confirmed_at, row.ordered_at) == (at(5, 30), at(6, 1), at(6, 2))
    assert (row.due_at, row.extensions, row.rectified_at, row.days_overdue) == (due(6, 20), 1, at(6, 22), 2)
    assert row.listing == Listing("city", at(6, 4), due(6, 30), None, late=False)
    assert row.things == Things(True, True, False, None, True)
    assert (row.in_place, row.funds_wan, row.lon, row.lat) == (False, 12.8, 126.53, 45.8)


@pytest.mark.parametrize(
    ("listings", "level", "delisted"),
    [
        ([], "", False),
        ([{"level": "town"}], "town", False),
        ([{"level": "town"}, {"level": "province"}], "province", False),
        ([{"level": "province", "delisted_on": date(2020, 6, 9)}, {"level": "county"}], "county", False),
        ([{"level": "province", "delisted_on": date(2020, 6, 9)}], "province", True),
        ([{"level": "province", "delisted_on": date(2020, 7, 9)}], "province", False),  # after T
    ],
)
def test_the_listing_that_is_shown(tell: Tell, listings: list[dict[str, Any]], level: str, delisted: bool) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER)
            for one in listings:
                listing(conn, date(2020, 6, 3), **one)
            [row] = list_hazards(conn, asked(at(6, 24)))
            assert (row.listing.level, row.listing.delisted_at is not None) == (level, delisted)


def test_days_overdue_and_the_longest(tell: Tell) -> None:
    """E until T, C and D until they were rectified; only E is 超期未整改, the longest first."""
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER)
            happen(conn, CONFIRM, Event("order", at(6, 2), new_due=due(6, 5)), key=2, adcode="230202")
            happen(conn, CONFIRM, ORDER, LATE, key=3)
            happen(conn, CONFIRM, ORDER, LATE, CLOSE, key=4)
            happen(conn, CONFIRM, ORDER, IN_TIME, key=5)
            happen(conn, CONFIRM, key=6)
            rows = list_hazards(conn, asked(at(6, 13)))
            days = {row.code: row.days_overdue for row in rows}
            expected = {"YH0001": 3, "YH0002": 8, "YH0003": 1, "YH0004": 1, "YH0005": None, "YH0006": None}
            assert days == expected
            longest = list_longest_overdue(conn, asked(at(6, 13)))
            assert [row.code for row in longest] == ["YH0002", "YH0001"]
            assert [row.days_overdue for row in list_longest_overdue(conn, asked(at(6, 13)), 1)] == [8]
            assert [row.code for row in rows] == ["YH0001", "YH0003", "YH0004", "YH0005", "YH0006", "YH0002"]


def test_majors_open_ones_first(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM_MAJOR, ORDER, IN_TIME, CLOSE, grade="major")
            happen(conn, CONFIRM_MAJOR, key=2, grade="major")
            happen(conn, CONFIRM_MAJOR, ORDER, key=3, grade="major")
            happen(conn, CONFIRM, ORDER, key=4)
            assert [row.code for row in list_majors(conn, asked(at(6, 30)))] == ["YH0003", "YH0002", "YH0001"]


def test_where_hazards_lie(tell: Tell) -> None:
    """Cells of 0.25° × 0.17° from 0°; the edge belongs to the cell that begins there; open ones apart."""
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, (lon, lat) in enumerate(((126.50, 45.90), (126.74, 45.91), (126.75, 45.90), (126.50, 46.07)), 1):
                happen(conn, CONFIRM, ORDER, *((IN_TIME, CLOSE) if key == 1 else ()), key=key, lon=lon, lat=lat)
            happen(conn, CONFIRM, ORDER, key=5)
            grid = list_hazard_grid(conn, asked(at(6, 30)))
            cells = {(row.lon, row.lat): (row.confirmed, row.open) for row in grid}
            assert cells == {(126.625, 45.985): (2, 1), (126.875, 45.985): (1, 1), (126.625, 46.155): (1, 1)}
            points = list_hazard_points(conn, asked(at(6, 30)))
            assert [row.code for row in points] == ["YH0001", "YH0002", "YH0003", "YH0004"]
            assert [row.class_ for row in points] == ["A", "E", "E", "E"]


def test_many_points_are_none(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            for key in range(1, FEW + 1):
                happen(conn, CONFIRM, key=key, lon=126.5, lat=45.8)
            assert len(list_hazard_points(conn, asked(at(6, 30)))) == FEW
            happen(conn, CONFIRM, key=FEW + 1, lon=126.5, lat=45.8)
            conn = Snapshot(conn.connection)
            assert list_hazard_points(conn, asked(at(6, 30))) == ()
            assert [row.confirmed for row in list_hazard_grid(conn, asked(at(6, 30)))] == [FEW + 1]


def test_exposures_and_what_became_of_them(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, IN_TIME, CLOSE)
            happen(conn, CONFIRM, ORDER, key=2)
            happen(conn, CONFIRM, ORDER, IN_TIME, CLOSE, key=3)
            happen(conn, CONFIRM, ORDER, VOID, key=4)
            happen(conn, CONFIRM, ORDER, IN_TIME, CLOSE, REOPEN, key=5, adcode="230202")
            for key, day in ((1, 9), (2, 9), (3, 14), (4, 9), (5, 10)):
                exposure(conn, date(2020, 6, day), key)
            exposure(conn, date(2020, 6, 20), None, case_title="某地隐患", campaign_id=1)
            exposure(conn, date(2020, 6, 20), None, campaign_id=None)
            rows = list_exposures(conn, asked(at(7, 10)))
            found = {row.hazard_code: (row.record, row.days_to_close, row.days_open) for row in rows}
            assert found == {
                "YH0001": ("hazard", 3, None),
                "YH0002": ("hazard", None, 31),
                "YH0003": ("hazard", None, None),  # closed before it was exposed
                "YH0004": ("unconfirmed", None, None),
                "YH0005": ("hazard", None, 30),
                "": ("none", None, None),
            }
            assert [row.title for row in rows].count("某地隐患") == 1
            assert load_exposure_gaps(conn, asked(at(7, 10))) == Gaps(7, 2, 1)
            assert load_exposure_gaps(conn, asked(at(6, 12))) == Gaps(4, 0, 1)
            summary = list_exposure_summary(conn, asked(at(7, 10), HazardFilters(("general",))))
            assert summary[0].counts == ExposureSums(4, 2, 1, 2, 1)
            counted = list_hazard_summary(conn, asked(at(7, 10), HazardFilters(("general",))))
            assert [(row.place, row.counts.exposed, row.counts.exposed_closed) for row in summary] == [
                (row.place, row.counts.exposed, row.counts.exposed_closed) for row in counted
            ]


@pytest.mark.parametrize(
    ("question", "records"),
    [
        (asked(at(7, 10)), ["hazard", "hazard", "none", "unconfirmed"]),
        (asked(at(7, 10), cities=("230100",)), ["hazard", "unconfirmed"]),
        (asked(at(7, 10), scope=Scope(("230200",))), ["hazard"]),
        (asked(at(7, 10), HazardFilters(counties=("230202",))), ["hazard"]),
        (asked(at(7, 10), HazardFilters(classes=("E",))), ["hazard", "hazard"]),
        (asked(at(7, 10), HazardFilters(sources=("tip",))), []),
        (asked(at(7, 10), campaign="LJX"), ["hazard", "hazard", "none", "unconfirmed"]),
    ],
)
def test_gaps_have_no_place(tell: Tell, question: Question, records: list[str]) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER)
            happen(conn, CONFIRM, ORDER, key=2, adcode="230202")
            happen(conn, key=3)
            for key in (1, 2, 3, None):
                exposure(conn, date(2020, 6, 9), key)
            assert sorted(row.record for row in list_exposures(conn, question)) == records
