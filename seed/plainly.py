"""Faults of a database in a sentence: no traceback for a server that is down or an address mistyped."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import ArgumentError, DBAPIError

from data_access.database.engine import DatabaseMissingError, database_url, parsed
from data_access.database.self_check import UnfitEngineError
from data_access.database.servers import are_several
from data_access.database.shards import HALF_LOADED, ShardsApartError
from seed.usage import UsageError

NO_TABLES: Final = UsageError(
    "the database has no tables, or those of another version: run `python -m seed init` first",
    "数据库没有表,或表与程序版本不符,请先运行 python -m seed init",
)
NO_TABLE_STATES: Final = ("42P01", "42703", "3F000")
"""PostgreSQL's states for a table, a column, a schema that is not there."""

READ_ONLY: Final = "25006"
"""PostgreSQL's state for a write on a server that only follows another one."""


@contextmanager
def plainly(*, existing: bool = True) -> Iterator[str]:
    """The configured URL; faults of its database become a UsageError, at the beginning or while it is used.

    With `existing` an SQLite file must be there: a mistyped path makes no new database.
    """
    try:
        url = database_url()
        target = parsed(url)
        place = target.render_as_string(hide_password=True)
    except (ArgumentError, ValueError) as fault:
        raise UsageError(
            "DATABASE_URL is not an address of a database: postgresql://user@host/name or sqlite:///path",
            "DATABASE_URL 不是数据库地址,应为 postgresql://用户@主机/库名 或 sqlite:///路径",
        ) from fault
    if existing and target.get_backend_name() == "sqlite" and not Path(str(target.database)).exists():
        raise _missing(place)
    try:
        yield url
    except DatabaseMissingError as fault:
        raise _missing(place) from fault
    except UnfitEngineError as fault:
        raise UsageError(f"{place}: {fault}") from fault
    except ShardsApartError as fault:
        raise _half_loaded(place, str(fault)) from fault
    except DBAPIError as fault:
        raise _usage_error(target, place, fault) from fault


def _missing(place: str) -> UsageError:
    return UsageError(
        f"no database at {place}: `python -m seed init` makes one",
        f"没有数据库 {place};python -m seed init 可以新建",
    )


def _half_loaded(place: str, what: str) -> UsageError:
    return UsageError(
        f"{place}: a load was cut off and is on some servers only ({what}): run that command again, with the same"
        " files, before anything else (docs/operations.md)",
        f"{place}:有一次装载中断,只写入了部分服务器({what});请先用相同文件重新运行该命令,再做其他操作"
        "(见 docs/operations.md)",
    )


def _usage_error(target: URL, place: str, fault: DBAPIError) -> UsageError:
    state, text = getattr(fault.orig, "sqlstate", None), str(fault.orig).splitlines()[0]
    if state in NO_TABLE_STATES or text.startswith(("no such table", "no such column")):
        return NO_TABLES
    if state == "42501":
        return UsageError(
            f"{place}: this role may not do that ({text}); see deploy/postgresql-roles.sql",
            f"{place}:此数据库角色没有权限({text});参见 deploy/postgresql-roles.sql",
        )
    if state == HALF_LOADED:
        return _half_loaded(place, text)
    if state == READ_ONLY:
        return UsageError(
            f"{place}: this server only follows another one; name both in DATABASE_URL, and the one that takes writes"
            " is found (docs/operations.md)",
            f"{place}:这是只读的备用服务器;请在 DATABASE_URL 中写上两台服务器,程序自会找到可写的一台"
            "(见 docs/operations.md)",
        )
    lost = fault.connection_invalidated or (state is None and not place.startswith("sqlite"))
    if lost and are_several(target):
        return UsageError(
            f"{place}: none of these servers takes writes now; another one takes over within a minute. Then run the"
            " same command again: what was stored whole stays, nothing was stored by half",
            f"{place}:这些服务器现在都不可写,备用服务器一般在一分钟内接替;届时请重新运行同一命令:"
            "已整份入库的不变,没有只入一半的",
        )
    if lost:
        return UsageError(
            f"{place}: the database does not answer; is it running, and are address, user and password right?",
            f"{place}:连不上数据库;请检查是否已启动,地址、用户、密码是否正确",
        )
    return UsageError(f"{place}: {text}", f"{place}:数据库出错({text})")
