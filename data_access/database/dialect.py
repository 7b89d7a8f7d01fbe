"""PostgreSQL's dialect for all that speaks its protocol: SQLAlchemy's own fails on a version() that names another
product, before anybody could say which one it is (self_check).
"""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg


class Dialect(PGDialect_psycopg):
    """The dialect of psycopg, with the version that the server tells the driver at the beginning of a connection."""

    supports_statement_cache = True

    def _get_server_version_info(self, connection: Connection) -> tuple[int, ...]:
        raw: Any = connection.connection.dbapi_connection
        number: int = raw.info.server_version
        return divmod(number, 10_000)


def register() -> None:
    """Take this dialect for postgresql+psycopg://."""
    registry.register("postgresql.psycopg", __name__, Dialect.__name__)
