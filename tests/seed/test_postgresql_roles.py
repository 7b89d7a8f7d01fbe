"""deploy/postgresql-roles.sql: what each role can and cannot do, tried on a real server."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import URL, insert, select, text
from sqlalchemy.exc import ProgrammingError

from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import hazard, hazard_named_unit, load_log, org_unit
from data_access.database.snapshot import snapshot
from data_access.extracts.catalogue import BASES
from data_access.extracts.files import stream_csv
from data_access.notice.campaigns import resolve
from data_access.papers.catalogue import make
from data_access.question import Filters
from seed.demo.run import make_demo
from seed.init import initialise
from seed.private import private_engine
from seed.private.tables import metadata as private_metadata, tip_private
from seed.publishing import publish
from tests.conftest import Databases
from tests.roles import as_role, run_script

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server_url(databases: Databases) -> Iterator[URL]:
    """A seeded database to which the script was applied, twice."""
    url = databases.copy("postgresql", "seeded")
    run_script(url)
    run_script(url)
    yield url
    databases.drop(url)


@pytest.fixture
def dash(server_url: URL) -> Iterator[psycopg.Connection]:
    """A plain session of the dashboard's role that has undone the role's settings, as an intruder would."""
    target = as_role(server_url, "dash").set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(target, autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        connection.execute("SET statement_timeout = 0")
        yield connection


DENIED = [
    "INSERT INTO load_log (source, label, started_at, rows, status) VALUES ('x', 'real', now(), 1, 'done')",
    "INSERT INTO bulletin (label) VALUES ('x')",
    "UPDATE bulletin SET label = 'x'",
    "UPDATE org_unit SET name_zh = 'x'",
    "DELETE FROM load_log",
    "TRUNCATE load_log",
    "DROP TABLE load_log",
    "ALTER TABLE load_log ADD COLUMN x integer",
    "CREATE TABLE t (a integer)",
    "CREATE TABLE private.t (a integer)",
    "CREATE TEMPORARY TABLE t (a integer)",
    "CREATE VIEW v AS SELECT 1",
    "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA s",
    "CREATE INDEX ON load_log (source)",
    "BEGIN; LOCK TABLE load_log IN SHARE ROW EXCLUSIVE MODE",
    "SELECT nextval('load_log_id_seq')",
    "SELECT setval('load_log_id_seq', 99)",
    "SELECT * FROM load_log FOR UPDATE",
    "SELECT tip_code FROM hazard_tip",
    "SELECT * FROM hazard_tip",
    "SELECT unit_ref FROM hazard",
    "SELECT * FROM hazard",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_read_file('PG_VERSION')",
    "COPY load_log TO PROGRAM 'cat'",
    "COPY load_log TO '/tmp/x'",
    "SELECT rolpassword FROM pg_authid",
    "SET ROLE campaign_loader",
    "SET SESSION AUTHORIZATION campaign_owner",
    "ALTER ROLE dash SUPERUSER",
    "SELECT h FROM hazard h",
    "SELECT row_to_json(h) FROM hazard h",
    "SELECT to_jsonb(h) ->> 'unit_ref' FROM hazard h",
    "SELECT (h).unit_ref FROM (SELECT h FROM hazard h) AS whole",
    "SELECT count(*) FROM hazard WHERE unit_ref LIKE 'a%'",
    "SELECT id FROM hazard ORDER BY unit_ref",
    "SELECT count(*) FROM hazard GROUP BY unit_ref",
    "SELECT a.id FROM hazard a JOIN hazard b USING (unit_ref)",
    "EXPLAIN ANALYZE SELECT unit_ref FROM hazard",
    "COPY (SELECT unit_ref FROM hazard) TO STDOUT",
    "COPY hazard TO STDOUT",
    "DECLARE c CURSOR WITH HOLD FOR SELECT unit_ref FROM hazard",
    "PREPARE p AS SELECT unit_ref FROM hazard; EXECUTE p",
    "DO $$ BEGIN PERFORM unit_ref FROM hazard; END $$",
    "SELECT query_to_xml('SELECT unit_ref FROM hazard', true, false, '')",
    "SELECT table_to_xml('private.reporter', true, false, '')",
    "SELECT schema_to_xml('private', true, false, '')",
    "DELETE FROM hazard_named_unit",
    "CREATE RULE r AS ON SELECT TO hazard_named_unit DO INSTEAD SELECT * FROM hazard",
    "ALTER VIEW hazard_named_unit OWNER TO dash",
    "CREATE TRIGGER t BEFORE INSERT ON load_log FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "GRANT SELECT ON hazard TO dash",
    "GRANT campaign_loader TO dash",
    "REASSIGN OWNED BY campaign_owner TO dash",
    "CREATE ROLE other",
    "CREATE EXTENSION postgres_fdw",
    "CREATE FOREIGN DATA WRAPPER w",
    "CREATE PUBLICATION p FOR ALL TABLES",
    "ALTER SYSTEM SET log_statement = 'all'",
    "COPY load_log FROM PROGRAM 'cat'",
    "SELECT pg_ls_dir('.')",
    "SELECT pg_read_binary_file('PG_VERSION')",
    "SELECT pg_stat_file('PG_VERSION')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_reload_conf()",
    "SELECT pg_logical_emit_message(false, 'x', 'y')",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock_shared(1, 2)",
    "SELECT * FROM pg_statistic",
    "SELECT * FROM pg_hba_file_rules",
    "ANALYZE VERBOSE private.reporter",
    *(f"SELECT * FROM private.{name}" for name in private_metadata.tables),
    *(f"SELECT count(*) FROM private.{name}" for name in private_metadata.tables),
]


@pytest.mark.parametrize("statement", DENIED)
def test_dash_is_refused(dash: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.Error, match=r"permission denied|must be|must have|cannot"):
        dash.execute(statement.encode())


def test_dash_reads_what_pages_need(server_url: URL) -> None:
    with disposing(read_engine(as_role(server_url, "dash"))) as reader, snapshot(reader) as connection:
        assert connection.scalar(select(org_unit.c.name_zh).where(org_unit.c.code == "230100")) == "哈尔滨市"
        assert connection.scalar(text("SELECT count(hazard_id) FROM hazard_tip")) == 0
        assert connection.scalar(text("SHOW statement_timeout")) == "5s"
        assert connection.scalar(text("SHOW transaction_read_only")) == "on"


def test_role_itself_is_careful(server_url: URL) -> None:
    target = as_role(server_url, "dash").set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(target) as connection:
        settings = ("default_transaction_read_only", "statement_timeout", "lock_timeout")
        shown = [connection.execute(f"SHOW {name}".encode()).fetchone() for name in settings]
        assert shown == [("on",), ("5s",), ("1s",)]


def test_loader_writes_rows_public_and_private_but_no_tables(server_url: URL) -> None:
    loader = as_role(server_url, "campaign_loader")
    now = datetime.now(UTC)
    with disposing(write_engine(loader)) as engine, engine.begin() as connection:
        connection.execute(text("LOCK TABLE load_log IN SHARE ROW EXCLUSIVE MODE"))
        entry = {"source": "x", "label": "real", "started_at": now, "rows": 1, "status": "done"}
        connection.execute(insert(load_log), [entry])
    with disposing(private_engine(loader)) as engine, engine.begin() as connection:
        connection.execute(
            insert(tip_private), [{"tip_code": "1", "notice_code": "x", "recorded_at": now, "stored_at": now}]
        )
    assert not initialise(loader).changed
    with disposing(write_engine(loader)) as engine, engine.connect() as connection:
        for statement in (
            "CREATE TABLE t (a integer)",
            "UPDATE alembic_version SET version_num = 'x'",
            "DROP TABLE tip",
        ):
            with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), connection.begin():
                connection.execute(text(statement))


def test_loader_may_simulate_a_campaign_and_the_next_one_over_it(databases: Databases) -> None:
    """Without the right to cut tables or to set sequences; ids are given by hand, and numbering goes on after them."""
    url = databases.copy("postgresql", "seeded")
    run_script(url)
    loader = as_role(url, "campaign_loader")
    for number in (1, 2):
        make_demo(loader, 0.004, number)
    with disposing(write_engine(loader)) as engine, engine.begin() as connection:
        last = connection.execute(select(hazard).order_by(hazard.c.id.desc()).limit(1)).mappings().one()
        new = {name: value for name, value in last.items() if name != "id"} | {"code": "new"}
        assert connection.scalar(insert(hazard).values(new).returning(hazard.c.id)) > last["id"]
    databases.drop(url)


def test_loader_publishes_a_bulletin_that_dash_reads(databases: Databases) -> None:
    url = databases.copy("postgresql", "campaign")
    run_script(url)
    done = publish(as_role(url, "campaign_loader"), "1", Filters(), "2020-07-04T00:00")
    with disposing(read_engine(as_role(url, "dash"))) as reader, snapshot(reader) as connection:
        q = resolve(connection, Filters(), datetime.now(UTC))
        assert make(connection, "bulletin", q, "zh", str(done.id)).body[:2] == b"PK"
    databases.drop(url)


def test_dash_reads_every_extract(databases: Databases) -> None:
    """Column by column: of hazards all but the names of units that were not named in public."""
    url = databases.copy("postgresql", "campaign")
    run_script(url)
    with disposing(read_engine(as_role(url, "dash"))) as reader, snapshot(reader) as connection:
        q = resolve(connection, Filters(), datetime(2021, 1, 1, tzinfo=UTC))
        sizes = {name: sum(map(len, stream_csv(connection, name, q, "zh"))) for name in BASES}
    assert min(sizes.values()) > 0
    with disposing(write_engine(url)) as engine, engine.connect() as connection:
        named = connection.scalars(select(hazard_named_unit.c.hazard_id)).all()
        hidden = connection.scalars(select(hazard.c.id).where(~hazard.c.unit_named_public)).all()
    assert named
    assert hidden
    assert not set(named) & set(hidden)
    databases.drop(url)


def test_owner_makes_everything_in_an_empty_database(databases: Databases) -> None:
    url = databases.copy("postgresql", "empty")
    run_script(url)
    owner = as_role(url, "campaign_owner")
    assert initialise(owner).migrated
    codes = select(org_unit.c.code)
    with disposing(read_engine(as_role(url, "dash"))) as reader:
        with pytest.raises(ProgrammingError, match="permission denied"), reader.connect() as connection:
            connection.execute(codes)
        run_script(url)  # rights on the new tables are given by the second run
        with reader.connect() as connection:
            assert len(connection.scalars(codes).all()) > 100
    databases.drop(url)
