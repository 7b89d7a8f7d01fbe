"""One small valid file of every kind of return, every column filled: what the mutations start from.

Written from the contract of returns (docs/returns.md, the sample's README), not from the code that reads them.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, Literal
from xml.sax.saxutils import escape
from zipfile import ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.xml.constants import SHEET_MAIN_NS

from seed.samples import SAMPLES

Cells = list[list[Any]]
Format = Literal["xlsx", "csv"]
CITY: Final = "哈尔滨市"
OFFICE: Final = "省安委办"
TITLE_ROWS: Final = 2


@dataclass(frozen=True)
class Column:
    """A column as the contract names it. `what`: key, text, personal, number, day, place, word or ignored."""

    heading: str
    what: str


@dataclass(frozen=True)
class File:
    """A file as an office would send it. Cells: a title, a unit line, then headings and rows; forms have their own."""

    kind: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    format: Format = "xlsx"
    line: str | None = None
    version: int = 1
    before: tuple["File", ...] = ()
    """What must be known before it comes."""
    head: tuple[tuple[Any, ...], ...] | None = None
    """What stands above the headings, if not the usual two lines."""
    received: str = "2020-07-02 10:00"

    @property
    def name(self) -> str:
        """Its path below the folder."""
        return f"{self.unit}/{self.kind}.{self.format}"

    @property
    def title(self) -> str:
        """For the printed table."""
        return f"{self.kind}.{self.format}"

    @property
    def header(self) -> int:
        """Row number of the headings."""
        return len(self.above()) + 1

    def above(self) -> Cells:
        """The rows above the headings."""
        if self.head is not None:
            return [list(row) for row in self.head]
        return [[f"{self.unit}{self.kind}"], [f"填报单位:{self.unit}   填报日期:2020年7月1日"]]

    def cells(self) -> Cells:
        """All cells, headings and rows included."""
        headings = [[column.heading for column in self.columns]] if self.columns else []
        return [*self.above(), *headings, *(list(row) for row in self.rows)]

    def headings(self) -> list[str]:
        """The headings."""
        return [column.heading for column in self.columns]


def data(cells: Cells, form: Format, *, encoding: str = "utf-8-sig") -> bytes:
    """The bytes of a file with these cells."""
    if form == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([["" if value is None else value for value in row] for row in cells])
        return text.getvalue().encode(encoding)
    return _quickly(cells)


def made(cells: Cells, form: Format) -> Callable[[], bytes]:
    """What makes the bytes of a file with these cells, once they are wanted."""
    return partial(data, cells, form)


@cache
def _parts() -> dict[str, bytes]:
    """The parts of an empty workbook whose second cell style is a day."""
    book = Workbook()
    book.active["A1"] = datetime(2020, 6, 1)
    with ZipFile(io.BytesIO(saved(book))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _quickly(cells: Cells) -> bytes:
    """A workbook as openpyxl would write it, in a twentieth of the time: the mutations need thousands."""
    file, rows = io.BytesIO(), []
    for number, row in enumerate(cells, 1):
        written = "".join(_cell(value) if value is not None else "<c/>" for value in row)
        rows.append(f'<row r="{number}">{written}</row>')
    sheet = f'<worksheet xmlns="{SHEET_MAIN_NS}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    with ZipFile(file, "w") as archive:
        for name, part in _parts().items():
            archive.writestr(ZipInfo(name), sheet.encode() if name == "xl/worksheets/sheet1.xml" else part)
    return file.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return f'<c s="1"><v>{(value - datetime(1899, 12, 30)).total_seconds() / 86_400}</v></c>'
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value!r}</v></c>"
    text = "".join(f"_x{ord(each):04X}_" if not each.isprintable() and ord(each) < 0x20 else each for each in value)
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def fill(sheet: Any, cells: Cells) -> None:
    """Write the cells; text that begins with = stays text unless it is meant as a formula (a tuple)."""
    for number, row in enumerate(cells, 1):
        for at, value in enumerate(row, 1):
            if value is not None:
                cell = sheet.cell(number, at, value)
                if isinstance(value, str):
                    cell.data_type = "s"


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def columns(**groups: str) -> tuple[Column, ...]:
    """Columns in the order written: what=headings separated by spaces, a number at the end of `what` is ignored."""
    return tuple(
        Column(heading, what.rstrip("0123456789")) for what, names in groups.items() for heading in names.split()
    )


ACTIVITIES: Final = File(
    "活动台账",
    CITY,
    columns(
        ignored="序号", key="活动编号", word="事项编号", place="市(地) 县(市、区)", text="活动名称", word2="主办单位",
        hosts="协办单位/联办市(地)", word3="形式", day="计划开始 计划结束 实际开始 实际结束", word4="状态",
        number="现场参与人次 线上参与人次 观看人次", text2="地点/平台", personal="备注",
    ),
    (
        (1, "HD230100-0001", "M1.1", CITY, "道里区", "中心组学习", "哈尔滨市应急管理局", "大庆市", "线上线下结合",
         "2020-06-09", "2020-06-10", "2020-06-10", "2020-06-11", "已举办", 320, 1250, 5021, "市会议中心", "备注甲"),
        (2, "HD230100-0002", "M5.3b", "哈尔滨", "松北区", "志愿服务", "松北区应急志愿服务联盟",
         "道里区应急志愿服务联盟、大庆市", "线下", "2020-06-15", "2020-06-15", "2020-06-16", "2020-06-16", "已举办", 85,
         12, 33, "中心广场", "备注乙"),
        (3, "HD230100-0003", "M2.4", CITY, "尚志市", "警示片展播", "哈尔滨市应急管理局", "鸡西市", "线上", "2020-06-20",
         "2020-06-21", "2020-06-20", "2020-06-22", "已举办", 41, 4100, 61234, "微信公众号", "备注丙"),
    ),
)  # fmt: skip

HAZARD_COLUMNS: Final = columns(
    key="隐患编号", place="市(地) 县(市、区)", text="行业领域 场所类型 单位名称", word="隐患级别 来源",
    day="发现日期 确认日期", word2="整改方式", day2="责令日期 整改期限 延期至 整改完成日期 验收日期", word3="验收结果",
    day3="销号日期", word4="挂牌级别", day4="挂牌日期", text2="挂牌文号", day5="摘牌日期 曝光日期", text3="曝光媒体",
    number="整改资金(万元)", word5="目标落实 人员落实 资金落实 时限落实 预案落实", number2="经度 纬度",
    personal="隐患概况 备注",
)  # fmt: skip
HAZARD_ROWS: Final = (
    ("YH230102-2020-0001", CITY, "道里区", "煤矿", "矿井", "道里宏达矿", "重大", "执法检查", "2020-06-01", "2020-06-02",
     "限期整改", "2020-06-03", "2020-06-20", "2020-06-25", "2020-06-18", "2020-06-19", "合格", "2020-06-21", "市",
     "2020-06-04", "哈安督〔2020〕1号", "2020-06-26", "2020-06-08", "黑龙江日报", 12.8, "是", "是", "否", "是", "√",
     126.53, 45.81, "支护不足", "备注甲"),
    ("YH230109-2020-0002", "哈尔滨", "松北区", "消防", "商场", "松北百货", "一般", "企业自查", "2020-06-05",
     "2020-06-06", "限期整改", "2020-06-07", "2020-06-27", "2020-06-30", "2020-06-26", "2020-06-28", "不合格", None,
     "县", "2020-06-09", "松安督〔2020〕2号", None, "2020-06-12", "哈尔滨日报", 3.5, "是", "否", "是", "否", "是",
     126.52, 45.79, "通道堵塞", "备注乙"),
    ("YH230183-2020-0003", CITY, "尚志市", "工贸", "仓库", "尚志粮库", "一般", "举报", "2020-06-10", "2020-06-11",
     "即查即改", "2020-06-11", "2020-06-14", "2020-06-15", "2020-06-12", "2020-06-13", "合格", "2020-06-14", "乡",
     "2020-06-12", "尚安督〔2020〕3号", "2020-06-20", "2020-06-13", "市电视台", 0.6, "√", "是", "是", "是", "否",
     127.96, 45.21, "粉尘堆积", "备注丙"),
)  # fmt: skip
HAZARDS: Final = File("隐患台账", CITY, HAZARD_COLUMNS, HAZARD_ROWS)
KNOWN: Final = replace(HAZARDS, received="2020-06-29 09:00")

CHANGES: Final = File(
    "隐患变更记录",
    CITY,
    columns(
        ignored="序号", key="隐患编号", word="变更类型", day="发生日期", number="轮次",
        day2="原整改完成日期 原销号日期 原期限 新期限", word2="原级别 新级别", text="批准文号 原因", personal="备注",
    ),
    (
        (1, "YH230102-2020-0001", "重新打开", "2020-06-27", 1, "2020-06-18", "2020-06-21", "2020-06-25", "2020-07-20",
         "重大", "重大", "哈安〔2020〕5号", "复查发现反弹", "备注甲"),
        (2, "YH230109-2020-0002", "延期", "2020-06-24", 1, None, None, "2020-06-27", "2020-06-30", "一般", "一般",
         "哈安〔2020〕6号", "配件未到", "备注乙"),
        (3, "YH230109-2020-0002", "验收不合格", "2020-06-28", 1, "2020-06-26", None, "2020-06-30", "2020-07-10", "一般",
         "一般", "哈安〔2020〕7号", "未达标准", "备注丙"),
        (4, "YH230183-2020-0003", "级别调整", "2020-06-12", 1, None, None, "2020-06-14", "2020-06-15", "重大", "一般",
         "哈安〔2020〕8号", "重新评估", "备注丁"),
    ),
    before=(KNOWN,),
)  # fmt: skip

TIPS: Final = File(
    "举报台账",
    "省应急管理厅",
    columns(
        key="举报编号", day="接报时间", word="渠道", place="市(地) 县(市、区)", text="行业领域", word2="类别 是否实名",
        day2="受理日期", word3="处理决定", text2="移送单位", key2="重复于", day3="办结期限 延期至 办结日期",
        word4="核查结果", day4="反馈日期", key3="关联隐患编号", personal="举报人 联系电话 举报内容 备注",
    ),
    (
        ("JB202000001", "2020-06-01 10:30", "12350", "哈尔滨", "道里区", "煤矿", "重大隐患", "是", "2020-06-02 09:00",
         "受理", "市应急管理局", None, "2020-06-20", "2020-06-25", "2020-06-18", "属实", "2020-06-19",
         "YH230102-2020-0001", "举报人甲", "000-00000001", "内容甲", "备注甲"),
        ("JB202000002", "2020-06-03 11:00", "微信", CITY, "松北区", "消防", "其他", "否", "2020-06-04", "重复", None,
         "JB202000001", "2020-06-21", "2020-06-26", "2020-06-22", "部分属实", "2020-06-23", "YH230109-2020-0002",
         "举报人乙", "000-00000002", "内容乙", "备注乙"),
        ("JB202000003", "2020-06-05 12:00", "119", CITY, "尚志市", "工贸", "违法违规行为", "是", "2020-06-06", "移送",
         "尚志市应急管理局", None, "2020-06-24", "2020-06-28", "2020-06-23", "不属实", "2020-06-24",
         "YH230183-2020-0003", "举报人丙", "000-00000003", "内容丙", "备注丙"),
    ),
    before=(KNOWN,),
)  # fmt: skip

MEDIA: Final = File(
    "媒体报道台账",
    CITY,
    columns(
        ignored="序号", day="刊播日期", text="媒体名称", word="媒体级别 形式", text2="标题", word2="事项编号",
        text3="链接", number="阅读(播放)量", personal="备注",
    ),
    (
        (1, "2020-06-09", "市电视台", "市", "电视", "安全生产月启动", "T2", "http://example.cn/a1", 860, "备注甲"),
        (2, "2020-06-13", "央视新闻", "中央", "广播", "警示教育", "M2.4", "http://example.cn/a2", 12000, "备注乙"),
        (3, "2020-06-20", "黑龙江日报", "省", "报刊", "咨询日活动", "T3", "http://example.cn/a3", 4321, "备注丙"),
    ),
)  # fmt: skip

MEASURES: Final = File(
    "制度措施清单",
    CITY,
    columns(
        ignored="序号",
        word="清单类别",
        text="名称 责任单位",
        day="完成时限 完成日期",
        key="关联隐患编号",
        personal="备注",
    ),
    (
        (1, "问题隐患", "限期治理", "哈尔滨市应急管理局", "2020-06-30", "2020-06-25", "YH230102-2020-0001", "备注甲"),
        (2, "制度措施", "修订制度", "哈尔滨市交通运输局", "2020-07-30", "2020-06-29", "YH230109-2020-0002", "备注乙"),
        (3, "问题隐患", "清理通道", "松北区应急管理局", "2020-06-28", "2020-06-27", "YH230183-2020-0003", "备注丙"),
    ),
    before=(KNOWN,),
)

ROADMAP: Final = File(
    "路线图施工表",
    CITY,
    columns(
        ignored="序号",
        word="事项编号",
        text="工作任务 责任单位",
        personal="责任人",
        day="开始时间 完成时限",
        personal2="备注",
    ),
    (
        (1, "M1.1", "专题学习", "哈尔滨市应急管理局", "责任人甲", "2020-06-01", "2020-06-30", "备注甲"),
        (2, "M2.4", "警示教育", "哈尔滨市教育局", "责任人乙", "2020-06-02", "2020-06-28", "备注乙"),
        (3, "M5.1", "进企业", "哈尔滨市工信局", "责任人丙", "2020-06-03", "2020-06-29", "备注丙"),
    ),
    line="R2",
)


def _roster() -> tuple[tuple[Any, ...], ...]:
    """The samples' roster, whole: a shorter one would take units off it."""
    book = load_workbook(SAMPLES / OFFICE / "单位名录.xlsx", read_only=True)
    rows = [row for row in book["台账"].iter_rows(values_only=True) if isinstance(row[0], int)]
    book.close()
    return tuple((*(cell.strip() if isinstance(cell, str) else cell for cell in row[:4]), "备注") for row in rows)


