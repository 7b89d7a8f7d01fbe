"""What must hold of every column of every kind: keys, dates, figures, text; found by how a column is read."""

from collections.abc import Callable
from typing import Any

import pytest

from seed.returns import columns
from seed.returns.kinds import KINDS, Kind
from seed.returns.reading import read_table
from seed.returns.sandbox import Content, Row, Sheet, Value
from seed.returns.table import Column, Reading
from tests.returns.making import ACTIVITY, CHANGE, HAZARD, REGISTER, TIP, small_reference

ROWS: dict[str, dict[str, Any]] = {
    "activities": ACTIVITY | {"备注": "另附"},
    "hazards": HAZARD | {"备注": "另附"},
    "hazard_changes": CHANGE | {"轮次": 1, "批准文号": "黑安办〔2020〕1号", "原因": "停产"},
    "tips": TIP | {"重复于": "JB0", "关联隐患编号": "YH1", "移送单位": "市局"},
    "register": REGISTER | {"事项编号": "D2", "期次": "2020-W23", "版本": 1, "文件名": "哈尔滨市/材料.xlsx"},
    "adjustments": {"单位": "哈尔滨市", "事项编号": "D3", "期次": "2020-W23", "类型": "延期", "批准日期": "2020-06-26",
                    "新截止日期": "2020-07-10", "文号": "黑安办〔2020〕2号", "事由": "疫情防控"},
    "roster": {"单位": "省民政厅", "类别": "成员单位", "别名": "民政厅"},
    "media": {"刊播日期": "2020-06-16", "媒体名称": "市电视台", "媒体级别": "市", "形式": "电视", "标题": "启动",
              "事项编号": "M1.1", "链接": "https://example.cn/a", "阅读(播放)量": 10},
    "measures": {"清单类别": "制度措施", "名称": "承诺公告", "责任单位": "市应急管理局", "完成时限": "2020-09-30",
                 "完成日期": "2020-09-12", "关联隐患编号": "YH1"},
    "roadmap": {"事项编号": "M1.1", "工作任务": "专题学习", "责任单位": "市应急管理局", "责任人": "甲",
                "开始时间": "2020-06-01", "完成时限": "2020-06-30"},
}  # fmt: skip
DAYS: tuple[Callable[..., Any], ...] = (columns.day, columns.moment, columns.instant)


def reading(kind: Kind, **cells: Value | None) -> Reading:
    """The good row of a kind with these cells, read as row 2."""
    assert kind.table is not None
    row = {heading: cell for heading, cell in (ROWS[kind.code] | cells).items() if cell is not None}
    headings = [column.heading for column in kind.table.columns]
    filled = {at: row[heading] for at, heading in enumerate(headings, 1) if heading in row}
    header = Row(1, dict(enumerate(headings, 1)), frozenset(range(1, len(headings) + 1)))
    sheet = Sheet("", [header, Row(2, filled, frozenset(filled))])
    return read_table(Content([sheet]), kind.table, small_reference())


def faults(kind: Kind, column: Column, cell: Value) -> set[tuple[str, int, str]]:
    """Code, row and column of what is wrong with the good row when `column` holds `cell`."""
    found = reading(kind, **{column.heading: cell}).faults
    return {(fault.code, fault.row, fault.column) for fault in found}


def those(*reads: Callable[..., Any]) -> list[Any]:
    """The columns that are read in one of these ways, of every kind."""
    return [
        pytest.param(kind, column, id=f"{kind.code}-{column.field}")
        for kind in KINDS
        if kind.table
        for column in kind.table.columns
        if column.read in reads
    ]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.code in ROWS], ids=lambda kind: kind.code)
def test_the_good_rows_are_good(kind: Kind) -> None:
    assert reading(kind).faults == []


@pytest.mark.parametrize("year", ["0202", "2002", "2017", "2023", "2099", "9999", "0001"])
@pytest.mark.parametrize(("kind", "column"), those(*DAYS))
def test_a_mistyped_year_is_named(kind: Kind, column: Column, year: str) -> None:
    assert ("year", 2, column.heading) in faults(kind, column, f"{year}-06-05")


@pytest.mark.parametrize("cell", ["2020.6.5²", "2020.6①.5", "6.16", "2020-06-05至06-07"])
@pytest.mark.parametrize(("kind", "column"), those(*DAYS))
def test_a_date_that_is_not_plain_is_named(kind: Kind, column: Column, cell: str) -> None:
    assert {(row, name) for _, row, name in faults(kind, column, cell)} >= {(2, column.heading)}


@pytest.mark.parametrize("cell", ["10³", "320²", "①320", "320人²", "约500", "1½", "-1", "1,20"])
@pytest.mark.parametrize(("kind", "column"), those(columns.people, columns.count, columns.wan))
def test_a_figure_that_is_not_plain_is_named(kind: Kind, column: Column, cell: str) -> None:
    assert {(row, name) for _, row, name in faults(kind, column, cell)} == {(2, column.heading)}


