"""The board on the sample package, against expected.json and the loaders that other pages read, on both databases."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.board.changes import load_changes
from data_access.board.groups import list_groups
from data_access.board.pressing import first_of, list_pressing
from data_access.board.rows import BoardRow, list_board
from data_access.database.days import end_of_day
from data_access.database.snapshot import Snapshot, snapshot
from data_access.hazards.lists import list_hazards
from data_access.notice.campaigns import resolve
from data_access.obligations.agenda import list_overdue
from data_access.obligations.at_instant import list_obligations
from data_access.question import Filters, Question, Scope
from data_access.returns.reporting import list_returns

pytestmark = pytest.mark.slow

EXPECTED = json.loads((Path(__file__).parents[2] / "returns" / "expected.json").read_text(encoding="utf-8"))["asof"]
JULY = "2020-07-04T00:00"
SHUANGYASHAN = "230500"


def asked(s: Snapshot, text: str = JULY, scope: Scope | None = None, **filters: Any) -> Question:
    instant = datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)
    return resolve(s, Filters(as_of=instant, **filters), instant, scope or Scope())


@pytest.mark.parametrize("instant", sorted(EXPECTED))
def test_each_city_agrees_with_the_numbers_worked_out_independently(campaign_engines: Engine, instant: str) -> None:
    with snapshot(campaign_engines) as s:
        q = asked(s, instant)
        rows, returns = list_board(s, q), list_returns(s, q.of_groups("city"))
    states, hazards = EXPECTED[instant]["obligations"]["cities"], EXPECTED[instant]["hazards"]
    missing = Counter(one.unit.zh for one in returns if one.reply in ("missing", "returned") and one.days_late)
    assert len(rows) == 13
    for row in rows:
        name = row.unit.zh
        assert [row.counts.on_time, row.counts.due] == EXPECTED[instant]["rates"]["cities"][name]["按时率"]
        once = Counter(states[name].values())["overdue"]
        assert once <= row.counts.overdue  # the weekly ones are not told line by line there
        assert (row.general, row.major) == (hazards[name]["一般"]["E"], hazards[name]["重大"]["E"])
        assert row.missing == missing[name] <= row.counts.overdue
        assert row.silent_days in range(60)
    weight = [(-row.counts.overdue, -(row.major or 0), -(row.general or 0)) for row in rows]
    assert weight == sorted(weight)


def test_who_is_short_of_the_expected_pace_before_anything_is_late(campaign_db: Engine) -> None:
    """2020-06-20, of the tasks of June: 哈尔滨 9 of 12 expected, 鹤岗 9, 佳木斯 10, 七台河 7, 黑河 7, 大兴安岭 10."""
    with snapshot(campaign_db) as s:
        rows = {row.unit.short: row for row in list_board(s, asked(s, "2020-06-20T23:59:59"))}
    short = {name: row.short for name, row in rows.items() if row.short}
    assert short == {"哈尔滨": 3, "鹤岗": 3, "佳木斯": 2, "七台河": 5, "黑河": 5, "大兴安岭": 2}
    assert {name for name, row in rows.items() if row.counts.behind} == set(short)
    assert rows["七台河"].counts.overdue == 0


def test_the_samples_at_the_day_of_the_study(campaign_db: Engine) -> None:
    """七台河 and 大兴安岭 owe most; of their seven and six others those with overdue hazards come first."""
    with snapshot(campaign_db) as s:
        rows = list_board(s, asked(s))
    assert [row.unit.short for row in rows[:7]] == ["七台河", "大兴安岭", "佳木斯", "鸡西", "牡丹江", "黑河", "哈尔滨"]
    assert sum(row.counts.overdue for row in rows) == 71
    assert (sum(row.general or 0 for row in rows), sum(row.major or 0 for row in rows)) == (14, 3)


@pytest.mark.parametrize(
    ("filters", "scope", "units", "hazards"),
    [
        ({"cities": (SHUANGYASHAN,)}, None, {SHUANGYASHAN}, True),
        ({"lines": ("M5",)}, None, None, False),
        ({"groups": ("member",)}, None, None, False),
        ({}, Scope((SHUANGYASHAN,)), {SHUANGYASHAN}, True),
    ],
)
def test_a_board_is_of_what_is_chosen_and_may_be_seen(
    campaign_engines: Engine, filters: dict[str, Any], scope: Scope | None, units: set[str] | None, hazards: bool
) -> None:
    with snapshot(campaign_engines) as s:
        q = asked(s, scope=scope, **filters)
        rows, pressing, everything = list_board(s, q), list_pressing(s, q), list_obligations(s, q)
    assert {row.unit.code for row in rows} == (units or {row.unit.code for row in rows})
    group = rows[0].unit.group
    overdue = sum(one.state == "overdue" and one.unit.group == group for one in everything)
    assert sum(row.counts.overdue for row in rows) == overdue
    assert all((row.general is not None) is (row.major is not None) is hazards for row in rows)
    late = _hazards(rows)
    assert len([one for one in pressing if one.kind != "task"]) == late
    assert {one.city for one in pressing if one.kind != "task"} <= (units or set())


def _hazards(rows: list[BoardRow]) -> int:
    return sum((row.general or 0) + (row.major or 0) for row in rows)


def test_what_presses_is_all_that_is_overdue_and_names_who_acts(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as s:
        q = asked(s)
        pressing, tasks, ledger = list_pressing(s, q), list_overdue(s, q), list_hazards(s, q)
    hazards = [one for one in ledger if one.class_ == "E"]
    told = Counter((one.kind, one.city, one.line.code or one.code, one.period, one.days_overdue) for one in pressing)
    assert told == Counter(
        [
            *(("task", one.unit.city, one.line.code, one.period, one.days_overdue) for one in tasks),
            *((one.grade, one.city.code, one.code, "", one.days_overdue) for one in hazards),
        ]
    )
    assert all(one.owner.zh and one.owner.en for one in pressing)
    in_charge = {one.code: one.industry.regulator.zh for one in hazards}
    assert {(one.code, one.owner.zh) for one in pressing if one.code} == set(in_charge.items())
    first = first_of([one for one in pressing if one.kind != "task" or one.line.code])
    assert [one.days_overdue for one in first] == sorted((one.days_overdue for one in first), reverse=True)


def test_other_groups_are_a_line_each_and_never_added(campaign_db: Engine) -> None:
    with snapshot(campaign_db) as s:
        q = asked(s)
        lines, owed = list_groups(s, q), list_obligations(s, q)
    assert [(line.group, line.units, line.counts.overdue) for line in lines] == [
        (group, len({one.unit for one in own}), sum(one.state == "overdue" for one in own))
        for group in ("member", "office", "county")
        if (own := [one for one in owed if one.unit.group == group])
    ]
    members, *_, leagues = lines
    assert [(row.place.short, row.counts.overdue) for row in members.worst] == [
        ("交通运输厅", 14),
        ("邮政管理局", 8),
        ("林草局", 6),
    ]
    assert [row.place.code for row in leagues.worst] == ["230200", "230100", "230700"]
    assert len(leagues.rows) == 13


@pytest.mark.parametrize(("text", "since"), [(JULY, "2020-06-30"), ("2020-07-04T23:59:59", "2020-07-03")])
def test_changes_are_the_difference_of_two_boards(campaign_engines: Engine, text: str, since: str) -> None:
    with snapshot(campaign_engines) as s:
        q = asked(s, text)
        changes, now = load_changes(s, q), list_board(s, q)
        assert changes is not None
        assert changes.since.isoformat() == since
        then = list_board(s, q.at(end_of_day(changes.since, q.zone)))
    for told, counted in (
        (changes.tasks, [sum(row.counts.overdue for row in rows) for rows in (then, now)]),
        (changes.general, [sum(row.general or 0 for row in rows) for rows in (then, now)]),
        (changes.major, [sum(row.major or 0 for row in rows) for rows in (then, now)]),
    ):
        assert told is not None
        assert [told.before, told.now] == counted
        assert told.before + told.come - told.gone == told.now


def test_before_the_first_deadline_nothing_is_compared(campaign_db: Engine) -> None:
    with snapshot(campaign_db) as s:
        assert load_changes(s, asked(s, "2020-05-29T12:00")) is None
