"""The private place (decision 8): a second file beside the SQLite file, or the schema `private` of PostgreSQL."""

import os
from pathlib import Path

from sqlalchemy import URL, Engine, func, select, text

from data_access.database.engine import database_url, parsed, write_engine
from data_access.database.migrations import ONE_AT_A_TIME, migrate

SCHEMA = "private"
SCRIPTS = Path(__file__).parent / "migrations"


def private_url(url: str | URL | None = None) -> URL:
    """Where the private rows of the public database `url` live: PRIVATE_DATABASE_URL, else beside it."""
    target = parsed(os.environ.get("PRIVATE_DATABASE_URL", "").strip() or beside(parsed(url or database_url())))
    if target.get_backend_name() == "postgresql":
        options = f"{target.query.get('options', '')} -c search_path={SCHEMA}".strip()
        return target.update_query_dict({"options": options})
    return target


def beside(public: URL) -> URL:
    """campaign.db → campaign-private.db in the same folder; the same database on PostgreSQL."""
    if public.get_backend_name() == "postgresql":
        return public
    path = Path(str(public.database))
    return public.set(database=str(path.with_name(f"{path.stem}-private{path.suffix}")))


def private_engine(url: str | URL | None = None) -> Engine:
    """The write engine of the private place that belongs to the public database `url`; only seed/ may open it."""
    target = private_url(url)
    if target.get_backend_name() == "sqlite":
        path = Path(str(target.database))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.chmod(0o600)
    return write_engine(target)


def migrate_private(engine: Engine, revision: str = "head", *, public: Engine | None = None) -> bool:
    """As `migrate`, for the private place; its schema is made when it is not there. True if anything changed.

    `public` is the migrated database that the rows belong to; rows that it does not know stay,
    without an owner.
    """
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
            if connection.scalar(text("SELECT to_regnamespace(:name) IS NULL"), {"name": SCHEMA}):
                connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    return migrate(engine, revision, scripts=SCRIPTS, public=public)
