"""The migrations make exactly the declared tables, and take them away again; public and private, on both databases."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Engine, MetaData, inspect, text
from sqlalchemy.exc import IntegrityError

from data_access.database.engine import write_engine
from data_access.database.migrations import migrate
from data_access.database.schema import metadata
from seed.private import migrate_private, private_engine
from seed.private.tables import metadata as private_metadata

PLACES = {
    "public": (write_engine, migrate, metadata),
    "private": (private_engine, migrate_private, private_metadata),
}
Place = tuple[Callable[[URL], Engine], Callable[..., bool], MetaData]


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    chosen: Place = PLACES[request.param]
    return chosen


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def checks(engine: Engine, table: str) -> dict[str, str]:
    """Alembic does not compare check constraints; PostgreSQL rewrites their text, so names only there."""
    found = inspect(engine).get_check_constraints(table)
    if engine.dialect.name == "postgresql":
        return {str(c["name"]): "" for c in found}
    return {str(c["name"]): c["sqltext"] for c in found}


def test_migrated_equals_declared(place: Place, empty_url: URL) -> None:
    make_engine, run, declared = place
    engine = make_engine(empty_url)
    assert run(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, declared) == []
    built = {name: checks(engine, name) for name in tables(engine)}
    with engine.begin() as connection:
        connection.execute(text("DROP VIEW IF EXISTS hazard_named_unit"))
        declared.drop_all(connection)
        declared.create_all(connection)
    assert built == {name: checks(engine, name) for name in tables(engine)}
    assert set(built) == set(declared.tables)
    engine.dispose()


def test_up_down_up(place: Place, empty_url: URL) -> None:
    make_engine, run, declared = place
    engine = make_engine(empty_url)
    assert run(engine)
    assert not run(engine)
    assert run(engine, "base")
    assert tables(engine) == set()
    assert not run(engine, "base")
    assert run(engine, "head")
    assert tables(engine) == set(declared.tables)
    engine.dispose()


def test_unknown_revision_is_named(empty_url: URL) -> None:
    engine = write_engine(empty_url)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    with pytest.raises(RuntimeError, match="from the future"):
        migrate(engine)
    engine.dispose()


def test_failed_migration_leaves_nothing(empty_url: URL) -> None:
    """Data definition is part of the transaction on both: a half-made schema cannot stay."""
    engine = write_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tip (id integer)"))
    with pytest.raises(Exception, match="already exists"):
        migrate(engine)
    assert tables(engine) == {"tip"}
    engine.dispose()


def test_private_place_is_apart(database: Engine) -> None:
    private = private_engine(database.url)
    assert tables(database).isdisjoint(private_metadata.tables)
    assert tables(private) == set(private_metadata.tables)
    private.dispose()


ROWS_OF_0003 = """
INSERT INTO campaign (id, code, name_zh, name_en, kind, year, province_adcode, parent_id, starts_on, ends_on,
    end_precision, timezone) VALUES
    (1, 'N20', 'N', 'N', 'notice', 2020, '230000', NULL, '2020-06-01', '2020-12-31', 'day', 'Asia/Shanghai'),
    (2, 'M20', 'M', 'M', 'month', 2020, '230000', 1, '2020-06-01', '2020-06-30', 'day', 'Asia/Shanghai'),
    (3, 'N21', 'N', 'N', 'notice', 2021, '230000', NULL, '2021-06-01', '2021-12-31', 'day', 'Asia/Shanghai');
INSERT INTO tip_channel (code, name_zh, name_en, sort_order) VALUES ('12350', 'h', 'h', 1);
INSERT INTO delivery (id, campaign_id, kind, file_ref, sha256, received_at, status, fault_count, recorded_at) VALUES
    (1, 1, 'tips', 'a', 'a', '2020-07-01 00:00:00.000000', 'loaded', 0, '2020-07-01 00:00:00.000000'),
    (2, 3, 'tips', 'b', 'b', '2021-07-01 00:00:00.000000', 'loaded', 0, '2021-07-01 00:00:00.000000');
INSERT INTO tip (id, code, received_at, channel, delivery_id, recorded_at, updated_at) VALUES
    (1, 'T1', '2020-06-02 00:00:00.000000', '12350', 1, '2020-07-01 00:00:00.000000', '2020-07-01 00:00:00.000000'),
    (2, 'T2', '2020-06-02 00:00:00.000000', '12350', 2, '2021-07-01 00:00:00.000000', '2021-07-01 00:00:00.000000'),
    (3, 'T3', '2020-06-02 00:00:00.000000', '12350', NULL, '2021-07-01 00:00:00.000000', '2021-07-01 00:00:00.000000'),
    (4, 'T4', '2021-02-02 00:00:00.000000', '12350', NULL, '2021-07-01 00:00:00.000000', '2021-07-01 00:00:00.000000'),
    (5, 'T5', '2023-02-02 00:00:00.000000', '12350', NULL, '2021-07-01 00:00:00.000000', '2021-07-01 00:00:00.000000');
