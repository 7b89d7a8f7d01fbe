"""Loads of hazards onto shards, and readers who look whether they see each of them whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import URL, func, insert, select

from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import hazard, load_log
from data_access.database.shards import ShardsApartError, name_load
from data_access.database.snapshot import Snapshot, snapshot
from drills.tools.traffic import SOURCE, Repeated
from seed.bulk import insert_with_ids
from seed.merge import one_writer

HAZARDS: Final = 20
"""In each load, on all shards; their number stands in load_log, at the coordinator."""


class Loads(Repeated):
    """Loads hazards named after `name`, each load again and again until it is taken, as one runs an import again."""

    pause = 0.02

    def __init__(self, url: URL, name: str) -> None:
        super().__init__()
        self.name, self.number, self.completed = name, 0, 0
        """`number`: loads that were taken; `completed`: of them those that were found there by half."""
        self._engine = write_engine(url)
        with self._engine.connect() as connection:
            self._notice = connection.scalar(select(hazard.c.campaign_id).limit(1))

    def once(self) -> None:
        """One transaction."""
        now, load = datetime.now(UTC), f"{SOURCE} {self.name} {self.number}"
        wanted = {f"{load} {one}" for one in range(HAZARDS)}
        told = {"campaign_id": self._notice, "adcode": "230102", "unit_named_public": False, "grade": "general"}
        told |= {"state": "found", "round_no": 1, "recorded_at": now, "updated_at": now}
        with self._engine.begin() as connection:
            one_writer(connection)
            known = select(hazard.c.code).where(hazard.c.campaign_id == self._notice, hazard.c.code.in_(wanted))
            there = set(connection.scalars(known))
            insert_with_ids(connection, hazard, [{**told, "code": code} for code in sorted(wanted - there)])
            name_load(connection, load)
            entry = {"source": load, "label": "demo", "rows": HAZARDS, "status": "done", "started_at": now}
            connection.execute(insert(load_log), [entry])
        self.number += 1
        self.completed += bool(there)

    def on(self, shard: URL) -> int:
        """How many of its hazards are on one shard, asked without the coordinator."""
        mine = hazard.c.code.startswith(f"{SOURCE} {self.name} ")
        with disposing(write_engine(shard)) as engine, engine.connect() as connection:
            return connection.scalar(select(func.count()).where(mine)) or 0


class Sums(Repeated):
    """Counts the hazards loaded since it was made beside what load_log says; without `whole` as one who begins a
    transaction and reads, and does not know of shards.
    """

    def __init__(self, url: URL, *, whole: bool = True) -> None:
        super().__init__()
        self.whole, self.refused, self.torn = whole, 0, list[int]()
        """`refused`: snapshots that were not given; `torn`: by how many hazards the two numbers differed."""
        self._engine = read_engine(url)
        with snapshot(self._engine) as s:
            self._hazard, self._load = (s.scalar(select(func.max(one))) for one in (hazard.c.id, load_log.c.id))

    def once(self) -> None:
        """One snapshot."""
        try:
            with self._snapshot() as s:
                told = s.scalar(select(func.sum(load_log.c.rows)).where(load_log.c.id > self._load)) or 0
                found = s.scalar(select(func.count()).where(hazard.c.id > self._hazard)) or 0
        except ShardsApartError:
            self.refused += 1
            return
        if told != found:
            self.torn.append(found - told)

    @contextmanager
    def _snapshot(self) -> Iterator[Snapshot]:
        if self.whole:
            with snapshot(self._engine) as s:
                yield s
        else:
            with self._engine.connect() as connection, connection.begin():
                yield Snapshot(connection)


@contextmanager
def failing(shard: URL) -> Iterator[None]:
    """A shard that fails at the end of each commit, when the other one may have committed."""
    with disposing(write_engine(shard)) as engine:
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no disk'; END $$;"
                "CREATE CONSTRAINT TRIGGER fail AFTER UPDATE ON shard_mark DEFERRABLE INITIALLY DEFERRED"
                " FOR EACH ROW EXECUTE FUNCTION fail()"
            )
        try:
            yield
        finally:
            with engine.begin() as connection:
                connection.exec_driver_sql("DROP FUNCTION fail CASCADE")
