"""Hazards on shards: a coordinator and two shards, here three databases of one PostgreSQL, against one SQLite file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import URL, Connection, Engine, delete, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.database import shards as reading
from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.failures import failure_of
from data_access.database.schema import hazard, hazard_event, load_log, measure_list_item
from data_access.database.shards import KEYS, MARK, ShardsApartError
from data_access.database.snapshot import snapshot
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.question import Filters
from seed.backup.making import make_backup
from seed.backup.manifest import read_manifest
from seed.backup.restoring import restore
from seed.bulk import insert_with_ids
from seed.check.shards import check_shards
from seed.demo.run import make_demo
from seed.init import initialise
from seed.merge import one_writer
from seed.plainly import plainly
from seed.returns.importing import import_paths
from seed.usage import UsageError
from tests.conftest import Databases
from tests.returns.making import csv_text, table

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]
EXTRACTS = ("hazards", "majors", "exposures", "tips-summary", "two-lists", "board")
RECEIVED = datetime(2020, 9, 1, 10)
SCALE = 0.01


class Places(NamedTuple):
    whole: URL
    coordinator: URL
    shards: tuple[URL, URL]

    def write(self) -> Engine:
        return write_engine(self.coordinator)


@pytest.fixture(scope="module")
def places(databases: Databases) -> Iterator[Places]:
    """The same simulation twice."""
    whole = databases.copy("sqlite", "seeded")
    coordinator, *shards = (databases.copy("postgresql", "migrated") for _ in range(3))
    assert initialise(coordinator, shards=addresses(shards)).migrated
    made = Places(whole, coordinator, (shards[0], shards[1]))
    assert make_demo(whole, SCALE).rows == make_demo(coordinator, SCALE).rows
    yield made
    for url in (whole, coordinator, *shards):
        databases.drop(url)


def addresses(urls: list[URL]) -> list[str]:
    return [url.render_as_string(hide_password=False) for url in urls]


def file(url: URL, name: str) -> bytes:
    with disposing(read_engine(url, statement_timeout=60)) as engine, snapshot(engine) as s:
        return b"".join(stream_csv(s, name, resolve(s, Filters(), datetime(2020, 7, 4, tzinfo=UTC))))


def rows(url: URL, of: str) -> int:
    with disposing(write_engine(url)) as engine, engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {of}")).scalar_one())


def hazard_rows(connection: Connection, *codes: str) -> list[dict[str, object]]:
    now = datetime.now(UTC)
    notice = connection.scalar(select(hazard.c.campaign_id).limit(1))
    told = {"campaign_id": notice, "adcode": "230102", "unit_named_public": False, "grade": "general"}
    rest = {"state": "found", "round_no": 1, "recorded_at": now, "updated_at": now}
    return [{**told, **rest, "code": code} for code in codes]


def end(connection: Connection, source: str) -> None:
    entry = {"source": source, "label": "demo", "rows": 0, "status": "done", "started_at": datetime.now(UTC)}
    connection.execute(insert(load_log), [entry])


@pytest.mark.parametrize("name", EXTRACTS)
def test_files_are_those_of_one_database(places: Places, name: str) -> None:
    ours = file(places.coordinator, name)
    assert ours == file(places.whole, name)
    assert ours.count(b"\n") > 2


def test_rows_lie_on_both_shards_and_a_hazard_has_its_own_beside_it(places: Places) -> None:
    for one in KEYS:
        counts = [rows(shard, one.name) for shard in places.shards]
        assert sum(counts) == rows(places.coordinator, one.name) > 0
        assert min(counts) > 0, one.name
    each = select(hazard.c.id, func.max(hazard_event.c.id)).join(hazard_event).group_by(hazard.c.id)
    with disposing(places.write()) as engine, engine.connect() as connection:
        plan = "\n".join(connection.scalars(text(f"EXPLAIN (VERBOSE) {each}")))
    assert plan.count("Async Foreign Scan") == 2, plan
    assert plan.count("Relations: Aggregate on ((shards.hazard") == 2, plan


def test_a_number_is_taken_once_whichever_shard_it_lies_on(places: Places) -> None:
    with disposing(places.write()) as engine, engine.connect() as connection:
        codes, refused = [f"twice-{number}" for number in range(8)], ""
        for again in codes:  # the next ids, so now on the one shard, now on the other
            with connection.begin() as transaction:
                one_writer(connection)
                insert_with_ids(connection, hazard, hazard_rows(connection, *codes))
                with pytest.raises(IntegrityError) as found:
                    insert_with_ids(connection, hazard, hazard_rows(connection, again))
                refused += str(found.value.orig)
                transaction.rollback()
        assert "uq_hazard_campaign_id_code" in refused  # by the shard that has both
        assert "uq_hazard_key_campaign_id_code" in refused  # by the coordinator, where each has one
        with connection.begin():
            assert connection.scalar(select(func.count()).where(hazard.c.code.in_(codes))) == 0
            assert list(check_shards(connection)) == []


def test_numbers_are_kept_by_what_is_changed_and_given_back_by_what_goes(places: Places) -> None:
    with disposing(places.write()) as engine, engine.connect() as connection, connection.begin() as transaction:
        [key] = insert_with_ids(connection, hazard, hazard_rows(connection, "kept"))
        with pytest.raises(DBAPIError, match="keeps its id"), connection.begin_nested():
            connection.execute(hazard.update().where(hazard.c.id == key).values(code="other"))
        connection.execute(hazard.update().where(hazard.c.id == key).values(code="kept", state="void"))
        connection.execute(delete(hazard).where(hazard.c.id == key))
        assert insert_with_ids(connection, hazard, hazard_rows(connection, "kept")) == [key + 1]
        transaction.rollback()


def test_an_id_that_was_not_drawn_is_found(places: Places) -> None:
    with disposing(places.write()) as engine, engine.connect() as connection, connection.begin() as transaction:
        connection.execute(insert(hazard).values(**hazard_rows(connection, "own id")[0], id=-5))
        [found] = check_shards(connection)
        assert found.contradiction
        transaction.rollback()


def test_a_list_of_measures_names_hazards_of_shards(places: Places) -> None:
    linked = select(func.count()).where(measure_list_item.c.hazard_id.is_not(None))
    with disposing(places.write()) as engine, engine.connect() as connection, connection.begin() as transaction:
        one = connection.scalar(select(measure_list_item.c.id).limit(1))
        at = measure_list_item.update().where(measure_list_item.c.id == one)
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(at.values(hazard_id=10**9))
        connection.execute(at.values(hazard_id=connection.scalar(select(func.min(hazard.c.id)))))
        assert connection.scalar(linked)
        transaction.rollback()


@contextmanager
def stuck(shard: URL) -> Iterator[None]:
    """A shard that fails at the end of each commit, when another one may have committed."""
    with disposing(write_engine(shard)) as engine, engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no disk'; END $$;"
            "CREATE CONSTRAINT TRIGGER fail AFTER UPDATE ON shard_mark DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION fail()"
        )
    yield
    with disposing(write_engine(shard)) as engine, engine.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION fail CASCADE")


def another_load(places: Places) -> None:
    with plainly(), disposing(places.write()) as engine, engine.begin() as connection:
        one_writer(connection)
        end(connection, "another load")


def sees_nothing_new(engine: Engine) -> None:
    """Readers are told instead of shown the half of it."""
    with pytest.raises(ShardsApartError) as told, snapshot(engine):
        pass
    assert failure_of(told.value) == "half"
    assert "shard 1: seed import" in str(told.value)


def test_a_load_by_half_is_never_shown_and_the_same_load_completes_it(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "TRIES", 2)
    monkeypatch.setenv("DATABASE_URL", places.coordinator.render_as_string(hide_password=False))
    ledger = tmp_path / "隐患台账_0831.csv"
    cells = table("隐患台账", *({"隐患编号": f"YH-{number}"} for number in range(40)))
    ledger.write_text(csv_text(cells), encoding="utf-8-sig")

    def load(url: URL) -> str:
        [taken] = import_paths(url, [ledger], label="demo", unit="哈尔滨市", received=RECEIVED).files
        return taken.outcome

    receipts, before = rows(places.coordinator, "delivery"), [rows(shard, "hazard") for shard in places.shards]
    with disposing(read_engine(places.coordinator)) as reader, stuck(places.shards[1]):
        with pytest.raises(DBAPIError, match="no disk"):
            load(places.coordinator)
        after = [rows(shard, "hazard") for shard in places.shards]
        assert after[0] > before[0]  # committed, and the other one not
        assert after[1] == before[1]
        sees_nothing_new(reader)
    with pytest.raises(UsageError, match="run that command again"):
        another_load(places)
    assert load(places.coordinator) == load(places.whole) == "loaded"
    for name in ("hazards", "overview"):
        assert file(places.coordinator, name) == file(places.whole, name)
    assert rows(places.coordinator, "hazard_key") == sum(before) + 40
    assert rows(places.coordinator, "delivery") == receipts + 1


def test_a_reader_waits_while_a_load_is_committed_by_one_after_the_other(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """His first look falls between two commits: he looks again, and sees the load whole."""
    first, looks = places.shards[0], list[float]()

    def moved(to: str) -> None:
        with disposing(write_engine(first)) as engine, engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE shard_mark SET last = last {to} 1")

    def pause(seconds: float) -> None:
        looks.append(seconds)
        moved("-")

    monkeypatch.setattr(reading, "sleep", pause)
    moved("+")
    with disposing(read_engine(places.coordinator)) as reader, snapshot(reader) as s:
        assert len(set(s.execute(select(MARK.c.last)).scalars())) == 1
    assert len(looks) == 1


def test_whatever_changes_the_log_of_loads_marks_all_servers(places: Places) -> None:
    with disposing(places.write()) as engine, engine.connect() as connection, connection.begin() as transaction:
        seen = [connection.execute(select(MARK.c.last).distinct()).scalar_one()]
        for what in ("DELETE FROM load_log WHERE false", "TRUNCATE load_log"):
            with connection.begin_nested() as changed:
                connection.exec_driver_sql(what)
                seen.append(connection.execute(select(MARK.c.last).distinct()).scalar_one())
                changed.rollback()
        transaction.rollback()
    assert seen[0] < seen[1] == seen[2]  # one transaction


def test_a_shard_that_is_gone_is_an_outage(places: Places) -> None:
    def named(database: str | None) -> None:
        with disposing(places.write()) as engine, engine.begin() as connection:
            connection.exec_driver_sql(f"ALTER SERVER shard_2 OPTIONS (SET dbname '{database}')")

    named("gone")
    try:
        with disposing(read_engine(places.coordinator)) as reader:
            with pytest.raises(DBAPIError) as told, snapshot(reader):
                pass
            assert failure_of(told.value) == "away"
            named(places.shards[1].database)
            with snapshot(reader) as s:
                assert s.scalar(select(func.count()).select_from(hazard))
    finally:
        named(places.shards[1].database)


def test_a_backup_is_whole_and_goes_back_to_shards(places: Places, tmp_path: Path) -> None:
    before = file(places.coordinator, "hazards")
    made = make_backup(places.coordinator, tmp_path)
    counted = read_manifest(made).places["public"].rows
    for one in KEYS:
        assert counted[one.name] == rows(places.coordinator, one.name)
    restore(places.coordinator, made, over=True)
    assert file(places.coordinator, "hazards") == before
    assert min(rows(shard, "hazard") for shard in places.shards) > 0
    with disposing(places.write()) as engine, engine.connect() as connection:
        assert list(check_shards(connection)) == []


def test_what_cannot_be_shards_is_refused_in_a_sentence(places: Places, databases: Databases) -> None:
    new = databases.copy("postgresql", "migrated")
    tries: dict[str, Callable[[], object]] = {
        "a new database": lambda: initialise(databases.template("postgresql", "seeded"), shards=addresses([new])),
        "other shards": lambda: initialise(places.coordinator, shards=addresses([new])),
        "databases of their own": lambda: initialise(new, shards=addresses([new])),
        "holds hazards already": lambda: initialise(new, shards=addresses([places.shards[0]])),
        "addresses of PostgreSQL": lambda: initialise(new, shards=["mysql://x/y"]),
        "need PostgreSQL": lambda: initialise(places.whole, shards=addresses([new])),
    }
    for sentence, attempt in tries.items():
        with pytest.raises(UsageError, match=sentence):
            attempt()
    assert not initialise(places.coordinator, shards=addresses(list(places.shards))).changed
    databases.drop(new)
