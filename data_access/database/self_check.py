"""Whether the engine behind a database answers as this program relies on: some speak the language and count otherwise.

A database that turns `count(*) FILTER (WHERE …)` into a count of all rows, or an empty text into none, gives wrong
figures without an error. So a few questions with known answers are asked once a process, before anything else
(ADR 0040).
"""

import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any, Final, NamedTuple, TypedDict

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    Engine,
    FromClause,
    Integer,
    Select,
    String,
    distinct,
    event,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.exc import DBAPIError

from data_access.database.constructs import day_count, later, local_day, local_day_number, microseconds
from data_access.database.schema import UtcDateTime
from data_access.i18n import LANGUAGES, t

MIDNIGHT: Final = datetime(2020, 6, 30, 16, tzinfo=UTC)
"""In China."""
EAST: Final = 480
_BEFORE: Final = MIDNIGHT - timedelta(seconds=1)
_FINE: Final = MIDNIGHT + timedelta(microseconds=999_999)


NOT_UNDERSTOOD: Final = ("0A", "22", "42")
"""PostgreSQL's classes of errors: not supported, wrong data, no such syntax or function."""


class Refusal(TypedDict):
    """The values of the words `shell.engine`: product and version, and by name what it answers wrongly."""

    engine: str
    failed: str


class UnfitEngineError(RuntimeError):
    """The engine gives wrong answers, and nothing may be read from it or written to it; says so in both languages."""

    def __init__(self, words: Refusal) -> None:
        super().__init__(" / ".join(t(lang, "shell.engine", None, **words) for lang in LANGUAGES))


class Known(NamedTuple):
    """A question, by a name that an administrator can look up, and its answer."""

    name: str
    ask: Select[*tuple[Any, ...]]
    answer: tuple[object, ...]


def _rows() -> FromClause:
    """Four rows: a number, a text that is once empty and once missing, a truth and an instant that are once missing."""

    def row(n: int, word: str | None, yes: bool | None, at: datetime | None) -> Select[*tuple[Any, ...]]:
        return select(
            literal(n, Integer).label("n"),
            (null() if word is None else literal(word, String)).label("word"),
            (null() if yes is None else literal(yes, Boolean)).label("yes"),
            (null() if at is None else literal(at, UtcDateTime)).label("at"),
        )

    rows = (
        row(1, "安全", True, _BEFORE),
        row(2, "", False, MIDNIGHT),
        row(3, "安全", True, _FINE),
        row(4, None, None, None),
    )
    return union_all(*rows).cte("known")


@cache
def known() -> tuple[Known, ...]:
    """What is asked: each kind of SQL that the figures rest on, our own constructs too."""
    k = _rows().c
    count = func.count
    first = select(k.yes, k.at).where(k.n == 1)
    day, at = literal(date(2020, 7, 1), Date), literal(MIDNIGHT, UtcDateTime)
    beijing = MIDNIGHT.astimezone(timezone(timedelta(minutes=EAST)))
    return (
        Known("FILTER", select(count(), count().filter(k.n > 1), func.max(k.n).filter(k.n < 3)), (4, 3, 2)),
        Known("DISTINCT FILTER", select(count(distinct(k.word)), count(distinct(k.word)).filter(k.n != 2)), (2, 1)),
        Known(
            "'' / NULL",
            select(count(k.word), count().filter(k.word == ""), count().filter(k.word.is_(None))),
            (3, 1, 1),
        ),
        Known("text", select(func.max(func.length(k.word)), func.max(k.word)), (2, "安全")),
        Known("integer division", select(literal(7, Integer) // literal(2, Integer)), (3,)),
        Known(
            "boolean", select(count().filter(k.yes), count().filter(~k.yes), count().filter(k.yes.is_(None))), (2, 1, 1)
        ),
        Known("instant", first, (True, _BEFORE)),
        Known(
            "time zone",
            select(count().filter(k.at < beijing), count().filter(k.at == beijing), func.max(k.at)),
            (1, 1, _FINE),
        ),
        Known(
            "IN",
            select(count().filter(k.n.in_([1, 3])), count().filter(k.n.not_in([1])), count().filter(k.n.in_([]))),
            (2, 3, 0),
        ),
        Known(
            "local day",
            select(local_day(at, EAST), local_day(literal(_BEFORE, UtcDateTime), EAST)),
            ("2020-07-01", "2020-06-30"),
        ),
        Known("day number", select(local_day_number(at, EAST), day_count(day)), (18444, 18444)),
        Known("later", select(later(at, literal(86_399, Integer))), (MIDNIGHT + timedelta(seconds=86_399),)),
        Known("microseconds", select(func.max(microseconds(k.at))), (1593532800_999_999,)),
    )


def refuse_unfit(engine: Engine) -> Engine:
    """`engine`, which from now on gives no connection to what fails the check: UnfitEngineError at each attempt."""
    event.listen(engine, "engine_connect", _check)
    return engine


def refusal() -> Refusal | None:
    """What was refused in this process, if anything."""
    return next(filter(None, _refusals.values()), None)


def forget() -> None:
    """Check anew, as a new process would (tests)."""
    _refusals.clear()


_refusals: Final[dict[tuple[str, str | None, int | None], Refusal | None]] = {}
"""Of each server that was asked, by backend, host and port: SQLite is one, in this process."""


def _check(connection: Connection) -> None:
    url = connection.engine.url
    server = (url.get_backend_name(), url.host, url.port)
    if server not in _refusals:
        _refusals[server] = _checked(connection)
    if found := _refusals[server]:
        connection.close()
        raise UnfitEngineError(found)


def _checked(connection: Connection) -> Refusal | None:
    connection.execution_options(sqlite_begin="DEFERRED")  # a writer's lock is not for this
    failed = [one.name for one in known() if not _right(connection, one)]
    engine = _product(connection) if failed else ""
    connection.rollback()
    connection.execution_options(sqlite_begin=None)
    return Refusal(engine=engine, failed=", ".join(failed)) if failed else None


def _right(connection: Connection, one: Known) -> bool:
    try:
        found = tuple(connection.execute(one.ask).one())
    except DBAPIError as error:
        if not _not_understood(error):
            raise
        connection.rollback()
        return False
    return found == one.answer and [type(value) for value in found] == [type(value) for value in one.answer]


def _not_understood(error: DBAPIError) -> bool:
    """Whether the statement was refused for what it says, and not for a connection that was lost or a lock."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return state[:2] in NOT_UNDERSTOOD or getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def _product(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    return str(connection.exec_driver_sql("SELECT pg_catalog.version()").scalar()).partition(" on ")[0]
