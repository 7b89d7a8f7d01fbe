"""Every heading of every kind is accounted for: read, named as unknown, named as left out, or a reason to refuse."""

from collections.abc import Iterator

import pytest

from seed.returns.kinds import annex3
from seed.returns.kinds.catalogue import KINDS, kind_of
from seed.returns.reading import headings
from seed.returns.reading.faults import Fault
from seed.returns.reading.headings import Absence
from seed.returns.reading.sandbox import Content, Row, Sandbox, Sheet
from seed.returns.reading.table import Table
from tests.returns.making import book, read, small_reference, table

TABLES: dict[str, Table] = {
    **{kind.name: kind.table.in_words("市(地)") for kind in KINDS if kind.table},
    "附件3": annex3.TABLE,
}
COLUMNS = [(name, column.heading, column.absence) for name, table in TABLES.items() for column in table.columns]
MAY_BE_LEFT_OUT = {
    "活动台账": "县(市、区) 主办单位 协办单位/联办市(地) 形式 计划开始 计划结束 线上参与人次 观看人次 地点/平台 备注",
    "隐患台账": "行业领域 场所类型 单位名称 来源 发现日期 延期至 验收日期 验收结果 挂牌级别 挂牌日期 挂牌文号 摘牌日期 "
    "曝光日期 曝光媒体 整改资金(万元) 目标落实 人员落实 资金落实 时限落实 预案落实 经度 纬度 隐患概况",
    "隐患变更记录": "轮次",
    "媒体报道台账": "备注",
    "路线图施工表": "备注",
    "单位名录": "备注",
}


def of_headings(kind: str, written: list[str]) -> tuple[list[Fault], list[Fault]]:
    """Faults and notes about the headings of a sheet with a title, this header row and no record."""
    rows = [
        Row(number, dict(enumerate(cells, 1)), frozenset(range(1, len(cells) + 1)))
        for number, cells in enumerate(([kind], written), 1)
    ]
    of = kind_of(f"{kind}_0105.xlsx")
    assert of
    parsed = of.read(Content([Sheet("台账", rows)]), small_reference())
    about = ("_heading", "_headings", "no_header")
    return [f for f in parsed.faults if f.code.endswith(about)], [n for n in parsed.notes if n.code.endswith(about)]


def all_of(kind: str) -> list[str]:
    return [column.heading for column in TABLES[kind].columns]


def test_what_may_be_left_out_is_decided_column_by_column() -> None:
    """Whoever adds a column decides; what figures are worked out from is not among these."""
    named: dict[str, list[str]] = {}
    for kind, heading, absence in COLUMNS:
        if absence == "named":
            named.setdefault(kind, []).append(heading)
        assert absence != "usual" or heading == "备注"
    assert {kind: " ".join(found) for kind, found in named.items()} == MAY_BE_LEFT_OUT


def test_all_headings_are_taken_without_a_word() -> None:
    taken = {kind: of_headings(kind, ["序号", *all_of(kind)]) for kind in TABLES}
    assert {kind: said for kind, said in taken.items() if said != ([], [])} == {}


def too_few(kind: str) -> bool:
    """Whether a row without one of these headings is no header any more."""
    return len(all_of(kind)) == headings.HEADINGS_WANTED


def dropped_wrongly(kind: str, heading: str, absence: Absence) -> bool:
    """Whether a file without this heading is judged in another way than the column says."""
    faults, notes = of_headings(kind, [name for name in all_of(kind) if name != heading])
    if too_few(kind):
        return [fault.code for fault in faults] != ["no_header"]
    if absence == "refused":
        return [(fault.code, fault.row, fault.column) for fault in faults] != [("missing_heading", 2, heading)]
    if absence == "named":
        said = [(note.code, note.row, note.reason().rpartition(":")[2]) for note in notes]
        return bool(faults) or said != [("absent_headings", 2, heading)]
    return (faults, notes) != ([], [])


