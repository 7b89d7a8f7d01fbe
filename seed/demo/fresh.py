"""A simulation stands alone: it replaces samples and earlier simulations, and never joins anything real."""

from typing import Final

from sqlalchemy import URL, Connection, Table, select

from data_access.engine import disposing, write_engine
from data_access.schema import (
    activity,
    delivery,
    hazard,
    hazard_exposure,
    liaison,
    load_log,
    measure_list_item,
    media_item,
    obligation_extension,
    plan_task,
    submission,
    tip,
)
from seed.importing import UsageError
from seed.init import SOURCE as INIT
from seed.init import initialise
from seed.make_way import start_over

FACTS: Final[tuple[Table, ...]] = (
    activity,
    delivery,
    hazard,
    hazard_exposure,
    liaison,
    measure_list_item,
    media_item,
    obligation_extension,
    plan_task,
    submission,
    tip,
)
"""Tables that a notice leaves empty."""


def make_fresh(url: str | URL) -> None:
    """Bring the database to what `seed init` makes of it; UsageError, and nothing is touched, if it holds real data."""
    initialise(url)
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        loads = _loads(connection)
    if loads:
        start_over(url)


def must_be_fresh(connection: Connection) -> None:
    """UsageError unless there is nothing but a notice, as the writer's own transaction sees it."""
    filled = [table.name for table in FACTS if connection.execute(select(table).limit(1)).first()]
    if _loads(connection) or filled:
        rows = f" ({', '.join(filled)})" if filled else ""
        raise UsageError(f"the database holds data that no load tells of{rows}: a simulation needs one of its own")


def _loads(connection: Connection) -> bool:
    """Whether anything but a notice was loaded; UsageError if any of it was real, a roster too."""
    labels = set(connection.scalars(select(load_log.c.label).where(load_log.c.source != INIT)))
    if "real" in labels:
        raise UsageError(
            "the database holds real data, which no simulation may join: give it another one in DATABASE_URL"
        )
    return bool(labels)
