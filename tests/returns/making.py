"""Small workbooks, CSV files and packages for the tests of the importer."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from data_access.notice.place_limits import Box
from seed.returns.kinds.catalogue import kind_of
from seed.returns.reading.reference import Line, Reference, Unit
from seed.returns.reading.sandbox import Sandbox
from seed.returns.reading.table import Reading

ZONE = ZoneInfo("Asia/Shanghai")

ACTIVITY = {
    "活动编号": "HD1",
    "事项编号": "M1.1",
    "市(地)": "哈尔滨市",
    "县(市、区)": None,
    "活动名称": "中心组学习",
    "主办单位": "哈尔滨市安委办",
    "协办单位/联办市(地)": None,
    "形式": "线上",
    "计划开始": "2020-06-10",
    "计划结束": "2020-06-10",
    "实际开始": "2020-06-10",
    "实际结束": "2020-06-11",
    "状态": "已举办",
    "现场参与人次": 10,
    "线上参与人次": None,
    "观看人次": None,
    "地点/平台": "会议室",
    "备注": None,
}
HAZARD = {
    "隐患编号": "YH1",
    "市(地)": "哈尔滨",
    "县(市、区)": "道里区",
    "行业领域": "煤矿",
    "场所类型": "矿井",
    "单位名称": "某厂",
    "隐患级别": "一般",
    "来源": "执法检查",
    "发现日期": "2020-06-01",
    "确认日期": "2020-06-02",
    "整改方式": "限期整改",
    "责令日期": "2020-06-03",
    "整改期限": "2020-06-20",
    "延期至": None,
    "整改完成日期": None,
    "验收日期": None,
    "验收结果": None,
    "销号日期": None,
    "挂牌级别": None,
    "挂牌日期": None,
    "挂牌文号": None,
    "摘牌日期": None,
    "曝光日期": None,
    "曝光媒体": None,
    "整改资金(万元)": None,
    "目标落实": None,
    "人员落实": None,
    "资金落实": None,
    "时限落实": None,
    "预案落实": None,
    "经度": 126.537,
    "纬度": 45.803,
    "隐患概况": None,
}
CHANGE = {
    "序号": 1,
    "隐患编号": "YH1",
    "变更类型": "延期",
    "发生日期": "2020-06-18",
    "轮次": None,
    "原整改完成日期": None,
    "原销号日期": None,
    "原期限": "2020-06-20",
    "新期限": "2020-07-10",
    "原级别": None,
    "新级别": None,
    "批准文号": None,
    "原因": None,
}
TIP = {
    "举报编号": "JB1",
    "接报时间": "2020-06-01 10:30",
    "渠道": "12350",
    "市(地)": "哈尔滨",
    "县(市、区)": "道里区",
    "行业领域": "消防",
    "类别": "其他",
    "是否实名": "是",
    "受理日期": "2020-06-02",
    "处理决定": "受理",
    "移送单位": None,
    "重复于": None,
    "办结期限": "2020-08-01",
    "延期至": None,
    "办结日期": None,
    "核查结果": None,
    "反馈日期": None,
    "关联隐患编号": None,
    "举报人": None,
    "联系电话": None,
    "举报内容": None,
}
REGISTER = {
    "序号": None,
    "单位": "哈尔滨市",
    "事项编号": None,
    "期次": "台账",
    "版本": None,
    "收到时间": "2020-07-01 10:00",
    "方式": "电子邮件",
    "审核状态": None,
    "审核时间": None,
    "退回原因": None,
    "是否零报告": None,
    "文件名": None,
}
ROWS = {"活动台账": ACTIVITY, "隐患台账": HAZARD, "隐患变更记录": CHANGE, "举报台账": TIP, "报送登记表": REGISTER}


def table(
    kind: str, *rows: dict[str, Any], title: bool = True, footer: bool = False, drop: Iterable[str] = ()
) -> list[list[Any]]:
    """The cells of a ledger: title, unit line, header, rows (each the usual row with these values)."""
    usual = ROWS[kind]
    headings = list(dict.fromkeys([*usual, *(key for row in rows for key in row)]))
    headings = [heading for heading in headings if heading not in set(drop)]
    cells: list[list[Any]] = [[f"{kind}"], ["填报单位:          填报日期:2020年7月1日"]] if title else []
    cells.append(list(headings))
    cells += [[{**usual, **row}.get(heading) for heading in headings] for row in rows]
    if footer:
        cells += [["合计"], ["填表人:张三    联系电话:000-00000000"]]
    return cells


def book(*sheets: Sequence[Sequence[Any]], names: Sequence[str] = (), merges: Sequence[str] = ()) -> bytes:
    """A workbook of these sheets; `merges` are ranges of the last one."""
    made = Workbook()
    made.remove(made.active)
    sheet = None
    for number, cells in enumerate(sheets):
        sheet = made.create_sheet(names[number] if number < len(names) else f"台账{number or ''}")
        for row, values in enumerate(cells, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    sheet.cell(row, column, value)
    for merge in merges:
        assert sheet is not None
        sheet.merge_cells(merge)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def csv_text(cells: Sequence[Sequence[Any]]) -> str:
    """The cells as CSV."""
    import csv

    file = io.StringIO()
    csv.writer(file).writerows([["" if value is None else value for value in row] for row in cells])
    return file.getvalue()


def small_reference() -> Reference:
    """Two cities, some counties, three departments, a few lines: enough to read any kind."""
    reference = Reference(1, 2020, ZONE, issued_on=date(2020, 5, 1))
    for adcode, name, short in (
        ("230100", "哈尔滨市", "哈尔滨"),
        ("230400", "鹤岗市", "鹤岗"),
        ("230600", "大庆市", "大庆"),
    ):
        reference.cities |= {name: adcode, short: adcode}
        reference.city_names[adcode] = name
    reference.cities |= {"伊春市": "230700", "伊春": "230700"}
    reference.city_names["230700"] = "伊春市"
    reference.counties = {
        ("230100", "道里区"): "230102",
        ("230400", "向阳区"): "230402",
        ("230700", "伊美区"): "230717",
        ("230700", "乌翠区"): "230718",
        ("230700", "南岔县"): "230726",
        ("230700", "美溪区"): "230717",
        ("230700", "南岔区"): "230726",
    }
    for number, (adcode, name) in enumerate(reference.city_names.items(), 1):
        reference.units[name] = Unit(number, name, "city", adcode, "committee_office")
        reference.units[f"{name}安委办"] = reference.units[name.removesuffix("市")] = reference.units[name]
        league = Unit(100 + number, f"{name}应急志愿服务联盟", "city", adcode, "volunteer_league")
        for city in ["", *reference.city_names]:
            reference.leagues[city, league.name] = league
            reference.leagues[city, f"{name.removesuffix('市')}应急志愿服务联盟"] = league
    for number, ((city, name), adcode) in enumerate(reference.counties.items(), 1):
        league = Unit(200 + number, f"{name}应急志愿服务联盟", "county", adcode, "volunteer_league")
        reference.leagues[city, league.name] = league
    for number, (name, group) in enumerate(
        (("省消防救援总队", "member"), ("省总工会", "member"), ("省应急管理厅", "office")), 11
    ):
        reference.units[name] = Unit(number, name, group, None, "member_dept")
    reference.units["消防救援总队"] = reference.units["省消防救援总队"]
    returned = {"D1": ("liaison",), "D3": ("annex3", "综合情况"), "D4": ("annex3", "总结"), "R2": ("roadmap",)}
    for number, code in enumerate(("M1", "M1.1", "M1.3", "M5.3b", "D1", "D2", "D3", "D4", "R2"), 1):
        attenders = frozenset({"city"}) if code == "M1.3" else frozenset[str]()
        reference.lines[code] = Line(number, code, 1, attenders, code == "M5.3b", *returned.get(code, ()))
    reference.metrics = {"A01": (1, "场"), "A02": (2, "人次"), "G02": (3, "条/幅")}
    reference.boxes = {"23": Box(119, 137, 41, 55)}
    reference.channels = {name: name for name in ("12350", "119", "96119")} | {"微信": "wechat", "微博": "weibo"}
    return reference


def read(sandbox: Sandbox, name: str, data: bytes, reference: Reference | None = None) -> Reading:
    """A file read as its name says."""
    kind = kind_of(name)
    assert kind is not None
    return kind.read(sandbox.read(name, data), reference or small_reference())


class Package:
    """A folder as the provincial office keeps it, with its register."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows: list[dict[str, Any]] = []

    def add(self, name: str, data: bytes, received: str = "2020-07-01 10:00", **columns: Any) -> str:
        """Put a file there and register it; its path."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.rows.append({**REGISTER, "单位": name.split("/")[0], "收到时间": received, "文件名": name, **columns})
        return name

    def register(self) -> "Package":
        """Write the register."""
        self.root.joinpath("省安委办").mkdir(parents=True, exist_ok=True)
        self.root.joinpath("省安委办", "报送登记表.xlsx").write_bytes(book(table("报送登记表", *self.rows)))
        return self


def utc(text: str) -> datetime:
    """A local time, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)
