"""Packages and single files into a real database, SQLite and PostgreSQL: whole or not at all, once, in order."""

import csv
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, MetaData, func, select, update

from data_access.database.schema import (
    activity,
    activity_event,
    activity_unit,
    campaign,
    delivery,
    hazard,
    hazard_event,
    hazard_tip,
    liaison,
    load_log,
    measure_list_item,
    metadata,
    metric_value,
    org_unit,
    submission,
)
from seed.private import private_engine
from seed.private.tables import metadata as private_metadata
from seed.returns.importing import import_paths
from seed.returns.report import Report, write_faults
from seed.returns.storing import private_rows
from seed.samples import SAMPLES
from seed.usage import UsageError
from tests.returns.making import Package, book, csv_text, table, utc

pytestmark = pytest.mark.slow

CANARY = "机密13900001111"


def snapshot(engine: Engine, of: MetaData = metadata, without: tuple[str, ...] = ()) -> dict[str, Counter[str]]:
    """Every row of every table."""
    with engine.connect() as conn:
        return {
            each.name: Counter(str(row) for row in conn.execute(select(each)))
            for each in of.sorted_tables
            if each.name not in without
        }


def _told(value: Any) -> Any:
    """SQLite gives 3 where PostgreSQL gives 3.0."""
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def contents(engine: Engine) -> dict[str, Counter[str]]:
    """Every row but for ids, clocks and what points to them: equal for databases that know the same."""
    left_out = ("id", "updated_at", "started_at", "ended_at")
    with engine.connect() as conn:
        return {
            each.name: Counter(
                str([_told(row[c.name]) for c in each.c if c.name not in left_out and not c.name.endswith("_id")])
                for row in conn.execute(select(each)).mappings()
            )
            for each in metadata.sorted_tables
            if each.name != "load_log"
        }


@pytest.fixture
def private(seeded: Engine) -> Iterator[Engine]:
    engine = private_engine(seeded.url)
    yield engine
    engine.dispose()


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package(tmp_path / "package")


def take(engine: Engine, package: Package, **options: Any) -> Report:
    return import_paths(engine.url, [package.register().root], **options)


def outcomes(report: Report) -> dict[str, str]:
    return {file.file: file.outcome for file in report.files if file.kind not in ("报送登记表", "单位名录")}


def rows(engine: Engine, query: Any) -> list[Any]:
    with engine.connect() as conn:
        return list(conn.execute(query))


def test_the_sample_package_a_second_time_changes_nothing(imported: Engine) -> None:
    private = private_engine(imported.url)
    before, secret = snapshot(imported), snapshot(private, private_metadata)
    report = import_paths(imported.url, [SAMPLES], label="sample")
    assert not report.changed
    assert report.exit_status == 1
    assert report.count("refused") == 10
    assert report.count("loaded") == report.count("missing") == 0
    assert snapshot(imported) == before
    assert snapshot(private, private_metadata) == secret
    assert sum(secret["tip_private"].values()) == sum(before["tip"].values())
    private.dispose()


def test_the_samples_faults_are_named_in_a_file(imported: Engine, tmp_path: Path) -> None:
    report = import_paths(imported.url, [SAMPLES], label="sample", dry_run=True)
    assert write_faults(report, tmp_path / "errors.csv") == 12
    assert sum(len(file.faults) for file in report.files) == 11
    assert [note.column for file in report.files for note in file.notes] == ["联系人"]
    with (tmp_path / "errors.csv").open(encoding="utf-8-sig") as file:
        found = list(csv.DictReader(file))
    assert {
        "文件": "鸡西市/活动台账_0910.xlsx",
        "工作表": "台账",
        "行": "44",
        "列": "市(地)",
        "填报值": "哈尔宾市",
    }.items() <= next(row for row in found if row["文件"] == "鸡西市/活动台账_0910.xlsx").items()
    assert {row["填报值"] for row in found if row["列"] in ("数量", "现场参与人次")} == {"'-35"}


