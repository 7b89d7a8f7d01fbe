"""Connections to PostgreSQL that wait for an answer only so long: a frozen server keeps its sockets open and says
nothing, and neither libpq nor a timeout that the server itself keeps ends that.
"""

from typing import Any, Final

import psycopg
from psycopg.abc import RV, PQGen
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

PING: Final = 1.5
"""Seconds for the answer to a ping, before a connection is given out: with the 2 of connecting anew, less than the 5
in which a page says that the database is away."""
GRACE: Final = 0.5
"""Seconds longer than the statement timeout that the server keeps."""


class PatientConnection(psycopg.Connection[Any]):
    """Gives up after `patience` seconds without an answer, and is closed then, so that no pool gives it out again."""

    patience: float = PING

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """As of psycopg; OperationalError where nothing came."""
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {self.patience:g} s") from error


def be_patient(engine: Engine, statement_timeout: float) -> None:
    """Let the engine's connections wait PING seconds while they are in the pool, and in use as long as the server lets
    a statement run.
    """

    def connect(_dialect: Any, _entry: ConnectionPoolEntry, arguments: Any, settings: Any) -> DBAPIConnection:
        connection: Any = PatientConnection.connect(*arguments, **settings)
        return connection  # type: ignore[no-any-return]

    def given(connection: Any, *_: Any) -> None:
        connection.patience = statement_timeout + GRACE

    def taken_back(connection: Any, *_: Any) -> None:
        if connection is not None:
            connection.patience = PING

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "checkout", given)
    event.listen(engine, "checkin", taken_back)
