"""`audit(event, viewer, success, **facts)`: the one way in which an act is recorded.

Without settings nothing is recorded: whoever lets people sign in asks `is_recorded()` first and refuses to start.
"""

import os
import pwd
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, insert
from sqlalchemy.exc import SQLAlchemyError

from data_access.access.audit.chain import Chain
from data_access.access.audit.line import Event, Fact, Line, written
from data_access.access.audit.settings import AuditError, audit_settings, read_keys
from data_access.access.audit.syslog import Collector
from data_access.access.place import CONSOLE, access_url, engine_at
from data_access.access.tables import audit as audit_table
from data_access.access.viewer import Viewer

LOGIN: Final = Path("/proc/self/loginuid")
"""Linux notes the account at login, and nobody but root can change it afterwards."""
NOBODY: Final = 2**32 - 1
"""Nobody logged in: a service."""
UNSYNCED: Final[frozenset[Event]] = frozenset({"page"})
"""Events that may be lost with the power of the machine, though not with the process: a reader does not wait for the
disk.
"""


def audit(
    event: Event,
    viewer: Viewer | None,
    success: bool,
    *,
    address: str = "",
    now: datetime | None = None,
    **facts: Fact,
) -> int | None:
    """Record an act and whether it came to be; the number of its line, None where no audit is configured.

    `viewer` is None where nobody is known, `address` where the request came from. AuditError where it cannot be
    written: hand out no file then, and let pages go on saying so.
    """
    return write_line(event, viewer, success, facts, address, now)


def write_line(
    event: Event,
    viewer: Viewer | None,
    success: bool,
    facts: Mapping[str, Fact],
    address: str = "",
    now: datetime | None = None,
) -> int | None:
    """As `audit`, with the facts in a mapping."""
    chain = open_chain()
    if chain is None:
        return None
    now = now or datetime.now(UTC)
    line = chain.append(written(event, viewer, success, address, facts, now, chain.host), now, event not in UNSYNCED)
    if engine := table():
        _insert(engine, chain.host, line)
    if collector := _collector():
        collector.send(event, success, line.raw.decode(), line.at, chain.host)
    return line.n


@contextmanager
def recorded(
    event: Event, viewer: Viewer | None, facts: Mapping[str, Fact], address: str = ""
) -> Iterator[dict[str, Fact]]:
    """Record the beginning and the end of an act, whose end tells what the block put into the dictionary, and whether
    it came to be: an exception means that it did not, and so does `ok` in the dictionary. AuditError before anything is
    done where nothing can be written.
    """

    def line(success: bool, **said: Fact) -> int | None:
        return write_line(event, viewer, success, said, address)

    n = write_line(event, viewer, True, {"phase": "start", **facts}, address)
    found: dict[str, Fact] = {}
    try:
        yield found
    except BaseException as fault:
        done = getattr(fault, "exit_code", 1) == 0  # a command that leaves as one should
        aborted: dict[str, Fact] = {} if done else {"aborted": type(fault).__name__}
        with suppress(AuditError):  # the fault itself is what must be told
            line(done, phase="end", of=n, **found, **aborted)
        raise
    line(found.pop("ok", True) is True, phase="end", of=n, **found)


def operator() -> Viewer:
    """Whoever runs this process on the machine, a person whose id is os:NAME: the account that logged in, also behind
    su and sudo, where the system kept it; else the process's own.
    """
    number = _logged_in()
    try:
        name = pwd.getpwuid(number).pw_name
    except KeyError:
        name = str(number)
    return Viewer(f"{CONSOLE}{name}", name, "", frozenset())


def _logged_in() -> int:
    try:
        number = int(LOGIN.read_text())
    except (OSError, ValueError):
        number = NOBODY
    return os.getuid() if number == NOBODY else number


def is_recorded() -> bool:
    """Whether an audit is configured; AuditError where its settings are wrong."""
    return open_chain() is not None


@cache
def open_chain() -> Chain | None:
    """The record of this machine, None where none is configured; AuditError where its settings are wrong."""
    set_to = audit_settings()
    if set_to.folder is None or set_to.key_file is None or set_to.anchor is None:
        return None
    return Chain(set_to.folder, set_to.anchor, read_keys(set_to.key_file), set_to.digest, socket.gethostname())


def forget() -> None:
    """Close what is open, and read the settings anew at the next act."""
    if table.cache_info().currsize and (opened := table()):
        opened.dispose()
    if _collector.cache_info().currsize and (collector := _collector()):
        collector.close()
    for kept in (audit_settings, open_chain, table, _collector):
        kept.cache_clear()


@cache
def table() -> Engine | None:
    """The engine of the table of the audit; None unless the access place is a PostgreSQL, where the lines of all
    machines come together.
    """
    if not os.environ.get("ACCESS_URL", "").strip():
        return None
    target = access_url()
    return engine_at(target) if target.get_backend_name() == "postgresql" else None


@cache
def _collector() -> Collector | None:
    address = audit_settings().syslog
    return Collector(address) if address else None


def _insert(engine: Engine, host: str, line: Line) -> None:
    row = {
        "chain": host,
        "n": line.n,
        "at": line.at,
        "event": line.event,
        "success": line.ok,
        "person_id": _storable(str(line.who.get("id", "")), 200),
        "session": _storable(str(line.who.get("session", "")), 16),
        "address": _storable(line.address, 200),
        "line": line.raw.decode(),
    }
    try:
        with engine.begin() as conn:
            if line.event in UNSYNCED:
                conn.exec_driver_sql("SET LOCAL synchronous_commit = off")
            conn.execute(insert(audit_table), [row])
    except SQLAlchemyError as error:
        raise AuditError(
            f"审计记录已写入文件（第 {line.n} 行），但写不进数据库",
            f"line {line.n} of the audit stands in the file, but the database does not take it",
        ) from error


def _storable(text: str, longest: int) -> str:
    """What PostgreSQL takes of a text that somebody sent; the line has all of it."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:longest]