def test_a_dry_run_writes_nothing(seeded: Engine, private: Engine, package: Package) -> None:
    package.add("哈尔滨市/隐患台账.xlsx", book(table("隐患台账", {"隐患概况": CANARY})))
    package.add("哈尔滨市/隐患变更记录.xlsx", book(table("隐患变更记录", {})), "2020-07-01 10:09")
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {"状态": "完成"})))
    before, secret = snapshot(seeded), snapshot(private, private_metadata)
    report = take(seeded, package, dry_run=True)
    assert outcomes(report) == {
        "哈尔滨市/隐患台账.xlsx": "loaded",
        "哈尔滨市/活动台账.xlsx": "refused",
        "哈尔滨市/隐患变更记录.xlsx": "loaded",
    }
    assert (snapshot(seeded), snapshot(private, private_metadata)) == (before, secret)


def test_a_refused_file_changes_nothing_but_its_receipt(seeded: Engine, package: Package) -> None:
    package.add("哈尔滨市/活动台账_1.xlsx", book(table("活动台账", {}, {"活动编号": "HD2"})))
    take(seeded, package)
    before = snapshot(seeded, without=("delivery", "load_log"))
    bad = table("活动台账", {"活动名称": "改"}, {"活动编号": "HD3"}, {"活动编号": "HD4", "观看人次": -1})
    package.add("哈尔滨市/活动台账_2.xlsx", book(bad), "2020-07-02 10:00")
    report = take(seeded, package)
    assert outcomes(report) == {"哈尔滨市/活动台账_1.xlsx": "same", "哈尔滨市/活动台账_2.xlsx": "refused"}
    assert snapshot(seeded, without=("delivery", "load_log")) == before
    assert rows(seeded, select(delivery.c.status, delivery.c.fault_count).order_by(delivery.c.received_at)) == [
        ("loaded", 0),
        ("refused", 1),
    ]
    before = snapshot(seeded)
    assert take(seeded, package).exit_status == 1
    assert snapshot(seeded) == before


def test_a_later_row_supersedes_and_the_older_stays(seeded: Engine, package: Package) -> None:
    first = table("活动台账", {"状态": "计划", "实际开始": None, "实际结束": None}, {"活动编号": "HD2"})
    package.add("哈尔滨市/活动台账_0701.xlsx", book(first))
    package.add("哈尔滨市/活动台账_0801.xlsx", book(table("活动台账", {"观看人次": "1.2万"})), "2020-08-01 10:00")
    report = take(seeded, package)
    assert [file.counts.superseded for file in report.files if file.kind == "活动台账"] == [0, 1]
    found = select(
        activity.c.code, activity.c.status, activity.c.views, activity.c.recorded_at, activity.c.superseded_at
    )
    assert rows(seeded, found.order_by(activity.c.code, activity.c.recorded_at)) == [
        ("HD1", "planned", None, utc("2020-07-01 10:00"), utc("2020-08-01 10:00")),
        ("HD1", "held", 12000, utc("2020-08-01 10:00"), None),
        ("HD2", "held", None, utc("2020-07-01 10:00"), None),
    ]
    changes = select(activity_event.c.from_status, activity_event.c.to_status, activity_event.c.occurred_at)
    assert rows(seeded, changes) == [("planned", "held", utc("2020-08-01 10:00"))]


def test_the_leads_own_row_wins_whenever_it_came(seeded: Engine, package: Package) -> None:
    copy = {"协办单位/联办市(地)": "大庆市", "活动名称": "抄件"}
    own = {"协办单位/联办市(地)": "大庆市", "活动名称": "原件"}
    package.add("大庆市/活动台账_a.xlsx", book(table("活动台账", copy)), "2020-07-01 10:00")
    package.add("哈尔滨市/活动台账_b.xlsx", book(table("活动台账", own)), "2020-07-02 10:00")
    package.add("大庆市/活动台账_c.xlsx", book(table("活动台账", {**copy, "活动名称": "再抄"})), "2020-07-03 10:00")
    take(seeded, package)
    in_force = select(activity.c.id, activity.c.title).where(activity.c.superseded_at.is_(None))
    assert [row.title for row in rows(seeded, in_force)] == ["原件"]
    assert rows(seeded, select(func.count()).select_from(activity)) == [(2,)]
    hosts = select(org_unit.c.name_zh, activity_unit.c.role).join(org_unit).join(activity)
    assert set(rows(seeded, hosts.where(activity.c.superseded_at.is_(None)))) == {
        ("哈尔滨市", "lead"),
        ("大庆市", "co"),
    }


