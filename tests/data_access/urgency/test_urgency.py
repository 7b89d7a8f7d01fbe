"""The one order of units: overdue tasks, then overdue hazards, then missing returns, then the official order."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from data_access.database.schema.campaign import UNIT_GROUPS
from data_access.database.snapshot import Snapshot, snapshot
from data_access.hazards.counts import list_hazard_summary
from data_access.notice.campaigns import resolve
from data_access.obligations.tables import list_completion
from data_access.question import Filters, Question
from data_access.returns.reporting import list_returns
from data_access.urgency.order import Urgency, list_urgency
from data_access.urgency.tables import list_in_order

pytestmark = pytest.mark.slow

JULY_4 = datetime(2020, 7, 4, 15, 59, 59, tzinfo=UTC)
BY_HAND = """七台河 9 1+0 0, 大兴安岭 9 0+0 3, 佳木斯 7 1+0 3, 黑河 6 3+0 1, 鸡西 6 2+0 3, 牡丹江 6 2+0 2,
哈尔滨 5 0+2 1, 双鸭山 5 3+0 2, 绥化 5 2+0 1, 齐齐哈尔 4 1+0 1, 鹤岗 4 0+0 1, 伊春 3 0+0 1, 大庆 2 0+1 0"""
"""City, overdue tasks, overdue general and major hazards, missing returns, as the lists of the sample package have
them one by one.
"""


def asked(s: Snapshot, **filters: tuple[str, ...]) -> Question:
    return resolve(s, Filters(as_of=JULY_4, **filters), JULY_4)


def said(one: Urgency) -> str:
    return f"{one.unit.short} {one.tasks} {one.general}+{one.major} {one.returns}"


def test_the_cities_of_the_samples_most_pressing_first(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as s:
        found = [one for one in list_urgency(s, asked(s)) if one.unit.group == "city"]
    assert [said(one) for one in found] == BY_HAND.replace("\n", " ").split(", ")


def test_a_choice_of_cities_or_of_lines_leaves_every_unit_in_the_order(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as s:
        whole = list_urgency(s, asked(s))
        assert list_urgency(s, asked(s, cities=("230900",))) == whole
        by_line = [one for one in list_urgency(s, asked(s, lines=("D2",))) if one.unit.group == "city"]
    assert {(one.general, one.major) for one in by_line} == {(0, 0)}
    assert [one.tasks for one in by_line] == sorted((one.returns for one in by_line), reverse=True)


def test_it_counts_what_the_returns_and_the_hazards_count(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as s:
        found = list_urgency(s, asked(s))
        replies = list_returns(s, asked(s))
        whole = [row.counts.E for row in list_hazard_summary(s, asked(s)) if row.place.code == "all"]
    late = [one.unit.code for one in replies if one.reply in ("missing", "returned") and one.days_late]
    assert [one.returns for one in found] == [late.count(one.unit.code) for one in found]
    assert [sum(one.general for one in found), sum(one.major for one in found)] == whole


def test_the_file_of_the_overview_stands_in_the_same_order(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as s:
        pressing, rows = list_urgency(s, asked(s)), list_in_order(s, asked(s))
        some = list_in_order(s, asked(s, cities=("230100", "230900")))
    assert [row.unit for row in rows] == [one.unit for one in pressing]
    assert [row.unit.short for row in some if row.unit.group == "city"] == ["七台河", "哈尔滨"]


def test_groups_stay_apart_and_ties_in_the_official_order(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as s:
        found = list_urgency(s, asked(s))
        official = {row.unit.code: place for place, row in enumerate(list_completion(s, asked(s)))}
    places = [(UNIT_GROUPS.index(one.unit.group), one.key, official[one.unit.code]) for one in found]
    assert places == sorted(places)
    assert {one.unit.group for one in found} == set(UNIT_GROUPS)
