"""Rows and cells that are not what they seem: shifted, cut, taken for notes, merged, hidden, counted from 1904."""

import codecs
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from seed.returns.reading.faults import Fault
from seed.returns.reading.sandbox import Sandbox
from seed.returns.reading.table import Reading
from tests.returns.making import ACTIVITY, HAZARD, book, csv_text, read, table

Cells = Sequence[Sequence[Any]]


def of_csv(sandbox: Sandbox, text: str, kind: str = "隐患台账") -> Reading:
    return read(sandbox, f"{kind}_0105.csv", text.encode("utf-8-sig"))


def places(faults: Sequence[Fault]) -> list[tuple[str, int]]:
    return [(fault.code, fault.row) for fault in faults]


def lines(*rows: dict[str, Any]) -> list[str]:
    """The lines of a ledger of hazards as CSV: title, unit line, header, rows."""
    return csv_text(table("隐患台账", *rows)).splitlines(keepends=True)


MANY = [{"隐患编号": f"YH{number}"} for number in range(40)]


@pytest.mark.parametrize("at", range(4, 44))
def test_a_row_of_csv_with_a_cell_too_many_is_named(sandbox: Sandbox, at: int) -> None:
    text = lines(*MANY)
    for longer in (text[at - 1].replace("126.537", "126,537"), text[at - 1].replace("\r\n", ",\r\n")):
        parsed = of_csv(sandbox, "".join([*text[: at - 1], longer, *text[at:]]))
        assert ("row_too_long", at) in places(parsed.faults)


@pytest.mark.parametrize("at", range(4, 44))
def test_a_row_of_csv_with_a_cell_too_few_is_named(sandbox: Sandbox, at: int) -> None:
    text = lines(*MANY)
    cells = text[at - 1].removesuffix("\r\n").split(",")
    for shorter in (cells[:-1], [*cells[:3], *cells[4:]], cells[:14]):
        parsed = of_csv(sandbox, "".join([*text[: at - 1], ",".join(shorter) + "\r\n", *text[at:]]))
        assert ("row_too_short", at) in places(parsed.faults)


@pytest.mark.parametrize("rows", [1, 13, 14, 20, 29, 30])
def test_a_file_cut_in_its_last_row_is_refused_wherever_it_is_cut(sandbox: Sandbox, rows: int) -> None:
    """A closed hazard must not be open again because the end of its row is lost."""
    done = {"整改完成日期": "2020-06-10", "销号日期": "2020-06-12"}
    text = "".join(lines(*({**done, **row} for row in MANY[:rows])))
    last = text.rindex("\n", 0, -1) + 1
    for end in range(last + 12, len(text) - 3):
        parsed = of_csv(sandbox, text[:end])
        assert places(parsed.faults)[-1] == ("row_too_short", rows + 3)


def test_a_last_row_that_may_be_cut_in_its_last_cell_is_named(sandbox: Sandbox) -> None:
    parsed = of_csv(sandbox, "".join(lines({"隐患概况": "概况", "行业领域": None})).removesuffix("\r\n"))
    assert (places(parsed.faults), places(parsed.notes)) == ([], [("open_end", 4)])


def test_empty_cells_that_excel_leaves_out_or_writes_are_no_fault(sandbox: Sandbox) -> None:
    """Sixteen rows together lose the empty cells at their ends; all rows are as wide as the widest."""
    text = lines(*MANY)
    short = [line.rstrip(",\r\n") + "\r\n" if 16 <= at < 32 else line for at, line in enumerate(text)]
    assert len(short[16].split(",")) < len(HAZARD)
    assert of_csv(sandbox, "".join(short)).faults == []
    wide = [line.replace("\r\n", ",,,\r\n") for line in text]
    parsed = of_csv(sandbox, "".join(wide))
    assert (parsed.faults, len(parsed.records)) == ([], len(MANY))