def test_the_order_of_receipt_decides_not_the_order_of_import(seeded: Engine, package: Package) -> None:
    package.add("哈尔滨市/活动台账_2.xlsx", book(table("活动台账", {"活动名称": "新"})), "2020-07-05 10:00")
    late = package.root / "哈尔滨市" / "活动台账_1.xlsx"
    package.rows.append({**package.rows[0], "收到时间": "2020-07-01 10:00", "文件名": "哈尔滨市/活动台账_1.xlsx"})
    report = take(seeded, package)
    assert outcomes(report)["哈尔滨市/活动台账_1.xlsx"] == "missing"
    assert report.exit_status == 1
    late.write_bytes(book(table("活动台账", {"活动名称": "旧"})))
    assert outcomes(take(seeded, package))["哈尔滨市/活动台账_1.xlsx"] == "loaded"
    found = select(activity.c.title, activity.c.superseded_at).order_by(activity.c.recorded_at)
    assert rows(seeded, found) == [("旧", utc("2020-07-05 10:00")), ("新", None)]
    assert {row.status for row in rows(seeded, select(delivery.c.status))} == {"loaded"}
    assert not take(seeded, package).changed


def test_a_file_that_is_not_registered_or_outside_is_not_taken(seeded: Engine, package: Package) -> None:
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {})))
    (package.root.parent / "活动台账_外.xlsx").write_bytes(book(table("活动台账", {"活动编号": "HD9"})))
    (package.root / "哈尔滨市" / "活动台账_无.xlsx").write_bytes(book(table("活动台账", {"活动编号": "HD8"})))
    (package.root / "哈尔滨市" / "活动台账_链.xlsx").symlink_to(package.root.parent / "活动台账_外.xlsx")
    for name in ("../活动台账_外.xlsx", "哈尔滨市/活动台账_链.xlsx", str(package.root.parent / "活动台账_外.xlsx")):
        package.rows.append({**package.rows[0], "文件名": name})
    report = take(seeded, package)
    assert Counter(outcomes(report).values()) == {"loaded": 1, "unregistered": 1, "missing": 3}
    assert rows(seeded, select(activity.c.code)) == [("HD1",)]


def test_submissions_versions_reviews_and_figures(seeded: Engine, package: Package) -> None:
    def form(amount: object) -> bytes:
        return book([["统计表"], ["负责人", CANARY], ["序号", "项目", "单位", "数量"], [1, "A01 学习", "场", amount]])

    d3 = {"事项编号": "D3", "期次": None}
    passed = {"审核状态": "通过", "审核时间": "2020-07-03 10:00"}
    package.add("哈尔滨市/附件3_综合情况_第1版.xlsx", form(5), "2020-07-01 10:00", **d3, 版本=1, **passed)
    package.add(
        "哈尔滨市/附件3_综合情况_第2版.xlsx",
        form(7),
        "2020-07-04 10:00",
        **d3,
        版本=2,
        审核状态="通过",
        审核时间="2020-07-05 10:00",
    )
    package.add("哈尔滨市/附件3_综合情况_第3版.xlsx", form(-7), "2020-07-06 10:00", **d3, 版本=3, 审核状态="待审")
    zero = {"单位": "大庆市", "版本": 1, "是否零报告": "是", "文件名": None, **d3, **passed}
    package.rows.append({**package.rows[0], **zero})
    report = take(seeded, package)
    assert report.exit_status == 1
    found = select(submission.c.version, submission.c.status, submission.c.content, submission.c.submitted_at)
    of_harbin = found.where(submission.c.file_ref.is_not(None)).order_by(submission.c.version)
    assert rows(seeded, of_harbin) == [
        (1, "superseded", "loaded", utc("2020-07-01 10:00")),
        (2, "accepted", "loaded", utc("2020-07-04 10:00")),
        (3, "submitted", "refused", utc("2020-07-06 10:00")),
    ]
    figures = select(submission.c.version, metric_value.c.value).join(submission)
    assert rows(seeded, figures.where(submission.c.is_zero_report.is_(False)).order_by(submission.c.version)) == [
        (1, 5.0),
        (2, 7.0),
    ]
    zeros = rows(seeded, select(metric_value.c.value).join(submission).where(submission.c.is_zero_report))
    assert len(zeros) > 80
    assert {row.value for row in zeros} == {0.0}
    assert not take(seeded, package).changed


