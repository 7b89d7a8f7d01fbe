"""A simulation stands alone: it replaces samples and earlier simulations, and never joins anything real."""

from pathlib import Path

from sqlalchemy import URL, Connection

from data_access.database.engine import disposing, write_engine
from seed.init import initialise
from seed.loads import is_untouched, labels, unexplained
from seed.returns.replace import start_over
from seed.usage import UsageError


def make_fresh(url: str | URL) -> Path | None:
    """Bring the database to what `seed init` makes of it; where what was emptied is, if anything was copied.

    UsageError, and nothing is touched, if it holds real data.
    """
    initialise(url)
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        loaded = bool(labels(connection))
    return start_over(url) if loaded else None


def must_be_fresh(connection: Connection) -> None:
    """UsageError unless there is nothing but a notice, as the writer's own transaction sees it."""
    if not is_untouched(connection):
        rows = "、".join(unexplained(connection))
        raise UsageError(
            f"the database holds data that no load tells of ({rows}): a simulation needs one of its own",
            f"数据库里有来历不明的数据({rows});请在 DATABASE_URL 中另行指定数据库。",
        )
