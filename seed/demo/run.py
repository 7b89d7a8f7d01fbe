"""Makes the simulated campaign: an empty database first, then everything in one transaction."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import URL, Connection, func, insert, select

from data_access.database.engine import disposing, write_engine
from data_access.database.schema import (
    activity,
    campaign,
    hazard_event,
    liaison,
    load_log,
    measure_list_item,
    media_item,
    obligation_extension,
    plan_task,
    submission,
    tip,
)
from seed.bulk import stored
from seed.demo.activities import Activities
from seed.demo.adjustments import adjust
from seed.demo.fresh import make_fresh, must_be_fresh
from seed.demo.hazards import Hazards
from seed.demo.media import Media
from seed.demo.sizes import sizes
from seed.demo.submissions import Submissions
from seed.demo.tips import Tips
from seed.demo.world import read_world
from seed.demo.write import Batch, Writer
from seed.loads import SIMULATION
from seed.merge import one_writer
from seed.returns.importing import Progress, chosen_notice

DATED: Final = (
    activity,
    hazard_event,
    liaison,
    measure_list_item,
    media_item,
    obligation_extension,
    plan_task,
    submission,
    tip,
)
"""Tables whose recorded_at says when a fact of the campaign became known."""


class Made(NamedTuple):
    """What a simulation wrote, and where the copy of the samples is that it replaced."""

    rows: int
    emptied: Path | None


def make_demo(
    url: str | URL, scale: float, seed: int = 1, *, notice: str | None = None, progress: Progress | None = None
) -> Made:
    """Fill the database with the whole campaign of `notice`, or of the one that begins last, invented at `scale`; what
    was written, and what went.

    Samples and an earlier simulation go first; UsageError where anything real was loaded. Equal files of the project,
    scale and seed give equal rows but for the wall clock in updated_at. `progress` is told how many of how many
    obligations, hazards, tips, activities and reports are made.
    """
    started = datetime.now(UTC)
    emptied = make_fresh(url)
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        one_writer(connection)
        must_be_fresh(connection)
        code, notice_id = chosen_notice(connection, notice or _newest(connection))
        with Writer(connection) as writer:
            for done, total, name in _parts(connection, writer, code, scale, seed, started):
                if progress:
                    progress(done, total, name)
            writer.finish()
        _log(connection, notice_id, started, writer.rows)
    return Made(writer.rows, emptied)


def _newest(connection: Connection) -> str | None:
    """The code of the notice that begins last."""
    notices = select(campaign.c.code).where(campaign.c.kind == "notice")
    return connection.scalar(notices.order_by(campaign.c.starts_on.desc(), campaign.c.id.desc()).limit(1))


def _parts(
    connection: Connection, writer: Writer, code: str, scale: float, seed: int, started: datetime
) -> Iterator[tuple[int, int, str]]:
    """Write part after part; how much is done, of how much, and what comes now."""
    world, size = read_world(connection, code, seed, stored(started)), sizes(scale)
    total, done = len(world.owed) + size.activities + size.hazards + size.tips + size.media, 0

    def write(name: str, batches: Iterator[Batch]) -> Iterator[tuple[int, int, str]]:
        nonlocal done
        for batch in batches:
            writer.write(batch)
            done += batch.items
            yield done, total, name

    yield 0, total, "obligations"
    adjusted, rows = adjust(connection, world, seed, started)
    writer.rows += rows
    yield from write("submissions", Submissions(world, seed, adjusted).batches())
    yield from write("activities", Activities(world, seed, size.activities, adjusted).batches())
    hazards = Hazards(world, seed, size.hazards)
    yield from write("hazards", hazards.batches())
    yield from write("tips", Tips(world, seed, size.tips, hazards.reported).batches())
    yield from write("media", Media(world, seed, size.media, hazards.overlays.exposures).batches())
    yield total, total, ""


def _log(connection: Connection, notice_id: int, started: datetime, rows: int) -> None:
    """End as every writer does: open pages notice it, and show 演示数据 from now on."""
    newest = [connection.scalar(select(func.max(table.c.recorded_at))) for table in DATED]
    entry = {"source": SIMULATION, "label": "demo", "started_at": started, "ended_at": datetime.now(UTC), "rows": rows}
    until = max(filter(None, newest), default=started)
    done = {"status": "done", "data_until": until, "campaign_id": notice_id}
    connection.execute(insert(load_log), [{**entry, **done}])
