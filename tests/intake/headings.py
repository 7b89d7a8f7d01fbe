"""Headings and labels as offices rename, drop and double them."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.intake.files import Cells, File, made
from tests.intake.judge import Mutation

SYNONYMS: Final = {
    "活动编号": ("编号", "活动序号"),
    "事项编号": ("事项", "任务编号", "事项代码"),
    "市(地)": ("市", "地市", "所属市"),
    "县(市、区)": ("县区", "县"),
    "活动名称": ("名称", "活动主题"),
    "主办单位": ("主办", "组织单位"),
    "协办单位/联办市(地)": ("协办单位", "联办单位"),
    "形式": ("活动形式", "方式"),
    "计划开始": ("计划开始时间", "拟开始"),
    "计划结束": ("计划结束时间", "拟结束"),
    "实际开始": ("开始时间", "开始"),
    "实际结束": ("结束时间", "结束"),
    "状态": ("活动状态", "进展"),
    "现场参与人次": ("现场人数", "现场参与人数"),
    "线上参与人次": ("线上人数", "网上参与人次"),
    "观看人次": ("观看人数", "播放量"),
    "地点/平台": ("地点", "活动地点"),
    "备注": ("说明", "其他情况"),
    "隐患编号": ("编号", "隐患序号"),
    "行业领域": ("行业", "所属行业"),
    "场所类型": ("场所", "类型"),
    "单位名称": ("企业名称", "被检查单位"),
    "隐患级别": ("级别", "隐患等级"),
    "来源": ("隐患来源",),
    "发现日期": ("检查日期", "发现时间"),
    "确认日期": ("核实日期", "确认时间"),
    "整改方式": ("整改类型",),
    "责令日期": ("责令时间", "下达日期"),
    "整改期限": ("整改时限", "限期"),
    "延期至": ("延期", "延长至"),
    "整改完成日期": ("完成日期", "整改日期"),
    "验收日期": ("验收时间",),
    "验收结果": ("验收", "验收情况"),
    "销号日期": ("销号时间", "销号"),
    "挂牌级别": ("督办级别",),
    "挂牌日期": ("挂牌时间",),
    "挂牌文号": ("督办文号",),
    "摘牌日期": ("摘牌时间",),
    "曝光日期": ("曝光时间",),
    "曝光媒体": ("媒体",),
    "整改资金(万元)": ("整改资金", "整改资金(元)", "资金"),
    "目标落实": ("目标",),
    "人员落实": ("责任人落实",),
    "资金落实": ("经费落实",),
    "时限落实": ("时限",),
    "预案落实": ("预案",),
    "经度": ("东经",),
    "纬度": ("北纬",),
    "隐患概况": ("隐患内容", "隐患描述"),
    "变更类型": ("类型", "变更类别"),
    "发生日期": ("变更日期", "日期"),
    "轮次": ("次数",),
    "原整改完成日期": ("原完成日期",),
    "原销号日期": ("原销号时间",),
    "原期限": ("原整改期限",),
    "新期限": ("新整改期限", "延期至"),
    "原级别": ("原等级",),
    "新级别": ("新等级",),
    "批准文号": ("文号",),
    "原因": ("变更原因",),
    "举报编号": ("编号", "举报件编号"),
    "接报时间": ("接报日期", "举报时间"),
    "渠道": ("举报渠道",),
    "类别": ("举报类别", "类型"),
    "是否实名": ("实名",),
    "受理日期": ("受理时间",),
    "处理决定": ("处理结果", "决定"),
    "移送单位": ("移送",),
    "重复于": ("重复",),
    "办结期限": ("办理期限",),
    "办结日期": ("办结时间",),
    "核查结果": ("查处结果",),
    "反馈日期": ("反馈时间",),
    "关联隐患编号": ("隐患编号", "关联隐患"),
    "举报人": ("举报人姓名",),
    "联系电话": ("电话",),
    "举报内容": ("内容",),
    "刊播日期": ("日期", "刊发日期"),
    "媒体名称": ("媒体",),
    "媒体级别": ("级别",),
    "标题": ("报道标题", "题目"),
    "链接": ("网址",),
    "阅读(播放)量": ("阅读量", "点击量"),
    "清单类别": ("类别",),
    "名称": ("清单名称",),
    "责任单位": ("责任部门",),
    "完成时限": ("时限",),
    "完成日期": ("完成时间",),
    "工作任务": ("任务",),
    "责任人": ("负责人",),
    "开始时间": ("开始日期",),
    "单位": ("单位名称",),
    "别名": ("简称",),
    "期次": ("期数",),
    "版本": ("版次",),
    "收到时间": ("收到日期",),
    "方式": ("报送方式",),
    "审核状态": ("状态",),
    "审核时间": ("审核日期",),
    "退回原因": ("原因",),
    "是否零报告": ("零报告",),
    "文件名": ("文件",),
    "类型": ("调整类型",),
    "批准日期": ("批准时间",),
    "新截止日期": ("截止日期",),
    "文号": ("批准文号",),
    "事由": ("原因",),
    "项目": ("指标",),
    "数量": ("数值",),
    "推荐单位": ("单位", "报送单位"),
    "姓名": ("联络员",),
    "处室/职务": ("职务",),
    "办公电话": ("电话",),
    "传真": ("传真号码",),
    "手机": ("手机号码",),
    "微信": ("微信号",),
    "邮箱": ("电子邮箱",),
    "通信地址": ("地址",),
    "填报日期": ("填表日期",),
    "填报单位(盖章)": ("报送单位", "单位"),
    "截止日期": ("截至日期",),
    "负责人": ("审核人",),
    "填表人": ("填报人",),
}

WITH_REMARKS: Final = ("活动台账", "媒体报道台账", "路线图施工表", "单位名录")
"""The others have no column of remarks by the contract: a first file without it lacks nothing."""


def renamed(heading: str, taken: list[str]) -> Iterator[str]:
    """Names that a heading gets in real life; none that another column of the table has already."""
    names = [*SYNONYMS.get(heading, ()), f"{heading}（人）", f"{heading}(必填)", f"{heading}*", f"{heading}:"]
    if len(heading) > 2:
        names += [heading[:-1], heading[1:], heading[0] + heading[2:]]
    if "(" in heading:
        names += [heading.translate(str.maketrans("()", "【】")), heading.partition("(")[0]]
    yield from (name for name in dict.fromkeys(names) if name not in taken)


def of_table(file: File) -> Iterator[Mutation]:
    """Each heading renamed, dropped and doubled."""
    cells, top = file.cells(), file.header
    headings = file.headings()
    for at, heading in enumerate(headings):
        if not heading:
            continue
        for name in renamed(heading, headings):
            yield Mutation("heading renamed", f"{heading} → {name}", _with(file, at, name), top, (heading, name))
        if heading != "备注" or file.kind in WITH_REMARKS:
            yield Mutation("heading dropped", heading, made(_without(cells, top, at), file.format), top, (heading,))
        for label, column in _twins(cells, top, at):
            wider = [
                [*row, value] if number >= top else row
                for number, (row, value) in enumerate(zip(cells, column, strict=True), 1)
            ]
            yield Mutation("heading doubled", f"{heading} {label}", made(wider, file.format), top, (heading,))


def _with(file: File, at: int, name: str) -> Callable[[], bytes]:
    cells = file.cells()
    cells[file.header - 1][at] = name
    return made(cells, file.format)


def _without(cells: Cells, top: int, at: int) -> Cells:
    return [row[:at] + row[at + 1 :] if number >= top else row for number, row in enumerate(cells, 1)]


def _twins(cells: Cells, top: int, at: int) -> Iterator[tuple[str, list[Any]]]:
    column = [row[at] if number >= top else None for number, row in enumerate(cells, 1)]
    yield "the same", column
    yield "empty", [value if number <= top else None for number, value in enumerate(column, 1)]


def of_form(file: File) -> Iterator[Mutation]:
    """Each label of a form renamed, dropped and doubled."""
    above = len(file.above()) if file.columns else len(file.cells())
    cells = file.cells()
    for number, row in enumerate(cells[:above]):
        for at, value in enumerate(row):
            label, colon, beside = str(value or "").partition(":")
            if label not in SYNONYMS:
                continue
            for name in [*SYNONYMS[label], label[:-1], label[1:]] if len(label) > 2 else SYNONYMS[label]:
                other = [list(each) for each in cells]
                other[number][at] = name + colon + beside
                words = (label, name)
                yield Mutation("label renamed", f"{label} → {name}", made(other, file.format), number + 1, words)
            gone = [list(each) for each in cells]
            gone[number] = [None, None] if not colon else [*row[:at], None, *row[at + 1 :]]
            yield Mutation("label dropped", label, made(gone, file.format), number + 1, (label,))
            twice = [list(each) for each in cells]
            twice[number] = [*twice[number], *([None] * (6 - len(row))), f"{label}:另一个" if colon else label]
            twice[number] += [] if colon else ["另一个"]
            yield Mutation("label doubled", label, made(twice, file.format), number + 1, (label,))


def of_few_columns(file: File) -> Iterator[Mutation]:
    """A correction of one row in a few columns: what it does not speak of was known before."""
    headings = file.headings()
    keys = [at for at, column in enumerate(file.columns) if column.what in ("key", "place")][:2]
    words = [at for at, column in enumerate(file.columns) if column.what in ("word", "day")]
    for many in (1, 2, 4, 8):
        kept = sorted({*keys, *words[:many]})
        rows = [[row[at] for at in kept] for row in ([*headings], file.rows[0])]
        gone = tuple(heading for at, heading in enumerate(headings) if at not in kept and heading != "序号")
        yield Mutation(
            "few columns", f"{len(kept)} columns", made([*file.above(), *rows], file.format), file.header, gone
        )