INSERT INTO hazard (id, code, campaign_id, adcode, unit_named_public, grade, state, round_no, recorded_at, updated_at)
    VALUES
    (1, 'H1', NULL, '230102', false, 'general', 'found', 1, '2020-07-01 00:00:00.000000', '2020-07-01 00:00:00.000000'),
    (2, 'H2', 3, '230102', false, 'general', 'found', 1, '2020-07-01 00:00:00.000000', '2020-07-01 00:00:00.000000');
INSERT INTO hazard_event (id, hazard_id, kind, occurred_at, recorded_at, round_no) VALUES
    (1, 1, 'confirm', '2020-06-02 00:00:00.000000', '2020-07-01 00:00:00.000000', 1);
INSERT INTO hazard_tip (hazard_id, tip_code) VALUES (1, 'T1');
INSERT INTO load_log (id, source, label, started_at, rows, status, data_until) VALUES
    (1, 'x', 'real', '2020-07-01 00:00:00.000000', 1, 'done', '2020-07-01 00:00:00.000000'),
    (2, 'x', 'real', '2020-07-01 00:00:00.000000', 1, 'done', '2020-07-09 00:00:00.000000');
"""


def everything(engine: Engine, names: set[str]) -> dict[str, list[object]]:
    with engine.connect() as connection:
        return {name: sorted(map(str, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in names}


def test_rows_of_before_belong_to_a_notice_and_come_back_as_they_were(empty_url: URL) -> None:
    """0004: by the file that they came in, else by their day; nothing that points to a hazard is lost on either way."""
    engine = write_engine(empty_url)
    migrate(engine, "0003")
    with engine.begin() as connection:
        for statement in ROWS_OF_0003.strip().split(";\n"):
            connection.exec_driver_sql(statement)
    before = everything(engine, tables(engine))
    migrate(engine, "0004")
    with engine.connect() as connection:
        notices = {
            name: dict(connection.execute(text(f"SELECT id, campaign_id FROM {name}")).all())
            for name in ("tip", "hazard", "load_log")
        }
    assert notices == {"tip": {1: 1, 2: 3, 3: 1, 4: 3, 5: 3}, "hazard": {1: 1, 2: 3}, "load_log": {1: 1, 2: None}}
    migrate(engine, "0003")
    after = everything(engine, tables(engine))
    assert {**after, "hazard": []} == {**before, "hazard": []}  # which now know their notice
    assert len(after["hazard"]) == 2
    migrate(engine, "0004")
    with engine.begin() as connection:
        connection.execute(text("UPDATE hazard SET code = 'H1'"))
    with pytest.raises(IntegrityError):
        migrate(engine, "0003")
    assert len(everything(engine, {"hazard_event"})["hazard_event"]) == 1
    engine.dispose()


ROWS_OF_0005 = """
INSERT INTO campaign (id, code, name_zh, name_en, kind, year, province_adcode, starts_on, ends_on, end_precision,
    timezone) VALUES
    (1, 'N20', 'N', 'N', 'notice', 2020, '230000', '2020-06-01', '2020-12-31', 'day', 'Asia/Shanghai');
INSERT INTO org_unit (id, code, name_zh, name_en, short_zh, kind, level, adcode, sort_order, provenance) VALUES
    (1, '370202', '市南区', '', '', 'committee_office', 'county', '370202', 1, 'stated'),
    (2, 'D1', '一厅', '', '', 'member_dept', 'province', NULL, 2, 'stated'),
    (3, 'D2', '二厅', '', '', 'member_dept', 'province', NULL, 3, 'stated');
INSERT INTO campaign_unit (campaign_id, org_unit_id, unit_group, provenance) VALUES (1, 2, 'member', 'stated');
INSERT INTO org_unit_alias (alias, org_unit_id) VALUES ('一', 2), ('二', 3);
"""


def test_units_of_before_belong_to_a_province(empty_url: URL) -> None:
    """0006: by their place, else by the notice that they are on the roster of, else to the only province there is."""
    engine = write_engine(empty_url)
    migrate(engine, "0005")
    with engine.begin() as connection:
        for statement in ROWS_OF_0005.strip().split(";\n"):
            connection.exec_driver_sql(statement)
    before = everything(engine, tables(engine))
    migrate(engine, "0006")
    with engine.begin() as connection:
        provinces = dict(connection.execute(text("SELECT id, province_adcode FROM org_unit")).all())
        connection.execute(text("INSERT INTO org_unit_alias VALUES ('一', 3)"))  # a name of two provinces
    assert provinces == {1: "370000", 2: "230000", 3: "230000"}
    with pytest.raises(IntegrityError):
        migrate(engine, "0005")
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM org_unit_alias WHERE alias = '一' AND org_unit_id = 3"))
    migrate(engine, "0005")
    assert everything(engine, tables(engine)) == before
    engine.dispose()


SELF_PARENTS = """
INSERT INTO campaign (id, code, name_zh, name_en, kind, year, province_adcode, parent_id, starts_on, ends_on,
    end_precision, timezone)
    VALUES (1, 'N', 'x', 'x', 'notice', 2020, '230000', 1, '2020-06-01', '2020-12-31', 'day', 'x');
