"""`python -m seed check`: what is missing or contradictory in the files of the project and in the database."""

from contextlib import ExitStack
from typing import Final

from sqlalchemy import Connection, Engine, inspect, select

from data_access.database.engine import DatabaseMissingError, disposing, read_engine
from data_access.database.schema import campaign, metadata
from data_access.database.snapshot import snapshot
from seed.check.files import check_files
from seed.check.finding import Finding, some, wrong
from seed.check.hazards import check_hazards
from seed.check.notice import check_notice, check_notices
from seed.check.places import check_places
from seed.check.returns import check_returns
from seed.check.revision import check_changed, check_notice_files, check_revisions
from seed.check.shards import check_shards
from seed.private import private_url

__all__ = ["Finding", "check_all", "check_database", "check_files"]
PATIENCE: Final = 600.0
"""Seconds for one statement: a province's events are read in one."""


def check_all(url: str) -> list[Finding]:
    """All findings about a database and its private place, contradictions first; of tables of another version of
    the program only that. DatabaseMissingError where there is no database.
    """
    with ExitStack() as stack:
        public = _reading(stack, read_engine(url, statement_timeout=PATIENCE))
        try:
            private = _reading(stack, read_engine(private_url(url), statement_timeout=PATIENCE))
        except DatabaseMissingError:
            private = None
        if apart := [*check_revisions(public, private)]:
            return apart
        found = [*check_database(public), *check_places(public, private)]
    return sorted([*found, *check_changed(url)], key=lambda finding: not finding.contradiction)


def check_database(connection: Connection) -> list[Finding]:
    """What is missing or contradictory in a public database; contradictions first."""
    if missing := sorted(set(metadata.tables) - set(inspect(connection).get_table_names())):
        return [
            wrong(
                f"数据库缺少 {len(missing)} 张表（{some(missing)}），请先运行 python -m seed init",
                f"{len(missing)} tables are missing ({some(missing)}); run `python -m seed init` first",
            )
        ]
    notices = connection.execute(select(campaign.c.id, campaign.c.code).where(campaign.c.kind == "notice")).all()
    if not notices:
        return [
            wrong("数据库里没有通知，请先运行 python -m seed init", "no notice is loaded; run `python -m seed init`")
        ]
    found = [
        *check_notices(connection),
        *check_notice_files(connection),
        *check_returns(connection),
        *check_hazards(connection),
        *check_shards(connection),
    ]
    for campaign_id, code in notices:
        found += check_notice(connection, campaign_id, code)
    return sorted(found, key=lambda finding: not finding.contradiction)


def _reading(stack: ExitStack, engine: Engine) -> Connection:
    return stack.enter_context(snapshot(stack.enter_context(disposing(engine)))).connection
