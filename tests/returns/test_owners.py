"""One place's rows are not another's: a row of somebody else, or a number known elsewhere, refuses the file."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data_access.database.schema import activity, hazard, hazard_event, measure_list_item, tip
from seed.returns.importing import import_paths
from seed.returns.report import FileReport
from tests.returns.making import Package, book, table

pytestmark = pytest.mark.slow

HARBIN, DAQING, CENTRE, UNION = "哈尔滨市", "大庆市", "省应急管理厅", "省总工会"
IN_DAQING = {"市(地)": "大庆", "县(市、区)": "龙凤区"}
DAQINGS_EVENT = {"市(地)": "大庆市", "主办单位": "大庆市安委办"}
OF_PROVINCE = {"市(地)": "省直", "主办单位": CENTRE}
MEASURE = {"清单类别": "问题隐患", "名称": "整改", "责任单位": None, "完成时限": None, "完成日期": None}
Sent = tuple[str, str, dict[str, Any]]


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package(tmp_path / "package")


def take(engine: Engine, root: Path, sent: Sent, day: int = 1) -> FileReport:
    """A file of one row, received on this day of July."""
    sender, kind, row = sent
    package = Package(root / str(day))
    cells = [list(row), list(row.values())] if kind == "制度措施清单" else table(kind, row)
    package.add(f"{sender}/{kind}_{day}.xlsx", book(cells), f"2020-07-{day:02} 10:00")
    return import_paths(engine.url, [package.register().root]).files[-1]


def everything(engine: Engine) -> list[Any]:
    tables = (activity, hazard, hazard_event, tip, measure_list_item)
    with engine.connect() as conn:
        return [sorted(map(str, conn.execute(select(each)))) for each in tables]


REFUSED: list[tuple[Sent, Sent, str, str, str]] = [
    (
        (HARBIN, "隐患台账", {}),
        (DAQING, "隐患台账", IN_DAQING),
        "known_elsewhere",
        "隐患编号",
        "此编号已在哈尔滨市道里区登记,此行写的是大庆市龙凤区(填报值:YH1)",
    ),
    (
        (DAQING, "隐患台账", IN_DAQING),
        (HARBIN, "隐患台账", {**IN_DAQING, "隐患级别": "重大"}),
        "anothers_city",
        "市(地)",
        "此文件由哈尔滨市报送,此行写的是大庆市龙凤区",
    ),
    (
        (DAQING, "隐患台账", {**IN_DAQING, "隐患编号": "YH2"}),
        (HARBIN, "隐患台账", IN_DAQING),
        "anothers_city",
        "市(地)",
        "此文件由哈尔滨市报送",
    ),
    ((HARBIN, "隐患台账", {}), (CENTRE, "隐患台账", IN_DAQING), "known_elsewhere", "隐患编号", "哈尔滨市道里区"),
    (
        (HARBIN, "隐患台账", {}),
        (HARBIN, "隐患台账", {"县(市、区)": "南岗区", "单位名称": "另一厂"}),
        "another_hazard",
        "隐患编号",
        "此编号已登记为哈尔滨市道里区的另一处隐患",
    ),
    (
        (DAQING, "隐患台账", IN_DAQING),
        (HARBIN, "隐患变更记录", {}),
        "anothers_hazard",
        "隐患编号",
        "此编号的隐患在大庆市龙凤区,此文件由哈尔滨市报送",
    ),
    (
        (DAQING, "隐患台账", IN_DAQING),
        (HARBIN, "制度措施清单", {**MEASURE, "关联隐患编号": "YH1"}),
        "anothers_hazard",
        "关联隐患编号",
        "大庆市",
    ),
    ((CENTRE, "举报台账", {}), (CENTRE, "举报台账", IN_DAQING), "known_elsewhere", "举报编号", "哈尔滨市道里区"),
    (
        (CENTRE, "举报台账", {}),
        (CENTRE, "举报台账", {"市(地)": "省直", "县(市、区)": None}),
        "known_elsewhere",
        "举报编号",
        "此行写的是省直",
    ),
    (
        (CENTRE, "举报台账", {"市(地)": None, "县(市、区)": None}),
        (HARBIN, "举报台账", {}),
        "known_elsewhere",
        "举报编号",
        "此编号已在省直登记",
    ),
    ((CENTRE, "举报台账", {"举报编号": "JB2"}), (DAQING, "举报台账", {}), "anothers_city", "市(地)", "哈尔滨市道里区"),
    (
        (HARBIN, "活动台账", {}),
        (DAQING, "活动台账", DAQINGS_EVENT),
        "known_lead",
        "活动编号",
        "此编号的活动已由哈尔滨市牵头登记,此行的牵头单位是大庆市(填报值:HD1)",
    ),
    (
        (DAQING, "活动台账", {**DAQINGS_EVENT, "活动编号": "HD2"}),
        (HARBIN, "活动台账", DAQINGS_EVENT),
        "not_a_host",
        "市(地)",
        "此文件由哈尔滨市报送,此行由大庆市牵头,哈尔滨市不是其主办或协办单位",
    ),
    ((HARBIN, "活动台账", {}), (UNION, "活动台账", {"活动编号": "HD2"}), "not_a_host", "市(地)", "由哈尔滨市牵头"),
    (
        (HARBIN, "活动台账", {}),
        (UNION, "活动台账", {**OF_PROVINCE, "县(市、区)": None, "活动编号": "HD2"}),
        "not_a_host",
        "主办单位",
        "由省应急管理厅牵头",
    ),
    (
        (HARBIN, "活动台账", {}),
        (CENTRE, "活动台账", OF_PROVINCE),
        "known_lead",
        "活动编号",
        "已由哈尔滨市牵头登记,此行的牵头单位是省应急管理厅",
    ),
    (
        (UNION, "活动台账", {"市(地)": "省直", "主办单位": "某公司"}),
        (CENTRE, "活动台账", {"市(地)": "省直", "主办单位": "某公司"}),
        "known_lead",
        "活动编号",
        "已由省总工会",
    ),
    (
        (HARBIN, "活动台账", {}),
        (DAQING, "活动台账", {"市(地)": "省直", "主办单位": "某公司", "活动编号": "HD2"}),
        "not_a_host",
        "主办单位",
        "大庆市不是其主办或协办单位",
    ),
]


@pytest.mark.parametrize(("first", "second", "code", "column", "words"), REFUSED)
def test_refused_with_both_places_named(
    seeded: Engine, tmp_path: Path, first: Sent, second: Sent, code: str, column: str, words: str
) -> None:
    assert take(seeded, tmp_path, first).outcome == "loaded"
    before = everything(seeded)
    [fault] = take(seeded, tmp_path, second, 2).faults
    assert (fault.code, fault.column, fault.row) == (code, column, 2 if second[1] == "制度措施清单" else 4)
    assert words in fault.sentence("x")
    assert everything(seeded) == before


TAKEN: list[tuple[Sent, Sent]] = [
    ((HARBIN, "隐患台账", {}), (HARBIN, "隐患台账", {"县(市、区)": "南岗区"})),  # the county put right
    ((HARBIN, "隐患台账", {}), (HARBIN, "隐患台账", {"单位名称": "某集团某厂"})),
    ((CENTRE, "隐患台账", IN_DAQING), (DAQING, "隐患台账", IN_DAQING)),
    ((DAQING, "隐患台账", IN_DAQING), (DAQING, "隐患变更记录", {})),
    ((DAQING, "隐患台账", IN_DAQING), (CENTRE, "隐患变更记录", {})),
    ((HARBIN, "隐患台账", {}), (HARBIN, "制度措施清单", {**MEASURE, "关联隐患编号": "YH1"})),
    ((CENTRE, "举报台账", {"市(地)": None, "县(市、区)": None}), (CENTRE, "举报台账", {})),
    ((CENTRE, "举报台账", {}), (CENTRE, "举报台账", {"县(市、区)": "南岗区"})),
    (
        (HARBIN, "活动台账", {**DAQINGS_EVENT, "协办单位/联办市(地)": "哈尔滨"}),
        (DAQING, "活动台账", {**DAQINGS_EVENT, "协办单位/联办市(地)": "哈尔滨"}),
    ),
    (
        (UNION, "活动台账", {"协办单位/联办市(地)": UNION}),
        (HARBIN, "活动台账", {"协办单位/联办市(地)": UNION}),
    ),
    (
        (DAQING, "活动台账", {"事项编号": "M5.3b", "协办单位/联办市(地)": "大庆市应急志愿服务联盟"}),
        (HARBIN, "活动台账", {"事项编号": "M5.3b", "协办单位/联办市(地)": "大庆市应急志愿服务联盟"}),
    ),
    ((HARBIN, "活动台账", {}), (HARBIN, "活动台账", {"事项编号": "M1.3"})),
]


@pytest.mark.parametrize(("first", "second"), TAKEN)
def test_what_the_contract_lets_others_tell_is_taken(seeded: Engine, tmp_path: Path, first: Sent, second: Sent) -> None:
    for day, sent in enumerate((first, second), 1):
        report = take(seeded, tmp_path, sent, day)
        assert (report.outcome, report.faults) == ("loaded", [])


def test_a_refused_ledger_names_every_row(seeded: Engine, package: Package) -> None:
    """Beside what else is wrong in it, in the order of rows."""
    package.add("哈尔滨市/隐患台账.xlsx", book(table("隐患台账", {}, {"隐患编号": "YH2"})))
    rows = [{"隐患编号": "YH9", "隐患级别": "较大", **IN_DAQING}, IN_DAQING, {"隐患编号": "YH2", **IN_DAQING}]
    rows.append({"隐患编号": "YH3"})
    package.add("大庆市/隐患台账.xlsx", book(table("隐患台账", *rows)), "2020-07-02 10:00")
    report = import_paths(seeded.url, [package.register().root])
    assert [(fault.code, fault.row) for fault in report.files[-1].faults] == [
        ("not_in_list", 4),
        ("known_elsewhere", 5),
        ("known_elsewhere", 6),
        ("anothers_city", 7),
    ]


def test_a_measure_is_not_linked_to_another_citys_hazard_that_comes_later(seeded: Engine, package: Package) -> None:
    package.add("哈尔滨市/制度措施清单.xlsx", book([[*MEASURE, "关联隐患编号"], [*MEASURE.values(), "YH1"]]))
    package.add("大庆市/隐患台账.xlsx", book(table("隐患台账", IN_DAQING)), "2020-07-02 10:00")
    assert import_paths(seeded.url, [package.register().root]).exit_status == 0
    with seeded.connect() as conn:
        assert conn.execute(select(measure_list_item.c.hazard_id)).all() == [(None,)]
