"""What kind of failure an error is: the database is gone, a statement took too long, or it asked what is not there."""

import sqlite3
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy.exc import DBAPIError, TimeoutError as PoolTimeoutError

from data_access.database.engine import DatabaseMissingError

DATABASE: Final = (DBAPIError, PoolTimeoutError, DatabaseMissingError)
"""The errors in which a database fails, and not the code that reads it."""
Failure: TypeAlias = Literal["away", "missing", "slow", "unfit"]
"""away: no connection, or a lost one, or a file that cannot be read now; missing: there is no such file; slow: ended at
the limit of a statement; unfit: the database answers, and what was asked of it is not there or means nothing.
"""
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
"""What SQLite says of a file that nobody can read now, as PostgreSQL says nothing when it is down."""
CANCELLED: Final = frozenset({"57014", "55P03"})
"""PostgreSQL: query_canceled (statement_timeout too), lock_not_available."""


def failure_of(error: BaseException) -> Failure:
    """The kind of failure that reading ended with."""
    if isinstance(error, DatabaseMissingError):
        return "missing"
    if isinstance(error, PoolTimeoutError):
        return "slow"
    if not isinstance(error, DBAPIError):
        return "unfit"
    orig: Any = error.orig
    if isinstance(orig, sqlite3.Error):
        code = getattr(orig, "sqlite_errorcode", 0) & 0xFF
        return "away" if code in BROKEN else "slow" if code == sqlite3.SQLITE_INTERRUPT else "unfit"
    state = getattr(orig, "sqlstate", None)
    if error.connection_invalidated or (state is None and error.statement is None):
        return "away"
    return "slow" if state in CANCELLED else "unfit"
