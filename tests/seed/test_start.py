"""`seed start` fills an empty database with samples and never touches one that holds returns."""

from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, func, insert, select
from typer.testing import CliRunner

from data_access.engine import disposing, read_engine, snapshot, write_engine
from data_access.schema import activity, campaign, campaign_unit, load_log, metadata, obligation
from data_access.stamp import read_stamp
from seed.__main__ import app
from seed.check import check_database
from seed.init import initialise
from seed.start import load_samples, start
from tests.conftest import Databases


@pytest.mark.slow
def test_start_without_a_database_loads_samples_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "campaign.db"))
    monkeypatch.setenv("DATABASE_URL", url.render_as_string())
    first = CliRunner().invoke(app, ["start"])
    assert (first.exit_code, "Sample returns loaded" in first.output) == (0, True)
    with disposing(write_engine(url)) as engine, snapshot(engine) as connection:
        assert read_stamp(connection).label == "sample"
        before = read_stamp(connection).version
    assert CliRunner().invoke(app, ["start"]).output.strip() == ""
    with disposing(write_engine(url)) as engine, snapshot(engine) as connection:
        assert read_stamp(connection).version == before


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
    """Everything but the wall clock; so tests may use the copied campaign."""
    url = databases.copy("postgresql", "empty")
    load_samples(url)
    clocks = {"updated_at", "started_at", "ended_at"}
    with disposing(read_engine(databases.template("sqlite", "campaign"))) as one, disposing(read_engine(url)) as other:
        for table in metadata.sorted_tables:
            query = select(*(c for c in table.columns if c.name not in clocks)).order_by(*table.primary_key)
            with one.connect() as reader, other.connect() as second:
                assert reader.execute(query).all() == second.execute(query).all(), table.name
    databases.drop(url)


def test_real_data_is_left_alone(seeded: Engine) -> None:
    with seeded.begin() as connection:
        when = connection.scalars(select(func.min(obligation.c.recorded_at))).one()
        entry = {"source": "another system", "label": "real", "started_at": when, "rows": 1, "status": "done"}
        connection.execute(insert(load_log), [{**entry, "data_until": when}])
    assert start(seeded.url) is None
    with seeded.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(activity)) == 0


def test_after_the_sample_roster_init_is_idle_and_nothing_contradicts(imported: Engine) -> None:
    """The roster of the package replaces the inferred departments: 8 members, 2 offices (C3)."""
    assert not initialise(imported.url).changed
    with snapshot(imported) as connection:
        assert [finding.en for finding in check_database(connection) if finding.contradiction] == []
        groups = (
            select(campaign_unit.c.unit_group, func.count())
            .join(campaign, campaign.c.id == campaign_unit.c.campaign_id)
            .group_by(campaign_unit.c.unit_group)
        )
        assert dict(connection.execute(groups).all()) == {"city": 13, "member": 8, "office": 2, "county": 121}
