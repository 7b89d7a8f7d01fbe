"""A later file without a column takes nothing away: what is known of it stays, on both databases."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data_access.database.schema import (
    activity,
    activity_unit,
    hazard,
    hazard_event,
    hazard_exposure,
    hazard_supervision,
    tip,
)
from seed.private import private_engine
from seed.private.tables import hazard_private, tip_private
from seed.returns.importing import import_paths
from seed.returns.kinds.catalogue import KINDS
from tests.returns.making import Package, book, table

pytestmark = pytest.mark.slow

FULL: dict[str, dict[str, Any]] = {
    "活动台账": {
        "县(市、区)": "道里区",
        "协办单位/联办市(地)": "大庆市",
        "线上参与人次": 5,
        "观看人次": 7,
        "备注": "备",
    },
    "隐患台账": {
        "整改完成日期": "2020-06-18",
        "验收日期": "2020-06-19",
        "验收结果": "合格",
        "销号日期": "2020-06-19",
        "挂牌级别": "省",
        "挂牌日期": "2020-06-03",
        "挂牌文号": "1号",
        "摘牌日期": "2020-06-20",
        "曝光日期": "2020-06-10",
        "曝光媒体": "日报",
        "整改资金(万元)": 12.8,
        "目标落实": "是",
        "人员落实": "否",
        "资金落实": "是",
        "时限落实": "√",
        "预案落实": "是",
        "隐患概况": "概况",
    },
}
PUBLIC = {
    "活动台账": (activity, activity_unit),
    "隐患台账": (hazard, hazard_event, hazard_exposure, hazard_supervision),
}
KEEPS = {"备注", "延期至", "隐患概况", "主办单位"}
"""Columns without a public value of their own: note and narrative stay in the private place, the extension stands in
the change records, and the host of a city's row is the city."""
TABLES = {kind.name: kind.table.in_words("市(地)") for kind in KINDS if kind.table}


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package(tmp_path / "package")


def rows(engine: Engine, *tables: Any) -> list[dict[str, Any]]:
    """Every row but for its receipt."""
    left_out = ("updated_at", "delivery_id", "stored_at")
    with engine.connect() as conn:
        return [
            {name: value for name, value in row.items() if name not in left_out}
            for each in tables
            for row in conn.execute(select(each).order_by(*each.primary_key)).mappings()
        ]


@pytest.mark.parametrize("kind", FULL)
def test_no_column_that_is_left_out_wipes_a_known_row(seeded: Engine, package: Package, kind: str) -> None:
    package.add(f"哈尔滨市/{kind}.xlsx", book(table(kind, FULL[kind])), "2020-07-01 09:00")
    import_paths(seeded.url, [package.register().root])
    private = private_engine(seeded.url)
    before, secret = rows(seeded, *PUBLIC[kind]), rows(private, hazard_private)
    columns = [column for column in TABLES[kind].columns if column.absence == "named"]
    for minute, column in enumerate(columns):
        data = book(table(kind, FULL[kind], drop=(column.heading,)))
        package.add(f"哈尔滨市/{kind}_{minute}.xlsx", data, f"2020-07-02 10:{minute:02d}")
    report = import_paths(seeded.url, [package.register().root])
    faults = {fault.column: fault for file in report.files for fault in file.faults}
    assert set(faults) == {column.heading for column in columns} - KEEPS
    assert {(fault.sheet, fault.row) for fault in faults.values()} == {("台账", 4)}
    assert {fault.code for fault in faults.values()} - {"without"} == {"would_lose"}  # longitude without latitude
    assert rows(seeded, *PUBLIC[kind]) == before
    assert rows(private, hazard_private) == secret
    private.dispose()


