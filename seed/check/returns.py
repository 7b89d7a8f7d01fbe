"""What came in: loads and their labels, files, activities."""

from collections.abc import Iterator

from sqlalchemy import Connection, exists, select

from data_access.database.schema import activity, activity_unit, delivery, load_log
from data_access.returns.successors import successor_at
from seed import start
from seed.check.finding import Finding, codes, exists as any_row, gap, some, wrong
from seed.loads import NAMES, labels


def check_returns(connection: Connection) -> Iterator[Finding]:
    """Loads, files and activities."""
    yield from _loads(connection)
    yield from _data(connection)
    yield from _activities(connection)


def _loads(connection: Connection) -> Iterator[Finding]:
    """Whether everything that was loaded is of one kind, and whole."""
    there = sorted(labels(connection))
    if len(there) > 1:
        zh, en = (some(NAMES[label][place] for label in there) for place in (0, 1))
        yield wrong(
            f"数据库中混有{zh}，数字不可用；请新建数据库（DATABASE_URL），把真实报表重新导入",
            f"{en} lie mixed, no figure can be used: make a new database (DATABASE_URL), import the real returns again",
        )
    if start.interrupted(connection):
        yield wrong(
            "示例数据只装入了一部分，请运行 python -m seed samples 补全",
            "only a part of the samples is in: run `python -m seed samples` for the rest",
        )


def _data(connection: Connection) -> Iterator[Finding]:
    """Whether anything came in, and what of it was refused and not put right."""
    if not any_row(connection, select(load_log.c.id).where(load_log.c.data_until.is_not(None))):
        yield gap("尚未导入任何报送数据", "no return has been loaded yet")
    refused = (delivery.c.status == "refused") & successor_at().is_(None)
    if files := codes(connection, select(delivery.c.file_ref).where(refused).distinct()):
        yield gap(
            f"被拒绝、尚无更正的文件：{files}，请让报送单位改正后重报",
            f"files refused, and not put right since: {files}; ask the units for them again",
        )
    missing = delivery.c.status == "missing"
    if files := codes(connection, select(delivery.c.file_ref).where(missing).distinct()):
        yield gap(f"已登记但没有收到的文件：{files}", f"files registered but not there: {files}")


def _activities(connection: Connection) -> Iterator[Finding]:
    """Activities that were held and have no owner: led by no unit, nor attended by one (C7)."""
    a, lead = activity.c, activity_unit.c
    led = exists().where(lead.activity_id == a.id, lead.role.in_(("lead", "attend")))
    held = select(a.code).where(a.status == "held", a.superseded_at.is_(None), ~led)
    if alone := codes(connection, held):
        yield wrong(
            f"已举办的活动没有牵头单位：{alone}，请在 activity_unit 中补写（docs/database.md）",
            f"activities held without a lead: {alone}; add it to activity_unit (docs/database.md)",
        )