def test_titles_above_and_notes_below_have_a_width_of_their_own(sandbox: Sandbox) -> None:
    text = ["隐患台账\r\n", "填报单位:某市,,填报日期:7月1日\r\n", *lines({})[2:], "合计,1\r\n", "填表人:甲\r\n"]
    assert of_csv(sandbox, "".join(text)).faults == []


def test_a_filled_cell_beyond_the_header_is_refused_and_one_inside_without_heading_is_named(sandbox: Sandbox) -> None:
    cells = table("活动台账", {}, {"活动编号": "HD2"})
    cells[4] = [*cells[4], None, "已核"]
    beyond = read(sandbox, "活动台账.xlsx", book(cells))
    assert [fault.sentence("a") for fault in beyond.faults] == [
        "a · 台账 · 第 5 行:T 列在表头之外而有内容:此行可能错位,请移回或删除"
    ]
    inside = [["台账"], [*list(ACTIVITY)[:3], None, *list(ACTIVITY)[3:]]]
    inside += [[*list(row.values())[:3], "某", *list(row.values())[3:]] for row in ({**ACTIVITY}, {**ACTIVITY})]
    inside[3][0] = "HD2"
    parsed = read(sandbox, "活动台账.xlsx", book(inside))
    assert (parsed.faults, places(parsed.notes), len(parsed.records)) == ([], [("no_heading", 3)], 2)


def named_first(*titles: str) -> list[list[Any]]:
    """A ledger of activities that begins with their names, as `活动名称` may stand first."""
    columns = ["活动名称", "活动编号", "事项编号", "市(地)", "实际开始", "实际结束", "状态", "现场参与人次"]
    rows = [[title, f"A{at}", "M1.1", "哈尔滨市", *["2020-06-05"] * 2, "已举办", 10] for at, title in enumerate(titles)]
    return [columns, *rows]


TITLES = [
    "公开课",
    "注册安全工程师公开课",
    "联系群众大讨论",
    "说明会",
    "审核应急预案",
    "负责人讲安全",
    "填表培训",
    "总计划发布",
]


def test_an_activity_may_be_called_like_a_note(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "活动台账.xlsx", book(named_first(*TITLES, "合计", "说明", "注:1")))
    assert (parsed.faults, len(parsed.records)) == ([], len(TITLES) + 3)


ROADMAP = ["序号", "事项编号", "工作任务", "责任单位", "责任人", "开始时间", "完成时限", "备注"]
TASKS = ["注册安全工程师培训", "联系专家会诊", "审核应急预案", "说明会筹备", "总计划编制"]


@pytest.mark.parametrize("number", [1, None])
def test_a_task_may_be_called_like_a_note(sandbox: Sandbox, number: int | None) -> None:
    rows = [[number, None, task, "某局", "甲", "6月1日", "6月30日"] for task in TASKS]
    foot = [["合计", None, "5项"], ["审核:甲", None, "填表人:乙", "联系电话:000"], ["注:本表一式两份"]]
    parsed = read(sandbox, "路线图施工表.xlsx", book([ROADMAP, *rows, *foot]))
    assert parsed.faults == []
    assert [record["task"] for record in parsed.records] == TASKS


@pytest.mark.parametrize(
    ("kind", "headings", "row"),
    [
        (
            "媒体报道台账",
            ["标题", "刊播日期", "媒体名称", "媒体级别", "形式", "事项编号", "链接", "阅读(播放)量"],
            ["注意安全", "2020-06-05", "央视", "中央", "电视"],
        ),
        (
            "制度措施清单",
            ["名称", "清单类别", "责任单位", "完成时限", "完成日期", "关联隐患编号"],
            ["审核制度", "制度措施", "某局"],
        ),
        (
            "事项调整登记表",
            ["事由", "单位", "事项编号", "期次", "类型", "批准日期", "新截止日期", "文号"],
            ["说明情况", "哈尔滨", "D1", None, "豁免", "6月5日"],
        ),
        (
            "报送登记表",
            [
                "方式",
                "单位",
                "事项编号",
                "期次",
                "版本",
                "收到时间",
                "审核状态",
                "审核时间",
                "退回原因",
                "是否零报告",
                "文件名",
            ],
            ["联系传真", "哈尔滨", None, "台账", None, "2020-07-01 10:00", *[None] * 4, "a.xlsx"],
        ),
    ],
)
def test_rows_of_other_kinds_may_begin_like_a_note(
    sandbox: Sandbox, kind: str, headings: list[str], row: list[Any]
) -> None:
    parsed = read(sandbox, f"{kind}.xlsx", book([headings, row, ["合计", "1项"], ["说明:略"]]))
    assert (parsed.faults, len(parsed.records)) == ([], 1)