@pytest.mark.parametrize("kind", FULL)
def test_a_small_form_is_taken_where_nothing_is_lost_and_a_full_one_after_it(
    seeded: Engine, package: Package, kind: str
) -> None:
    columns = TABLES[kind].columns
    small = [column.heading for column in columns if column.absence == "named"]
    package.add(f"哈尔滨市/{kind}_0.xlsx", book(table(kind, {}, drop=small)), "2020-07-01 09:00")
    package.add(f"哈尔滨市/{kind}_1.xlsx", book(table(kind, {"市(地)": "哈尔滨"}, drop=small)), "2020-07-02 09:00")
    package.add(f"哈尔滨市/{kind}_2.xlsx", book(table(kind, FULL[kind])), "2020-07-03 09:00")
    report = import_paths(seeded.url, [package.register().root])
    assert [fault for file in report.files for fault in file.faults] == []
    assert [file.counts.new for file in report.files if file.kind == kind] == [1, 0, 0]
    assert [file.counts.changed for file in report.files if file.kind == kind] == [0, 0, 1]
    assert [note.code for file in report.files for note in file.notes] == ["absent_headings"] * 2


def test_reporters_stay_when_a_later_file_has_no_column_for_them(seeded: Engine, package: Package) -> None:
    person = {"举报人": "甲", "联系电话": "000", "举报内容": "内容", "关联隐患编号": "YH1"}
    package.add("省应急管理厅/举报台账_0.xlsx", book(table("举报台账", person)), "2020-07-01 09:00")
    import_paths(seeded.url, [package.register().root])
    private = private_engine(seeded.url)
    before, secret = rows(seeded, tip), rows(private, tip_private)
    for minute, heading in enumerate(person):
        data = book(table("举报台账", {**person, "办结日期": "2020-06-20"}, drop=(heading,)))
        package.add(f"省应急管理厅/举报台账_{minute + 1}.xlsx", data, f"2020-07-02 10:{minute:02d}")
    report = import_paths(seeded.url, [package.register().root])
    assert {fault.column for file in report.files for fault in file.faults} == set(person)
    assert (rows(seeded, tip), rows(private, tip_private)) == (before, secret)
    assert len(secret) == 1
    private.dispose()


def test_what_a_refused_file_added_is_added_by_the_next(seeded: Engine, package: Package) -> None:
    package.add("哈尔滨市/隐患台账_0.xlsx", book(table("隐患台账", {})), "2020-07-01 09:00")
    new = {"行业领域": "新行业"}
    package.add("哈尔滨市/隐患台账_1.xlsx", book(table("隐患台账", new, drop=("来源",))), "2020-07-02 09:00")
    package.add("哈尔滨市/隐患台账_2.xlsx", book(table("隐患台账", new)), "2020-07-03 09:00")
    report = import_paths(seeded.url, [package.register().root])
    assert [file.outcome for file in report.files if file.kind == "隐患台账"] == ["loaded", "refused", "loaded"]


EMPTIED = {
    "活动台账": ("活动编号", ["现场参与人次", "事项编号", "活动名称", "协办单位/联办市(地)", "县(市、区)", "观看人次"]),
    "隐患台账": ("隐患编号", ["确认日期", "整改完成日期", "单位名称", "挂牌文号", "来源"]),
    "举报台账": ("举报编号", ["受理日期", "办结期限", "类别"]),
}


@pytest.mark.parametrize("kind", EMPTIED)
def test_a_column_that_is_empty_in_all_rows_is_named_when_known_rows_lose_it(
    seeded: Engine, package: Package, kind: str
) -> None:
    """The file says so, and is taken; but somebody should look."""
    key, headings = EMPTIED[kind]
    unit = "省应急管理厅" if kind == "举报台账" else "哈尔滨市"
    more = (
        {"整改完成日期": "2020-06-18", "验收日期": None, "验收结果": None, "销号日期": None}
        if kind == "隐患台账"
        else {}
    )
    known = [{**FULL.get(kind, {}), **more, key: f"K{number}"} for number in range(len(headings))]
    package.add(f"{unit}/{kind}.xlsx", book(table(kind, *known)), "2020-07-01 09:00")
    for minute, (row, heading) in enumerate(zip(known, headings, strict=True)):
        package.add(
            f"{unit}/{kind}_{minute}.xlsx", book(table(kind, {**row, heading: None})), f"2020-07-02 10:{minute:02d}"
        )
    report = import_paths(seeded.url, [package.register().root])
    assert [fault for file in report.files for fault in file.faults] == []
    notes = [note for file in report.files for note in file.notes if note.code == "emptied"]
    assert [(note.row, note.column) for note in notes] == [(4, heading) for heading in headings]
