"""Extracts beside the bare csv loop: the same select run by the driver, its rows written as they come."""

import csv
import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from data_access.activities import select_activities
from data_access.campaigns import resolve
from data_access.engine import disposing, read_engine, snapshot, write_engine
from data_access.extracts import stream_csv
from data_access.filters import Filters, Question
from data_access.obligations import select_states
from data_access.schema import activity, activity_unit

BUDGET = 2.0
ROUNDS = 5
COPIES = 40
SELECTS: dict[str, Callable[[Question], Select[Any]]] = {
    "obligations": select_states,
    "activities": select_activities,
}


@dataclass(frozen=True)
class File:
    """Median seconds of an extract and of the bare loop over the same select."""

    name: str
    rows: int
    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """Ours over the bare loop."""
        return self.ours / self.bare


def multiply(connection: Connection) -> None:
    """Copy every activity in force COPIES times, hosts included: tens of thousands of rows of the real shape."""
    rows = connection.execute(select(activity).where(activity.c.superseded_at.is_(None))).mappings().all()
    hosts = connection.execute(select(activity_unit)).mappings().all()
    first = max(row["id"] for row in rows) + 1
    by_activity: dict[int, list[dict[str, Any]]] = {}
    for host in hosts:
        by_activity.setdefault(host["activity_id"], []).append(dict(host))
    for copy in range(COPIES):
        new, new_hosts = [], []
        for number, row in enumerate(rows):
            key = first + copy * len(rows) + number
            new.append({**row, "id": key, "code": f"{row['code']}-{copy}"})
            new_hosts += [{**host, "activity_id": key} for host in by_activity.get(row["id"], [])]
        connection.execute(insert(activity), new)
        connection.execute(insert(activity_unit), new_hosts)


def bare_loop(connection: Connection, query: Select[Any]) -> int:
    """What nobody can undercut: the driver's rows through csv.writer, without zones, labels or guards."""
    text = str(query.compile(connection.engine, compile_kwargs={"literal_binds": True}))
    cursor = connection.connection.cursor()
    cursor.execute(text)
    out = io.StringIO(newline="")
    table = csv.writer(out)
    rows = 0
    while part := cursor.fetchmany(500):
        table.writerows(part)
        rows += len(part)
        out.getvalue().encode()
        out.seek(0)
        out.truncate()
    return rows


def measure(url: str) -> list[File]:
    """A File for each extract, on the campaign at `url` with its activities multiplied."""
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        multiply(connection)
    found = []
    with disposing(read_engine(url, statement_timeout=600)) as engine:
        for name, build in SELECTS.items():
            ours, bare, rows = [], [], 0
            for _ in range(ROUNDS):
                with snapshot(engine) as connection:
                    q = resolve(connection, Filters(), datetime.now(UTC))
                    begun = time.perf_counter()
                    rows = bare_loop(connection, build(q))
                    bare.append(time.perf_counter() - begun)
                    begun = time.perf_counter()
                    for _chunk in stream_csv(connection, name, q):
                        pass
                    ours.append(time.perf_counter() - begun)
            found.append(File(name, rows, median(ours), median(bare)))
    return found
