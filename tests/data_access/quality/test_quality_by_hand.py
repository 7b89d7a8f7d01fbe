"""Findings in the sample package, read in its files by eye; the rows that were read are named at each."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.notice.campaigns import resolve
from data_access.quality.findings import Evidence
from data_access.quality.units import list_findings, list_quality
from data_access.question import Filters
from tests.data_access.obligations.world import SHANGHAI

pytestmark = pytest.mark.slow

JULY = datetime(2020, 7, 9, tzinfo=SHANGHAI)
ROUND = ["A08", "B05", "B07", "C03", "C07", "D03", "D05", "D06", "D07", "D08", "D09", "E09", "F08", "H01", "H02"]
LATER = datetime(2021, 1, 20, tzinfo=SHANGHAI)


def rows(engine: Engine, rule: str, city: str, as_of: datetime) -> list[Evidence]:
    with snapshot(engine) as conn:
        q = resolve(conn, Filters(cities=(city,), as_of=as_of), as_of)
        return [row for row in list_findings(conn, q) if row.rule == rule]


def test_a_part_that_is_more_than_its_whole(campaign_engines: Engine) -> None:
    """牡丹江市/附件3_综合情况_第2版.xlsx, sheet 表: row 75 F03 is 16, row 76 F04 34, row 78 F06 25."""
    found = rows(campaign_engines, "part_over_whole", "231000", JULY)
    assert [(row.item, row.value, row.compared) for row in found] == [("F04", 34, 16), ("F06", 25, 16)]


def test_counties_that_hold_more_than_their_city_reports(campaign_engines: Engine) -> None:
    """齐齐哈尔市/附件3_龙江行总结_第1版.xlsx row 58: E06 is 0. 齐齐哈尔市/活动台账_0105.xlsx: held, with a county and a
    line of the five settings in rows 27, 28, 33, 35, 39 and, of M5.3b, 53, 54, 56, 57, 58, 60, 61, 63, 64, 65.
    """
    found = rows(campaign_engines, "counties_exceed", "230200", LATER)
    assert {row.finding for row in found} == {"counties_exceed:230200:E06"}
    assert {row.compared for row in found} == {0}
    counted = {row.item: row.value for row in found}
    assert sum(n or 0 for n in counted.values()) == 15
    assert counted["230206"] == 2  # 富拉尔基区: rows 35 and 39
    assert counted["230208"] == 1  # 梅里斯达斡尔族区: row 58; that of row 63 lies in 克山县


def test_a_return_of_round_numbers(campaign_engines: Engine) -> None:
    """绥化市/附件3_综合情况_第1版.xlsx: of 100 or more are rows 14, 23, 25, 33, 37, 41, 43, 44, 45, 46, 47, 61, 80, 91,
    92 and 93; all but the last (H03, 196) are multiples of 100.
    """
    found = rows(campaign_engines, "round_numbers", "231200", JULY)
    assert [row.item for row in found] == ROUND
    assert "16 个数字中 15 个" in found[0].detail[0]
    assert "of 16 figures of 100 or more 15" in found[0].detail[1]


def test_a_file_that_was_refused(campaign_engines: Engine) -> None:
    """省安委办/报送登记表.xlsx, sheet 台账, row 225: 鸡西市/活动台账_0910.xlsx, received 2020-09-11 13:47."""
    [row] = rows(campaign_engines, "refused_file", "230300", LATER)
    assert row.at == datetime(2020, 9, 11, 13, 47, tzinfo=SHANGHAI)
    assert row.item == "activities"


def test_figures_that_changed_after_acceptance(campaign_engines: Engine) -> None:
    """哈尔滨市/附件3_龙江行总结_第1版.xlsx and 第2版: row 17, A11, is 87 and then 238; row 75, F03, is 86 in both."""
    found = {row.item: row for row in rows(campaign_engines, "revised_return", "230100", LATER)}
    assert (found["A11"].compared, found["A11"].value) == (87, 238)
    assert "F03" not in found


@pytest.mark.parametrize(("city", "found"), [("231200", 1), ("230600", 0)])
def test_the_last_hour_is_that_of_the_deadline_in_force(campaign_engines: Engine, city: str, found: int) -> None:
    """Register, sheet 台账: 绥化市 D3 version 1 (row 148) came 2020-07-03 23:58, so did that of 大庆市 (row 146), whose
    deadline the register of adjustments (row 6) had moved on 07-01 to 07-10 (C8).
    """
    of_line = [row for row in rows(campaign_engines, "last_hour", city, JULY) if row.line.code == "D3"]
    assert len(of_line) == found


def test_units_of_three_groups_each_counted_for_themselves(campaign_engines: Engine) -> None:
    with snapshot(campaign_engines) as conn:
        q = resolve(conn, Filters(as_of=LATER), LATER)
        units, found = list_quality(conn, q), list_findings(conn, q)
    groups = [row.unit.group for row in units]
    assert groups == sorted(groups, key=["city", "member", "office"].index)
    assert groups.count("city") == 13
    assert sum(row.missing for row in units) == len({row.finding for row in found if row.kind == "missing"})
    assert all(row.last_at is None or row.last_at <= LATER for row in units)
