"""Every fault of §4, in the row and column that it names; and what is no fault."""

from string import Formatter
from typing import Any

import pytest

from seed.returns.reading.faults import Fault
from seed.returns.reading.reasons import REASONS
from seed.returns.reading.sandbox import Sandbox
from tests.returns.making import book, csv_text, read, small_reference, table

Faults = set[tuple[str, int, str]]


def faults_of(sandbox: Sandbox, kind: str, *rows: dict[str, Any]) -> Faults:
    """Code, row and column of each fault; the first of `rows` is row 4."""
    parsed = read(sandbox, f"{kind}_0105.xlsx", book(table(kind, *rows)))
    return {(fault.code, fault.row, fault.column) for fault in parsed.faults}


ACTIVITY_FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"市(地)": "哈尔宾市"}, "unknown_city", "市(地)"),
    ({"市(地)": None}, "unknown_city", "市(地)"),
    ({"市(地)": "道里区"}, "unknown_city", "市(地)"),
    ({"县(市、区)": "向阳区"}, "unknown_county", "县(市、区)"),
    ({"市(地)": "省直", "县(市、区)": "道里区", "主办单位": "省总工会"}, "unknown_county", "县(市、区)"),
    ({"市(地)": "伊春", "县(市、区)": "友好县"}, "unknown_county", "县(市、区)"),
    ({"事项编号": "M6.1"}, "unknown_line", "事项编号"),
    ({"事项编号": "M1.9"}, "unknown_line", "事项编号"),
    ({"事项编号": "M1.1.2"}, "unknown_line", "事项编号"),
    ({"事项编号": "M1.1①"}, "false_digits", "事项编号"),
    ({"计划结束": "2020-06-09"}, "before", "计划结束"),
    ({"实际结束": "2020-06-09"}, "before", "实际结束"),
    ({"实际开始": "2020-06-10 15:00", "实际结束": "2020-06-10 14:00"}, "before", "实际结束"),
    ({"现场参与人次": -35}, "negative", "现场参与人次"),
    ({"线上参与人次": "-1"}, "negative", "线上参与人次"),
    ({"观看人次": "－1万"}, "negative", "观看人次"),
    ({"实际开始": None}, "without", "实际开始"),
    ({"状态": "完成"}, "not_in_list", "状态"),
    ({"状态": "计划", "实际结束": None}, "not_held", "实际开始"),
    ({"状态": "计划", "实际开始": None}, "not_held", "实际结束"),
    ({"状态": "取消", "实际结束": None}, "not_held", "实际开始"),
    ({"现场参与人次": 12_000_000}, "out_of_range", "现场参与人次"),
    ({"观看人次": "120000万"}, "out_of_range", "观看人次"),
    ({"状态": None}, "required", "状态"),
    ({"形式": "视频"}, "not_in_list", "形式"),
    ({"计划开始": "6月中旬"}, "not_a_date", "计划开始"),
    ({"观看人次": "若干"}, "not_a_number", "观看人次"),
    ({"观看人次": 12.5}, "not_a_count", "观看人次"),
    ({"活动编号": None}, "no_key", "活动编号"),
    ({"活动编号": "/"}, "no_key", "活动编号"),
]
HAZARD_FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"市(地)": "大兴安领地区"}, "unknown_city", "市(地)"),
    ({"市(地)": "省直"}, "unknown_city", "市(地)"),
    ({"县(市、区)": "南岗镇"}, "unknown_county", "县(市、区)"),
    ({"确认日期": "2020-05-31"}, "before", "确认日期"),
    ({"责令日期": "2020-06-01"}, "before", "责令日期"),
    ({"确认日期": None, "责令日期": "2020-05-31"}, "before", "责令日期"),
    ({"整改完成日期": "2020-06-02"}, "before", "整改完成日期"),
    ({"整改完成日期": "2020-06-10", "验收日期": "2020-06-09"}, "before", "验收日期"),
    ({"整改完成日期": "2020-06-10", "销号日期": "2020-06-09"}, "before", "销号日期"),
    ({"延期至": "2020-06-19"}, "before", "延期至"),
    ({"挂牌级别": "市", "挂牌日期": "2020-06-09", "摘牌日期": "2020-06-08"}, "before", "摘牌日期"),
    ({"销号日期": "2020-06-30"}, "without", "销号日期"),
    ({"整改期限": None}, "without", "整改期限"),
    ({"隐患级别": "较大"}, "not_in_list", "隐患级别"),
    ({"来源": "暗访"}, "not_in_list", "来源"),
    ({"整改方式": "停产整改"}, "not_in_list", "整改方式"),
    ({"验收结果": "通过"}, "not_in_list", "验收结果"),
    ({"挂牌级别": "国家"}, "not_in_list", "挂牌级别"),
    ({"目标落实": "×"}, "not_in_list", "目标落实"),
    ({"整改资金(万元)": "-3"}, "negative", "整改资金(万元)"),
    ({"整改资金(万元)": "12.8元"}, "not_a_number", "整改资金(万元)"),
    ({"发现日期": "6.16"}, "not_a_date", "发现日期"),
    ({"经度": 45.8}, "out_of_range", "经度"),
    ({"经度": 116.4}, "out_of_province", "经度"),
    ({"纬度": 31.23}, "out_of_province", "纬度"),
    ({"经度": None}, "without", "经度"),
    ({"纬度": "/"}, "without", "纬度"),
    ({"隐患编号": None}, "no_key", "隐患编号"),
]
CHANGE_FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"隐患编号": None}, "no_key", "隐患编号"),
    ({"变更类型": "推迟"}, "not_in_list", "变更类型"),
    ({"变更类型": None}, "no_key", "变更类型"),
    ({"发生日期": None}, "no_key", "发生日期"),
    ({"新期限": "2020-06-19"}, "before", "新期限"),
    ({"新期限": None}, "without", "新期限"),
    ({"变更类型": "级别调整"}, "without", "新级别"),
]
TIP_FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"市(地)": "佳木撕市"}, "unknown_city", "市(地)"),
    ({"渠道": "12345"}, "not_in_list", "渠道"),
    ({"接报时间": "上午"}, "not_a_time", "接报时间"),
    ({"接报时间": None}, "required", "接报时间"),
    ({"受理日期": "2020-05-31"}, "before", "受理日期"),
    ({"办结日期": "2020-06-01"}, "before", "办结日期"),
    ({"办结日期": "2020-06-10", "反馈日期": "2020-06-09"}, "before", "反馈日期"),
    ({"延期至": "2020-07-31"}, "before", "延期至"),
    ({"核查结果": "基本属实"}, "not_in_list", "核查结果"),
    ({"处理决定": "转办"}, "not_in_list", "处理决定"),
    ({"是否实名": "匿名"}, "not_in_list", "是否实名"),
]
CASES = [
    (kind, row, code, column)
    for kind, cases in (
        ("活动台账", ACTIVITY_FAULTS),
        ("隐患台账", HAZARD_FAULTS),
        ("隐患变更记录", CHANGE_FAULTS),
        ("举报台账", TIP_FAULTS),
    )
    for row, code, column in cases
]


