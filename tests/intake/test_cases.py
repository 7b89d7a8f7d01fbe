"""The given cases, each by its right value or by the row that its refusal names (tests/returns/cases/SOURCES.md)."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, select

from data_access.database.schema import activity, hazard
from seed.returns.importing import import_paths
from seed.returns.report import FileReport
from tests.intake.files import ROADMAP, data
from tests.returns.making import utc

pytestmark = pytest.mark.slow

CASES: Final = Path(__file__).resolve().parent.parent / "returns" / "cases"
HARBIN: Final = "哈尔滨市"


def take(engine: Engine, path: Path, unit: str = HARBIN, day: int = 1) -> FileReport:
    """Import one file, received on that day of July; its line of the report."""
    report = import_paths(engine.url, [path], unit=unit, received=datetime(2020, 7, day, 10))
    return report.files[0]


def case(engine: Engine, name: str, unit: str = HARBIN, day: int = 1) -> FileReport:
    """Import one of the given files."""
    return take(engine, CASES / name, unit, day)


def rows(engine: Engine, *columns: Any) -> list[tuple[Any, ...]]:
    """What the table of the columns holds, by its first column."""
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(*columns)))


def places(line: FileReport) -> set[tuple[int, str]]:
    """Row and column of each fault."""
    return {(fault.row, fault.column) for fault in line.faults}


def test_two_cities_that_number_from_001_keep_their_hazards(seeded: Engine) -> None:
    assert case(seeded, "F01/隐患台账_哈尔滨.csv").outcome == "loaded"
    second = case(seeded, "F01/隐患台账_齐齐哈尔.csv", "齐齐哈尔市", 2)
    kept = rows(seeded, hazard.c.code, hazard.c.adcode)
    assert ("001", "230102") in kept
    if second.outcome == "refused":
        assert kept == [("001", "230102")]
        assert (2, "隐患编号") in places(second)
        assert HARBIN in second.faults[0].sentence("x")
    else:
        assert kept == [("001", "230102"), ("001", "230202")]


@pytest.mark.parametrize("month", ["6月", "7月"])
def test_a_number_with_an_exponent_is_refused(seeded: Engine, month: str) -> None:
    assert places(case(seeded, f"F02/隐患台账_{month}.csv")) == {(2, "隐患编号")}
    assert rows(seeded, hazard.c.code) == []


def test_names_that_begin_like_a_note_are_rows(seeded: Engine) -> None:
    assert case(seeded, "F03/活动台账_名称在前.csv").outcome == "loaded"
    assert rows(seeded, activity.c.code, activity.c.attendance_onsite) == [
        (f"A{number}", 10 * number) for number in range(1, 5)
    ]


def test_tasks_without_a_line_that_begin_like_a_note_are_rows(seeded: Engine, tmp_path: Path) -> None:
    from data_access.database.schema import plan_task

    cells = ROADMAP.cells()
    for row, task in zip(cells[-3:], ("注册安全工程师进企业", "联系专家授课", "审核应急预案"), strict=True):
        row[1:3] = [None, task]
    path = tmp_path / "路线图施工表.xlsx"
    path.write_bytes(data(cells, "xlsx"))
    assert take(seeded, path).outcome == "loaded"
    assert {task for (task,) in rows(seeded, plan_task.c.task)} == {
        "注册安全工程师进企业",
        "联系专家授课",
        "审核应急预案",
    }


def test_a_footnote_is_no_digit(seeded: Engine) -> None:
    line = case(seeded, "F04/活动台账_脚注.csv")
    if line.outcome == "refused":
        assert places(line) == {(2, "现场参与人次")}
    else:
        assert rows(seeded, activity.c.code, activity.c.attendance_onsite) == [("F1", 320)]


def test_one_cell_more_than_the_header_is_refused(seeded: Engine) -> None:
    line = case(seeded, "F05/活动台账_千分位.csv")
    assert line.outcome == "refused"
    assert {row for row, _ in places(line)} == {2}
    assert rows(seeded, activity.c.code) == []


def test_invisible_characters_make_no_second_hazard(seeded: Engine) -> None:
    line = case(seeded, "F06/隐患台账_不可见.csv")
    if line.outcome == "refused":
        assert {row for row, _ in places(line)} <= {3, 4}
    else:
        assert rows(seeded, hazard.c.code) == [("HZ-9001",)]


def test_a_mistyped_year_is_refused_and_the_next_file_is_taken(seeded: Engine) -> None:
    paths = [CASES / "F07/隐患台账_年份.csv", CASES / "F03/活动台账_名称在前.csv"]
    report = import_paths(seeded.url, paths, unit=HARBIN, received=datetime(2020, 7, 1, 10))
    assert [line.outcome for line in report.files] == ["refused", "loaded"]
    assert (2, "确认日期") in places(report.files[0])
    assert {row for row, _ in places(report.files[0])} == {2}
    assert rows(seeded, hazard.c.code) == []


def test_days_counted_from_1904(seeded: Engine) -> None:
    line = case(seeded, "F08/隐患台账_1904.xlsx")
    if line.outcome == "refused":
        assert places(line) == {(2, "整改期限")}
    else:
        assert rows(seeded, hazard.c.code, hazard.c.due_original) == [("M1", utc("2020-06-20 23:59:59"))]


def test_hidden_sheets_are_not_read_in_silence(seeded: Engine) -> None:
    line = case(seeded, "F09/隐患台账_多表.xlsx")
    said = " ".join(fault.sentence(line.file) for fault in (*line.faults, *line.notes))
    assert "旧表" in said
    assert "存档" in said
    assert rows(seeded, hazard.c.code) == ([] if line.outcome == "refused" else [("V1",)])


def test_a_merged_number_does_not_count_three_times(seeded: Engine) -> None:
    line = case(seeded, "F10/活动台账_合并.xlsx")
    if line.outcome == "refused":
        assert {column for _, column in places(line)} == {"现场参与人次"}
    else:
        assert sum(people or 0 for _, people in rows(seeded, activity.c.code, activity.c.attendance_onsite)) == 300


def test_unicode_text_of_excel(seeded: Engine) -> None:
    assert case(seeded, "F11/活动台账_Unicode文本.csv").outcome == "loaded"
    assert rows(seeded, activity.c.code, activity.c.title) == [("U1", "公开课,第一期")]


@pytest.mark.parametrize(
    ("name", "unit", "adcode"),
    [
        ("双城市", HARBIN, "230113"),
        ("东宁县", "牡丹江市", "231086"),
        ("抚远县", "佳木斯市", "230883"),
        ("空格", "鸡西市", "230300"),
    ],
)
def test_old_names_and_spaces_inside_names(seeded: Engine, name: str, unit: str, adcode: str) -> None:
    assert case(seeded, f"F12/隐患台账_{name}.csv", unit).outcome == "loaded"
    assert rows(seeded, hazard.c.code, hazard.c.adcode) == [("N1", adcode)]


def test_times_without_a_space_and_24_o_clock(seeded: Engine) -> None:
    assert case(seeded, "F13/活动台账_时刻.csv").outcome == "loaded"
    assert rows(seeded, activity.c.held_start, activity.c.held_end) == [(utc("2020-06-05 17:30"), utc("2020-07-01"))]


def test_a_time_a_hair_before_the_minute(seeded: Engine) -> None:
    sheet = load_workbook(CASES / "F13/活动台账_秒.xlsx").active
    assert sheet is not None
    assert sheet["F2"].value.microsecond
    assert case(seeded, "F13/活动台账_秒.xlsx").outcome == "loaded"
    assert rows(seeded, activity.c.held_start, activity.c.held_end) == [
        (utc("2020-06-05 17:30"), utc("2020-06-05 17:30"))
    ]
