"""Worked examples of the counts: per city, county, industry and source; listings, exposures, the five things."""

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import insert, update

from data_access.database.schema import hazard, hazard_event, hazard_supervision
from data_access.database.snapshot import Snapshot
from data_access.hazards.counts import (
    load_hazard_counties,
    load_hazard_industries,
    load_hazard_sources,
    load_hazard_summary,
)
from data_access.hazards.sums import HAZARD_RATES, SUMS
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


def cell(frame: pd.DataFrame, key: str, value: str, grade: str) -> dict[str, int]:
    [row] = frame[(frame[key] == value) & (frame["grade"] == grade)].to_dict("records")
    return {name: int(row[name]) for name in SUMS}


def summary(conn: Snapshot, when: datetime, place: str = "all", grade: str = "general") -> dict[str, int]:
    return cell(load_hazard_summary(conn, asked(when)), "place_code", place, grade)


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
            frame = load_hazard_summary(conn, asked(at(6, 30)))
            majors = frame[(frame["place_code"] == "all") & (frame["grade"] == "major")]
            parts = {name: ratio(majors.itertuples(), name, HAZARD_RATES) for name in HAZARD_RATES}
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
            frame = load_hazard_summary(conn, asked(at(6, 4)))
            assert frame["place_code"].tolist() == ["all"] * 2 + ["230100"] * 2 + ["230200"] * 2
            assert frame["confirmed"].tolist() == [2, 0, 1, 0, 1, 0]
            later = load_hazard_summary(conn, asked(at(6, 30)))
            assert later["confirmed"].tolist() == [1, 1, 0, 1, 1, 0]
            assert cell(later, "place_code", "230100", "major")["A"] == 1
            assert cell(later, "place_code", "230200", "general")["E"] == 1
            rates = [ratio([row], "rectified", HAZARD_RATES).value for row in later.itertuples()]
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
    assert [found[name] for name in ("A", "B", "C", "D", "E", "A0", "P")] == [2, 1, 1, 1, 1, 1, 2]
    assert {name: found[name] for name in ("confirmed", "closed", "open", "matured", "in_time", "pending")} == {
        "confirmed": 9,
        "closed": 4,
        "open": 5,
        "matured": 6,
        "in_time": 3,
        "pending": 3,  # B, D and the one of P that is rectified
    }


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
            assert (found["reopened"], found["ever_closed"], found["closed"]) == (2, 3, 1)


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
            assert [found[day]["listed"] for day in (4, 5, 7, 12, 20)] == [0, 1, 1, 2, 2]
            assert {name: found[20][f"listed_{name}"] for name in ("province", "city", "county", "town")} == {
                "province": 1,
                "city": 1,
                "county": 1,
                "town": 0,
            }
            assert [found[day]["listed_late"] for day in (12, 19, 20)] == [0, 0, 1]  # the listing's own deadline
            assert [found[day]["closed_unlisted"] for day in (7, 12)] == [0, 1]


def test_a_listing_without_a_deadline_has_that_of_the_hazard(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM_MAJOR, ORDER, EXTEND, grade="major")
            listing(conn, date(2020, 6, 5))
            late = [summary(conn, due(6, day), grade="major")["listed_late"] for day in (9, 10, 15, 20)]
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
                (found["exposed_closed"], found["exposed"])
                for found in (summary(conn, at(6, day)) for day in (5, 6, 9, 12))
            ]
            assert parts == [(0, 0), (0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize(("flags", "counted"), [({}, 0), (ALL_IN_PLACE, 1), ({**ALL_IN_PLACE, "f_plan": False}, 0)])
def test_five_things_in_place_of_open_majors(tell: Tell, flags: dict[str, bool], counted: int) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM_MAJOR, ORDER, grade="major", **flags)
            happen(conn, CONFIRM_MAJOR, ORDER, IN_TIME, CLOSE, key=2, grade="major", **ALL_IN_PLACE)
            found = summary(conn, at(6, 30), grade="major")
            assert (found["in_place"], found["open"]) == (counted, 1)


def test_counties_add_up_to_their_city(tell: Tell) -> None:
    """The county where it lies; what is registered for the city itself has a row of its own."""
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, adcode in enumerate(("230102", "230102", "230103", "230100", "230199", "230202", "230000"), 1):
                happen(conn, CONFIRM, ORDER, key=key, adcode=adcode)
            frame = load_hazard_counties(conn, asked(at(6, 30), cities=("230100",)))
            general = frame[frame["grade"] == "general"]
            assert dict(zip(general["adcode"], general["E"], strict=True)) == {
                "230100": 1,
                "230102": 2,
                "230103": 1,
                "230199": 1,
            }
            assert general["level"].tolist() == ["prefecture", "county", "county", "county_equivalent"]
            assert int(frame["E"].sum()) == summary(conn, at(6, 30), "230100")["E"] == 5
            assert summary(conn, at(6, 30))["E"] == 7  # the province counts the one of no city too
            one = load_hazard_counties(conn, asked(at(6, 30), HazardFilters(counties=("230103",))))
            assert one["adcode"].tolist() == ["230103", "230103"]


def test_industries_of_two_levels(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            industries(conn)
            for key, code in enumerate(("gas", "gas", "site", "city", "coal", None), 1):
                happen(conn, CONFIRM, ORDER, key=key, industry_code=code)
            frame = load_hazard_industries(conn, asked(at(6, 30), HazardFilters(grades=("general",))))
            assert dict(zip(frame["industry_code"], frame["confirmed"], strict=True)) == {
                "coal": 1,
                "city": 4,
                "gas": 2,
                "site": 1,
                "": 1,
            }
            assert frame["parent_code"].tolist() == ["", "", "city", "city", ""]
            narrowed = load_hazard_industries(conn, asked(at(6, 30), HazardFilters(("general",), industries=("city",))))
            assert narrowed["industry_code"].tolist() == ["city", "gas", "site"]
            assert narrowed["confirmed"].tolist() == [4, 2, 1]


def test_sources(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            for key, source in enumerate(("tip", "tip", "media", None), 1):
                happen(conn, CONFIRM, ORDER, key=key, source=source)
            frame = load_hazard_sources(conn, asked(at(6, 30), HazardFilters(("general",))))
            found = {source: n for source, n in zip(frame["source"], frame["confirmed"], strict=True) if n}
            assert found == {"tip": 2, "media": 1, "": 1}
            assert len(frame) == 7


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
            frame = load_hazard_summary(conn, question)
            if places is not None:
                assert frame["place_code"].unique().tolist() == places
            assert int(frame[frame["place_code"] != "all"]["confirmed"].sum()) == confirmed


def test_hazards_of_other_campaigns_and_provinces_are_not_counted(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            happen(conn, CONFIRM, ORDER)
            happen(conn, CONFIRM, ORDER, key=2, adcode="440103")
            happen(conn, CONFIRM, ORDER, key=3)
            conn.execute(update(hazard).where(hazard.c.id == 3).values(campaign_id=3))
            assert summary(conn, at(6, 30))["confirmed"] == 2
            frame = load_hazard_summary(conn, asked(at(6, 30), campaign="AQY"))
            assert cell(frame, "place_code", "all", "general")["confirmed"] == 1
