"""The kind of a failure: the database is gone, a statement took too long, or it does not fit the tables."""

import sqlite3
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy.exc import DBAPIError, PendingRollbackError, TimeoutError as PoolTimeoutError

from data_access.database.engine import DatabaseMissingError
from data_access.database.self_check import UnfitEngineError
from data_access.database.shards import ShardsApartError

DATABASE: Final = (
    DBAPIError,
    PendingRollbackError,
    PoolTimeoutError,
    DatabaseMissingError,
    UnfitEngineError,
    ShardsApartError,
)
"""The errors of the database, and not of the code that reads it."""
Failure: TypeAlias = Literal["away", "missing", "slow", "unfit", "half", "engine"]
"""away: no connection, or a lost one, or a file that cannot be read now; missing: there is no such file; slow: stopped
by the statement timeout; unfit: the database answers that the statement or its tables are wrong; half: a load is on
some of its shards only; engine: it answers wrongly, and is refused.
"""
UNREACHED: Final = "08"
"""PostgreSQL's class of errors for a server that it asks itself, and that is gone: a shard."""
BROKEN: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
"""SQLite's codes for a file that cannot be read now, where PostgreSQL would not answer."""
CANCELLED: Final = frozenset({"57014", "55P03", "40001"})
"""PostgreSQL: query_canceled (statement_timeout too), lock_not_available, and what a standby says to a read that it
stops because it has to follow (serialization_failure: a snapshot that only reads meets no other).
"""


def failure_of(error: BaseException) -> Failure:
    """The kind of failure that `error` is, raised while reading."""
    if isinstance(error, DatabaseMissingError):
        return "missing"
    if isinstance(error, UnfitEngineError):
        return "engine"
    if isinstance(error, ShardsApartError):
        return "half"
    if isinstance(error, PoolTimeoutError):
        return "slow"
    if isinstance(error, PendingRollbackError):
        return "away"  # a later statement in the snapshot of a connection that is lost
    if not isinstance(error, DBAPIError):
        return "unfit"
    orig: Any = error.orig
    if isinstance(orig, sqlite3.Error):
        code = getattr(orig, "sqlite_errorcode", 0) & 0xFF
        return "away" if code in BROKEN else "slow" if code == sqlite3.SQLITE_INTERRUPT else "unfit"
    state = getattr(orig, "sqlstate", None)
    if error.connection_invalidated or (state is None and error.statement is None):
        return "away"
    if state and state[:2] == UNREACHED:
        return "away"
    return "slow" if state in CANCELLED else "unfit"
