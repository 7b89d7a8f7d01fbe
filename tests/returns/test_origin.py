"""From whom, when and where a return comes is compared with what the office says, and never guessed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from data_access.database.schema import delivery, line, metric_value, obligation, org_unit, submission
from seed.__main__ import app
from seed.returns.importing import import_paths
from seed.returns.reading.sender import unit_named
from seed.usage import UsageError
from tests.returns.making import REGISTER, Package, book, small_reference, table, utc

WHEN = datetime(2020, 7, 1, 10)
HEAD: list[list[Any]] = [["序号", "项目", "单位", "数量"], [1, "A01 学习", "场", 3]]


def annex3(*head: list[Any]) -> bytes:
    return book([["统计表"], *head, *HEAD])


def liaison(unit: str) -> bytes:
    return book([["推荐单位", unit], ["姓名", "某人"], ["填报日期", "2020年5月28日"]])


def ledger(unit_line: str, kind: str = "活动台账", **cells: Any) -> bytes:
    rows = table(kind, cells)
    rows[1] = [unit_line]
    return book(rows)


@pytest.fixture
def take(seeded: Engine, tmp_path: Path) -> Any:
    def taken(name: str, data: bytes, unit: str = "大庆市", **said: Any) -> Any:
        path = tmp_path / name
        path.write_bytes(data)
        report = import_paths(seeded.url, [path], unit=unit, **{"received": WHEN, **said})
        return report.files[0]

    return taken


OTHERS: dict[str, tuple[str, bytes, dict[str, str]]] = {
    "annex 3, two cells": ("附件3_综合情况.xlsx", annex3(["填报单位(盖章)", "哈尔滨"]), {}),
    "annex 3, one cell": ("附件3_综合情况.xlsx", annex3(["填报单位(盖章):哈尔滨市安委办", "填报日期:7月1日"]), {}),
    "annex 3, unknown": ("附件3_综合情况.xlsx", annex3(["填报单位(盖章)", "某某集团"]), {}),
    "annex 2": ("附件2_联络员推荐表.xlsx", liaison("哈尔滨市应急管理局"), {}),
    "activities": ("活动台账.xlsx", ledger("填报单位:哈尔滨市   填报日期:2020年7月1日", **{"市(地)": "大庆"}), {}),
    "hazards": ("隐患台账.xlsx", ledger("填报单位:哈尔滨市", "隐患台账", **{"市(地)": "大庆", "县(市、区)": None}), {}),
    "tips": (
        "举报台账.xlsx",
        ledger("填报单位:哈尔滨市 联系人:x", "举报台账", **{"市(地)": "大庆", "县(市、区)": None}),
        {},
    ),
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_file_of_another_unit_is_refused(seeded: Engine, take: Any, case: str) -> None:
    name, data, _ = OTHERS[case]
    file = take(name, data)
    assert (file.outcome, [fault.code for fault in file.faults]) == ("refused", ["other_sender"])
    for lang, words in (("zh", "不是大庆市"), ("en", "not from 大庆市")):
        assert words in file.faults[0].sentence(file.file, lang)
    with seeded.connect() as connection:
        assert connection.scalar(select(submission.c.content)) in (None, "refused")


@pytest.mark.parametrize("told", ["大庆", "大庆市", "大庆市应急管理局", "大庆市安全生产委员会办公室", "大 庆 市"])
def test_its_own_file_is_taken_by_any_of_its_names(take: Any, told: str) -> None:
    assert take("附件3_综合情况.xlsx", annex3(["填报单位(盖章)", told])).outcome == "loaded"


def test_the_longest_name_is_meant() -> None:
    reference = small_reference()
    assert unit_named(reference, "哈尔滨市安委办") is reference.units["哈尔滨市"]
    assert unit_named(reference, "鹤岗矿务局") is reference.units["鹤岗市"]
    assert unit_named(reference, "某某集团") is None


def test_a_form_that_names_nobody_is_taken_and_said(take: Any) -> None:
    file = take("附件3_综合情况.xlsx", annex3(["填报日期", "2020年7月1日"]))
    assert file.outcome == "loaded"
    assert "填报单位" in " ".join(note.sentence(file.file) for note in file.notes)


@pytest.mark.parametrize(
    ("name", "data", "unit"),
    [
        ("附件3_综合情况.xlsx", annex3(["填报单位(盖章)", "省应急管理厅"]), "省应急管理厅"),
        ("附件2_联络员推荐表.xlsx", liaison("省应急管理厅"), "省应急管理厅"),
        (
            "路线图施工表.xlsx",
            book(
                [["事项编号", "工作任务", "责任单位", "责任人", "开始时间", "完成时限"], ["M1.1", "学习", "某局", "x"]]
            ),
            "省应急管理厅",
        ),
    ],
)
def test_who_owes_nothing_hands_in_nothing(seeded: Engine, take: Any, name: str, data: bytes, unit: str) -> None:
    file = take(name, data, unit)
    assert (file.outcome, [fault.code for fault in file.faults]) == ("refused", ["owes_nothing"])
    assert unit in file.faults[0].sentence(file.file)
    with seeded.connect() as connection:
        assert connection.execute(select(delivery.c.status, delivery.c.rows_read)).all() == [("refused", None)]


def reviews(engine: Engine) -> list[Any]:
    query = select(submission.c.version, submission.c.status, submission.c.reviewed_at).order_by(submission.c.version)
    with engine.connect() as connection:
        return list(connection.execute(query).all())


def test_a_single_form_can_be_accepted(seeded: Engine, take: Any) -> None:
    """At once or when its review is over; of two accepted versions the later one stands."""
    name, first = "附件3_综合情况.xlsx", annex3(["填报单位(盖章)", "大庆"])
    file = take(name, first)
    assert [note.code for note in file.notes if note.code == "awaits_review"]
    assert reviews(seeded) == [(1, "submitted", None)]
    accepted = datetime(2020, 7, 2, 9)
    file = take(name, first, accepted=accepted)
    assert (file.outcome, file.notes) == ("loaded", [])
    assert reviews(seeded) == [(1, "accepted", utc("2020-07-02 09:00"))]
    assert take(name, first, accepted=accepted).outcome == "same"
    second = book([["统计表"], ["填报单位(盖章)", "大庆"], HEAD[0], [1, "A01 学习", "场", 4]])
    file = take(name, second, received=datetime(2020, 7, 3), accepted=datetime(2020, 7, 3, 1))
    assert not [note for note in file.notes if note.code == "awaits_review"]
    assert [(version, status) for version, status, _ in reviews(seeded)] == [(1, "superseded"), (2, "accepted")]
    with seeded.connect() as connection:
        standing = select(metric_value.c.value).join(submission).where(submission.c.status == "accepted")
        assert 4 in connection.scalars(standing).all()


@pytest.mark.parametrize(
    ("kind", "unit", "cells"),
    [
        ("活动台账", "哈尔滨市", {"活动名称": "另一场"}),
        ("隐患台账", "哈尔滨市", {"场所类型": "仓库"}),
        ("举报台账", "省应急管理厅", {"类别": "重大隐患"}),
    ],
)
def test_a_file_received_before_what_stands_is_counted_apart(
    take: Any, kind: str, unit: str, cells: dict[str, str]
) -> None:
    assert take(f"{kind}.xlsx", book(table(kind, {})), unit, received=datetime(2020, 8, 1)).counts.new == 1
    file = take(f"{kind}.xlsx", book(table(kind, cells)), unit)
    assert (file.outcome, file.counts.older, file.counts.changed, file.counts.new) == ("loaded", 1, 0, 0)


TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize("said", [{"received": TOMORROW}, {"received": datetime(2020, 4, 1)}, {"accepted": TOMORROW}])
def test_a_receipt_of_tomorrow_or_before_the_notice(seeded: Engine, take: Any, said: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match=r"later than now|before the notice|expected a year"):
        take("附件3_综合情况.xlsx", annex3(["填报单位(盖章)", "大庆"]), **said)
    with seeded.connect() as connection:
        assert connection.execute(select(delivery)).first() is None


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"收到时间": "2020-04-01 10:00"}, "收到时间", "早于通知印发之日 2020-05-"),
        (
            {"期次": None, "事项编号": "D3", "版本": 1, "审核状态": "通过", "审核时间": "2020-04-01 10:00"},
            "审核时间",
            "早于",
        ),
    ],
)
def test_such_a_row_of_a_register_is_named(
    seeded: Engine, tmp_path: Path, cells: dict[str, Any], column: str, words: str
) -> None:
    package = Package(tmp_path)
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {})))
    package.rows.append({**package.rows[0], **cells})
    report = import_paths(seeded.url, [package.register().root])
    faults = report.files[0].faults
    assert [(fault.row, fault.column) for fault in faults] == [(5, column)]
    assert words in faults[0].sentence("x")
    assert not report.changed


def register(*rows: dict[str, Any]) -> bytes:
    return book(table("报送登记表", *({**REGISTER, **row} for row in rows)))


SUBMITTED = {"单位": "大庆市", "期次": None, "事项编号": "D3", "版本": 1, "收到时间": "2020-07-01 10:00"}
ACCEPTED = {**SUBMITTED, "审核状态": "通过", "审核时间": "2020-07-02 10:00"}


def test_copies_of_the_offices_tables_are_named_and_not_read(seeded: Engine, tmp_path: Path) -> None:
    for place, row in (("省安委办", ACCEPTED), ("备份", SUBMITTED), ("省安委办/旧", SUBMITTED), ("大庆市", SUBMITTED)):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "报送登记表.xlsx").write_bytes(register(row))
    for _ in range(2):
        report = import_paths(seeded.url, [tmp_path])
        assert [status for _, status, _ in reviews(seeded)] == ["accepted"]
    assert {file.file: (file.outcome, [note.code for note in file.notes]) for file in report.files} == {
        "省安委办/报送登记表.xlsx": ("same", []),
        "备份/报送登记表.xlsx": ("unregistered", ["misplaced"]),
        "省安委办/旧/报送登记表.xlsx": ("unregistered", ["misplaced"]),
        "大庆市/报送登记表.xlsx": ("unregistered", ["misplaced"]),
    }


@pytest.mark.parametrize(("second", "agrees"), [(ACCEPTED, True), (SUBMITTED, False)])
def test_two_registers_may_not_contradict(seeded: Engine, tmp_path: Path, second: dict[str, Any], agrees: bool) -> None:
    (tmp_path / "省安委办").mkdir()
    other = {**SUBMITTED, "单位": "哈尔滨市"}
    (tmp_path / "省安委办" / "报送登记表.xlsx").write_bytes(register(ACCEPTED))
    (tmp_path / "报送登记表_2.xlsx").write_bytes(register(other, second))
    report = import_paths(seeded.url, [tmp_path])
    assert len(reviews(seeded)) == (2 if agrees else 0)
    if not agrees:
        said = [file.faults[0].sentence(file.file) for file in report.files]
        assert len(said) == 2
        assert all("报送登记表_2.xlsx" in one and "省安委办/报送登记表.xlsx" in one and "行" in one for one in said)


@pytest.mark.parametrize(
    ("other", "words"),
    [("nowhere.xlsx", "没有这个文件"), ("单位名录.xlsx", "不是单位报送的表"), ("附件3.xlsx", "--line")],
)
def test_what_cannot_be_imported_is_seen_before_anything_is_stored(
    seeded: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str, words: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    good = tmp_path / "附件3_综合情况.xlsx"
    good.write_bytes(annex3(["填报单位(盖章)", "大庆"]))
    if other != "nowhere.xlsx":
        (tmp_path / other).write_bytes(b"x")
    typed = [str(good), str(tmp_path / other), "--unit", "大庆市", "--received", "2020-07-01T10:00"]
    done = CliRunner().invoke(app, ["import", *typed])
    assert (done.exit_code, words in done.output) == (2, True)
    with seeded.connect() as connection:
        assert connection.execute(select(delivery)).first() is None
        owing = select(org_unit.c.name_zh).join(obligation, obligation.c.org_unit_id == org_unit.c.id).join(line)
        assert "大庆市" in connection.scalars(owing.where(line.c.code == "D3")).all()
