"""The page of hazards for a whole province of the demo, beside one pass over its events: how many passes it takes."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Select, func, select

from benchmarks.reruns import measure_province
from data_access.database.engine import disposing, read_engine
from data_access.database.snapshot import snapshot
from data_access.hazards.states import hazard_states
from data_access.notice.campaigns import resolve
from data_access.question import Filters, Question
from seed.demo.run import make_demo

ROUNDS = 5


@dataclass(frozen=True)
class Province:
    """Hazards counted, and milliseconds of the page and of one pass over their events."""

    hazards: int
    page: float
    one_pass: float

    @property
    def ratio(self) -> float:
        """How many passes the page takes."""
        return self.page / self.one_pass


def _select_pass(q: Question) -> Select[*tuple[Any, ...]]:
    states = hazard_states(q).subquery().c
    return select(func.count(), func.max(states["class"]), func.max(states.grade))


def measure(folder: Path) -> Province:
    """The demo at scale 1 in an SQLite file of its own."""
    url = f"sqlite:///{folder / 'demo.db'}"
    make_demo(url, 1)
    page, passes, hazards = measure_province(url, folder), [], 0
    with disposing(read_engine(url)) as engine:
        for _ in range(ROUNDS):
            with snapshot(engine) as connection:
                q = resolve(connection, Filters(), datetime.now(UTC))
                begun = time.perf_counter()
                [(hazards, *_)] = connection.ask(_select_pass, q)
                passes.append(1000 * (time.perf_counter() - begun))
    return Province(hazards, page, median(passes))
