"""PostgreSQL through pgbouncer in transaction mode (deploy/pgbouncer): loaded, read and served by three sessions."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median
from typing import Final

from sqlalchemy import URL, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from drills.tools.browser import looking, seen
from drills.tools.dashboards import several
from drills.tools.figures import Figures
from drills.tools.pooler import pooled
from drills.tools.processes import folder
from seed.start import load_samples
from tests.postgres import server

SESSIONS: Final = 3
AT: Final = datetime(2020, 7, 4, tzinfo=UTC)
TRANSACTIONS: Final = 1_000
READERS: Final = 20


def run(figures: Figures) -> None:
    """Equal answers and no error, whichever session a transaction gets."""
    with server() as maintenance, folder("pgbouncer") as place:
        with disposing(create_engine(maintenance, isolation_level="AUTOCOMMIT")) as engine, engine.connect() as one:
            one.execute(text("CREATE DATABASE campaign"))
        direct = maintenance.set(database="campaign")
        with pooled(direct, place, SESSIONS) as through:
            _load(figures, through, direct)
            _files(figures, through, direct)
            _transactions(figures, through, direct)
            address = through.render_as_string(hide_password=False)
            with several(1, address, place) as [process], looking(f"{process.url}/hazards?lang=zh") as page:
                words = len(seen(page).words)
                figures.add("a page of the dashboard through it", f"{words:,} characters", "> 500", holds=words > 500)


def _load(figures: Figures, through: URL, direct: URL) -> None:
    """The samples are imported through the pooler; private rows are where they belong."""
    begun = time.monotonic()
    load_samples(through)
    figures.add("samples imported through it", f"{time.monotonic() - begun:.1f} s")
    places = text(
        "SELECT count(*) FILTER (WHERE table_schema = 'private'), count(*) FILTER (WHERE table_schema = 'public')"
        " FROM information_schema.tables WHERE table_name LIKE '%private%'"
    )
    with disposing(read_engine(direct)) as engine, engine.connect() as one:
        private, public = one.execute(places).one()
    figures.add(
        "private tables in their schema, in public", f"{private}, {public}", "> 0, 0", holds=private > 0 == public
    )


def _files(figures: Figures, through: URL, direct: URL) -> None:
    """Every extract, byte by byte."""
    with disposing(read_engine(through, statement_timeout=60)) as one, disposing(read_engine(direct)) as other:
        same = [name for name in EXTRACTS if _file(one, name) == _file(other, name)]
    found = f"{len(same)} of {len(EXTRACTS)}"
    figures.add("extracts byte-identical to those without it", found, "all", holds=len(same) == len(EXTRACTS))


def _file(engine: Engine, name: str) -> bytes:
    with snapshot(engine) as s:
        return b"".join(stream_csv(s, name, resolve(s, Filters(), AT)))


def _transactions(figures: Figures, through: URL, direct: URL) -> None:
    """Twenty readers at once on three sessions; what each transaction is told of its settings."""
    told, failed = list[str](), list[str]()
    with disposing(read_engine(through)) as pages, disposing(read_engine(through, statement_timeout=60)) as files:

        def ask(turn: int) -> None:
            try:
                with snapshot((pages, files)[turn % 2]) as s:
                    shown = s.scalar(text("SELECT current_setting('TimeZone') || current_setting('statement_timeout')"))
                told.append(f"{turn % 2} {shown}")
            except SQLAlchemyError as error:
                failed.append(str(error))

        with ThreadPoolExecutor(READERS) as readers, _watched(direct) as seen_sessions:
            list(readers.map(ask, range(TRANSACTIONS)))
    what = f"of {TRANSACTIONS:,} transactions by {READERS} readers at once"
    figures.add(f"failed {what}", f"{len(failed)} {failed[:1] or ''}", "0", holds=not failed)
    right = sum(one in {"0 UTC5s", "1 UTC1min"} for one in told)
    figures.add(f"with their own settings {what}", f"{right:,}", "all", holds=right == TRANSACTIONS)
    most = max(seen_sessions, default=0)
    figures.add("sessions at PostgreSQL meanwhile", str(most), f"1 to {SESSIONS}", holds=0 < most <= SESSIONS)
    cost = [f"{1000 * _snapshot_seconds(url):.2f} ms" for url in (through, direct)]
    figures.add("a snapshot with one select, through it, without", ", ".join(cost))


@contextmanager
def _watched(direct: URL) -> Iterator[list[int]]:
    """How many sessions the readers have at PostgreSQL, at the end of a while."""
    counts = list[int]()
    yield counts
    statement = text(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dash' AND pid <> pg_backend_pid()"
    )
    with disposing(create_engine(direct)) as engine, engine.connect() as one:
        counts.append(int(one.execute(statement).scalar_one()))


def _snapshot_seconds(url: URL) -> float:
    times = []
    with disposing(read_engine(url)) as engine:
        for _ in range(200):
            begun = time.monotonic()
            with snapshot(engine) as s:
                s.scalar(text("SELECT 1"))
            times.append(time.monotonic() - begun)
    return median(times)
