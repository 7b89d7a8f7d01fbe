"""Worked examples of the counts: per city, county, industry and source; listings, exposures, the five things."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, update

from data_access.database.schema import hazard, hazard_event, hazard_supervision
from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import (
    HazardCount,
    list_hazard_counties,
    list_hazard_industries,
    list_hazard_sources,
    list_hazard_summary,
)
from data_access.hazards.sums import HAZARD_RATES, Sums
from data_access.obligations.rates import ratio
from data_access.question import EVERYWHERE, NOT_NARROWED, Filters, HazardFilters, Question, Scope
from tests.data_access.conftest import Tell
from tests.data_access.hazards.hazard_world import (
    CLOSE,
    CONFIRM,
    CONFIRM_MAJOR,
    EXTEND,
    FAIL,
    IN_TIME,
    LATE,
    ORDER,
    PASS,
    REOPEN,
    Event,
    exposure,
    happen,
    industries,
    listing,
)
from tests.data_access.obligations.world import LONG_AGO, NOTHING, at, due

ALL_IN_PLACE = dict.fromkeys(["f_target", "f_people", "f_money", "f_time", "f_plan"], True)


def asked(when: datetime, hazards: HazardFilters = NOT_NARROWED, scope: Scope = EVERYWHERE, **filters: Any) -> Question:
    return Question(Filters(**filters), when, scope=scope, hazards=hazards)


def cell(rows: Iterable[HazardCount], place: str, grade: str) -> Sums:
    [row] = [row for row in rows if (row.place.code, row.grade) == (place, grade)]
    return row.counts


def summary(conn: Snapshot, when: datetime, place: str = "all", grade: str = "general") -> Sums:
    return cell(list_hazard_summary(conn, asked(when)), place, grade)


def test_bozhou_2023(tell: Tell) -> None:
    """630 listed major hazards, 620 fixed in time, 10 not yet due: 98.4 % rectified, 100 % in time (domain.md §4.3)."""
    keys = range(1, 631)
    row = {"campaign_id": 1, "adcode": "230102", "grade": "major", "state": "confirmed", "round_no": 1}
    row |= {"recorded_at": LONG_AGO, "updated_at": LONG_AGO, "unit_named_public": False}
    told = {
        620: (CONFIRM_MAJOR, ORDER, IN_TIME, CLOSE),
        630: (CONFIRM_MAJOR, Event("order", at(6, 2), new_due=due(7, 31))),
    }
    with tell(NOTHING) as connections:
        for conn in connections:
            conn.execute(insert(hazard), [{**row, "id": key, "code": f"YH{key}"} for key in keys])
            conn.execute(
                insert(hazard_event),
                [
                    {"hazard_id": key, "kind": e.kind, "occurred_at": e.when, "recorded_at": e.when, "round_no": 1}
                    | {"new_due": e.new_due, "new_grade": e.grade}
                    for key in keys
                    for e in told[620 if key <= 620 else 630]
                ],
            )
            listed = {"level": "city", "listed_on": date(2020, 6, 2)}
            conn.execute(insert(hazard_supervision), [{"hazard_id": key, **listed} for key in keys])
            majors = summary(conn, at(6, 30), grade="major")
            parts = {name: ratio([majors], name, HAZARD_RATES) for name in HAZARD_RATES}
            assert (parts["rectified"].n, parts["rectified"].d) == (620, 630)
            assert f"{parts['rectified'].value:.1%}" == "98.4%"
            assert (parts["in_time"].n, parts["in_time"].d, parts["in_time"].value) == (620, 620, 1.0)
            assert (parts["overdue"].n, parts["listed"].n, parts["listed"].d) == (0, 630, 630)


def test_c13_classes_per_city_and_grade(tell: Tell) -> None:
    """Graded up on 06-05: a hazard counts where it lies, in its grade at T; no rate without a denominator."""
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, Event("regrade", at(6, 5), grade="major"), IN_TIME, CLOSE)
            happen(conn, CONFIRM, ORDER, key=2, adcode="230200")
            rows = list_hazard_summary(conn, asked(at(6, 4)))
            assert [row.place.code for row in rows] == ["all"] * 2 + ["230100"] * 2 + ["230200"] * 2
            assert [row.counts.confirmed for row in rows] == [2, 0, 1, 0, 1, 0]
            later = list_hazard_summary(conn, asked(at(6, 30)))
            assert [row.counts.confirmed for row in later] == [1, 1, 0, 1, 1, 0]
            assert cell(later, "230100", "major").A == 1
            assert cell(later, "230200", "general").E == 1
            rates = [ratio([row.counts], "rectified", HAZARD_RATES).value for row in later]
            assert rates == [0, 1, None, 1, 0, None]


def test_a_city_with_every_class(tell: Tell) -> None:
    a, b = (CONFIRM, ORDER, IN_TIME, CLOSE), (CONFIRM, ORDER, IN_TIME)
    c, d, e = (CONFIRM, ORDER, LATE, PASS, CLOSE), (CONFIRM, ORDER, LATE), (CONFIRM, ORDER, IN_TIME, FAIL)
    early = (CONFIRM, Event("order", at(6, 2), new_due=due(7, 9)), Event("rectify", at(6, 3)), Event("close", at(6, 3)))
    waiting = (CONFIRM, Event("order", at(6, 2), new_due=due(7, 9)), Event("rectify", at(6, 3)))
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, events in enumerate((a, a, b, c, d, e, early, waiting, (CONFIRM,)), 1):
                happen(conn, *events, key=key)
            found = summary(conn, at(6, 30))
    classes = Sums(A=2, B=1, C=1, D=1, E=1, A0=1, P=2)
    assert found == classes._replace(
        confirmed=9,
        closed=4,
        open=5,
        matured=6,
        in_time=3,
        pending=3,  # B, D and the one of P that is rectified
        closed_unlisted=4,
        ever_closed=4,
    )


def test_reopened_among_ever_closed(tell: Tell) -> None:
    """反弹率: two of three that were ever closed came back, one of them twice."""
    again = (Event("rectify", at(6, 22), 2), Event("close", at(6, 23), 2), Event("reopen", at(6, 25), 2))
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, IN_TIME, CLOSE)
            happen(conn, CONFIRM, ORDER, IN_TIME, CLOSE, REOPEN, key=2)
            happen(conn, CONFIRM, ORDER, IN_TIME, CLOSE, REOPEN, *again, key=3)
            happen(conn, CONFIRM, ORDER, key=4)
            found = summary(conn, at(6, 30))
            assert (found.reopened, found.ever_closed, found.closed) == (2, 3, 1)


def test_listings_at_t(tell: Tell) -> None:
    """Ever listed counts once; each level apart; taken off the list it is still one that was listed."""
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM_MAJOR, ORDER, grade="major")
            happen(conn, CONFIRM_MAJOR, ORDER, IN_TIME, CLOSE, key=2, grade="major")
            happen(conn, CONFIRM_MAJOR, ORDER, IN_TIME, CLOSE, key=3, grade="major")
            listing(conn, date(2020, 6, 5), level="county", delisted_on=date(2020, 6, 8))
            listing(conn, date(2020, 6, 8), level="province", due_on=date(2020, 6, 20))
            listing(conn, date(2020, 6, 8), key=2, delisted_on=date(2020, 6, 13))
            found = {day: summary(conn, due(6, day), grade="major") for day in (4, 5, 7, 12, 19, 20)}
            assert [found[day].listed for day in (4, 5, 7, 12, 20)] == [0, 1, 1, 2, 2]
            listed = found[20]
            levels = (listed.listed_province, listed.listed_city, listed.listed_county, listed.listed_town)
            assert levels == (1, 1, 1, 0)
            assert [found[day].listed_late for day in (12, 19, 20)] == [0, 0, 1]  # the listing's own deadline
            assert [found[day].closed_unlisted for day in (7, 12)] == [0, 1]


def test_a_listing_without_a_deadline_has_that_of_the_hazard(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM_MAJOR, ORDER, EXTEND, grade="major")
            listing(conn, date(2020, 6, 5))
            late = [summary(conn, due(6, day), grade="major").listed_late for day in (9, 10, 15, 20)]
            assert late == [0, 1, 0, 1]


def test_exposed_and_closed(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER, IN_TIME, CLOSE)
            happen(conn, CONFIRM, ORDER, key=2)
            exposure(conn, date(2020, 6, 6))
            exposure(conn, date(2020, 6, 9))  # twice: one hazard
            exposure(conn, date(2020, 6, 9), key=2)
            parts = [
                (found.exposed_closed, found.exposed) for found in (summary(conn, at(6, day)) for day in (5, 6, 9, 12))
            ]
            assert parts == [(0, 0), (0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize(("flags", "counted"), [({}, 0), (ALL_IN_PLACE, 1), ({**ALL_IN_PLACE, "f_plan": False}, 0)])
def test_five_things_in_place_of_open_majors(tell: Tell, flags: dict[str, bool], counted: int) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM_MAJOR, ORDER, grade="major", **flags)
            happen(conn, CONFIRM_MAJOR, ORDER, IN_TIME, CLOSE, key=2, grade="major", **ALL_IN_PLACE)
            found = summary(conn, at(6, 30), grade="major")
            assert (found.in_place, found.open) == (counted, 1)


def test_counties_add_up_to_their_city(tell: Tell) -> None:
    """The county where it lies; what is registered for the city itself has a row of its own."""
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, adcode in enumerate(("230102", "230102", "230103", "230100", "230199", "230202", "230000"), 1):
                happen(conn, CONFIRM, ORDER, key=key, adcode=adcode)
            rows = list_hazard_counties(conn, asked(at(6, 30), cities=("230100",)))
            general = [row for row in rows if row.grade == "general"]
            assert {row.place.code: row.counts.E for row in general} == {
                "230100": 1,
                "230102": 2,
                "230103": 1,
                "230199": 1,
            }
            assert [row.level for row in general] == ["prefecture", "county", "county", "county_equivalent"]
            assert sum(row.counts.E for row in rows) == summary(conn, at(6, 30), "230100").E == 5
            assert summary(conn, at(6, 30)).E == 7  # the province counts the one of no city too
            one = list_hazard_counties(conn, asked(at(6, 30), HazardFilters(counties=("230103",))))
            assert [row.place.code for row in one] == ["230103", "230103"]


def test_industries_of_two_levels(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            industries(conn)
            for key, code in enumerate(("gas", "gas", "site", "city", "coal", None), 1):
                happen(conn, CONFIRM, ORDER, key=key, industry_code=code)
            rows = list_hazard_industries(conn, asked(at(6, 30), HazardFilters(grades=("general",))))
            assert {row.industry.code: row.counts.confirmed for row in rows} == {
                "coal": 1,
                "city": 4,
                "gas": 2,
                "site": 1,
                "": 1,
            }
            assert [row.industry.parent for row in rows] == ["", "", "city", "city", ""]
            narrowed = list_hazard_industries(conn, asked(at(6, 30), HazardFilters(("general",), industries=("city",))))
            assert [row.industry.code for row in narrowed] == ["city", "gas", "site"]
            assert [row.counts.confirmed for row in narrowed] == [4, 2, 1]


def test_sources(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, source in enumerate(("tip", "tip", "media", None), 1):
                happen(conn, CONFIRM, ORDER, key=key, source=source)
            rows = list_hazard_sources(conn, asked(at(6, 30), HazardFilters(("general",))))
            found = {row.source: row.counts.confirmed for row in rows if row.counts.confirmed}
            assert found == {"tip": 2, "media": 1, "": 1}
            assert len(rows) == 7


@pytest.mark.parametrize(
    ("question", "places", "confirmed"),
    [
        (asked(at(6, 30)), ["all", "230100", "230200"], 3),
        (asked(at(6, 30), cities=("230200",)), ["230200"], 1),
        (asked(at(6, 30), scope=Scope(("230100",))), ["230100"], 2),
        (asked(at(6, 30), scope=Scope(("230100",)), cities=("230200",)), [], 0),
        (asked(at(6, 30), HazardFilters(counties=("230102",))), ["all", "230100", "230200"], 2),
        (asked(at(6, 30), HazardFilters(sources=("tip",))), ["all", "230100", "230200"], 1),
        (asked(at(6, 30), HazardFilters(industries=("city",))), ["all", "230100", "230200"], 1),
        (asked(at(6, 30), HazardFilters(classes=("A", "B"))), ["all", "230100", "230200"], 1),
        (asked(at(6, 30), HazardFilters(("major",))), ["all", "230100", "230200"], 0),
        (asked(at(6, 30), HazardFilters(("general",), ("gas",), ("tip",), ("B",), ("230102",))), None, 1),
        (asked(at(6, 30), lines=("M4.1",), groups=("member",)), ["all", "230100", "230200"], 3),
        (asked(at(6, 30), campaign="AQY"), ["all", "230100", "230200"], 3),  # its notice counts for it
    ],
)
def test_filters_and_scope(tell: Tell, question: Question, places: list[str] | None, confirmed: int) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            industries(conn)
            happen(conn, CONFIRM, ORDER, IN_TIME, source="tip", industry_code="gas")
            happen(conn, CONFIRM, ORDER, key=2, source="media")
            happen(conn, CONFIRM, ORDER, key=3, adcode="230202")
            rows = list_hazard_summary(conn, question)
            if places is not None:
                assert list(dict.fromkeys(row.place.code for row in rows)) == places
            assert sum(row.counts.confirmed for row in rows if row.place.code != "all") == confirmed


def test_hazards_of_other_campaigns_and_provinces_are_not_counted(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER)
            happen(conn, CONFIRM, ORDER, key=2, adcode="440103")
            happen(conn, CONFIRM, ORDER, key=3)
            conn.execute(update(hazard).where(hazard.c.id == 3).values(campaign_id=3))
            assert summary(conn, at(6, 30)).confirmed == 2
            rows = list_hazard_summary(conn, asked(at(6, 30), campaign="AQY"))
            assert cell(rows, "all", "general").confirmed == 1
