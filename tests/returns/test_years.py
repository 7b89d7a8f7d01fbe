"""Two notices in one database: what comes in for one changes nothing that is said of the other."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import (
    activity,
    hazard,
    hazard_tip,
    liaison,
    measure_list_item,
    media_item,
    plan_task,
    tip,
)
from data_access.database.snapshot import Snapshot, snapshot
from data_access.database.stamp import read_stamp
from data_access.extracts.catalogue import BASES
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.notice.units import load_units
from data_access.question import Filters
from seed.init import initialise
from seed.notice_files import NOTICES
from seed.returns.importing import import_paths
from seed.samples import SAMPLES
from tests.returns.making import Package, book, table

pytestmark = pytest.mark.slow

OLD, NEW = "HLJ-2020-43", "HLJ-2020-99"
JULY, OCTOBER = datetime(2020, 7, 4, tzinfo=UTC), datetime(2020, 10, 15, tzinfo=UTC)
CLOCKS = ((None, None), (JULY, None), (OCTOBER, OCTOBER))
"""As of, and as known at; PostgreSQL, whose files are those of SQLite (test_extracts.py): the first only."""
SINCE = datetime(2020, 6, 20, tzinfo=UTC)


@pytest.fixture
def two_notices(imported: Engine, tmp_path: Path) -> Engine:
    """The samples under their notice, and another notice of the same province and time without a return."""
    text = next(NOTICES.glob("*.toml")).read_text(encoding="utf-8")
    (tmp_path / "this.toml").write_text(text, encoding="utf-8")
    for old, new in ((OLD, NEW), ("AQY2020", "AQY99"), ("LJX2020", "LJX99")):
        text = text.replace(old, new)
    (tmp_path / "other.toml").write_text(text, encoding="utf-8")
    initialise(imported.url, notices=tmp_path)
    return imported


def files(conn: Snapshot, code: str) -> dict[tuple[str, str], bytes]:
    """Every extract of a notice as CSV, at several instants."""
    found = {}
    for as_of, known_at in CLOCKS if conn.connection.dialect.name == "sqlite" else CLOCKS[:1]:
        q = resolve(conn, Filters(campaign=code, as_of=as_of), datetime(2022, 1, 1, tzinfo=UTC))
        for name in BASES:  # the rows of a figure are rows of one of these
            asked = replace(q, known_at=known_at, since=SINCE)
            found[name, f"{as_of} {known_at}"] = b"".join(stream_csv(conn, name, asked))
    return found


def told(engine: Engine, code: str) -> tuple[dict[tuple[str, str], bytes], datetime | None]:
    with snapshot(engine) as conn:
        return files(conn, code), read_stamp(conn, code).data_until


def differing(one: dict[tuple[str, str], bytes], other: dict[tuple[str, str], bytes]) -> list[tuple[str, str]]:
    assert one.keys() == other.keys()
    return [key for key, body in one.items() if body != other[key]]


def counted(engine: Engine, code: str) -> list[int]:
    tables = (activity, hazard, tip, media_item, measure_list_item, plan_task, liaison)
    with engine.connect() as conn:
        inside = set(conn.scalars(campaign_ids(code)))
        return [
            conn.execute(select(func.count()).select_from(t).where(t.c.campaign_id.in_(inside))).scalar_one()
            for t in tables
        ]


def late(root: Path) -> Package:
    """What a city and the hotline say in other words, and later, of numbers that the samples have too."""
    package = Package(root)
    at = "2020-12-30 20:00"
    closed = {"整改完成日期": "2020-06-10", "验收日期": "2020-06-11", "验收结果": "合格", "销号日期": "2020-06-12"}
    hazards = [
        {"隐患编号": code, "市(地)": "佳木斯市", "县(市、区)": county, **closed} for code, county in HAZARDS.items()
    ]
    package.add("佳木斯市/隐患台账.xlsx", book(table("隐患台账", *hazards)), at)
    change = {
        "隐患编号": next(iter(HAZARDS)),
        "变更类型": "作废",
        "发生日期": "2020-06-20",
        "原期限": None,
        "新期限": None,
    }
    package.add("佳木斯市/隐患变更记录.xlsx", book(table("隐患变更记录", change)), "2020-12-30 21:00")
    held = {"活动编号": "HD232700-0001", "市(地)": "大兴安岭地区", "主办单位": "大兴安岭地区安委办"}
    package.add("大兴安岭地区/活动台账.xlsx", book(table("活动台账", held)), at)
    tips = {"举报编号": "JB202000001", "市(地)": "鸡西市", "县(市、区)": None, "关联隐患编号": next(iter(HAZARDS))}
    package.add("省应急管理厅/举报台账.xlsx", book(table("举报台账", {**tips, "处理决定": "不予受理"})), at)
    return package.register()


HAZARDS = {"YH230803-2020-0001": "向阳区", "YH230811-2020-0002": "郊区", "YH230822-2020-0001": "桦南县"}


def test_what_comes_in_for_one_notice_changes_no_byte_of_another(two_notices: Engine, tmp_path: Path) -> None:
    """The whole package again under another notice, every number, title and link of it known; then other words."""
    before, rows = told(two_notices, OLD), counted(two_notices, OLD)
    report = import_paths(two_notices.url, [SAMPLES], label="sample", notice=NEW)
    assert report.count("loaded") > 100
    assert counted(two_notices, NEW) == rows
    report = import_paths(two_notices.url, [late(tmp_path / "late").root], label="sample", notice=NEW)
    assert report.exit_status == 0
    after = told(two_notices, OLD)
    assert (differing(after[0], before[0]), after[1]) == ([], before[1])
    assert counted(two_notices, OLD) == rows


def test_and_not_the_other_way_round(two_notices: Engine, tmp_path: Path) -> None:
    package = late(tmp_path / "late")
    assert import_paths(two_notices.url, [package.root], label="sample", notice=NEW).exit_status == 0
    before, old = told(two_notices, NEW), told(two_notices, OLD)
    assert import_paths(two_notices.url, [package.root], label="sample", notice=OLD).exit_status == 0
    after = told(two_notices, NEW)
    assert (differing(after[0], before[0]), after[1]) == ([], before[1])
    assert differing(told(two_notices, OLD)[0], old[0])


def test_another_notices_roster_changes_no_byte_either(two_notices: Engine, tmp_path: Path) -> None:
    """The other one writes its units differently, in another order, with one more and without most of ours."""
    before = told(two_notices, OLD)
    rows = [
        ["省新设厅", "成员单位", "市场监管局"],
        ["省林业和草原局", "成员单位", "省林草局"],
        ["省应急厅", "省级牵头", "省应急管理厅"],
        ["省安全生产委员会办公室", "省级牵头", "省安委办"],
    ]
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "单位名录.xlsx").write_bytes(book([["单位", "类别", "别名"], *rows]))
    report = import_paths(two_notices.url, [tmp_path / "r"], label="sample", notice=NEW)
    assert [file.outcome for file in report.files] == ["loaded"]
    after = told(two_notices, OLD)
    assert (differing(after[0], before[0]), after[1]) == ([], before[1])
    with snapshot(two_notices) as conn:
        q = resolve(conn, Filters(campaign=NEW), datetime(2022, 1, 1, tzinfo=UTC))
        units = [unit.zh for unit in load_units(conn, q).values() if unit.group in ("member", "office")]
    assert units == [name for name, _, _ in rows]


def test_a_number_may_stand_for_each_kind_of_thing(seeded: Engine, tmp_path: Path) -> None:
    """An activity, a hazard and a tip with one number are three things."""
    package = Package(tmp_path)
    package.add("哈尔滨市/活动台账.xlsx", book(table("活动台账", {"活动编号": "001"})))
    package.add("哈尔滨市/隐患台账.xlsx", book(table("隐患台账", {"隐患编号": "001"})))
    package.add("省应急管理厅/举报台账.xlsx", book(table("举报台账", {"举报编号": "001"})))
    assert import_paths(seeded.url, [package.register().root]).exit_status == 0
    assert counted(seeded, OLD)[:3] == [1, 1, 1]
    with seeded.connect() as conn:
        assert conn.execute(select(hazard_tip)).all() == []
