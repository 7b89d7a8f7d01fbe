"""The tour by rule, on both databases: reports in the media, the two lists, the parts of the tour, its weeks."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from data_access.database.schema import delivery, line_thing, measure_list_item, media_item, org_unit_alias
from data_access.question import Filters, Question, Scope
from data_access.tour.media import list_newest_media, reports as reports_of
from data_access.tour.media_summary import list_media_summary
from data_access.tour.parts import Activities, list_tour, list_tour_line_rows
from data_access.tour.themes import list_returned
from data_access.tour.two_lists import list_two_lists, list_two_lists_summary
from data_access.tour.weeks import list_tour_weeks, list_window
from tests.data_access.conftest import Tell
from tests.data_access.obligations.test_counting import annex, figures
from tests.data_access.obligations.world import (
    BY,
    CITY_A,
    CITY_B,
    LATER,
    LONG_AGO,
    MEMBER,
    NOTHING,
    OFFICE,
    ROLLING,
    History,
    at,
    event,
)

A, B = "230100", "230200"


def asked(
    when: datetime = LATER, known: datetime | None = None, scope: Scope | None = None, **filters: Any
) -> Question:
    return Question(Filters(**filters), when, known, **({} if scope is None else {"scope": scope}))


def reports(conn: Connection, *rows: dict[str, Any]) -> None:
    """Reports of city A on 06-09, without anything else, unless told otherwise."""
    plain = {"campaign_id": 1, "org_unit_id": CITY_A, "published_on": date(2020, 6, 9), "recorded_at": LONG_AGO}
    empty = dict.fromkeys(("line_id", "outlet", "outlet_level", "form", "title", "views", "url"))
    conn.execute(insert(media_item), [plain | empty | row for row in rows])


def items(conn: Connection, *rows: dict[str, Any]) -> None:
    """Items of city A's list of problems."""
    plain = {"campaign_id": 1, "list": "problem", "org_unit_id": CITY_A, "title": "某项", "recorded_at": LONG_AGO}
    empty = dict.fromkeys(("owner_unit", "due_on", "done_on", "hazard_code"))
    conn.execute(insert(measure_list_item), [plain | empty | row for row in rows])


def ledger(conn: Connection, unit: int, kind: str, status: str = "loaded", at_: datetime = LONG_AGO) -> None:
    """A file that came."""
    conn.execute(
        insert(delivery),
        {"campaign_id": 1, "org_unit_id": unit, "kind": kind, "file_ref": f"{unit}{kind}", "sha256": "0"}
        | {"received_at": at_, "recorded_at": at_, "status": status, "fault_count": 0},
    )


def things(conn: Connection, *rows: tuple[int, str, str | None]) -> None:
    """What lines are counted as."""
    conn.execute(insert(line_thing), [{"line_id": n, "thing": thing, "metric_code": code} for n, thing, code in rows])


@pytest.mark.parametrize(
    ("row", "q", "n"),
    [
        ({}, asked(at(6, 9)), 1),  # C1: from 00:00 of its day
        ({}, asked(datetime(2020, 6, 8, 15, 59, 59, tzinfo=UTC)), 0),  # the second before
        ({"published_on": None}, asked(), 0),  # no day, no count
        ({"recorded_at": at(6, 20)}, asked(at(6, 15)), 1),  # all that is known today counts
        ({"recorded_at": at(6, 20)}, asked(at(6, 15), known=at(6, 19)), 0),
        ({"recorded_at": at(6, 20)}, asked(at(6, 15), known=at(6, 20)), 1),
        ({"line_id": ROLLING}, asked(lines=("T3",)), 1),
        ({"line_id": BY}, asked(lines=("M1",)), 1),  # a line below the one asked for
        ({}, asked(lines=("T3",)), 0),  # without a line, and a line is asked for
        ({"line_id": ROLLING, "campaign_id": 3}, asked(campaign="LJX"), 1),
        ({"line_id": BY, "campaign_id": 2}, asked(campaign="LJX"), 0),
        ({}, asked(cities=(B,)), 0),
        ({}, asked(groups=("member",)), 0),
        ({}, asked(scope=Scope((B,))), 0),
        ({}, asked(scope=Scope((A,))), 1),
    ],
)
def test_c1_a_report_counts_from_its_day(tell: Tell, row: dict[str, Any], q: Question, n: int) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            reports(conn, row)
            assert len(list(reports_of(conn, q))) == len(list_newest_media(conn, q)) == n
            assert sum(unit.counts.reports or 0 for unit in list_media_summary(conn, q)) == n