def test_a_heading_that_is_dropped() -> None:
    assert [(kind, heading) for kind, heading, absence in COLUMNS if dropped_wrongly(kind, heading, absence)] == []


def misspelt(heading: str) -> Iterator[str]:
    """How offices and machines change a heading; none of these is the heading, and any may hold its column."""
    yield heading + "(必填)"
    yield "本期" + heading
    yield heading[:-1] + "X"
    yield "某列"


def renamed_wrongly(kind: str, heading: str, written: str, absence: Absence) -> bool:
    """Whether the other name is not named as unknown, or the heading is not missed."""
    faults, notes = of_headings(kind, [written if name == heading else name for name in all_of(kind)])
    if too_few(kind):
        return [fault.code for fault in faults] != ["no_header"]
    if [(note.code, note.column) for note in notes] != [("unknown_heading", written)]:
        return True
    return absence != "usual" and [heading in fault.sentence("a.xlsx") for fault in faults] != [True]


def test_a_heading_that_is_renamed() -> None:
    assert [
        (kind, heading, written)
        for kind, heading, absence in COLUMNS
        for written in misspelt(heading)
        if renamed_wrongly(kind, heading, written, absence)
    ] == []


def test_a_heading_that_stands_twice() -> None:
    twice = {
        (kind, heading): [(fault.code, fault.column) for fault in of_headings(kind, [*all_of(kind), heading])[0]]
        for kind, heading, _ in COLUMNS
    }
    assert {place: said for place, said in twice.items() if said != [("repeated_heading", place[1])]} == {}


@pytest.mark.parametrize(
    ("kind", "heading", "written"),
    [
        ("隐患台账", "确认日期", "核实日期"),
        ("隐患台账", "销号日期", "销号时间"),
        ("隐患台账", "经度", "东经"),
        ("活动台账", "事项编号", "事项"),
        ("活动台账", "现场参与人次", "现场参与人数"),
        ("活动台账", "现场参与人次", "现场人数"),
        ("活动台账", "现场参与人次", "现场参与人次(人)"),
        ("活动台账", "实际结束", "结束时间"),
        ("活动台账", "形式", "活动形式"),
        ("活动台账", "协办单位/联办市(地)", "协办单位"),
        ("活动台账", "县(市、区)", "县区"),
        ("活动台账", "县(市、区)", "区县"),
    ],
)
def test_the_likely_twin_is_named(kind: str, heading: str, written: str) -> None:
    faults, _ = of_headings(kind, [written if name == heading else name for name in all_of(kind)])
    assert [fault.sentence("a.xlsx") for fault in faults] == [
        f"a.xlsx · 台账 · 第 2 行 · “{heading}”:表头没有此列,有“{written}”,是否就是它?请改为规定的列名"
    ]