INSERT INTO line (id, campaign_id, code, parent_id, sort_order, kind, name_zh, name_en, short_zh, short_en, recurrence,
    provenance) VALUES (1, 1, 'L', 1, 1, 'group', 'x', 'x', 'x', 'x', 'once', 'stated');
INSERT INTO industry (code, parent_code, name_zh, name_en, sort_order) VALUES ('I', 'I', 'x', 'x', 1)
"""


def test_nothing_stays_its_own_parent(empty_url: URL) -> None:
    """0007: what was so comes to stand at the top, and can be so no more."""
    engine = write_engine(empty_url)
    migrate(engine, "0006")
    with engine.begin() as connection:
        for statement in SELF_PARENTS.strip().split(";\n"):
            connection.exec_driver_sql(statement)
    before = {name: checks(engine, name) for name in tables(engine)}
    migrate(engine, "0007")
    for table, parent, key in (
        ("campaign", "parent_id", "id"),
        ("line", "parent_id", "id"),
        ("industry", "parent_code", "code"),
    ):
        with engine.connect() as connection:
            assert connection.execute(text(f"SELECT {parent} FROM {table}")).all() == [(None,)]
        with pytest.raises(IntegrityError, match="other_parent"), engine.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET {parent} = {key}"))
    migrate(engine, "0006")
    assert {name: checks(engine, name) for name in tables(engine)} == before
    engine.dispose()


ROWS_OF_0010 = """
INSERT INTO campaign (id, code, name_zh, name_en, kind, year, province_adcode, starts_on, ends_on, end_precision,
    timezone) VALUES (1, 'N', 'x', 'x', 'notice', 2020, '230000', '2020-06-01', '2020-06-30', 'day', 'x');
INSERT INTO org_unit (id, code, name_zh, name_en, short_zh, kind, level, sort_order, provenance)
    VALUES (1, 'U', 'x', 'x', 'x', 'other', 'city', 1, 'stated');
INSERT INTO line (id, campaign_id, code, sort_order, kind, name_zh, name_en, short_zh, short_en, recurrence, provenance)
    VALUES (1, 1, 'L', 1, 'report', 'x', 'x', 'x', 'x', 'once', 'stated');
INSERT INTO metric (id, code, version, name_zh, name_en, unit, unit_en, section, sort_order, aggregation,
    branch_disjoint, provenance) VALUES (1, 'A', 1, 'x', 'x', 'x', 'x', 'A', 1, 'sum', false, 'local');
INSERT INTO obligation (id, line_id, org_unit_id, host_unit_id, period_key, role, min_count, date_rule, due_provenance,
    due_original, waived_at, waive_reason, recorded_at, updated_at) VALUES
    (1, 1, 1, 1, 'a', 'submit', 1, 'by', 'stated', '{at}', '{at}', '豁免', '{at}', '{at}'),
    (2, 1, 1, 1, 'b', 'submit', 1, 'by', 'stated', '{at}', '{at}', '无此类对象', '{at}', '{at}'),
    (3, 1, 1, 1, 'c', 'submit', 1, 'by', 'stated', '{at}', NULL, NULL, '{at}', '{at}');
INSERT INTO obligation_extension (id, obligation_id, old_due, new_due, granted_at, recorded_at, reason) VALUES
    (1, 3, '{at}', '{later}', '{at}', '{at}', '疫情防控'), (2, 3, '{at}', '{later}', '{later}', '{at}', NULL);
INSERT INTO submission (id, obligation_id, version, submitted_at, recorded_at, updated_at, status, reviewed_at,
    return_reason, is_zero_report, content) VALUES
    (1, 3, 1, '{at}', '{at}', '{at}', 'returned', '{at}', '缺章', false, 'none'),
    (2, 3, 2, '{at}', '{at}', '{at}', 'accepted', '{at}', NULL, false, 'loaded');
INSERT INTO metric_value (submission_id, metric_id, value) VALUES (2, 1, 5)
"""


def test_reasons_of_before_get_their_codes(empty_url: URL) -> None:
    """0011: by their first words, else 'other'; where nothing was said there is none. Nothing is lost either way."""
    engine = write_engine(empty_url)
    migrate(engine, "0010")
    instants = {"at": "2020-07-01 00:00:00.000000", "later": "2020-07-02 00:00:00.000000"}
    with engine.begin() as connection:
        for statement in ROWS_OF_0010.format(**instants).strip().split(";\n"):
            connection.exec_driver_sql(statement)
    before = everything(engine, tables(engine))
    migrate(engine, "0011")
    told = {
        "obligation": ("waive_reason_code", [None, "no_such_unit", None]),
        "obligation_extension": ("reason_code", ["epidemic", None]),
        "submission": ("return_reason_code", ["form", None]),
    }
    for table, (column, codes) in told.items():
        with engine.connect() as connection:
            assert list(connection.scalars(text(f"SELECT {column} FROM {table} ORDER BY id"))) == codes
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET {column} = 'because'"))
    migrate(engine, "0010")
    assert everything(engine, tables(engine)) == before
    engine.dispose()
