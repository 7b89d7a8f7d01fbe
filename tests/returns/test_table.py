"""Where the table is in a file, which rows are records, and what merged cells and encodings say (§2)."""

import codecs

import pytest

from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Row, Sandbox, spread
from tests.returns.making import ACTIVITY, HAZARD, book, csv_text, read, table


def codes(sandbox: Sandbox, data: bytes, name: str = "活动台账.xlsx") -> list[str]:
    parsed = read(sandbox, name, data)
    assert [fault.sentence(name) for fault in parsed.faults] == []
    return [record["code"] for record in parsed.records]


def test_title_unit_line_and_empty_line_stand_above_the_header(sandbox: Sandbox) -> None:
    cells = table("活动台账", {})
    assert codes(sandbox, book([*cells[:2], [], *cells[2:]])) == ["HD1"]
    assert codes(sandbox, book(table("活动台账", {}, title=False))) == ["HD1"]


def test_the_table_is_where_the_header_row_is(sandbox: Sandbox) -> None:
    notes = [["填报说明"], ["1.请如实填报;2.联系人:某人 000-00000000"]]
    assert codes(sandbox, book(notes, table("活动台账", {}), [], names=("说明", "台账", "Sheet2"))) == ["HD1"]


def test_rows_of_every_sheet_with_a_header_count(sandbox: Sandbox) -> None:
    data = book(table("活动台账", {}), table("活动台账", {"活动编号": "HD2"}))
    assert codes(sandbox, data) == ["HD1", "HD2"]


def test_columns_come_in_any_order_and_headings_with_any_white_space(sandbox: Sandbox) -> None:
    headings = list(ACTIVITY)[::-1]
    shown = {"活动编号": "活动\n编号", "市(地)": " 市（\n地） ", "状态": "状\u3000态", "备注": "备 注"}
    cells = [[shown.get(heading, heading) for heading in headings], [ACTIVITY[heading] for heading in headings]]
    assert codes(sandbox, book(cells)) == ["HD1"]


def test_a_column_that_is_not_listed_is_ignored(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", {"联系人": "李四", "身份证号": "230102"})))
    assert parsed.faults == []
    assert "李四" not in str(parsed.records)
    assert "230102" not in str(parsed.records)


def test_an_empty_row_does_not_end_the_table(sandbox: Sandbox) -> None:
    cells = table("活动台账", {}, {"活动编号": "HD2"})
    assert codes(sandbox, book([*cells[:-1], [], ["", " ", "/"], *cells[-1:]])) == ["HD1", "HD2"]


@pytest.mark.parametrize(
    "first",
    [
        "合计",
        "小计:",
        "总计",
        "注:本表一式两份",
        "说明",
        "填表人:张三",
        "制表",
        "审核:李四",
        "负责人",
        "联系电话",
        "合 计",
        "　合计",
    ],
)
def test_totals_notes_and_signatures_are_no_records(sandbox: Sandbox, first: str) -> None:
    cells = [*table("活动台账", {}), [first], [None, None, first, 12], *table("活动台账", {"活动编号": "HD2"})[-1:]]
    assert codes(sandbox, book(cells)) == ["HD1", "HD2"]


def test_any_other_row_needs_its_key(sandbox: Sandbox) -> None:
    cells = [*table("活动台账", {}), [None, "M1.1"], ["续表"]]
    parsed = read(sandbox, "活动台账.xlsx", book(cells))
    assert {(fault.code, fault.row, fault.column) for fault in parsed.faults} >= {("no_key", 5, "活动编号")}
    assert all(fault.row in (5, 6) for fault in parsed.faults)


def test_a_cell_merged_downwards_speaks_for_every_row(sandbox: Sandbox) -> None:
    rows = [{"活动编号": f"HD{number}", "市(地)": "鹤岗" if number == 1 else None} for number in range(1, 4)]
    cells = table("活动台账", *rows, {"活动编号": "HD4"}, footer=True)
    parsed = read(sandbox, "活动台账.xlsx", book(cells, merges=("C4:C6", "A1:R1")))
    assert parsed.faults == []
    assert [record["adcode"] for record in parsed.records] == ["230400", "230400", "230400", "230100"]


def test_a_merged_cell_does_not_fill_an_empty_row(sandbox: Sandbox) -> None:
    cells = table("活动台账", {"市(地)": "鹤岗"}, {"活动编号": "HD2", "市(地)": None})
    cells.insert(4, [])
    parsed = read(sandbox, "活动台账.xlsx", book(cells, merges=("C4:C6",)))
    assert parsed.faults == []
    assert [(record.row, record["adcode"]) for record in parsed.records] == [(4, "230400"), (6, "230400")]


def test_what_hides_below_a_merged_cell_is_gone() -> None:
    rows = [Row(number, {1: f"a{number}", 2: f"b{number}", 3: "c"}, frozenset({1, 2, 3})) for number in (1, 2, 4)]
    spread(rows, [(1, 1, 4, 2)])
    assert [row.cells for row in rows] == [{1: "a1", 3: "c"}, {1: "a1", 3: "c"}, {1: "a1", 3: "c"}]
    assert [row.own for row in rows] == [{1, 3}, {3}, {3}]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "gb18030", "gbk"])
