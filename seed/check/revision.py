"""Whether both places have the tables of this program, and the database the content of the files of notices."""

from collections.abc import Iterator

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select

from data_access.database.migrations import HERE
from data_access.database.schema import campaign, line
from seed.check.finding import Finding, gap, some, wrong
from seed.init import would_change
from seed.notice_files import read_notices
from seed.private import SCRIPTS


def check_revisions(public: Connection, private: Connection | None) -> Iterator[Finding]:
    """A place that is older or newer than the program."""
    for connection, scripts, zh, en in (
        (public, HERE, "数据库", "the database"),
        (private, SCRIPTS, "存放个人信息的库", "the private place"),
    ):
        if connection is None:
            continue
        known = [script.revision for script in ScriptDirectory(scripts).walk_revisions()]
        there = MigrationContext.configure(connection).get_current_revision()
        if there is not None and there not in known:
            yield wrong(
                f"{zh}比程序新（版本 {there}），请更新程序",
                f"{en} is newer than the program (revision {there}): update the program",
            )
        elif there != known[0]:
            yield wrong(
                f"{zh}比程序旧（版本 {there or '无'}），请运行 python -m seed init",
                f"{en} is older than the program (revision {there or 'none'}): run `python -m seed init`",
            )


def check_notice_files(connection: Connection) -> Iterator[Finding]:
    """What the database has and no file speaks of any more: notices, and lines of notices that have a file."""
    orders = read_notices()
    files = {order.notice.code for order in orders}
    there = set(connection.scalars(select(campaign.c.code).where(campaign.c.kind == "notice")))
    if alone := some(sorted(there - files)):
        yield gap(
            f"数据库中的通知没有对应的文件：{alone}，其任务不再随文件更新",
            f"notices of the database without a file: {alone}; nothing brings them up to date",
        )
    campaigns = {code for order in orders for code in (order.notice.code, *(one.code for one in order.campaigns))}
    named = {(one.campaign, one.code) for order in orders for one in order.lines}
    stored = select(campaign.c.code, line.c.code).join_from(line, campaign, campaign.c.id == line.c.campaign_id)
    lines = {(of, code) for of, code in connection.execute(stored) if of in campaigns}
    if left := some(sorted(f"{of} {code}" for of, code in lines - named)):
        yield gap(
            f"通知文件中已没有这些事项，数据库里还有：{left}；如需去掉，先 seed remove 该通知再 init",
            f"lines that the notice's file no longer has: {left}; to drop them, remove the notice and run init again",
        )


def check_changed(url: str) -> Iterator[Finding]:
    """Files that changed since the last `seed init`, loaded in a transaction that is undone. What obligations lack is
    told apart (check_notice).
    """
    if names := some(sorted({*would_change(url)} - {"obligation"})):
        yield gap(
            f"通知或基础数据文件在上次初始化之后有改动（{names}），请运行 python -m seed init",
            f"files of notices or reference tables changed since the last init ({names}): run `python -m seed init`",
        )