def test_a_review_that_comes_later_is_taken_from_the_register(seeded: Engine, package: Package) -> None:
    package.add(
        "哈尔滨市/附件2_联络员推荐表.xlsx",
        book([["推荐单位", "哈尔滨市"], ["姓名", CANARY]]),
        事项编号="D1",
        期次=None,
        版本=1,
    )
    take(seeded, package)
    assert rows(seeded, select(submission.c.status, submission.c.content)) == [("submitted", "loaded")]
    package.rows[0] |= {"审核状态": "退回", "审核时间": "2020-07-02 09:00"}
    (fault,) = [fault for file in take(seeded, package).files for fault in file.faults]
    assert (fault.code, fault.column) == ("no_reason", "退回原因")
    package.rows[0] |= {"退回原因": "缺章"}
    assert take(seeded, package).changed
    s = submission.c
    assert rows(seeded, select(s.status, s.reviewed_at, s.return_reason_code, s.return_reason)) == [
        ("returned", utc("2020-07-02 09:00"), "form", "缺章")
    ]
    assert rows(seeded, select(liaison.c.designated_at)) == [(utc("2020-07-01 10:00"),)]


def test_hazards_changes_tips_and_links_whatever_comes_first(seeded: Engine, package: Package) -> None:
    package.add("省应急管理厅/举报台账.xlsx", book(table("举报台账", {"关联隐患编号": "YH1"})), "2020-07-01 09:00")
    headings = ["清单类别", "名称", "责任单位", "完成时限", "完成日期", "关联隐患编号"]
    measures = [headings, ["问题隐患", "限期治理", "某局", None, None, "YH1"]]
    package.add("哈尔滨市/制度措施清单.xlsx", book(measures), "2020-07-01 09:30")
    package.add("哈尔滨市/隐患变更记录_0.xlsx", book(table("隐患变更记录", {})), "2020-07-01 09:40")
    done = {
        "整改完成日期": "2020-06-25",
        "曝光日期": "2020-06-20",
        "曝光媒体": "日报",
        "挂牌级别": "市",
        "挂牌日期": "2020-06-05",
    }
    package.add("哈尔滨市/隐患台账.csv", csv_text(table("隐患台账", done)).encode("gb18030"), "2020-07-01 10:00")
    fail = {
        "变更类型": "验收不合格",
        "发生日期": "2020-06-15",
        "原整改完成日期": "2020-06-12",
        "原期限": None,
        "新期限": None,
    }
    package.add("哈尔滨市/隐患变更记录_1.xlsx", book(table("隐患变更记录", {}, fail)), "2020-07-01 10:09")
    report = take(seeded, package)
    assert outcomes(report)["哈尔滨市/隐患变更记录_0.xlsx"] == "refused"
    assert [(f.row, f.column) for file in report.files for f in file.faults] == [(4, "隐患编号")]
    (one,) = rows(seeded, select(hazard))
    assert (one.state, one.round_no, one.unit_named_public, one.lon) == ("rectified", 2, True, 126.54)
    assert one.due_current == utc("2020-07-10 23:59:59")
    events = select(hazard_event.c.kind, hazard_event.c.occurred_at, hazard_event.c.round_no)
    in_force = events.where(hazard_event.c.superseded_at.is_(None)).order_by(hazard_event.c.occurred_at)
    assert rows(seeded, in_force) == [
        ("confirm", utc("2020-06-02"), 1),
        ("order", utc("2020-06-03"), 1),
        ("rectify", utc("2020-06-12"), 1),
        ("accept_fail", utc("2020-06-15"), 1),
        ("extend", utc("2020-06-18"), 2),
        ("rectify", utc("2020-06-25"), 2),
    ]
    assert rows(seeded, select(hazard_tip.c.tip_code, hazard_tip.c.hazard_id)) == [("JB1", one.id)]
    assert rows(seeded, select(measure_list_item.c.hazard_id)) == [(one.id,)]
    assert not take(seeded, package).changed