@pytest.mark.parametrize("first", ["全市合计", "共计", "累计:", "本月小计", "全省总计", "填报人:甲", "填报单位"])
def test_totals_and_signatures_of_other_words_are_no_records(sandbox: Sandbox, first: str) -> None:
    cells = [*table("活动台账", {}), [first], [None, None, first, None, None, None, *[None] * 7, 12]]
    parsed = read(sandbox, "活动台账.xlsx", book(cells))
    assert (parsed.faults, parsed.notes, len(parsed.records)) == ([], [], 1)


def test_a_row_that_is_dropped_in_doubt_is_named(sandbox: Sandbox) -> None:
    cells = [*table("活动台账", {}), [None, "联系群众大讨论", None, None, "公开课"]]
    parsed = read(sandbox, "活动台账.xlsx", book(cells))
    assert (parsed.faults, places(parsed.notes)) == ([], [("taken_for_note", 5)])


AMOUNTS = [
    ("活动台账", "现场参与人次", 300),
    ("活动台账", "线上参与人次", 300),
    ("活动台账", "观看人次", 300),
    ("隐患台账", "整改资金(万元)", 3),
]


@pytest.mark.parametrize(("kind", "heading", "amount"), AMOUNTS)
def test_an_amount_merged_over_rows_is_refused(sandbox: Sandbox, kind: str, heading: str, amount: int) -> None:
    key = "活动编号" if kind == "活动台账" else "隐患编号"
    cells = table(kind, *({key: f"K{at}", heading: amount if at == 0 else None} for at in range(3)))
    letter = chr(65 + cells[2].index(heading))
    parsed = read(sandbox, f"{kind}.xlsx", book(cells, merges=(f"{letter}4:{letter}6",)))
    assert [(f.code, f.row, f.column) for f in parsed.faults] == [("merged_amount", row, heading) for row in (5, 6)]
    assert read(sandbox, f"{kind}.xlsx", book(cells)).faults == []


def test_a_figure_of_annex_3_merged_over_rows_is_refused(sandbox: Sandbox) -> None:
    cells = [["项目", "单位", "数量"], ["A01 学习", "场", 3], ["G02 标语", "场", None]]
    parsed = read(sandbox, "附件3_综合情况.xlsx", book(cells, merges=("C2:C3",)))
    assert ("merged_amount", 3) in places(parsed.faults)


def test_a_cell_merged_over_several_columns_of_a_record_is_refused(sandbox: Sandbox) -> None:
    cells = table("活动台账", {"线上参与人次": None})
    at = cells[2].index("现场参与人次")
    merge = f"{chr(65 + at)}4:{chr(66 + at)}4"
    (fault,) = read(sandbox, "活动台账.xlsx", book(cells, merges=(merge,))).faults
    assert fault.sentence("a").startswith("a · 台账 · 第 4 行:一个单元格合并了几列(现场参与人次、线上参与人次)")
    empty = table("活动台账", {"现场参与人次": "/", "线上参与人次": None})
    assert read(sandbox, "活动台账.xlsx", book(empty, merges=(merge,))).faults == []


def test_days_names_and_places_merged_over_rows_speak_for_each(sandbox: Sandbox) -> None:
    cells = table("活动台账", *({"活动编号": f"HD{at}"} for at in range(3)))
    merges = [
        f"{chr(65 + cells[2].index(heading))}4:{chr(65 + cells[2].index(heading))}6"
        for heading in ("实际开始", "市(地)")
    ]
    parsed = read(sandbox, "活动台账.xlsx", book(cells, merges=merges))
    assert parsed.faults == []
    assert [record["held_start"] for record in parsed.records] == [date(2020, 6, 10)] * 3


