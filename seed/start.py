"""`python -m seed start`: a database that has something to show; samples only where nothing was loaded yet."""

from sqlalchemy import URL

from data_access.engine import disposing, read_engine, snapshot
from data_access.stamp import read_stamp
from seed.importing import Progress, import_paths
from seed.init import initialise
from seed.returns.report import Report
from seed.samples import SAMPLES


def start(url: str | URL, progress: Progress | None = None) -> Report | None:
    """Bring the database up to date; if no return was ever loaded, load the samples. Returns what came of them."""
    initialise(url)
    with disposing(read_engine(url)) as engine, snapshot(engine) as connection:
        empty = read_stamp(connection).label == "empty"
    return import_paths(url, [SAMPLES], label="sample", progress=progress) if empty else None


def load_samples(url: str | URL) -> Report:
    """The sample campaign in a database of its own, for tests and measurements."""
    initialise(url)
    return import_paths(url, [SAMPLES], label="sample")