def test_a_single_file_is_received_as_said(seeded: Engine, tmp_path: Path) -> None:
    path = tmp_path / "附件3_综合情况.xlsx"
    path.write_bytes(book([["序号", "项目", "单位", "数量"], [1, "A01 学习", "场", 3]]))
    given: dict[str, Any] = {"unit": "哈尔滨", "received": datetime(2020, 7, 1, 10)}
    report = import_paths(seeded.url, [path], **given)
    assert (report.exit_status, report.changed) == (0, True)
    assert rows(seeded, select(delivery.c.file_ref, delivery.c.received_at, delivery.c.kind)) == [
        ("哈尔滨市/附件3_综合情况.xlsx", utc("2020-07-01 10:00"), "annex3")
    ]
    assert rows(seeded, select(submission.c.version, submission.c.status, submission.c.content)) == [
        (1, "submitted", "loaded")
    ]
    assert not import_paths(seeded.url, [path], **given).changed
    path.write_bytes(book([["序号", "项目", "单位", "数量"], [1, "A01 学习", "场", 4]]))
    import_paths(seeded.url, [path], **{**given, "received": utc("2020-07-02 10:00")})
    assert [row.version for row in rows(seeded, select(submission.c.version).order_by(submission.c.version))] == [1, 2]


@pytest.mark.parametrize("options", [{}, {"unit": "哈尔滨"}, {"unit": "不存在市", "received": utc("2020-07-01")}])
def test_a_single_file_needs_its_receipt(seeded: Engine, tmp_path: Path, options: dict[str, Any]) -> None:
    path = tmp_path / "活动台账.xlsx"
    path.write_bytes(book(table("活动台账", {})))
    before = snapshot(seeded)
    with pytest.raises(UsageError):
        import_paths(seeded.url, [path], **options)
    assert snapshot(seeded) == before


def test_days_without_a_year_are_of_the_notices_year(seeded: Engine, package: Package) -> None:
    with seeded.begin() as conn:
        conn.execute(update(campaign).values(year=2021))
    package.add(
        "哈尔滨市/活动台账.xlsx",
        book(table("活动台账", {"实际开始": "6月10日", "实际结束": None, "计划开始": None, "计划结束": None})),
    )
    take(seeded, package)
    assert rows(seeded, select(activity.c.held_start)) == [(utc("2021-06-10"),)]


def personal_package(package: Package) -> Package:
    secret = dict.fromkeys(("举报人", "联系电话", "举报内容"), CANARY)
    package.add("省应急管理厅/举报台账.xlsx", book(table("举报台账", {**secret, "备注": CANARY}, footer=True)))
    package.add(
        "哈尔滨市/隐患台账.xlsx", book(table("隐患台账", {"隐患概况": CANARY, "联系人": CANARY, "备注": CANARY}))
    )
    package.add("哈尔滨市/活动台账.xlsx", book([[CANARY], *table("活动台账", {"备注": CANARY}), [f"填表人:{CANARY}"]]))
    headings = ["事项编号", "工作任务", "责任单位", "责任人", "联系人", "开始时间", "完成时限"]
    roadmap = [headings, ["M1.1", "学习", "某局", CANARY, CANARY]]
    package.add("哈尔滨市/路线图施工表.xlsx", book(roadmap), 事项编号="R2", 期次=None, 版本=1)
    form = [
        ["推荐单位", "哈尔滨市"],
        *([label, CANARY] for label in ("姓名", "处室/职务", "办公电话", "传真", "手机", "微信", "邮箱", "通信地址")),
    ]
    package.add("哈尔滨市/附件2_联络员推荐表.xlsx", book(form), 事项编号="D1", 期次=None, 版本=1)
    head = [["填报单位(盖章)", "哈尔滨市", "负责人", CANARY], ["填表人", CANARY, "联系电话", CANARY]]
    annex = [*head, ["序号", "项目", "单位", "数量"], [1, "A01 学习", "场", 3], [f"填表人:{CANARY}"]]
    package.add("哈尔滨市/附件3_综合情况.xlsx", book(annex), 事项编号="D3", 期次=None, 版本=1)
    refused = table("举报台账", {**dict.fromkeys(secret, CANARY * 300), "举报编号": "JB2", "市(地)": "无此市"})
    package.add("省应急管理厅/举报台账_2.xlsx", book(refused))
    return package


