"""A file that was refused is no longer told of once another one has its place."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.database.snapshot import snapshot
from data_access.notice.campaigns import resolve
from data_access.quality.units import list_findings
from data_access.question import Filters
from seed.check import check_database
from seed.returns.importing import import_paths
from tests.returns.making import Package, book, table

pytestmark = pytest.mark.slow

NAME, LATER = "哈尔滨市/活动台账.xlsx", "2020-07-02 10:00"
WRONG, RIGHT = book(table("活动台账", {"状态": "完成"})), book(table("活动台账", {}))


def told(engine: Engine) -> tuple[bool, list[str]]:
    """Does `seed check` name a refused file; what the page of data quality says of those and of missing ones."""
    with snapshot(engine) as conn:
        named = any("尚无更正的文件" in finding.zh for finding in check_database(conn.connection))
        q = resolve(conn, Filters(), datetime(2021, 1, 1, tzinfo=UTC))
        rows = [row for row in list_findings(conn, q) if row.rule in ("refused_file", "absent_file")]
    return named, [row.detail[0] for row in rows]


def status(engine: Engine, *packages: Package) -> int:
    return import_paths(engine.url, [package.register().root for package in packages]).exit_status


@pytest.fixture
def package(seeded: Engine, tmp_path: Path) -> Package:
    """A refused ledger, and another city's that was taken."""
    package = Package(tmp_path / "package")
    other = {"活动编号": "HD9", "市(地)": "大庆市", "主办单位": "大庆市"}
    package.add("大庆市/活动台账.xlsx", book(table("活动台账", other)))
    package.add(NAME, WRONG)
    assert status(seeded, package) == 1
    named, [detail] = told(seeded)
    assert named
    assert "之后没有" in detail
    return package


def test_the_same_file_put_right(seeded: Engine, package: Package) -> None:
    package.root.joinpath(NAME).write_bytes(RIGHT)
    for _ in range(2):
        assert status(seeded, package) == 0
        named, [detail] = told(seeded)
        assert not named
        assert "之后没有" not in detail


def test_a_later_one_beside_it(seeded: Engine, package: Package) -> None:
    package.add("哈尔滨市/活动台账_更正.xlsx", RIGHT, LATER)
    for _ in range(2):
        assert status(seeded, package) == 0
        assert not told(seeded)[0]


@pytest.mark.parametrize(
    ("name", "received"),
    [
        ("哈尔滨市/活动台账_更正.xlsx", "2020-07-01 10:00"),  # another file of the same hour
        ("哈尔滨市/活动台账_早.xlsx", "2020-06-30 10:00"),
        ("哈尔滨市/媒体报道台账.xlsx", LATER),
        ("鹤岗市/活动台账.xlsx", LATER),
    ],
)
def test_no_other_file_clears_it(seeded: Engine, package: Package, name: str, received: str) -> None:
    headings = ["刊播日期", "媒体名称", "媒体级别", "形式", "标题", "事项编号", "链接", "阅读(播放)量", "备注"]
    row = {"活动编号": "HD8", "市(地)": "鹤岗市", "主办单位": "鹤岗市"} if name.startswith("鹤岗") else {}
    package.add(name, book([headings]) if "媒体" in name else book(table("活动台账", row)), received)
    assert status(seeded, package) == 1
    named, details = told(seeded)
    assert named
    assert ["之后没有" in detail for detail in details] == [True]


def test_a_refused_file_does_not_follow_from_one_taken_before_it(seeded: Engine, package: Package) -> None:
    package.root.joinpath(NAME).write_bytes(RIGHT)
    assert status(seeded, package) == 0
    package.root.joinpath(NAME).write_bytes(book(table("活动台账", {"状态": "完成", "活动名称": "另一版"})))
    assert status(seeded, package) == 1
    assert told(seeded)[0]


def test_a_missing_file_that_was_taken_once(seeded: Engine, package: Package) -> None:
    """One that never was there stays missing, whatever came later."""
    package.root.joinpath(NAME).write_bytes(RIGHT)
    assert status(seeded, package) == 0
    package.root.joinpath(NAME).unlink()
    assert status(seeded, package) == 0
    package.rows.append({**package.rows[0], "文件名": "哈尔滨市/活动台账_没有.xlsx", "收到时间": "2020-06-30 10:00"})
    assert status(seeded, package) == 1