@pytest.mark.parametrize(("kind", "row", "code", "column"), CASES)
def test_each_fault_names_its_row_and_column(
    sandbox: Sandbox, kind: str, row: dict[str, Any], code: str, column: str
) -> None:
    good = {"活动台账": {"活动编号": "HD0"}, "举报台账": {"举报编号": "JB0"}}.get(kind, {"隐患编号": "YH0"})
    assert faults_of(sandbox, kind, good, row) == {(code, 5, column)}


NO_FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("活动台账", {"事项编号": None}),
    ("活动台账", {"事项编号": "M1"}),
    ("活动台账", {"事项编号": "m1.1"}),
    ("活动台账", {"事项编号": "M5.3B"}),
    ("活动台账", {"事项编号": "M1.1中心组学习"}),
    ("活动台账", {"事项编号": "M1. 1 中心组学习"}),
    ("活动台账", {"县(市、区)": "市本级"}),
    ("活动台账", {"市(地)": "省直", "主办单位": "省总工会"}),
    ("活动台账", {"市(地)": "伊春", "县(市、区)": "美溪区"}),
    ("活动台账", {"市(地)": "鹤岗", "县(市、区)": "向阳区"}),
    ("活动台账", {"状态": "计划", "实际开始": None, "实际结束": None}),
    ("活动台账", {"实际结束": None}),
    ("活动台账", {"实际开始": "2020-06-10 15:00", "实际结束": "2020-06-10"}),
    ("隐患台账", {"确认日期": None, "责令日期": None, "整改期限": None}),
    ("隐患台账", {"整改方式": "即查即改", "整改期限": None}),
    ("隐患台账", {"整改完成日期": "2020-06-10", "验收日期": "2020-06-12", "销号日期": "2020-06-11"}),
    ("隐患台账", {"整改完成日期": "2020-06-03", "销号日期": "2020-06-03"}),
    ("隐患台账", {"经度": None, "纬度": None}),
    ("隐患台账", {"目标落实": "√", "人员落实": "是", "资金落实": "否"}),
    ("隐患变更记录", {"变更类型": "作废", "原期限": None, "新期限": None}),
    ("举报台账", {"受理日期": "2020-06-01"}),
    ("举报台账", {"市(地)": None, "县(市、区)": None}),
    ("举报台账", {"渠道": 12350}),
    ("举报台账", {"处理决定": "重复", "受理日期": None, "重复于": "JB0"}),
]