ROSTER: Final = File(
    "单位名录", OFFICE, columns(ignored="序号", key="单位", word="类别", names="别名", personal="备注"), _roster()
)

REGISTER: Final = File(
    "报送登记表",
    OFFICE,
    columns(
        ignored="序号", place="单位", word="事项编号", period="期次", number="版本", day="收到时间",
        word2="方式 审核状态", day2="审核时间", text="退回原因", word3="是否零报告", file="文件名", personal="备注",
    ),
    (
        (1, CITY, "D3", None, 1, "2020-07-02 10:00", "电子邮件", "退回", "2020-07-03 09:00", "数据前后不一致", "否",
         None, "备注甲"),
        (2, CITY, "D3", None, 2, "2020-07-04 10:00", "传真", "通过", "2020-07-05 09:00", None, "否", None, "备注乙"),
        (3, "大庆市", "D2", "2020-W23", 1, "2020-06-07 17:30", "微信", "通过", "2020-06-08 09:00", None, "是", None,
         "备注丙"),
        (4, CITY, None, "台账", None, "2020-07-01 09:00", "电子邮件", None, None, None, None, f"{CITY}/活动台账.xlsx",
         "备注丁"),
    ),
)  # fmt: skip

ADJUSTMENTS: Final = File(
    "事项调整登记表",
    OFFICE,
    columns(
        ignored="序号",
        place="单位",
        word="事项编号",
        period="期次",
        word2="类型",
        day="批准日期 新截止日期",
        text="文号 事由",
        personal="备注",
    ),
    (
        (1, CITY, "D3", None, "延期", "2020-07-01", "2020-07-10", "黑安办调〔2020〕1号", "疫情防控", "备注甲"),
        (2, "大庆市", "D2", "2020-W23", "豁免", "2020-06-05", None, "黑安办调〔2020〕2号", "无此类对象", "备注乙"),
    ),
)

