"""`python -m seed import` as it is typed: exit status, sentences in both languages, the file of faults."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner

from data_access.database.schema import campaign_unit, line, obligation, obligation_extension, org_unit
from seed.__main__ import app
from tests.returns.making import Package, book, csv_text, table, utc

pytestmark = pytest.mark.slow


@pytest.fixture
def package(seeded: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    monkeypatch.setenv("DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    return Package(tmp_path / "package")


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["import", *map(str, arguments)])
    return result.exit_code, result.output


def test_all_taken_then_nothing_changes(package: Package) -> None:
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {})))
    status, said = run(package.register().root)
    assert status == 0
    assert "已导入 · 哈尔滨市/活动台账.xlsx · 哈尔滨市 · 2020-07-01 10:00 · 新增 1" in said
    status, said = run(package.root, "--lang", "en")
    assert status == 0
    assert "Nothing changed." in said


def test_some_refused(package: Package, tmp_path: Path) -> None:
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {})))
    package.add("大庆市/活动台账.xlsx", book(table("活动台账", {"活动编号": "HD2", "市(地)": "大庆", "状态": "完成"})))
    status, said = run(package.register().root, "--report", tmp_path / "errors.csv", "--dry-run", "--lang", "en")
    assert status == 1
    assert 'row 4 · "状态": expected one of: 计划/已举办/延期/取消 (found: 完成)' in said
    assert "Dry run: nothing was written." in said
    assert (tmp_path / "errors.csv").read_text(encoding="utf-8-sig").count("\n") == 2


def test_what_a_file_says_cannot_drive_the_terminal(package: Package, tmp_path: Path) -> None:
    rows = table("活动台账", {"状态": "\x1b]0;x\x07\x1b[2J完成\u202e"})
    package.add("哈尔滨市/活动台账.csv", csv_text(rows).encode())
    status, said = run(package.register().root, "--report", tmp_path / "errors.csv")
    assert status == 1
    assert "(填报值:\\x1b]0;x\\x07\\x1b[2J完成\\u202e)" in said
    for text in (said, (tmp_path / "errors.csv").read_text(encoding="utf-8-sig")):
        assert not set(text) & set("\x1b\x07\u202e")


def test_usage(package: Package, tmp_path: Path) -> None:
    path = tmp_path / "活动台账.xlsx"
    path.write_bytes(book(table("活动台账", {})))
    assert run(path)[0] == 2
    assert run(path, "--unit", "哈尔滨市", "--received", "yesterday")[0] == 2
    assert run(tmp_path / "nowhere")[0] == 2
    for year in ("0001", "0202", "2002", "9999"):
        status, said = run(path, "--unit", "哈尔滨市", "--received", f"{year}-07-01T10:00")
        assert (status, "年份应在 2018 – 2022 之间" in said) == (2, True), said
    assert run(path, "--unit", "哈尔滨市", "--received", "2020-07-01T10:00")[0] == 0


def office(package: Package, name: str, cells: list[list[object]]) -> None:
    place = package.root / "省安委办"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.xlsx").write_bytes(book(cells))


ROSTER: list[list[object]] = [
    ["序号", "单位", "类别", "别名"],
    [1, "哈尔滨市", "市(地)", "哈尔滨、哈尔滨市应急局"],
    [2, "省民政厅", "成员单位", "民政厅"],
    [3, "省新设立的局", "成员单位", "新局"],
    [4, "省应急管理厅", "省级牵头", "省厅"],
]
ADJUSTMENTS: list[list[object]] = [
    ["序号", "单位", "事项编号", "期次", "类型", "批准日期", "新截止日期", "文号", "事由"],
    [1, "哈尔滨市应急局", "D3", None, "延期", "2020.7.1", "2020.7.10", "1号", "疫情"],
    [2, "新局", "D2", "2020-W23", "豁免", "6月5日", "/", None, "本月刚成立"],
]


def test_the_roster_decides_who_is_a_member(package: Package, seeded: Engine) -> None:
    office(package, "单位名录", ROSTER)
    assert run(package.register().root)[0] == 0
    members = (
        select(org_unit.c.name_zh, campaign_unit.c.provenance)
        .join(campaign_unit)
        .where(campaign_unit.c.unit_group == "member")
    )
    with seeded.connect() as conn:
        assert set(conn.execute(members)) == {("省民政厅", "stated"), ("省新设立的局", "stated")}
        owing = select(org_unit.c.name_zh).join(obligation, obligation.c.org_unit_id == org_unit.c.id).join(line)
        owing = owing.where(org_unit.c.kind == "member_dept", line.c.code == "D3")
        assert set(conn.scalars(owing)) == {"省民政厅", "省新设立的局"}
    assert "没有任何变化" in run(package.root)[1]


def test_adjustments_by_the_names_of_the_roster(package: Package, seeded: Engine) -> None:
    office(package, "单位名录", ROSTER)
    office(package, "事项调整登记表", ADJUSTMENTS)
    assert run(package.register().root)[0] == 0
    with seeded.connect() as conn:
        moved = select(obligation_extension.c.old_due, obligation_extension.c.new_due, obligation.c.due_current)
        assert conn.execute(moved.join(obligation)).one() == (
            utc("2020-07-03 23:59:59"),
            utc("2020-07-10 23:59:59"),
            utc("2020-07-10 23:59:59"),
        )
        waived = select(obligation.c.waived_at, obligation.c.waive_reason_code, obligation.c.waive_reason)
        waived = waived.where(obligation.c.waived_at.is_not(None))
        assert conn.execute(waived).all() == [(utc("2020-06-05"), "other", "本月刚成立")]
    assert "没有任何变化" in run(package.root)[1]


@pytest.mark.parametrize(
    ("values", "column"),
    [
        (["无此单位", "D3", None, "豁免", "2020.7.1"], "单位"),
        (["哈尔滨市", "D9", None, "豁免", "2020.7.1"], "事项编号"),
        (["哈尔滨市", "M4.3", None, "豁免", "2020.7.1"], "事项编号"),
        (["哈尔滨市", "D2", "2020-W50", "豁免", "2020.7.1"], "期次"),
        (["哈尔滨市", "D3", None, "延期", "2020.7.1"], "新截止日期"),
        (["哈尔滨市", "D3", None, "延期", "2020.7.1", "2020.7.3"], "新截止日期"),
        (["哈尔滨市", "R1", None, "延期", "2020.7.1", "2020.7.3"], "新截止日期"),
        (["哈尔滨市", "D3", None, "暂缓", "2020.7.1"], "类型"),
    ],
)
def test_a_faulty_table_of_adjustments_is_refused_whole(
    package: Package, seeded: Engine, values: list[object], column: str
) -> None:
    row = [1, *values, *[None] * (7 - len(values)), "疫情"]
    good = [2, "大庆市", "D3", None, "豁免", "2020.7.1", None, None, "疫情"]
    office(package, "事项调整登记表", [ADJUSTMENTS[0], row, good])
    status, said = run(package.register().root)
    assert status == 1
    assert f"第 2 行 · “{column}”" in said
    with seeded.connect() as conn:
        assert conn.execute(select(obligation).where(obligation.c.waived_at.is_not(None))).first() is None


@pytest.mark.parametrize(
    ("kind", "reason", "said"),
    [
        ("豁免", None, "第 2 行 · “事由”:缺少原因:请以下列之一开头,其后写一句说明:无此类对象/不可抗力/疫情防控"),
        ("延期", "/", "第 2 行 · “事由”:缺少原因:请以下列之一开头,其后写一句说明:不可抗力/疫情防控/任务调整/其他"),
        ("延期", "其他：", "第 2 行 · “事由”:“其他”之后须写一句说明"),
        ("延期", "疫情防控，请联系人：王某某13800000000", "第 2 行 · “事由”:疑似含有个人信息"),
    ],
)
def test_an_adjustment_without_a_reason_is_refused(
    package: Package, seeded: Engine, kind: str, reason: str | None, said: str
) -> None:
    office(
        package,
        "事项调整登记表",
        [ADJUSTMENTS[0], [1, "哈尔滨市", "D3", None, kind, "2020.7.1", "2020.7.9", "", reason]],
    )
    assert said in run(package.register().root)[1]
    with seeded.connect() as conn:
        assert conn.execute(select(obligation_extension)).first() is None


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"单位": "无此单位"}, "单位"),
        ({"收到时间": None}, "收到时间"),
        ({"期次": None, "事项编号": "D3", "版本": None}, "版本"),
        ({"期次": None, "事项编号": None, "版本": 1}, "事项编号"),
        ({"期次": None, "事项编号": "D3", "版本": 1, "审核状态": "同意"}, "审核状态"),
        ({"期次": None, "事项编号": "D3", "版本": 1, "审核状态": "通过"}, "审核时间"),
    ],
)
def test_a_faulty_register_is_refused_whole(package: Package, values: dict[str, object], column: str) -> None:
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {})))
    package.rows.append({**package.rows[0], **values})
    status, said = run(package.register().root)
    assert status == 2
    assert f"第 5 行 · “{column}”" in said


def test_a_version_registered_twice_is_a_fault(package: Package) -> None:
    d1 = {"单位": "哈尔滨市", "期次": None, "事项编号": "D1", "版本": 1}
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {})))
    package.rows += [{**package.rows[0], **d1, "文件名": None}, {**package.rows[0], **d1, "文件名": "另.xlsx"}]
    assert "第 6 行 · “版本”" in run(package.register().root)[1]


def test_a_submission_without_an_obligation_is_said_and_left_out(package: Package) -> None:
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {})))
    row = {"单位": "省应急管理厅", "期次": None, "事项编号": "D3", "版本": 1, "文件名": None}
    package.rows.append({**package.rows[0], **row})
    status, said = run(package.register().root)
    assert status == 0
    assert "该单位没有此事项(期次)的任务" in said