@pytest.mark.parametrize(("kind", "column"), those(columns.people, columns.count, columns.wan))
def test_a_figure_with_a_footnote_keeps_its_value(kind: Kind, column: Column) -> None:
    (record,) = reading(kind, **{column.heading: "20①"}).records
    assert record[column.field] == 20


@pytest.mark.parametrize(
    "cell", ["2.301E+17", 2.301e17, 230100202006009984, 1.5, True, "A①", "A B", "=1+1", "＝1+1", "@a", "-a", "A\x1bB"]
)
@pytest.mark.parametrize(("kind", "column"), those(columns.key))
def test_a_spoiled_key_is_named(kind: Kind, column: Column, cell: Value) -> None:
    assert {(row, name) for _, row, name in faults(kind, column, cell)} == {(2, column.heading)}


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u202d", "\u00ad", "\ufeff", "\u2060", "\u180e", "_x200B_"])
@pytest.mark.parametrize(("kind", "column"), those(columns.key))
def test_an_invisible_character_makes_no_other_key(kind: Kind, column: Column, mark: str) -> None:
    written = ROWS[kind.code][column.heading]
    read = [
        reading(kind, **{column.heading: cell}).records[0][column.field]
        for cell in (written, mark + written, written[:1] + mark + written[1:], written + mark)
    ]
    assert read == [written] * 4


@pytest.mark.parametrize("mark", ["_x000D_", "\n", "\u3000", "\x0b"])
@pytest.mark.parametrize(("kind", "column"), those(columns.key))
def test_a_break_at_the_end_of_a_key_says_nothing_and_inside_it_is_named(kind: Kind, column: Column, mark: str) -> None:
    written = ROWS[kind.code][column.heading]
    assert reading(kind, **{column.heading: written + mark}).records[0][column.field] == written
    assert faults(kind, column, written[:1] + mark + written[1:]) == {("bad_key", 2, column.heading)}


@pytest.mark.parametrize(("kind", "column"), those(columns.text))
def test_text_is_stored_as_typed_and_without_controls(kind: Kind, column: Column) -> None:
    typed = "（一）：Ａ１，“乙”"
    assert reading(kind, **{column.heading: f" {typed}\n"}).records[0][column.field] == typed
    for cell in ("甲\x07乙", "甲\x1b[31m乙", "甲\u202e乙", "甲\u200f乙", "甲_x0000_乙"):
        assert faults(kind, column, cell) == {("bad_character", 2, column.heading)}
    for cell in ("=1+1", "＝1+1"):
        assert faults(kind, column, cell) == {("formula", 2, column.heading)}


PERSONS = (
    "13912345678",
    "139 1234 5678",
    "１３９１２３４５６７８",
    "+86-139-1234-5678",
    "0451-84612345",
    "230102198001011234",
    "230102800101123",
    "联系人张三",
    "联系人：张三",
    "联系电话84612345",
    "举报人李四13900001111",
    "awb@163.com",
)


@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize(("kind", "column"), those(columns.text))
def test_personal_data_in_public_text_is_named_and_not_repeated(kind: Kind, column: Column, person: str) -> None:
    found = reading(kind, **{column.heading: f"公开课({person})"}).faults
    assert [(fault.code, fault.row, fault.column, fault.value) for fault in found] == [
        ("personal_data", 2, column.heading, "")
    ]


def every_column() -> list[Any]:
    """All columns of all kinds."""
    return [
        pytest.param(kind, column, id=f"{kind.code}-{column.field}")
        for kind in KINDS
        if kind.table
        for column in kind.table.columns
    ]


@pytest.mark.parametrize(("kind", "column"), every_column())
def test_no_message_repeats_personal_data(kind: Kind, column: Column) -> None:
    """A cell that slipped in from its neighbour may stand under any heading."""
    for person in ("举报人张三13900001111", "230102198001011234"):
        said = [
            fault.sentence("f", lang)
            for fault in reading(kind, **{column.heading: person}).faults
            for lang in ("zh", "en")
        ]
        assert not [sentence for sentence in said if "1390000" in sentence or "张三" in sentence or person in sentence]


@pytest.mark.parametrize(("kind", "column"), those(columns.private))
def test_private_columns_take_what_is_personal(kind: Kind, column: Column) -> None:
    record = reading(kind, **{column.heading: "张三 13912345678"}).records[0]
    assert record[column.field] == "张三 13912345678"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.code in ROWS], ids=lambda kind: kind.code)
def test_words_places_and_units_may_be_spaced_out(kind: Kind) -> None:
    assert kind.table is not None
    lists = {"市(地)", "县(市、区)", "单位", "隐患级别", "来源", "状态", "形式", "类别", "变更类型", "类型", "媒体级别"}
    wide = {
        column.heading: "\u3000".join(str(ROWS[kind.code][column.heading]))
        for column in kind.table.columns
        if column.heading in lists and ROWS[kind.code].get(column.heading)
    }
    wide.pop("单位", None) if kind.code == "roster" else None
    plain, spaced = reading(kind), reading(kind, **wide)
    assert spaced.faults == []
    assert spaced.records[0].fields == plain.records[0].fields
