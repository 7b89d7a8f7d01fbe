"""What must hold of every column of every kind: keys, dates, figures, text; found by how a column is read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from seed.returns.kinds import catalogue
from seed.returns.kinds.kind import Kind
from seed.returns.reading import columns
from seed.returns.reading.records import read_table
from seed.returns.reading.sandbox import Content, Row, Sheet, Value
from seed.returns.reading.table import Column, Reading
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
KINDS = tuple(replace(kind, layout=kind.table.in_words("市(地)")) for kind in catalogue.KINDS if kind.table)
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


def value(kind: Kind, column: Column, cell: Value) -> Any:
    """What `column` is read as when it holds `cell`; the faults where the row is refused."""
    read = reading(kind, **{column.heading: cell})
    return read.records[0][column.field] if read.records else read.faults


EVERY = [(kind, column) for kind in KINDS if kind.table for column in kind.table.columns]


def those(*reads: Callable[..., Any]) -> list[tuple[Kind, Column]]:
    """The columns that are read in one of these ways, of every kind."""
    found = [(kind, column) for kind, column in EVERY if column.read in reads]
    assert found
    return found


def where(kind: Kind, column: Column, cell: object = "") -> str:
    """The place of what is wrong, for the list that a failed test shows."""
    return f"{kind.code}.{column.field} {cell!r}"


def test_the_good_rows_are_good() -> None:
    assert {kind.code: reading(kind).faults for kind in KINDS if kind.code in ROWS} == {code: [] for code in ROWS}


def test_a_mistyped_year_is_named() -> None:
    assert [
        where(kind, column, year)
        for kind, column in those(*DAYS)
        for year in ("0202", "2002", "2017", "2023", "2099", "9999", "0001")
        if ("year", 2, column.heading) not in faults(kind, column, f"{year}-06-05")
    ] == []


def test_a_date_that_is_not_plain_is_named() -> None:
    assert [
        where(kind, column, cell)
        for kind, column in those(*DAYS)
        for cell in ("2020.6.5²", "2020.6①.5", "6.16", "2020-06-05至06-07")
        if (2, column.heading) not in {(row, name) for _, row, name in faults(kind, column, cell)}
    ] == []


def test_a_figure_that_is_not_plain_is_named() -> None:
    assert [
        where(kind, column, cell)
        for kind, column in those(columns.people, columns.count, columns.wan)
        for cell in ("10³", "320²", "①320", "320人²", "约500", "1½", "-1", "1,20")
        if {(row, name) for _, row, name in faults(kind, column, cell)} != {(2, column.heading)}
    ] == []


def test_a_figure_with_a_footnote_keeps_its_value() -> None:
    figures = those(columns.people, columns.count, columns.wan)
    assert [where(kind, column) for kind, column in figures if value(kind, column, "20①") != 20] == []


SPOILED: tuple[Value, ...] = (
    "2.301E+17", 2.301e17, 230100202006009984, 1.5, True, "A①", "A B", "=1+1", "＝1+1", "@a", "-a", "A\x1bB",
)  # fmt: skip


def test_a_spoiled_key_is_named() -> None:
    assert [
        where(kind, column, cell)
        for kind, column in those(columns.key)
        for cell in SPOILED
        if {(row, name) for _, row, name in faults(kind, column, cell)} != {(2, column.heading)}
    ] == []


def test_an_invisible_character_makes_no_other_key() -> None:
    assert [
        where(kind, column, cell)
        for kind, column in those(columns.key)
        for written in [ROWS[kind.code][column.heading]]
        for mark in ("", "\u200b", "\u200e", "\u202d", "\u00ad", "\ufeff", "\u2060", "\u180e", "_x200B_")
        for cell in (mark + written, written[:1] + mark + written[1:], written + mark)
        if value(kind, column, cell) != written
    ] == []


def test_a_break_at_the_end_of_a_key_says_nothing_and_inside_it_is_named() -> None:
    assert [
        where(kind, column, mark)
        for kind, column in those(columns.key)
        for written in [ROWS[kind.code][column.heading]]
        for mark in ("_x000D_", "\n", "\u3000", "\x0b")
        if value(kind, column, written + mark) != written
        or faults(kind, column, written[:1] + mark + written[1:]) != {("bad_key", 2, column.heading)}
    ] == []


def test_text_is_stored_as_typed_and_without_controls() -> None:
    typed = "（一）：Ａ１，“乙”"
    controls = ("甲\x07乙", "甲\x1b[31m乙", "甲\u202e乙", "甲\u200f乙", "甲_x0000_乙")
    refused = [*((cell, "bad_character") for cell in controls), ("=1+1", "formula"), ("＝1+1", "formula")]
    texts = those(columns.text)
    assert [where(kind, column) for kind, column in texts if value(kind, column, f" {typed}\n") != typed] == []
    assert [
        where(kind, column, cell)
        for kind, column in texts
        for cell, code in refused
        if faults(kind, column, cell) != {(code, 2, column.heading)}
    ] == []


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


def test_personal_data_in_public_text_is_named_and_not_repeated() -> None:
    assert [
        where(kind, column, person)
        for kind, column in those(columns.text)
        for person in PERSONS
        for found in [reading(kind, **{column.heading: f"公开课({person})"}).faults]
        if [(fault.code, fault.row, fault.column, fault.value) for fault in found]
        != [("personal_data", 2, column.heading, "")]
    ] == []


def test_no_message_repeats_personal_data() -> None:
    """A cell that slipped in from its neighbour may stand under any heading."""
    assert [
        sentence
        for kind, column in EVERY
        for person in ("举报人张三13900001111", "230102198001011234")
        for fault in reading(kind, **{column.heading: person}).faults
        for lang in ("zh", "en")
        for sentence in [fault.sentence("f", lang)]
        if "1390000" in sentence or "张三" in sentence or person in sentence
    ] == []


def test_private_columns_take_what_is_personal() -> None:
    person = "张三 13912345678"
    private = those(columns.private)
    assert [where(kind, column) for kind, column in private if value(kind, column, person) != person] == []


LISTS = {"市(地)", "县(市、区)", "单位", "隐患级别", "来源", "状态", "形式", "类别", "变更类型", "类型", "媒体级别"}


def spaced_out(kind: Kind) -> dict[str, Value | None]:
    """The cells of the good row that hold words of a list, with a wide space between all signs."""
    return {
        column.heading: "\u3000".join(str(ROWS[kind.code][column.heading]))
        for of, column in EVERY
        if of is kind and column.heading in LISTS and ROWS[kind.code].get(column.heading)
        if (kind.code, column.heading) != ("roster", "单位")
    }


def test_words_places_and_units_may_be_spaced_out() -> None:
    assert [
        (kind.code, spaced.faults)
        for kind in KINDS
        if kind.code in ROWS
        for spaced in [reading(kind, **spaced_out(kind))]
        if spaced.faults or spaced.records[0].fields != reading(kind).records[0].fields
    ] == []
