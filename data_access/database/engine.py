"""The engines of DATABASE_URL, embedded SQLite or PostgreSQL: one that writes, one that reads (reliability.md §2)."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, ExecutionContext, NullPool, QueuePool, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from data_access.database.dialect import register
from data_access.database.self_check import refuse_unfit
from data_access.database.servers import for_reading, for_writing
from data_access.database.timeouts import limit_waiting
from data_access.database.transaction_settings import set_in_transactions, settings_of

EMBEDDED: Final = Path(__file__).resolve().parents[2] / "var" / "campaign.db"
WRITER_WAIT: Final = 30.0
READER_WAIT: Final = 5.0
STATEMENT_TIMEOUT: Final = 5.0
CONNECT_TIMEOUT: Final = 2
"""Seconds; libpq allows no less."""
PROGRESS_STEPS: Final = 10_000
"""SQLite instructions between two checks of the clock: less than 1 ms, and the checks cost nothing measurable."""
STATEMENTS: Final = 512
"""Compiled statements that each SQLite connection of a reader caches: some 10 kB each."""
READERS: Final[Mapping[str, Any]] = {"pool_size": 5, "max_overflow": 5, "pool_timeout": 3, "pool_use_lifo": True}

OURS: Final = 0o640
"""Mode of a new SQLite file and of its journals: it names enterprises that are not public."""


class DatabaseMissingError(RuntimeError):
    """The embedded database does not exist yet; nothing is created in its place."""


def database_url() -> str:
    """The URL that all rooms use: DATABASE_URL, or the embedded SQLite file var/campaign.db."""
    return os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{EMBEDDED}"


def is_embedded(url: str | URL) -> bool:
    """Whether `url` is the embedded SQLite file and not a database that somebody configured."""
    target = parsed(url)
    return target.get_backend_name() == "sqlite" and Path(str(target.database)).resolve() == EMBEDDED.resolve()


def parsed(url: str | URL) -> URL:
    """`url` with its driver named: PostgreSQL means psycopg 3. ValueError for any other database."""
    made = make_url(url.replace("postgres://", "postgresql://", 1) if isinstance(url, str) else url)
    backend = made.get_backend_name()
    if backend == "postgresql":
        return made.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and made.database and made.database != ":memory:":
        return made.set(drivername="sqlite")
    raise ValueError("the database must be PostgreSQL or an SQLite file: postgresql://… or sqlite:///path")


def write_engine(url: str | URL | None = None, *, name: str = "seed", pool_timeout: float = WRITER_WAIT) -> Engine:
    """The engine that writes (seed, access data, tests), called `name` at PostgreSQL. It makes the folder of an SQLite
    file and sets its journal to WAL.

    An SQLite transaction takes the write lock at once, so that a second writer waits and does not fail half-way.
    """
    target = parsed(url or database_url())
    if target.get_backend_name() == "postgresql":
        pool: dict[str, Any] = {"pool_size": 2, "max_overflow": 8, "pool_timeout": pool_timeout}
        return _postgresql(for_writing(target), name, {}, hide_parameters=True, **pool)
    path = Path(str(target.database))
    path.parent.mkdir(parents=True, exist_ok=True)

    def connect() -> sqlite3.Connection:
        if not path.exists():
            path.touch(mode=OURS)
        connection = sqlite3.connect(path, timeout=WRITER_WAIT, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    engine = create_engine(target, creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", _begin("IMMEDIATE"))
    return refuse_unfit(engine)


def read_engine(url: str | URL | None = None, *, statement_timeout: float = STATEMENT_TIMEOUT) -> Engine:
    """The engine of the dashboard and the extracts. It cannot write, stops a statement after `statement_timeout`
    seconds and waits READERS["pool_timeout"] seconds for a connection; its transactions are snapshots.
    DatabaseMissingError at the first use of an SQLite file that is not there. The folder of a WAL file must be writable
    (shared memory).
    """
    target = parsed(url or database_url())
    if target.get_backend_name() == "postgresql":
        return _postgresql_reader(for_reading(target), statement_timeout)
    return _sqlite_reader(target, statement_timeout)


@contextmanager
def disposing(engine: Engine) -> Iterator[Engine]:
    """The engine; its connections are closed at the end."""
    try:
        yield engine
    finally:
        engine.dispose()


def _begin(default: str) -> Any:  # SQLAlchemy types listeners loosely
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('sqlite_begin') or default}")

    return begin


def _sqlite_reader(target: URL, statement_timeout: float) -> Engine:
    """Connections are pooled, since SQLite compiles each select again on a new one: 1 to 2 ms, five times as long as
    the select itself takes on the sample campaign. A connection whose file was replaced is closed at its next use.
    """
    path = Path(str(target.database)).absolute()

    def connect(entry: ConnectionPoolEntry) -> sqlite3.Connection:
        entry.info["file"] = _identity(path)
        if entry.info["file"] is None:
            raise DatabaseMissingError(f"no database at {path}; `python -m seed init` makes one")
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro",
            uri=True,
            timeout=READER_WAIT,
            check_same_thread=False,  # a streamed extract moves between the server's threads
            isolation_level=None,
            cached_statements=STATEMENTS,
        )
        connection.execute("PRAGMA query_only=ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)  # mode=ro alone lets ATTACH write another file
        return connection

    def take(_connection: Any, entry: ConnectionPoolEntry, _taken: Any) -> None:
        if entry.info["file"] != _identity(path):
            raise InvalidatePoolError

    engine = create_engine(target, creator=connect, poolclass=QueuePool, hide_parameters=True, **READERS)
    event.listen(engine, "checkout", take)
    event.listen(engine, "begin", _begin("DEFERRED"))
    event.listen(engine, "before_cursor_execute", _watch(statement_timeout))
    return refuse_unfit(engine)


def _identity(path: Path) -> tuple[int, int] | None:
    """The identity of the file at `path`; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _watch(seconds: float) -> Any:
    """A listener that interrupts a statement after `seconds` of work; waiting for the reader of its rows does not
    count.
    """

    def start(
        connection: Connection,
        _cursor: Any,
        _sql: str,
        _parameters: Any,
        _context: ExecutionContext | None,
        _many: bool,
    ) -> None:
        last, worked = monotonic(), 0.0

        def late() -> bool:
            nonlocal last, worked
            now = monotonic()
            worked += min(now - last, 0.05)
            last = now
            return worked > seconds

        raw = connection.connection.dbapi_connection
        if isinstance(raw, sqlite3.Connection):
            raw.set_progress_handler(late, PROGRESS_STEPS)

    return start