def test_what_is_personal_stays_in_the_private_place(
    seeded: Engine, private: Engine, package: Package, tmp_path: Path, caplog: Any, capfd: Any
) -> None:
    report = take(seeded, personal_package(package))
    assert Counter(outcomes(report).values()) == {"loaded": 6, "refused": 1}
    assert CANARY not in str(snapshot(seeded))
    write_faults(report, tmp_path / "errors.csv")
    assert CANARY not in (tmp_path / "errors.csv").read_text(encoding="utf-8-sig")
    sentences = [f.sentence(file.file, lang) for file in report.files for f in file.faults for lang in ("zh", "en")]
    assert len(sentences) == 8
    assert CANARY not in " ".join(sentences) + str(report) + caplog.text + "".join(capfd.readouterr())
    found = snapshot(private, private_metadata)
    assert {name for name, rows_ in found.items() if CANARY in str(rows_)} == {
        "tip_private",
        "hazard_private",
        "plan_task_private",
        "liaison_private",
        "return_private",
        "note_private",
    }
    assert str(found).count(CANARY) == 3 + 1 + 1 + 8 + 3 + 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("backend", "after"),
    [("sqlite", 1), ("sqlite", 40), ("sqlite", 120), pytest.param("postgresql", 40, marks=pytest.mark.postgresql)],
)
def test_killed_at_any_moment_it_can_be_run_again(seeded: Engine, campaign_db: Engine, after: int) -> None:
    """After so many of the 150 files, somewhere in the next one."""
    code = (
        "import sys; from seed.returns.importing import import_paths; from seed.samples import SAMPLES;"
        "import_paths(sys.argv[1], [SAMPLES])"
    )
    url = seeded.url.render_as_string(hide_password=False)
    running = subprocess.Popen([sys.executable, "-c", code, url], cwd=SAMPLES.parents[2])
    while running.poll() is None and rows(seeded, select(func.count()).select_from(delivery)) < [(after,)]:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert running.returncode == -signal.SIGKILL
    import_paths(seeded.url, [SAMPLES])
    assert contents(seeded) == contents(campaign_db)
    with seeded.connect() as conn:
        d = delivery.c
        loaded = conn.execute(select(d.file_ref, d.received_at, d.sha256).where(d.status == "loaded"))
        known = {private_rows.receipt_key("HLJ-2020-43", *row) for row in loaded}
    private = private_engine(seeded.url)
    with private.connect() as conn:
        assert private_rows.complete_receipts(conn) == known
    private.dispose()


def test_every_transaction_is_logged(seeded: Engine, package: Package) -> None:
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {}, {"活动编号": "HD2"})))
    package.add("哈尔滨市/活动台账_2.xlsx", book(table("活动台账", {"状态": "?"})), "2020-07-02 10:00")
    take(seeded, package, label="demo")
    logged = select(load_log.c.label, load_log.c.status, load_log.c.rows, load_log.c.data_until)
    assert rows(seeded, logged.where(load_log.c.source == "seed import").order_by(load_log.c.id)) == [
        ("demo", "done", 2, utc("2020-07-01 10:00")),
        ("demo", "failed", 1, None),
    ]


def test_nothing_usable(seeded: Engine, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert import_paths(seeded.url, [tmp_path / "empty"]).exit_status == 2
    with pytest.raises(UsageError):
        import_paths(seeded.url, [tmp_path / "not there"])


def test_a_database_without_a_notice_is_said_so(database: Engine) -> None:
    with pytest.raises(UsageError, match="seed init"):
        import_paths(database.url, [SAMPLES])


def test_url_as_text_works(seeded: Engine, package: Package) -> None:
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {})))
    url: URL = seeded.url
    assert import_paths(url.render_as_string(hide_password=False), [package.register().root]).exit_status == 0