def test_serial_numbers_count_from_the_epoch_of_the_workbook(sandbox: Sandbox) -> None:
    file = load_workbook(io.BytesIO(book(table("隐患台账", {"整改期限": 42540, "责令日期": 42526.0}))))
    file.epoch = CALENDAR_MAC_1904
    data = io.BytesIO()
    file.save(data)
    parsed = read(sandbox, "隐患台账.xlsx", data.getvalue())
    assert parsed.faults == []
    assert (parsed.records[0]["due_on"], parsed.records[0]["ordered_on"]) == (date(2020, 6, 20), date(2020, 6, 6))
    assert parsed.records[0]["lon"] == 126.54


def with_states(states: dict[str, str], *sheets: Cells, names: Sequence[str]) -> bytes:
    file = load_workbook(io.BytesIO(book(*sheets, names=names)))
    for name, state in states.items():
        file[name].sheet_state = state
    data = io.BytesIO()
    file.save(data)
    return data.getvalue()


def test_hidden_sheets_are_named_and_not_read(sandbox: Sandbox) -> None:
    sheets = [table("隐患台账", {"隐患编号": f"V{at}", "行业领域": None}) for at in (1, 2, 3)]
    data = with_states({"旧表": "hidden", "存档": "veryHidden"}, *sheets, names=("台账", "旧表", "存档"))
    parsed = read(sandbox, "隐患台账.xlsx", data)
    assert [record["code"] for record in parsed.records] == ["V1"]
    assert [note.sentence("a") for note in parsed.notes] == [
        "a · 旧表:工作表已隐藏,未读取",
        "a · 存档:工作表已隐藏,未读取",
    ]
    form = with_states({"旧": "hidden"}, [["推荐单位", "某市"]], [["推荐单位", "某市"]], names=("表", "旧"))
    assert "hidden_sheet" in {note.code for note in read(sandbox, "附件2.xlsx", form).notes}


@pytest.mark.parametrize("name", ["填报示例", "示例", "样表", "模板", "例1", "Example"])
def test_sheets_of_examples_are_named_and_not_read(sandbox: Sandbox, name: str) -> None:
    data = book(table("活动台账", {}), table("活动台账", {"活动编号": "HD000000-0001"}), names=("条例活动", name))
    parsed = read(sandbox, "活动台账.xlsx", data)
    assert [record["code"] for record in parsed.records] == ["HD1"]
    assert [(note.code, note.sheet) for note in parsed.notes] == [("example_sheet", name)]


def test_a_sheet_that_may_hold_a_table_without_its_header_is_named(sandbox: Sandbox) -> None:
    data = book(table("活动台账", {}), table("活动台账", {})[3:], [["说明"]], names=("6月", "7月", "说明"))
    parsed = read(sandbox, "活动台账.xlsx", data)
    assert (parsed.faults, [(note.code, note.sheet) for note in parsed.notes]) == ([], [("no_table", "7月")])


def test_a_key_on_another_sheet_says_on_which(sandbox: Sandbox) -> None:
    data = book(table("活动台账", {}), table("活动台账", {"观看人次": 5}), names=("6月", "7月"))
    (fault,) = read(sandbox, "活动台账.xlsx", data).faults
    assert fault.sentence("a") == ("a · 7月 · 第 4 行 · “活动编号”:与工作表“6月”第 4 行编号相同而内容不同(填报值:HD1)")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "\uff0c"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_the_delimiter_is_found_by_the_header(sandbox: Sandbox, delimiter: str, encoding: str) -> None:
    """Also where cells hold the other delimiters."""
    others = "一,二;三|四\t五\uff0c六".replace(delimiter, "")
    cells = table("隐患台账", {"场所类型": others, "单位名称": others})
    text = "\r\n".join(delimiter.join("" if cell is None else str(cell) for cell in row) for row in cells) + "\r\n"
    parsed = read(sandbox, "隐患台账.csv", text.encode(encoding))
    assert parsed.faults == []
    assert parsed.records[0]["site_kind"] == others.replace("\t", " ")