@pytest.mark.parametrize(("kind", "row"), NO_FAULTS)
def test_what_is_no_fault(sandbox: Sandbox, kind: str, row: dict[str, Any]) -> None:
    assert faults_of(sandbox, kind, row) == set()


def test_the_same_key_with_different_content_is_a_fault_of_the_second_row(sandbox: Sandbox) -> None:
    assert faults_of(sandbox, "活动台账", {}, {"观看人次": 5}) == {("repeated_key", 5, "活动编号")}
    assert faults_of(sandbox, "隐患台账", {}, {"场所类型": "学校"}) == {("repeated_key", 5, "隐患编号")}
    assert faults_of(sandbox, "举报台账", {}, {"渠道": "119"}) == {("repeated_key", 5, "举报编号")}
    assert faults_of(sandbox, "隐患变更记录", {}, {"新期限": "2020-07-11"}) == {("repeated_key", 5, "隐患编号")}
    assert faults_of(sandbox, "隐患变更记录", {}, {"发生日期": "2020-06-19"}) == set()


def test_all_faults_of_a_file_are_named(sandbox: Sandbox) -> None:
    rows = [
        {**row, "活动编号": row.get("活动编号", f"HD{number}")} for number, (row, _, _) in enumerate(ACTIVITY_FAULTS)
    ]
    found = faults_of(sandbox, "活动台账", *rows)
    assert found == {(code, number, column) for number, (_, code, column) in enumerate(ACTIVITY_FAULTS, 4)}


