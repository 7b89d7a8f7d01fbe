"""Questions 9 to 14 by rule, on both databases: weeks, settings, leagues, singled-out lines, people told twice."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, insert, update

from data_access.activities.held import list_five_settings, list_held_by_week
from data_access.annex3.ratios import list_metric_ratios
from data_access.annex3.tables import RATIOS
from data_access.database.schema import activity, duty, line_item, line_metric
from data_access.question import Filters, Question, Scope
from data_access.reach.attendance import list_attendance_gap, list_attendance_whole
from data_access.reach.line_items import list_line_items
from data_access.reach.showpieces import list_day_events, list_showpieces
from data_access.reach.volunteers import list_volunteer_events
from tests.data_access.conftest import Tell
from tests.data_access.obligations.test_counting import annex, figures
from tests.data_access.obligations.world import (
    ATTEND,
    BY,
    CITY_A,
    CITY_B,
    COUNTY_1,
    COUNTY_2,
    COUNTY_3,
    LATER,
    LEAGUE,
    LEAGUE_A,
    MEMBER,
    NOTHING,
    OFFICE,
    ON,
    TWICE,
    History,
    at,
    event,
    held,
    owed,
)


def asked(when: datetime = LATER, filters: Filters | None = None, **rest: Any) -> Question:
    return Question(filters or Filters(), when, **rest)


def match(conn: Connection, *lines: int, metric: str = "A01", measure: str = "attendance") -> None:
    """A figure of Annex 3 that is told beside the activity rows of these lines."""
    rows = [{"line_id": one, "metric_code": metric, "measure": measure} for one in lines]
    conn.execute(insert(line_metric), [row | {"reason_zh": "同指", "reason_en": "the same"} for row in rows])


def people(conn: Connection, **numbers: tuple[int | None, int | None, int | None]) -> None:
    """On site, online and views of activities, given as HD<id>."""
    for code, (onsite, online, views) in numbers.items():
        values = {"attendance_onsite": onsite, "attendance_online": online, "views": views}
        conn.execute(update(activity).where(activity.c.code == code).values(values))


def owe(conn: Connection, line: int, unit: int | None = None, rule: str = "none", host: str = "self") -> None:
    """A duty: named for a unit, or for each city."""
    conn.execute(
        insert(duty),
        {"line_id": line, "scope": "named" if unit else "each_city", "org_unit_id": unit, "role": "hold"}
        | {"host": host, "period_key": "once", "due_provenance": "none", "date_rule": rule, "min_count": 1}
        | {"provenance": "inferred"},
    )


SAID = annex(
    (CITY_A, 1, at(7, 1), "accepted", at(7, 2)),
    (CITY_B, 1, at(7, 1), "accepted", at(7, 2)),
    (MEMBER, 1, at(7, 1), "submitted", None),
).versions
ROWS = (
    event(1, BY, at(6, 9)),
    event(2, BY, at(6, 10), (CITY_A, "lead"), (LEAGUE_A, "co"), (COUNTY_1, "co")),
    event(3, BY, at(6, 11), (CITY_A, "lead"), (CITY_B, "co")),
    event(4, BY, at(6, 12), (CITY_B, "lead")),
    event(5, BY, at(6, 13), status="cancelled"),
    event(6, BY, at(6, 14), (OFFICE, "lead")),
    event(7, ON, at(6, 16)),
    event(8, BY, at(6, 15), end=at(9, 1)),
)


def test_g14_returns_and_rows_are_two_numbers_with_their_gap(tell: Tell) -> None:
    """A: return 100, rows 30 + 20 (its own leagues make it no joint one); the joint event is only counted. B: the
    return says nothing, the row no number: no gap. The member's return awaits review.
    """
    with tell(History(activities=ROWS, versions=SAID)) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 100, "C05": 1}, s2={"A01": None})
            match(conn, BY)
            people(conn, HD1=(30, None, 999), HD2=(15, 5, 999), HD3=(400, 0, 0), HD4=(None, None, 999), HD6=(7, 1, 0))
            people(conn, HD7=(5000, 0, 0), HD8=(6000, 0, 0))
            rows = {row.unit.code: row for row in list_attendance_gap(conn, asked())}
            assert list(rows) == ["230100", "230200", "D-XF"]
            told = {code: (row.returned, *row.alone) for code, row in rows.items()}
            assert told == {
                "230100": (100, 2, 0, 50),
                "230200": (None, 1, 1, None),
                "D-XF": (None, 0, 0, None),
            }
            assert [(row.joint, row.gap) for row in rows.values()] == [(1, 50), (1, None), (0, None)]
            assert {row.matched.lines for row in rows.values()} == {"M1.1"}
            (whole,) = list_attendance_whole(conn, asked())
            assert (whole.whole, whole.joint) == ((5, 1, 458), (1, 0, 400))


def test_c11_people_of_joint_activities_are_told_for_the_province_only(tell: Tell) -> None:
    with tell(History(activities=ROWS, versions=SAID)) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 100})
            match(conn, BY)
            for q in (
                asked(filters=Filters(cities=("230100",))),
                asked(filters=Filters(groups=("city",))),
                asked(scope=Scope(("230100",))),
            ):
                assert list_attendance_whole(conn, q) == ()
            narrowed = list_attendance_gap(conn, asked(filters=Filters(cities=("230100",), lines=("M4.1",))))
            assert [(row.unit.code, row.alone.activities) for row in narrowed] == [("230100", 2)]


@pytest.mark.parametrize(("measure", "number"), [("attendance", 35), ("views", 900)])
def test_g14_views_and_attendance_are_never_added(tell: Tell, measure: str, number: int) -> None:
    with tell(History(activities=(event(1, BY, at(6, 9)), event(2, ON, at(6, 9))), versions=SAID)) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 1})
            match(conn, BY, ON, measure=measure)
            people(conn, HD1=(30, None, 900), HD2=(None, 5, None))
            row = list_attendance_gap(conn, asked())[0]
            assert (row.alone.people, row.matched.lines) == (number, "M1.1、M4.1")
            assert row.alone.unfilled == (0 if measure == "attendance" else 1)


def test_g10_a_zero_in_a_return_and_in_a_row_make_a_gap_of_zero(tell: Tell) -> None:
    with tell(History(activities=(event(1, BY, at(6, 9)),), versions=SAID)) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 0})
            match(conn, BY)
            people(conn, HD1=(0, None, None))
            row = list_attendance_gap(conn, asked())[0]
            assert (row.returned, row.alone.people, row.gap) == (0, 0, 0)


def test_g1_rows_count_as_they_were_known(tell: Tell) -> None:
    early, late = at(6, 12), at(6, 20)
    history = (
        event(1, BY, at(6, 9), code="HD1", recorded_at=early, superseded_at=late),
        event(2, BY, at(6, 9), code="HD1", recorded_at=late),
    )
    with tell(History(activities=history, versions=SAID)) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 0})
            match(conn, BY)
            for key, number in ((1, 10), (2, 25)):
                conn.execute(update(activity).where(activity.c.id == key).values(attendance_onsite=number))
            before = list_attendance_gap(conn, asked(known_at=at(6, 15)))[0]
            assert (before.alone.people, list_attendance_gap(conn, asked())[0].alone.people) == (10, 25)


def test_c10_a_ratio_is_of_units_with_both(tell: Tell) -> None:
    with tell(History(versions=SAID)) as connections:
        for conn in connections:
            figures(conn, s1={"E12a": 20, "E12b": 10}, s2={"E12a": 0, "E12b": 0})
            rows = {row.unit.code: row for row in list_metric_ratios(conn, asked())}
            assert {code: (row.pair, row.part, row.whole) for code, row in rows.items()} == {
                "230100": ("E12", 10, 20),
                "230200": ("E12", 0, 0),
                "D-XF": ("E12", None, None),
            }
            [rate] = [column.value("zh") for column in RATIOS.columns if column.kind == "rate"]
            assert {code: rate(row) for code, row in rows.items()} == {"230100": 0.5, "230200": None, "D-XF": None}


def test_g7_weeks_tell_modes_of_held_ones_and_others_beside(tell: Tell) -> None:
    history = held(
        event(1, BY, at(6, 7), (CITY_A, "lead"), (CITY_B, "co")),
        event(2, BY, at(6, 8)),
        event(3, None, at(6, 8)),
        event(4, BY, at(6, 9), status="cancelled", planned=at(6, 9)),
        event(5, BY, at(6, 9), status="planned", planned=at(6, 22)),
        event(6, BY, None, status="planned"),
    )
    with tell(history) as connections:
        for conn in connections:
            for key, mode in ((1, "online"), (2, "mixed")):
                conn.execute(update(activity).where(activity.c.id == key).values(mode=mode))
            rows = [(row.week_start, row.line.code, *row[2:]) for row in list_held_by_week(conn, asked())]
            assert rows == [
                (at(6, 1), "M1.1", 1, 1, 0, 0, 0, 0, 0, 0),
                (at(6, 8), "M1.1", 1, 0, 0, 1, 0, 0, 1, 0),
                (at(6, 8), "", 1, 0, 0, 0, 1, 0, 0, 0),
                (at(6, 22), "M1.1", 0, 0, 0, 0, 0, 1, 0, 0),
            ]


def test_c15_settings_and_cities_that_are_not_asked_for_have_no_cells(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            assert [row.held for row in list_five_settings(conn, asked())] == [0, 0]
            assert list_five_settings(conn, asked(filters=Filters(lines=("M4.1",)))) == ()
            assert list_five_settings(conn, asked(filters=Filters(groups=("member",)))) == ()


def test_c6_leagues_one_by_one_and_when_a_city_is_covered(tell: Tell) -> None:
    """B: its only county and its own league; the joint county event counts for both counties of A, whose own league
    has done nothing.
    """
    history = held(
        event(1, LEAGUE, at(6, 9), (CITY_A, "lead"), (COUNTY_1, "co"), (COUNTY_2, "co")),
        event(2, LEAGUE, at(6, 9), (CITY_B, "lead"), (COUNTY_3, "co")),
        event(3, LEAGUE, at(6, 9), (CITY_A, "lead")),
        event(4, LEAGUE, at(6, 12), (CITY_B, "lead")),
    )
    with tell(history) as connections:
        for conn in connections:
            owe(conn, LEAGUE, host="league")
            rows = {row.unit.code: row for row in list_volunteer_events(conn, asked())}
            assert {code: (row.done, row.events, row.city_full) for code, row in rows.items()} == {
                "230100": (False, 0, False),
                "230200": (True, 2, True),
                "230102-L": (True, 1, False),
                "230103-L": (True, 1, False),
                "230202-L": (True, 1, True),
            }
            counties = list_volunteer_events(conn, asked(filters=Filters(groups=("county",))))
            assert [row.city_full for row in counties] == [None, None, None]
            assert list_volunteer_events(conn, asked(filters=Filters(lines=("M1",)))) == ()


def test_c8_a_waived_league_does_not_keep_its_city_from_being_covered(tell: Tell) -> None:
    history = held(
        event(1, LEAGUE, at(6, 9), (CITY_A, "lead"), (COUNTY_1, "co"), (LEAGUE_A, "co")),
        waivers=((owed(LEAGUE, COUNTY_2).id, at(6, 1)),),
    )
    with tell(history) as connections:
        for conn in connections:
            owe(conn, LEAGUE, host="league")
            rows = {row.unit.code: row for row in list_volunteer_events(conn, asked())}
            assert (rows["230103-L"].state, rows["230103-L"].done, rows["230100"].city_full) == ("waived", False, True)


@pytest.mark.parametrize(
    ("happened", "state", "status"),
    [
        ([("held", at(6, 16))], "done_on_time", "held"),
        ([("held", at(6, 12))], "done_off_date", "held"),
        ([("held", at(6, 20))], "done_late", "held"),
        ([("cancelled", at(6, 16))], "overdue", "cancelled"),
        ([("cancelled", at(6, 16)), ("postponed", at(7, 1))], "overdue", "postponed"),
        ([("planned", at(9, 1))], "overdue", "planned"),
        ([("held", at(9, 1))], "overdue", "planned"),
        ([], "overdue", "none"),
    ],
)
def test_question_9_what_is_bound_to_a_day(
    tell: Tell, happened: list[tuple[str, datetime]], state: str, status: str
) -> None:
    """The last but one: held after T is planned at T."""
    history = held(*(event(n, ON, day, status=what, planned=day) for n, (what, day) in enumerate(happened, 1)))
    with tell(history) as connections:
        for conn in connections:
            owe(conn, ON, CITY_A, rule="on")
            (row,) = list_showpieces(conn, asked())
            assert (row.unit.code, row.line.code, row.named, row.day_bound) == ("230100", "M4.1", True, True)
            assert (row.state, *row.took_place[:2]) == (state, status, int(status == "held"))


def test_question_12_lines_that_name_a_city(tell: Tell) -> None:
    """A joint line has one status and a row for each who owes it; lines that name offices only are not among them, nor
    does an event of somebody who is not named count.
    """
    history = held(
        event(1, TWICE, at(6, 12), (CITY_A, "lead")),
        event(2, ON, at(6, 16), (CITY_B, "lead")),
        event(3, ATTEND, at(6, 16), (OFFICE, "lead")),
    )
    with tell(history) as connections:
        for conn in connections:
            owe(conn, TWICE, CITY_A)
            owe(conn, ON, CITY_A)
            owe(conn, ATTEND, OFFICE)
            rows = [
                (row.line.code, row.unit.code, row.day_bound, row.took_place.status)
                for row in list_showpieces(conn, asked())
            ]
            assert rows == [
                ("M4.1", "230100", False, "none"),
                ("M3.3", "230100", False, "held"),
                ("M3.3", "230200", False, "held"),
            ]
            assert list_showpieces(conn, asked(filters=Filters(lines=("M1",)))) == ()


def test_question_9_cities_active_on_the_day(tell: Tell) -> None:
    """Dated by the end; a joint one counts for both; attending is not holding."""
    history = held(
        event(1, BY, at(6, 15), (CITY_A, "lead"), (CITY_B, "co"), end=at(6, 16, 23)),
        event(2, BY, at(6, 16), (CITY_A, "lead"), end=at(6, 17)),
        event(3, ATTEND, at(6, 16), (CITY_B, "attend")),
        event(4, None, at(6, 16), (CITY_A, "lead")),
    )
    with tell(history) as connections:
        for conn in connections:
            rows = [(row.place.code, row.day_at, row.held) for row in list_day_events(conn, asked())]
            assert rows == [("230100", at(6, 16), 2), ("230200", at(6, 16), 1)]
            assert list_day_events(conn, asked(filters=Filters(groups=("member",)))) == ()
            assert [row.held for row in list_day_events(conn, asked(at(6, 16, 12)))] == [1, 0]


def test_c10_items_of_a_line_are_told_by_a_figure_or_not_at_all(tell: Tell) -> None:
    with tell(History(versions=SAID)) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 5}, s2={"A01": 7})
            items = [("a", None), ("b", "A01"), ("c", "C05")]
            conn.execute(
                insert(line_item),
                [
                    {"line_id": ON, "sort_order": n, "name_zh": name, "name_en": name, "metric_code": code}
                    for n, (name, code) in enumerate(items)
                ],
            )
            rows = [(row.item_zh, row.told, row.total, row.filled) for row in list_line_items(conn, asked())]
            assert rows == [("a", "none", None, 0), ("b", "figure", 12, 2), ("c", "figure", None, 0)]