def _postgresql_reader(target: URL, statement_timeout: float) -> Engine:
    """A PostgreSQL engine with the settings of reliability.md §2. What keeps it from writing are the grants of its
    role.
    """
    idle = max(10.0, statement_timeout)
    engine = _postgresql(
        target,
        "dash",
        {
            "lock_timeout": "1s",
            "jit": "off",  # to compile counts of hazards takes longer than it saves (1.3 s of 5 s with a million)
            "cursor_tuple_fraction": "1",  # extracts read all rows, not the first tenth that cursors are planned for
            "statement_timeout": f"{statement_timeout * 1000:.0f}",
            "idle_in_transaction_session_timeout": f"{idle * 1000:.0f}",
        },
        pool_recycle=300,
        **READERS,
        execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
        hide_parameters=True,
    )
    limit_waiting(engine, statement_timeout)
    return engine


def _postgresql(target: URL, name: str, of_transactions: Mapping[str, str], **settings: Any) -> Engine:
    """A PostgreSQL engine that calls itself `name` and keeps nothing in the server's session, neither settings nor
    prepared statements: behind a pooler each transaction may have another one. `settings` are create_engine's. What
    the URL says about the connection wins over our defaults.
    """
    defaults = {
        "application_name": name,
        "connect_timeout": CONNECT_TIMEOUT,
        "keepalives_idle": 30,
        "tcp_user_timeout": 10_000,
    }
    arguments: dict[str, Any] = {key: value for key, value in defaults.items() if key not in target.query}
    arguments["prepare_threshold"] = None
    theirs = settings_of(str(target.query.get("options", "")))
    target = target.difference_update_query(["options"])
    register()
    engine = refuse_unfit(create_engine(target, connect_args=arguments, pool_pre_ping=True, **settings))
    set_in_transactions(engine, {"TimeZone": "UTC", **of_transactions, **theirs})
    return engine