def test_reports_come_newest_first_and_missing_views_are_not_zero(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            day = date(2020, 6, 10)
            reports(conn, {"views": 0}, {"org_unit_id": CITY_B}, {"published_on": day, "views": 7, "line_id": ROLLING})
            rows = list_newest_media(conn, asked())
            told = [(row.unit.code, row.published_at, row.views, row.line.code) for row in rows]
            assert told == [(A, at(6, 10), 7, "T3"), (A, at(6, 9), 0, ""), (B, at(6, 9), None, "")]
            assert len(list_newest_media(conn, asked(), 2)) == 2
            views = {
                row.unit.code: (row.counts.views, row.counts.views_filled) for row in list_media_summary(conn, asked())
            }
            assert views == {A: (7, 2), B: (None, 0), "D-XF": (None, None)}


@pytest.mark.parametrize(
    ("forms", "flags"),
    [
        (("tv", "radio", "press", "web"), (True, True, True, True, True)),
        (("tv", "radio", "press", "newmedia"), (True, True, True, True, True)),
        (("tv", "tv", "press"), (True, False, True, False, False)),
        ((None,), (False, False, False, False, False)),
    ],
)
def test_r3_one_report_of_each_form_is_enough(
    tell: Tell, forms: tuple[str | None, ...], flags: tuple[bool, ...]
) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            reports(conn, *({"form": form, "outlet_level": "central"} for form in forms))
            one = next(row for row in list_media_summary(conn, asked()) if row.unit.code == A)
            assert (*one.four, one.four.all_four) == flags
            assert (one.counts.level_central, one.counts.level_county, one.counts.level_unstated) == (len(forms), 0, 0)
            assert one.counts.form_unstated == forms.count(None)


def test_g10_no_ledger_is_not_an_empty_ledger(tell: Tell) -> None:
    """A sent one with a report that is still to come, B one that was refused, the member none; an office that sent one
    is there too.
    """
    with tell(NOTHING) as connections:
        for conn in connections:
            for unit, status in ((CITY_A, "loaded"), (CITY_B, "refused"), (OFFICE, "loaded")):
                ledger(conn, unit, "media", status, at(6, 20))
            rows = {
                row.unit.code: (row.counts.reports, row.four.all_four, row.counts.undated)
                for row in list_media_summary(conn, asked())
            }
            assert rows == {A: (0, False, 0), B: (None,) * 3, "D-XF": (None,) * 3, "D-AW": (0, False, 0)}
            before = list_media_summary(conn, asked(known=at(6, 19)))
            assert [row.counts.reports for row in before] == [None, None, None]


def test_rows_and_annex_3_are_two_numbers(tell: Tell) -> None:
    history = annex((CITY_A, 1, at(7, 1), "accepted", at(7, 2)), (CITY_B, 1, at(7, 1), "submitted", None))
    with tell(history) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 27, "C05": None, "E12a": 0}, s2={"A01": 5})
            things(conn, (ROLLING, "reports_central", "A01"), (ROLLING, "reports_city", "C05"))
            things(conn, (ROLLING, "reports_county", "E12a"), (ROLLING, "practices", None))
            reports(conn, {"outlet_level": "central", "line_id": ROLLING})
            for q in (asked(), asked(lines=("M1",))):
                rows = {row.unit.code: (row.returned, row.returned_levels) for row in list_media_summary(conn, q)}
                assert rows == {A: (27, 2), B: (None, 0), "D-XF": (None, 0)}  # B's return awaits review
            told = [
                (row.thing, row.metric.code, row.value)
                for row in list_returned(conn, asked(cities=(A,), groups=("city",)))
            ]
            assert told == [
                ("reports_central", "A01", 27),
                ("reports_city", "C05", None),
                ("reports_county", "E12a", 0),
            ]
            assert list_returned(conn, asked(lines=("M1",))) == ()