def test_unicode_text_of_excel(sandbox: Sandbox) -> None:
    cells = named_first("公开课,第一期")
    text = "\r\n".join("\t".join(map(str, row)) for row in cells) + "\r\n"
    parsed = read(sandbox, "活动台账.csv", codecs.BOM_UTF16_LE + text.encode("utf-16-le"))
    assert (parsed.faults, [record["title"] for record in parsed.records]) == ([], ["公开课,第一期"])


def test_formulas_are_faults_only_where_they_would_be_read(sandbox: Sandbox) -> None:
    total = [None, None, "合计", *[None] * 11, "=SUM(N4:N9)", *[None] * 3, "=ROW()"]
    loose = [*[None] * 14, "=SUM(N4:N9)", *[None] * 3, "=ROW()"]
    cells = [["=A1"], *table("活动台账", {"序号": "=ROW()", "联系人": '="李"'}), total, loose]
    parsed = read(sandbox, "活动台账.xlsx", book(cells))
    assert (parsed.faults, len(parsed.records)) == ([], 1)


def test_a_row_of_nothing_but_formulas_is_a_record_with_faults(sandbox: Sandbox) -> None:
    cells = table("活动台账", {})
    cells.append([f"=旧表!{chr(65 + at)}4" for at in range(len(ACTIVITY))])
    parsed = read(sandbox, "活动台账.xlsx", book(cells))
    assert {(fault.code, fault.row) for fault in parsed.faults} == {("formula", 5)}
    assert len(parsed.faults) == len(ACTIVITY)


@pytest.mark.parametrize("written", ["=1+1", "\uff1d1+1", " =1+1", "\u200b=1+1", "﹦1+1", "\u202e=1+1"])
def test_what_a_spreadsheet_would_take_for_a_formula_is_one(sandbox: Sandbox, written: str) -> None:
    parsed = of_csv(sandbox, "".join(lines({"场所类型": written})))
    assert [(fault.code, fault.row, fault.column) for fault in parsed.faults] == [("formula", 4, "场所类型")]
    unread = of_csv(sandbox, "".join(lines({"序号": written})))
    assert unread.faults == []


def test_a_formula_in_a_form(sandbox: Sandbox) -> None:
    form = [["推荐单位", "哈尔滨市"], ["姓名", "=A1"], ["填报日期", "5月29日"], ["其他", "=A1"]]
    faults = read(sandbox, "附件2_联络员推荐表.xlsx", book(form)).faults
    assert [(fault.code, fault.row, fault.column) for fault in faults] == [("formula", 2, "姓名")]


def test_labels_of_forms_are_accounted_for(sandbox: Sandbox) -> None:
    form = [["推荐表"], ["推荐单位", "哈尔滨市"], ["联络员姓名", "甲"], ["手机", "139"], ["填报日期", "5月29日"]]
    parsed = read(sandbox, "附件2_联络员推荐表.xlsx", book(form))
    assert [fault.sentence("a") for fault in parsed.faults] == [
        "a · 台账 · 第 3 行 · “姓名”:表中没有此项,有“联络员姓名”,是否就是它?请改为规定的名称"
    ]
    assert [note.reason() for note in parsed.notes] == [
        "表中没有这些项,按未填处理:处室/职务、办公电话、传真、微信、邮箱、通信地址"
    ]
    head = [
        ["填报单位名称", "某市", "填报日期", "7月3日"],
        ["填报人", "甲"],
        ["项目", "单位", "数量"],
        ["A01 学习", "场", 3],
    ]
    parsed = read(sandbox, "附件3_综合情况.xlsx", book(head))
    assert {(fault.code, fault.row, fault.column) for fault in parsed.faults} == {
        ("misnamed_label", 1, "填报单位"),
        ("misnamed_label", 2, "填表人"),
    }