def test_an_unknown_column_is_named_with_its_place(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", {"联系人": "李四"})))
    assert [note.sentence("a.xlsx") for note in parsed.notes] == [
        "a.xlsx · 台账 · 第 3 行 · “联系人”:此列(S 列)不认识,未读取"
    ]
    assert parsed.faults == []


def test_columns_that_are_left_out_are_named_once_and_are_told_from_empty_ones(sandbox: Sandbox) -> None:
    few = book(table("活动台账", {}, {"活动编号": "HD2"}, drop=("形式", "备注")))
    parsed = read(sandbox, "活动台账.xlsx", few)
    assert [note.reason() for note in parsed.notes] == ["表头没有这些列,按未填处理:形式、备注"]
    assert [record.absent for record in parsed.records] == [{"mode", "note"}] * 2
    assert read(sandbox, "活动台账.xlsx", book(table("活动台账", {"形式": None}))).records[0].absent == frozenset()


def test_a_column_left_out_beside_one_that_nobody_knows_is_refused(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", {"去向": "某地"}, drop=("观看人次", "备注"))))
    (fault,) = parsed.faults
    assert fault.code == "unsure_headings"
    assert "观看人次、备注" in fault.reason()
    assert "去向" in fault.reason("en")
    known = read(sandbox, "活动台账.xlsx", book(table("活动台账", {"联系人": "李四"}, drop=("观看人次", "备注"))))
    assert known.faults == []


def test_a_missing_heading_is_one_fault_however_many_rows_there_are(sandbox: Sandbox) -> None:
    rows = [{"活动编号": f"HD{number}"} for number in range(49)]
    for heading in ("状态", "市(地)", "实际开始"):
        parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", *rows, drop=(heading,))))
        assert [(fault.code, fault.column) for fault in parsed.faults] == [("missing_heading", heading)]


@pytest.mark.parametrize(("values", "wanted"), [({"市(地)": "省直"}, True), ({"事项编号": "M5.3b"}, True), ({}, False)])
def test_hosts_may_not_be_left_out_where_they_say_whose_row_it_is(
    sandbox: Sandbox, values: dict[str, str], wanted: bool
) -> None:
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", values, drop=("主办单位",))))
    assert [fault.column for fault in parsed.faults] == ["主办单位"] * wanted


@pytest.mark.parametrize(
    "spoilt",
    [
        "活动编号_x000D_",
        "活动\u00ad编号",
        "\u202d活动编号\u202c",
        "活动\u200e编号",
        "活_x000a_动编号",
        "\ufeff活动编号",
    ],
)
def test_what_excel_spoils_in_a_heading_does_no_harm(sandbox: Sandbox, spoilt: str) -> None:
    written = [spoilt if name == "活动编号" else name for name in all_of("活动台账")]
    parsed = read(sandbox, "活动台账.xlsx", book([["活动台账"], written]))
    assert (parsed.faults, parsed.notes) == ([], [])


def test_a_header_of_two_rows(sandbox: Sandbox) -> None:
    names = all_of("活动台账")
    at = names.index("现场参与人次")
    upper = [*names[:at], "参与人次", None, None, *names[at + 3 :]]
    lower = [None] * at + names[at : at + 3]
    merges = [f"{letter}1:{letter}2" for letter in "ABCDEFGHIJKLMQR"] + ["N1:P1"]
    parsed = read(sandbox, "活动台账.xlsx", book([upper, lower, *table("活动台账", {})[3:]], merges=merges))
    assert (parsed.faults, parsed.notes, len(parsed.records)) == ([], [], 1)


def test_the_words_that_offices_use_mean_headings_that_exist() -> None:
    meant = {heading for words in headings._synonyms().values() for heading in words}
    assert len(meant) > 20
    assert meant <= {heading for _, heading, _ in COLUMNS}


@pytest.mark.parametrize(
    ("name", "again", "label"),
    [
        ("附件2_联络员推荐表", ["手机", "000-00000009"], "手机"),
        ("附件2_联络员推荐表", ["姓名:另一人"], "姓名"),
        ("附件3_综合情况", ["负责人:另一人"], "负责人"),
    ],
)
def test_a_label_that_stands_twice_is_named_without_its_value(
    sandbox: Sandbox, name: str, again: list[str], label: str
) -> None:
    head = [["推荐单位", "哈尔滨市"], ["姓名", "某甲"], ["手机", "000-00000001"]]
    cells = head if "附件2" in name else [["负责人:某甲"]]
    table = [] if "附件2" in name else [["序号", "项目", "单位", "数量"], [1, "A01 学习", "场", 3]]
    parsed = read(sandbox, f"{name}.xlsx", book([*cells, again, *table]))
    assert parsed.faults == []
    assert [(note.row, note.column, note.value) for note in parsed.notes if note.code == "repeated_label"] == [
        (len(cells) + 1, label, "")
    ]
    same = read(sandbox, f"{name}.xlsx", book([*cells, cells[-1], *table]))
    assert not [note for note in same.notes if note.code == "repeated_label"]
