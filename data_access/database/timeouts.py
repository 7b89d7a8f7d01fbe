"""Connections to PostgreSQL that give up waiting after a while: a frozen server keeps its sockets open and sends
nothing, and neither libpq nor a timeout inside the server ends that.
"""

from typing import Any, Final

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

PING: Final = 1.5
"""Seconds to wait for a ping, before the pool gives a connection out. With the 2 of a new connection this is less than
the 5 after which a page reports an outage."""
GRACE: Final = 0.5
"""Seconds longer than the statement timeout inside the server."""


class TimedConnection(psycopg.Connection[Any]):
    """A connection that closes itself after `longest_wait` seconds without an answer, so that no pool reuses it."""

    longest_wait: float = PING

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Like psycopg's wait; OperationalError after `longest_wait` seconds without an answer."""
        try:
            return super().wait(gen, interval, self.longest_wait if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {self.longest_wait:g} s") from error


def limit_waiting(engine: Engine, statement_timeout: float) -> None:
    """Limit how long the engine's connections wait: PING seconds in the pool, GRACE more than the statement timeout (in
    seconds) while in use.
    """

    def connect(_dialect: Any, _entry: ConnectionPoolEntry, arguments: Any, settings: Any) -> DBAPIConnection:
        connection: Any = TimedConnection.connect(*arguments, **settings)
        return connection  # type: ignore[no-any-return]

    def given(connection: Any, *_: Any) -> None:
        connection.longest_wait = statement_timeout + GRACE

    def taken_back(connection: Any, *_: Any) -> None:
        if connection is not None:
            connection.longest_wait = PING

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "checkout", given)
    event.listen(engine, "checkin", taken_back)