LIAISON: Final = File(
    "附件2_联络员推荐表",
    CITY,
    (),
    (
        ("推荐单位", CITY), ("姓名", "联络员甲"), ("处室/职务", "综合处副处长"), ("办公电话", "000-00000001"),
        ("传真", "000-00000002"), ("手机", "000-00000003"), ("微信", "wx-a"), ("邮箱", "a@example.cn"),
        ("通信地址", "某路1号"), ("填报日期", "2020-05-29"),
    ),
    line="D1",
    head=(("全省“安全生产月”活动联络员推荐表",),),
    received="2020-05-29 10:00",
)  # fmt: skip

ANNEX3: Final = File(
    "附件3_综合情况",
    CITY,
    columns(ignored="序号", metric="项目", word="单位", number="数量"),
    (
        (1, "A01 中心组专题学习", "场", 75),
        (2, "A02 中心组学习参加", "人次", 308),
        (3, "A08 培训参加", "人次", 38000),
        (4, "G02 标语横幅挂图", "条/幅", 4512),
        (5, "H01 领导出席", "次", 31),
    ),
    line="D3",
    head=(
        ("全省“安全生产月”活动进展情况统计表",),
        (f"填报单位(盖章):{CITY}", None, "填报日期:2020年7月2日"),
        ("截止日期:2020.6.30", None, "负责人:负责人甲"),
        ("填表人:填表人乙", None, "联系电话:000-00000000"),
    ),
)

FILES: Final = (
    ACTIVITIES,
    HAZARDS,
    replace(HAZARDS, format="csv"),
    CHANGES,
    replace(CHANGES, format="csv"),
    TIPS,
    MEDIA,
    MEASURES,
    ROADMAP,
    ROSTER,
    REGISTER,
    ADJUSTMENTS,
    LIAISON,
    ANNEX3,
)
OWN_TABLES: Final = ("单位名录", "报送登记表", "事项调整登记表")
"""The office's own tables: they stand in no register."""


def register(files: Sequence[File], unit: str | None = None) -> bytes:
    """The register that names these files; `unit`: whom it says the last one is from."""
    rows = []
    for number, file in enumerate(files, 1):
        whose = unit if unit and file is files[-1] else file.unit
        handed_in = (file.line, None, file.version) if file.line else (None, "台账", None)
        review = ("通过", file.received) if file.line else (None, None)
        rows.append((number, whose, *handed_in, file.received, "电子邮件", *review, None, None, file.name, None))
    return data(replace(REGISTER, rows=tuple(rows)).cells(), "xlsx")


def put(root: Path, name: str, content: bytes) -> None:
    """Write a file below the folder."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
