"""The migrations of the shared database, run from code: `migrate(engine)`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select

HERE = Path(__file__).parent
ONE_AT_A_TIME = 20_200_043
"""Any number, as long as all migrations of this project take the same lock."""


def migrate(engine: Engine, revision: str = "head", *, scripts: Path = HERE, **attributes: object) -> bool:
    """Bring the database of `engine` to `revision`: 'head', 'base' or an identifier, up or down, in one transaction.

    True if anything changed. `scripts` is the folder of an Alembic environment (the private one is in seed/private),
    whose scripts find `attributes` in their configuration.
    """
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    directory = ScriptDirectory.from_config(config)
    known = {script.revision for script in directory.walk_revisions()}
    target = directory.get_current_head() if revision == "head" else revision
    with _alone(engine) as connection:
        if engine.dialect.name == "postgresql":  # SQLite's writer is alone already
            connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        before = MigrationContext.configure(connection).get_current_revision()
        if before == (None if target == "base" else target):
            return False
        if before is not None and before not in known:
            raise RuntimeError(f"the database is at revision {before}, which this version of the project does not know")
        config.attributes.update(attributes, connection=connection)
        older = {script.revision for script in directory.iterate_revisions(before or "base", "base")}
        down = target == "base" or target in older
        (command.downgrade if down else command.upgrade)(config, str(target))
    return True


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction in which SQLite may make a table anew: with its foreign keys on, to drop the old one would delete
    the rows of others that point to it. All keys are checked before the end instead.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5):
                    raise RuntimeError(f"rows that point to none (table, row, table pointed to): {broken}")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")
