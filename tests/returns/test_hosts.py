"""Who holds an activity (C6, C7): the lead, co-hosts named whole, leagues, attenders."""

from typing import Any

import pytest

from seed.returns.kinds.catalogue import kind_of, line_of
from seed.returns.reading.hosts import participants
from seed.returns.reading.reference import Reference
from seed.returns.reading.sandbox import Sandbox
from tests.returns.making import book, read, table

HARBIN, HEGANG, DAQING, YICHUN, FIRE, UNION, OFFICE = 1, 2, 3, 4, 11, 12, 13


def roles(sandbox: Sandbox, reference: Reference, **row: Any) -> dict[int, str]:
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", row)), reference)
    assert parsed.faults == []
    return participants(parsed.records[0], reference)


@pytest.mark.parametrize(
    ("co_hosts", "meant"),
    [
        ("大庆市①", "大庆市"),
        ("鹤岗、大庆市*", "大庆市"),
        ("大庆市(本级)", "大庆市"),
        ("大\n庆市", "大庆市"),
        ("消防救援总队[1]、大庆", "消防救援总队"),
    ],
)
def test_a_name_that_is_a_unit_but_for_a_mark_is_said(
    sandbox: Sandbox, reference: Reference, co_hosts: str, meant: str
) -> None:
    row = {"协办单位/联办市(地)": co_hosts}
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", row)), reference)
    assert parsed.faults == []
    assert [(note.code, note.column, note.details["meant"]) for note in parsed.notes] == [
        ("marked_unit", "协办单位/联办市(地)", meant)
    ]


def test_a_league_with_a_mark_is_said(sandbox: Sandbox, reference: Reference) -> None:
    row = {"事项编号": "M5.3b", "主办单位": "道里区应急志愿服务联盟(代)"}
    parsed = read(sandbox, "活动台账.xlsx", book(table("活动台账", row)), reference)
    assert [(note.code, note.column) for note in parsed.notes] == [("marked_unit", "主办单位")]


@pytest.mark.parametrize(
    ("co_hosts", "found"),
    [
        ("大庆市", {DAQING}),
        ("大庆、鹤岗市", {DAQING, HEGANG}),
        ("大庆,鹤岗，电视台", {DAQING, HEGANG}),
        ("大庆 鹤岗\u3000市教育局", {DAQING, HEGANG}),
        ("省消防救援总队、消防救援总队", {FIRE}),
        ("大庆市消防救援支队", set()),
        ("大庆市消防救援支队、市总工会", set()),
        ("大庆市应急志愿服务联盟", set()),
        ("哈尔滨", set()),
        (None, set()),
    ],
)
def test_only_a_whole_item_is_a_co_host(
    sandbox: Sandbox, reference: Reference, co_hosts: str | None, found: set[int]
) -> None:
    row = {"协办单位/联办市(地)": co_hosts}
    assert roles(sandbox, reference, **row) == {HARBIN: "lead"} | dict.fromkeys(found, "co")


def test_a_countys_event_counts_for_its_city(sandbox: Sandbox, reference: Reference) -> None:
    row = {"县(市、区)": "道里区", "主办单位": "道里区应急管理局"}
    assert roles(sandbox, reference, **row) == {HARBIN: "lead"}


def test_without_a_city_the_host_leads(sandbox: Sandbox, reference: Reference) -> None:
    row = {"市(地)": "省直", "主办单位": "省应急管理厅", "协办单位/联办市(地)": "省消防救援总队、伊春市"}
    assert roles(sandbox, reference, **row) == {OFFICE: "lead", FIRE: "co", YICHUN: "co"}
    row = {"市(地)": "省直", "主办单位": "省总工会、省应急管理厅"}
    assert roles(sandbox, reference, **row) == {UNION: "lead", OFFICE: "co"}


def test_a_city_attends_the_lecture_and_the_office_holds_it(sandbox: Sandbox, reference: Reference) -> None:
    assert roles(sandbox, reference, 事项编号="M1.3", 主办单位="省应急管理厅") == {HARBIN: "attend"}
    row = {"事项编号": "M1.3", "市(地)": "省直", "主办单位": "省应急管理厅"}
    assert roles(sandbox, reference, **row) == {OFFICE: "lead"}


@pytest.mark.parametrize(
    ("city", "host", "co_hosts", "leagues"),
    [
        ("哈尔滨", "道里区应急志愿服务联盟", None, {"230102"}),
        ("哈尔滨", "哈尔滨市应急志愿服务联盟", "团市委", {"230100"}),
        ("哈尔滨", "哈尔滨应急志愿服务联盟", None, {"230100"}),
        ("伊春", "美溪区应急志愿服务联盟", "南岔县应急志愿服务联盟", {"230717", "230726"}),
        ("哈尔滨", "向阳区应急志愿服务联盟", None, set()),
        ("哈尔滨", "哈尔滨市", None, set()),
        ("哈尔滨", "道里区应急志愿服务联盟分队", None, set()),
    ],
)
def test_leagues_hold_their_own_line_only(
    sandbox: Sandbox, reference: Reference, city: str, host: str, co_hosts: str | None, leagues: set[str]
) -> None:
    row = {"事项编号": "M5.3b", "市(地)": city, "主办单位": host, "协办单位/联办市(地)": co_hosts}
    by_id = {league.id: str(league.adcode) for league in reference.leagues.values()}
    found = roles(sandbox, reference, **row)
    assert {by_id[unit] for unit in found if unit in by_id} == leagues
    assert found[{"哈尔滨": HARBIN, "伊春": YICHUN}[city]] == "lead"
    assert not any(unit in by_id for unit in roles(sandbox, reference, **{**row, "事项编号": "M1.1"}))


@pytest.mark.parametrize(
    ("name", "kind", "line"),
    [
        ("活动台账_0701.xlsx", "activities", None),
        ("活动台账(1).xlsx", "activities", None),
        ("活动台账（1）.xlsx", "activities", None),
        ("活动台账.xlsx", "activities", None),
        ("附件2_联络员推荐表.xlsx", "liaison", "D1"),
        ("附件3_综合情况_第1版(1).xlsx", "annex3", "D3"),
        ("附件3_龙江行总结_第2版.xlsx", "annex3", "D4"),
        ("附件3.xlsx", "annex3", None),
        ("路线图施工表.xlsx", "roadmap", "R2"),
        ("隐患变更记录_0831.csv", "hazard_changes", None),
    ],
)
def test_the_kind_is_the_beginning_of_the_name(reference: Reference, name: str, kind: str, line: str | None) -> None:
    found = kind_of(name)
    assert found is not None
    assert (found.code, line_of(name, found, reference)) == (kind, line)


@pytest.mark.parametrize("name", ["台账.xlsx", "新活动台账.xlsx", "附件1.xlsx", "README.md", "_活动台账.xlsx"])
def test_another_name_is_no_return(name: str) -> None:
    assert kind_of(name) is None