@pytest.mark.parametrize(
    ("row", "when", "state", "days"),
    [
        ({"due_on": date(2020, 6, 10)}, at(6, 10, 23, 59, 58), "not_due", None),
        ({"due_on": date(2020, 6, 10)}, at(6, 10, 23, 59, 59), "overdue", 0),
        ({"due_on": date(2020, 6, 10)}, at(6, 12, 12), "overdue", 2),
        ({"due_on": date(2020, 6, 10), "done_on": date(2020, 6, 10)}, at(6, 12), "done_on_time", None),
        ({"due_on": date(2020, 6, 10), "done_on": date(2020, 6, 11)}, at(6, 12), "done_late", 1),
        ({"due_on": date(2020, 6, 10), "done_on": date(2020, 6, 11)}, at(6, 10, 23, 59, 59), "overdue", 0),
        ({"done_on": date(2020, 6, 11)}, at(6, 11), "done_on_time", None),
        ({"done_on": date(2020, 6, 11)}, datetime(2020, 6, 10, 15, 59, 59, tzinfo=UTC), "open", None),
        ({}, LATER, "open", None),
    ],
)
def test_an_item_is_in_one_state(tell: Tell, row: dict[str, Any], when: datetime, state: str, days: int | None) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            items(conn, row)
            (one,) = list_two_lists(conn, asked(when))
            assert (one.state, one.days_overdue) == (state, days)
            assert (one.done_at is not None) == state.startswith("done")
            first, *_ = list_two_lists_summary(conn, asked(when))
            told = {name: n for name, n in first.problem._asdict().items() if n}
            done = {"done": 1} if state.startswith("done") else {}
            assert told == {"items": 1, state: 1, **done}


