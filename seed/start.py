"""`python -m seed start` and `seed samples`: a database with invented data, labelled as such."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import URL, Connection, insert, select, update

from data_access.database.engine import disposing, is_embedded, write_engine
from data_access.database.schema import campaign, load_log
from seed.init import initialise
from seed.loads import check_joins, is_untouched
from seed.merge import one_writer
from seed.returns.importing import Progress, import_paths
from seed.returns.report import Report
from seed.samples import NOTICE, SAMPLES

SOURCE: Final = "seed samples"


def start(url: str | URL, progress: Progress | None = None) -> Report | None:
    """Bring the database up to date; the samples, into the embedded file alone. What came of them, if anything.

    They come where nothing but `seed init` ever wrote and their own notice is there, and again where an earlier load
    of them was interrupted.
    """
    initialise(url)
    return load_samples(url, progress) if is_embedded(url) and _may_load(url) else None


def load_samples(url: str | URL, progress: Progress | None = None) -> Report:
    """The sample campaign, whole, in any database that holds nothing else; UsageError if it does.

    A row of load_log says 'running' until the last file is in: whoever finds it there loads them again.
    """
    initialise(url)
    with disposing(write_engine(url)) as engine:
        with engine.begin() as connection:
            one_writer(connection)
            check_joins(connection, "sample")
            if not interrupted(connection):
                entry = {"source": SOURCE, "label": "sample", "started_at": datetime.now(UTC), "rows": 0}
                connection.execute(insert(load_log), [{**entry, "status": "running"}])
        report = import_paths(url, [SAMPLES], label="sample", notice=NOTICE, progress=progress)
        with engine.begin() as connection:
            connection.execute(update(load_log).where(*_RUNNING).values(status="done", ended_at=datetime.now(UTC)))
    return report


_RUNNING: Final = (load_log.c.source == SOURCE, load_log.c.status == "running")


def interrupted(connection: Connection) -> bool:
    """Whether samples were being loaded and the last of them did not come."""
    return connection.execute(select(load_log.c.id).where(*_RUNNING).limit(1)).first() is not None


def _may_load(url: str | URL) -> bool:
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        theirs = connection.execute(select(campaign.c.id).where(campaign.c.code == NOTICE)).first()
        return theirs is not None and (is_untouched(connection) or interrupted(connection))
