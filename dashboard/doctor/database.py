"""Checks that ask the database: whether it answers, fits and is closed to what a dashboard must not do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from dashboard.data import reader
from dashboard.doctor.finding import Finding, warning, wrong
from data_access.database.engine import database_url, disposing, parsed, read_engine
from data_access.database.failures import DATABASE

CLOCKS: Final = timedelta(seconds=30)
"""By how much the clocks of this machine and of the database's may differ."""
WRITES: Final = text(
    "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'f') AND"
    " (has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE')"
    " OR has_table_privilege(c.oid, 'DELETE') OR has_table_privilege(c.oid, 'TRUNCATE')) ORDER BY 1"
)
SEES: Final = text(
    "SELECT name FROM (VALUES ('private', to_regnamespace('private') IS NOT NULL"
    " AND has_schema_privilege('private', 'USAGE')), ('hazard.unit_ref', to_regclass('public.hazard') IS NOT NULL"
    " AND has_column_privilege('public.hazard', 'unit_ref', 'SELECT'))) AS t(name, seen) WHERE seen"
)


def tables() -> Iterator[Finding]:
    """Whether pages can be drawn: reachable, of this version, with returns in it, not newer than the clock."""
    seen = reader.pulse().read()
    if isinstance(seen, str):
        yield wrong("database", why=seen)
        return
    if seen.fit:
        yield wrong(f"tables_{seen.fit}")
        return
    if seen.stamp.data_until is None:
        yield warning("empty")
    if seen.stamp.is_ahead(datetime.now(UTC)):
        yield wrong("clock", now=f"{datetime.now(UTC):%Y-%m-%d %H:%M}Z")


def rights() -> Iterator[Finding]:
    """What the dashboard's role of PostgreSQL may do and must not; SQLite has no roles."""
    if parsed(database_url()).get_backend_name() != "postgresql":
        return
    try:
        with disposing(read_engine()) as engine, engine.connect() as connection:
            yield from _rights(connection)
    except DATABASE as error:
        yield wrong("database", why=type(error).__name__)


def _rights(connection: Connection) -> Iterator[Finding]:
    role, is_super, now = connection.execute(
        text("SELECT current_user, rolsuper, clock_timestamp() FROM pg_roles WHERE rolname = current_user")
    ).one()
    if is_super:
        yield wrong("superuser", role=role)
    elif written := list(connection.scalars(WRITES)):
        yield wrong("writes", role=role, tables=", ".join(written[:5]), number=len(written))
    elif open_to := list(connection.scalars(SEES)):
        yield wrong("sees", role=role, what=", ".join(open_to))
    if abs(now - datetime.now(UTC)) > CLOCKS:
        yield wrong("clocks", seconds=round(abs(now - datetime.now(UTC)).total_seconds()))
