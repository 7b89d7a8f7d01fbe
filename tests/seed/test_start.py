"""`seed start` fills its own empty database with samples, whole, and never touches any other."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, func, insert, literal, select, update
from typer.testing import CliRunner

from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import campaign, campaign_unit, delivery, load_log, metadata, obligation
from data_access.database.snapshot import snapshot
from data_access.database.stamp import Stamp, read_stamp
from seed.__main__ import app
from seed.check import check_database
from seed.init import initialise
from seed.start import interrupted, load_samples, start
from tests.conftest import Databases
from tests.returns.test_importing import contents


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> URL:
    """The embedded file, in a folder of the test."""
    file = tmp_path / "var" / "campaign.db"
    monkeypatch.setattr("data_access.database.engine.EMBEDDED", file)
    return URL.create("sqlite", database=str(file))


def stamp(url: URL) -> Stamp:
    with disposing(read_engine(url)) as engine, snapshot(engine) as connection:
        return read_stamp(connection)


@pytest.mark.slow
def test_start_without_a_database_loads_samples_once(embedded: URL) -> None:
    first = CliRunner().invoke(app, ["start"])
    assert (first.exit_code, "Sample returns loaded" in first.output) == (0, True)
    before = stamp(embedded)
    assert before.label == "sample"
    assert CliRunner().invoke(app, ["start"]).output.strip() == ""
    assert stamp(embedded) == before


@pytest.mark.slow
def test_whatever_stops_it_the_next_start_brings_the_rest(embedded: URL, campaign_db: Engine) -> None:
    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int, _name: str) -> None:
        if done == 40:
            raise StoppedError

    for _ in range(2):  # the second time the same files are in already
        with pytest.raises(StoppedError):
            start(embedded, stop)
        with disposing(write_engine(embedded)) as engine, engine.begin() as connection:
            assert interrupted(connection)
    assert start(embedded) is not None
    assert start(embedded) is None
    with disposing(write_engine(embedded)) as engine:
        assert contents(engine) == contents(campaign_db)


def test_a_configured_database_gets_no_samples(seeded: Engine) -> None:
    assert start(seeded.url) is None
    assert stamp(seeded.url).label == "empty"


@pytest.mark.slow
def test_samples_on_request(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """`seed samples` is the word that fills a configured database; never beside anything else."""
    url = databases.copy("sqlite", "seeded")
    monkeypatch.setenv("DATABASE_URL", url.render_as_string())
    for _ in range(2):
        assert CliRunner().invoke(app, ["samples"]).exit_code == 0
    assert stamp(url).label == "sample"
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        connection.execute(update(load_log).values(label="real"))
    refused = CliRunner().invoke(app, ["samples"])
    assert (refused.exit_code, "real data" in refused.output) == (1, True)


def unlabelled(connection: Connection) -> None:
    when = connection.scalars(select(func.min(obligation.c.recorded_at))).one()
    notice = connection.scalars(select(campaign.c.id).where(campaign.c.kind == "notice")).one()
    one = {"campaign_id": notice, "kind": "hazards", "file_ref": "x", "received_at": when, "status": "missing"}
    connection.execute(insert(delivery), [{**one, "fault_count": 0, "recorded_at": when}])


def roster(connection: Connection) -> None:
    entry = {"source": "seed import", "label": "real", "started_at": datetime.now(UTC), "rows": 1, "status": "done"}
    connection.execute(insert(load_log), [entry])


def demo(connection: Connection) -> None:
    roster(connection)
    connection.execute(update(load_log).where(load_log.c.source == "seed import").values(label="demo"))


def other_notice(connection: Connection) -> None:
    connection.execute(update(campaign).where(campaign.c.kind == "notice").values(code="SD-2021-1"))


@pytest.mark.parametrize("before", [unlabelled, roster, demo, other_notice])
def test_only_where_nothing_but_their_notice_is(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, before: Callable[[Connection], None]
) -> None:
    url = databases.copy("sqlite", "seeded")
    monkeypatch.setattr("data_access.database.engine.EMBEDDED", Path(str(url.database)))
    monkeypatch.setattr("seed.start.initialise", lambda _url: None)  # it would bring the notice back
    with disposing(write_engine(url)) as engine, engine.begin() as connection:
        before(connection)
    assert start(url) is None


@pytest.mark.slow
def test_a_second_notice_does_no_harm(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, other_province: tuple[Path, Path]
) -> None:
    url = databases.copy("sqlite", "seeded")
    monkeypatch.setattr("data_access.database.engine.EMBEDDED", Path(str(url.database)))
    notices, reference = other_province
    initialise(url, notices=notices, reference=reference)
    report = start(url)
    assert report is not None
    assert report.count("loaded") > 100


def test_copied_rows_are_the_imported_ones(databases: Databases, imported: Engine) -> None:
    """PostgreSQL's sample campaign is copied from the SQLite file: nothing may get lost or change on the way."""
    with disposing(read_engine(databases.template("sqlite", "campaign"))) as original:
        for table in metadata.sorted_tables:
            query = select(table).order_by(*table.primary_key)
            with original.connect() as one, imported.connect() as other:
                assert one.execute(query).all() == other.execute(query).all(), table.name
    with imported.begin() as connection:  # sequences go on after the copied rows
        when = connection.scalars(select(func.max(load_log.c.started_at))).one()
        entry = {"source": "x", "label": "real", "started_at": when, "rows": 1, "status": "done"}
        connection.execute(insert(load_log), [entry])


@pytest.mark.slow
def test_import_into_postgresql_gives_the_same_rows(databases: Databases) -> None:
    """Everything but the wall clock and the pair's own id; so tests may use the copied campaign."""
    url = databases.copy("postgresql", "empty")
    load_samples(url)
    clocks = {"updated_at", "started_at", "ended_at", "pair_id"}
    with disposing(read_engine(databases.template("sqlite", "campaign"))) as one, disposing(read_engine(url)) as other:
        for table in metadata.sorted_tables:
            columns = [c for c in table.columns if c.name not in clocks] or [literal(1)]
            query = select(*columns).select_from(table).order_by(*table.primary_key)
            with one.connect() as reader, other.connect() as second:
                assert reader.execute(query).all() == second.execute(query).all(), table.name
    databases.drop(url)


def test_after_the_sample_roster_init_is_idle_and_nothing_contradicts(imported: Engine) -> None:
    """The roster of the package replaces the inferred departments: 8 members, 2 offices (C3)."""
    assert not initialise(imported.url).changed
    with snapshot(imported) as connection:
        assert [finding.en for finding in check_database(connection.connection) if finding.contradiction] == []
        groups = (
            select(campaign_unit.c.unit_group, func.count())
            .join(campaign, campaign.c.id == campaign_unit.c.campaign_id)
            .group_by(campaign_unit.c.unit_group)
        )
        assert dict(connection.execute(groups).all()) == {"city": 13, "member": 8, "office": 2, "county": 121}
