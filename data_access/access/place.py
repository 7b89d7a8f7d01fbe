"""Where the data of access lives: an SQLite file `access.db` beside the campaign's, or the schema `access` of
PostgreSQL, with roles of its own (docs/adr/0044-access.md).
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, func, select, text

from data_access.database.engine import database_url, parsed, write_engine
from data_access.database.migrations import ONE_AT_A_TIME, migrate

SCHEMA: Final = "access"
SCRIPTS: Final = Path(__file__).parent / "migrations"
FILE: Final = "access.db"
LIMITS: Final = f"-c search_path={SCHEMA} -c statement_timeout=5s -c lock_timeout=2s"
POOL_WAIT: Final = 3.0
"""Seconds: a page waits for no longer than these before it is told that nobody can be asked."""
READING: Final = {"sqlite_begin": "DEFERRED"}
"""Options of a connection that only reads: an SQLite file is not locked for it."""
CONSOLE: Final = "os:"
"""How ids of persons begin that are accounts of the machine; no identity system may bring one."""


class AccessError(RuntimeError):
    """What access data refuses or misses; its text is a sentence in Chinese and in English for whoever asked."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh, self.en = zh, en


def access_url(campaign: str | URL | None = None) -> URL:
    """ACCESS_URL, else the file beside the SQLite database `campaign`. AccessError where neither says it: on
    PostgreSQL it has roles of its own, which cannot be guessed.
    """
    if named := os.environ.get("ACCESS_URL", "").strip():
        target = parsed(named)
    else:
        target = parsed(campaign or database_url())
        if target.get_backend_name() == "postgresql":
            raise AccessError(
                "请设置 ACCESS_URL（postgresql://access_door@…）：登录与授权数据使用单独的数据库角色",
                "set ACCESS_URL (postgresql://access_door@…): persons and grants have database roles of their own",
            )
        target = target.set(database=str(Path(str(target.database)).with_name(FILE)))
    if target.get_backend_name() == "postgresql":
        return target.update_query_dict({"options": f"{LIMITS} {target.query.get('options', '')}".strip()})
    return target


def engine_at(target: URL) -> Engine:
    """The engine of the access data at `target` as access_url gives it; an SQLite file is its owner's only."""
    if target.get_backend_name() == "sqlite":
        path = Path(str(target.database))
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch()
            belongs(path)
        with suppress(PermissionError):  # somebody else's to close
            path.chmod(0o600)
    return write_engine(target, name="access", pool_timeout=POOL_WAIT)


def opened(campaign: str | URL | None = None) -> Engine:
    """The engine of the access data that belong to `campaign`, its tables as this program expects them: an SQLite file
    is made and migrated, on PostgreSQL AccessError says that its owner must do it.
    """
    engine = engine_at(access_url(campaign))
    if engine.dialect.name == "sqlite":
        migrate_access(engine)
    elif not _is_current(engine):
        engine.dispose()
        raise AccessError(
            "ACCESS_URL 所指数据库没有登录与授权表，或表与程序版本不符：请以 access_owner 运行"
            " python -m data_access access-init，再运行 deploy/postgresql-roles.sql",
            "the database at ACCESS_URL lacks the tables of access, or has those of another version: run"
            " `python -m data_access access-init` as access_owner, then deploy/postgresql-roles.sql",
        )
    return engine


def migrate_access(engine: Engine, revision: str = "head") -> bool:
    """As `migrate`, for the access place; its schema is made when it is not there. True if anything changed."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
            if connection.scalar(text("SELECT to_regnamespace(:name) IS NULL"), {"name": SCHEMA}):
                connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    return migrate(engine, revision, scripts=SCRIPTS)


def _is_current(engine: Engine) -> bool:
    with engine.connect() as connection:
        return (
            MigrationContext.configure(connection).get_current_revision() == ScriptDirectory(SCRIPTS).get_current_head()
        )


def belongs(path: Path) -> None:
    """Give what root has just made to the owner of its folder: a command of root must not shut out the service."""
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)