def test_csv_in_every_encoding(sandbox: Sandbox, encoding: str) -> None:
    data = csv_text(table("隐患台账", {"单位名称": "鑫源化工"}, footer=True)).encode(encoding)
    parsed = read(sandbox, "隐患台账_0105.csv", data)
    assert parsed.faults == []
    assert [(record.row, record["unit_name"]) for record in parsed.records] == [(4, "鑫源化工")]


def test_utf16_big_endian_with_tabs(sandbox: Sandbox) -> None:
    text = csv_text(table("隐患台账", {}, title=False)).replace(",", "\t")
    parsed = read(sandbox, "隐患台账.csv", codecs.BOM_UTF16_BE + text.encode("utf-16-be"))
    assert (parsed.faults, len(parsed.records)) == ([], 1)


def test_rows_of_csv_are_counted_as_a_spreadsheet_shows_them(sandbox: Sandbox) -> None:
    text = csv_text([*table("隐患台账", {"场所类型": "两\n行"}), [], ["YH2", "不存在市"]])
    parsed = read(sandbox, "隐患台账.csv", text.encode("utf-8-sig"))
    assert {(fault.sheet, fault.row) for fault in parsed.faults} == {("", 6)}


def test_the_same_row_twice_is_one_record(sandbox: Sandbox) -> None:
    again = {"序号": 2, "市(地)": "哈尔滨", "现场参与人次": "１０人次", "计划开始": "6月10日", "活动编号": "ＨＤ１ "}
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", {"序号": 1}, again)))
    assert (parsed.faults, len(parsed.records)) == ([], 1)


def test_the_names_of_a_host_do_not_make_a_row_different(sandbox: Sandbox) -> None:
    first = {"协办单位/联办市(地)": "消防救援总队、大庆市 电视台"}
    again = {"协办单位/联办市(地)": "大庆,电视台,省消防救援总队", "主办单位": "哈尔滨"}
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", first, again)))
    assert (parsed.faults, len(parsed.records)) == ([], 1)


def test_a_heading_that_is_needed_and_missing_is_named(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", {}, drop=("活动编号",))))
    assert ("missing_heading", 3, "活动编号") in {(f.code, f.row, f.column) for f in parsed.faults}


def test_a_heading_that_stands_twice_is_named(sandbox: Sandbox) -> None:
    cells = table("活动台账", {})
    cells[2].append("状 态")
    parsed = read(sandbox, "活动台账.xlsx", book(cells))
    assert [(fault.code, fault.column) for fault in parsed.faults] == [("repeated_heading", "状态")]


def test_a_file_without_a_header_row_says_what_was_expected(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "活动台账.xlsx", book([["活动", "很多"], ["a", "b"]]))
    assert [fault.code for fault in parsed.faults] == ["no_header"]
    assert "活动编号" in parsed.faults[0].reason()


def test_missing_and_zero_are_not_the_same(sandbox: Sandbox, reference: Reference) -> None:
    rows = [
        {"活动编号": f"HD{number}", "现场参与人次": written}
        for number, written in enumerate((0, "0", "０", "0人次", None, "/", "无", "—", "-"))
    ]
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", *rows)), reference)
    assert [record["attendance_onsite"] for record in parsed.records] == [0, 0, 0, 0, None, None, None, None, None]


def test_coordinates_are_rounded(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "隐患台账.xlsx", book(table("隐患台账", {})))
    assert HAZARD["经度"] == 126.537
    assert (parsed.records[0]["lon"], parsed.records[0]["lat"]) == (126.54, 45.8)