def test_a_message_names_file_sheet_row_column_value_and_reason(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", {"市(地)": "哈尔宾市"})))
    (fault,) = parsed.faults
    assert (
        fault.sentence("鸡西市/活动台账.xlsx")
        == "鸡西市/活动台账.xlsx · 台账 · 第 4 行 · “市(地)”:未知的地名,是否为“哈尔滨市”?(填报值:哈尔宾市)"
    )
    assert (
        fault.sentence("a.xlsx", "en")
        == 'a.xlsx · 台账 · row 4 · "市(地)": unknown place; is it "哈尔滨市"? (found: 哈尔宾市)'
    )


def test_csv_has_no_sheet_in_its_messages(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "隐患台账.csv", csv_text(table("隐患台账", {"来源": "暗访"})).encode("gb18030"))
    assert parsed.faults[0].sentence("a.csv").startswith("a.csv · 第 4 行 · “来源”:应为:执法检查/")


def test_personal_cells_stay_out_of_messages(sandbox: Sandbox) -> None:
    secret = "13900001111"
    row = {
        "举报人": secret + "\x07" * 3000,
        "联系电话": secret * 300,
        "举报内容": secret * 300,
        "关联隐患编号": secret * 300,
    }
    row["举报人"] = secret * 300
    parsed = read(sandbox, "举报台账.xlsx", book(table("举报台账", row)))
    assert {(fault.code, fault.column) for fault in parsed.faults} == {
        ("too_long", column) for column in ("举报人", "联系电话", "举报内容", "关联隐患编号")
    }
    assert secret not in " ".join(fault.sentence("f") + fault.sentence("f", "en") for fault in parsed.faults)


def test_the_same_content_gets_the_same_answer(sandbox: Sandbox) -> None:
    data = book(table("活动台账", *(row for row, _, _ in ACTIVITY_FAULTS)))
    assert read(sandbox, "活动台账.xlsx", data).faults == read(sandbox, "活动台账.xlsx", data).faults


ANNEX3_FAULTS: list[tuple[list[Any], str, str]] = [
    ([1, "A01 中心组专题学习", "场", -35], "negative", "数量"),
    ([1, "A01 中心组专题学习", "场", "三十"], "not_a_number", "数量"),
    ([1, "A01 中心组专题学习", "场", "12人"], "not_a_number", "数量"),
    ([1, "Z99 其他", "场", 3], "unknown_metric", "项目"),
    ([1, None, "场", 3], "no_key", "项目"),
    ([1, "中心组专题学习", "场", 3], "no_metric_code", "项目"),
    ([1, "中心组专题学习 A01", "场", 3], "no_metric_code", "项目"),
    (["A01 中心组专题学习", "场", 3], "no_metric_code", "项目"),
    ([1, "①A01 中心组专题学习", "场", 3], "no_metric_code", "项目"),
    ([1, "A 01 中心组专题学习", "场", 3], "no_metric_code", "项目"),
    ([1, "A0１2 中心组专题学习", "场", 3], "unknown_metric", "项目"),
    ([1, "A02 参加", "人次", 1_200_000_000], "out_of_range", "数量"),
    ([1, "A01 中心组专题学习", "场", "10³"], "false_digits", "数量"),
]


def annex3(*rows: list[Any], head: list[list[Any]] | None = None) -> bytes:
    head = head or [["填报单位(盖章)", "某市", "填报日期", "2020年7月3日"], ["负责人", "甲", "联系电话", "000-0"]]
    return book([["统计表"], *head, ["序号", "项目", "单位", "数量"], ["A  学习宣贯"], *rows])


@pytest.mark.parametrize(("row", "code", "column"), ANNEX3_FAULTS)
def test_faults_of_annex_3(sandbox: Sandbox, row: list[Any], code: str, column: str) -> None:
    parsed = read(sandbox, "附件3_综合情况.xlsx", annex3(row))
    assert {(fault.code, fault.row, fault.column) for fault in parsed.faults} == {(code, 6, column)}


def test_annex_3_figures_carry_units_and_tell_zero_from_missing(sandbox: Sandbox) -> None:
    parsed = read(
        sandbox,
        "附件3_综合情况.xlsx",
        annex3(
            [1, "A01 中心组专题学习", "场", "0场"], [2, "A02 参加", "人次", "1.2万人次"], [3, "G02 标语", "条/幅", "/"]
        ),
    )
    assert parsed.faults == []
    assert parsed.figures == {"A01": 0.0, "A02": 12000.0, "G02": None}
    assert parsed.personal == {"head_name": "甲", "filler_name": None, "contact_phone": "000-0"}


def test_annex_3_a_code_in_brackets_at_the_end_is_read(sandbox: Sandbox) -> None:
    rows = [[1, "中心组专题学习(A01)", "场", "3①"], [2, "参加（Ａ０２）", "人次", 30], [3, "① 其他", None, None]]
    parsed = read(sandbox, "附件3_综合情况.xlsx", annex3(*rows))
    assert (parsed.faults, parsed.figures) == ([], {"A01": 3.0, "A02": 30.0})


def test_a_new_industry_is_noted_once_with_the_nearest_one(sandbox: Sandbox) -> None:
    reference = small_reference()
    reference.industries |= {"危险化学品": "chem", "煤矿": "coal", "消防": "fire"}
    rows = [
        {"隐患编号": f"YH{n}", "行业领域": name} for n, name in enumerate(["煤矿", "危险化工品", "危险化工品", "煤 矿"])
    ]
    parsed = read(sandbox, "隐患台账.xlsx", book(table("隐患台账", *rows)), reference)
    assert parsed.faults == []
    said = [note.sentence("f") for note in parsed.notes if note.code == "new_industry"]
    assert said == ["f · 台账 · 第 5 行 · “行业领域”:新的行业名称,已单列,是否为“危险化学品”?(填报值:危险化工品)"]


def test_annex_3_head_in_one_cell_and_a_unit_of_ten_thousand(sandbox: Sandbox) -> None:
    head = [["填报单位(盖章):某市", None, "负责人:乙"], ["联系电话:000-1", "填表人", "丙"]]
    parsed = read(sandbox, "附件3_综合情况.xlsx", annex3([1, "A02 参加", "万人次", 1.2], head=head))
    assert (parsed.faults, parsed.figures) == ([], {"A02": 12000.0})
    assert parsed.personal == {"head_name": "乙", "filler_name": "丙", "contact_phone": "000-1"}


def test_annex_3_the_same_metric_twice(sandbox: Sandbox) -> None:
    parsed = read(sandbox, "附件3_综合情况.xlsx", annex3([1, "A01 学习", "场", 1], [2, "A01 学习", "场", 2]))
    assert [(fault.code, fault.row, fault.column) for fault in parsed.faults] == [("repeated_key", 7, "项目")]


def test_annex_2_names_the_liaison_only_to_the_private_place(sandbox: Sandbox) -> None:
    cells = [
        ["推荐表"],
        ["推荐单位", "哈尔滨市"],
        ["姓名", "甲"],
        ["手机", "139"],
        ["微信", "/"],
        ["填报日期", "5月29日"],
    ]
    parsed = read(sandbox, "附件2_联络员推荐表.xlsx", book(cells))
    assert parsed.faults == []
    assert parsed.personal["person_name"] == "甲"
    assert parsed.personal["wechat_id"] is None
    wrong = read(sandbox, "附件2_联络员推荐表.xlsx", book([*cells[:-1], ["填报日期", "五月底"]]))
    assert [(fault.code, fault.row, fault.column) for fault in wrong.faults] == [("not_a_date", 6, "填报日期")]
    assert [fault.code for fault in read(sandbox, "附件2.xlsx", book(cells[2:])).faults] == ["no_header"]


def test_every_reason_is_worded_twice() -> None:
    for code, (chinese, english) in REASONS.items():
        assert chinese, code
        assert english.isascii() or "{" in english, code
        names = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in (chinese, english)]
        assert names[0] == names[1], code
        fault = Fault(code, details=dict.fromkeys(names[0], "x"))
        assert "{" not in fault.reason() + fault.reason("en")