def test_items_come_longest_overdue_first_and_name_no_person(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            conn.execute(insert(org_unit_alias), {"alias": "甲局", "org_unit_id": CITY_A})
            items(
                conn,
                {"title": "已完成", "done_on": date(2020, 6, 1), "owner_unit": "张三", "hazard_code": "YH1"},
                {"title": "逾期", "due_on": date(2020, 6, 9), "owner_unit": "单位2", "org_unit_id": CITY_B},
                {"title": "更久", "due_on": date(2020, 6, 1), "owner_unit": "甲局", "list": "measure"},
                {"title": "无期限"},
                {"title": "未到期", "due_on": date(2020, 9, 1)},
            )
            rows = list_two_lists(conn, asked())
            assert [row.title for row in rows] == ["更久", "逾期", "未到期", "无期限", "已完成"]
            assert [row.owner_zh for row in rows] == ["单位1", "单位2", "", "", ""]
            assert not {"张三", "YH1"} & {value for row in rows for value in row}
            assert [row.title for row in list_two_lists(conn, asked(lines=("M1",), cities=(B,)))] == ["逾期"]
            assert list_two_lists(conn, asked(scope=Scope((B,)), cities=(A,))) == ()


def test_g10_no_list_is_not_an_empty_list(tell: Tell) -> None:
    with tell(NOTHING) as connections:
        for conn in connections:
            ledger(conn, CITY_B, "measures")
            items(conn, {"recorded_at": at(6, 20)})
            rows = list_two_lists_summary(conn, asked())
            told = {row.unit.code: (row.problem.items, row.measure.items) for row in rows}
            assert told == {A: (1, 0), B: (0, 0), "D-XF": (None, None)}
            early = {row.unit.code: row.problem.items for row in list_two_lists_summary(conn, asked(known=at(6, 19)))}
            assert early == {A: None, B: 0, "D-XF": None}


TOURED = History(
    activities=(
        event(1, ROLLING, at(6, 9), (CITY_A, "lead"), (CITY_B, "co")),
        event(2, ROLLING, at(6, 9), (MEMBER, "lead"), (CITY_A, "attend")),
        event(3, ROLLING, at(6, 10), status="cancelled"),
        event(4, ROLLING, at(6, 14), end=at(9, 1)),
        event(5, BY, at(6, 9)),
    )
)


def shares(held: int, **others: int) -> Activities:
    """Held ones whose mode is not stated, and others."""
    return Activities(**dict.fromkeys(Activities._fields, 0) | {"held": held, "held_unstated": held} | others)


def test_g8_a_joint_tour_counts_for_each_city_and_once_in_the_group(tell: Tell) -> None:
    """What ends after T is planned; attending holds nothing; lines that are no part of the tour are not there."""
    with tell(TOURED) as connections:
        for conn in connections:
            things(conn, (ROLLING, "tours", "A01"))
            rows = list_tour(conn, asked())
            told = {row.unit.code: row.activities for row in rows}
            assert told == {A: shares(1, planned=1, cancelled=1), B: shares(1), "D-XF": shares(1)}
            assert {(row.theme, row.lines, row.states, row.first.metric) for row in rows} == {
                ("tours", "T3", "T3:done_on_time", "")  # no metric of this code in the catalogue
            }
            lines = {(row.group, row.line.code): row for row in list_tour_line_rows(conn, asked())}
            assert set(lines) == {("city", "T3"), ("member", "T3")}
            cities = lines["city", "T3"]
            assert (cities.owed.active, cities.owed.done) == (2, 2)
            assert cities.activities == shares(1, planned=1, cancelled=1)
            early = list_tour(conn, asked(datetime(2020, 6, 8, 15, 59, 59, tzinfo=UTC)))
            assert {(row.activities.held, row.states) for row in early} == {(0, "T3:open")}
            assert list_tour(conn, asked(lines=("M1",))) == list_tour(conn, asked(campaign="AQY")) == ()
            assert list_tour_line_rows(conn, asked(lines=("M1",))) == ()
            assert {row.unit.code for row in list_tour(conn, asked(cities=(B,)))} == {B}


def test_a_part_of_two_lines_and_two_figures(tell: Tell) -> None:
    """Both states are named; reports of either line count; zero and missing figures are told apart."""
    with tell(annex((CITY_A, 1, at(7, 1), "accepted", at(7, 2)))) as connections:
        for conn in connections:
            figures(conn, s1={"A01": 0, "C05": None})
            things(conn, (ROLLING, "warnings", "A01"), (BY, "tip_reports", "C05"))
            reports(conn, {"line_id": ROLLING}, {"line_id": BY}, {})
            (one,) = (row for row in list_tour(conn, asked(cities=(A,))) if row.unit.group == "city")
            assert (one.theme, one.lines, one.states) == ("warning", "M1.1 T3", "M1.1:overdue T3:open")
            assert (one.states_zh, one.states_en.split(";")[0]) == ("M1.1 逾期未完成；T3 未设期限", "M1.1 Overdue")
            assert (one.reports, one.first.value, one.second.value) == (2, 0, None)
            assert (one.first.metric, one.second.metric, one.second.told_zh) == ("A01", "C05", "未报")
            (narrowed,) = list_tour(conn, asked(cities=(A,), lines=("T3",)))
            assert (narrowed.states, narrowed.reports, narrowed.second.metric) == ("T3:open", 1, "")


def test_weeks_begin_on_monday_and_empty_ones_are_there(tell: Tell) -> None:
    """06-14 is a Sunday, 06-15 a Monday. The activity of 06-09 counts in the week in which it ended."""
    with tell(TOURED) as connections:
        for conn in connections:
            things(conn, (ROLLING, "tours", None))
            reports(conn, {"published_on": date(2020, 6, 14), "outlet_level": "central"})
            reports(conn, {"published_on": date(2020, 6, 15)}, {"org_unit_id": MEMBER})
            rows = list_tour_weeks(conn, asked(at(6, 23)))
            told = [(row.group, row.week, row.reports, row.level_central, row.held) for row in rows]
            assert told == [
                ("city", "2020-W23", 0, 0, 0),
                ("city", "2020-W24", 1, 1, 1),
                ("city", "2020-W25", 1, 0, 0),
                ("city", "2020-W26", 0, 0, 0),
                ("member", "2020-W23", 0, 0, 0),
                ("member", "2020-W24", 1, 0, 1),
                ("member", "2020-W25", 0, 0, 0),
                ("member", "2020-W26", 0, 0, 0),
            ]
            assert [row.level_unstated for row in rows[:4]] == [0, 0, 1, 0]
            assert list_tour_weeks(conn, asked(at(5, 20))) == ()
            (window,) = list_window(conn, asked())
            assert (window.starts_at, window.end_precision) == (at(6, 1), "day")
