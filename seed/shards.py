"""`python -m seed init --shards`: hazards, and what is told of them, on several PostgreSQL servers (ADR 0039).

The coordinator is the database of DATABASE_URL; a shard is a database of its own, with the tables of this version of
the program, of which only those of hazards are filled.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, select, text
from sqlalchemy.exc import ArgumentError

from data_access.database.engine import disposing, parsed, write_engine
from data_access.database.migrations import migrate
from data_access.database.revision import read_fit
from data_access.database.schema import hazard, load_log
from data_access.database.shards import HALF_LOADED, KEYS, are_there
from data_access.database.snapshot import Snapshot
from seed.usage import UsageError

TRIGGERS: Final = (Path(__file__).parent / "shards.sql").read_text(encoding="utf-8")
"""What the coordinator does by itself: the table of numbers, the marks."""
OPTIONS: Final = {
    "use_remote_estimate": "true",
    "async_capable": "true",
    "parallel_commit": "true",
    "batch_size": "1000",
    "fetch_size": "10000",
    "connect_timeout": "2",
}
"""Of each server: to plan by what the shard knows, to read all at once, to write a thousand rows at a time."""
SIMILAR: Final = text(
    "SELECT current_setting('server_version_num')::int / 10000, pg_encoding_to_char(encoding), datcollate, datctype,"
    " datlocprovider FROM pg_database WHERE datname = current_database()"
)
"""What coordinator and shards must have in common: texts that one of them sorts are merged by another."""
APART: Final = text(
    "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint"
    " WHERE contype = 'f'"
    " AND (conrelid = ANY(CAST(:mine AS regclass[]))) <> (confrelid = ANY(CAST(:mine AS regclass[])))"
)
"""Foreign keys between a table that lies on shards and one that does not."""

SERVERS: Final = text(
    "SELECT srvoptions FROM pg_foreign_server WHERE srvname ~ '^shard_[0-9]+$' ORDER BY length(srvname), srvname"
)
MARK: Final = "(number integer NOT NULL, last bigint NOT NULL, load text NOT NULL)"
KEPT: Final = """
CREATE OR REPLACE FUNCTION keep_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a hazard on shards keeps its id, its notice and its number';
END $$;
CREATE OR REPLACE TRIGGER keep_key BEFORE UPDATE ON hazard FOR EACH ROW
    WHEN ((OLD.id, OLD.campaign_id, OLD.code) IS DISTINCT FROM (NEW.id, NEW.campaign_id, NEW.code))
    EXECUTE FUNCTION keep_key();
"""
"""Of a shard: the coordinator's table of numbers follows rows that come and go, and none that change."""


def lay_out(url: str | URL, shards: Sequence[str]) -> bool:
    """Let the hazards of the migrated database at `url` lie on `shards` (addresses of PostgreSQL databases, to be
    given whenever tables change); whether anything changed. UsageError, and nothing is touched, where that cannot be.
    """
    targets = _targets(url, shards)
    with ExitStack() as stack:
        coordinator = stack.enter_context(disposing(write_engine(url)))
        places = [stack.enter_context(disposing(write_engine(target))) for target in targets]
        with coordinator.connect() as connection:
            there = are_there(connection)
            _check(connection, targets, there)
        for place in places:
            with place.connect() as connection, coordinator.connect() as other:
                _check_similar(connection, other)
        migrated = [migrate(place) for place in places]
        if there:
            return any(migrated)
        for number, place in enumerate(places, start=1):
            _prepare(place, number)
        with coordinator.begin() as connection:
            _connect(connection, places)
        return True


def check_named(engine: Engine, shards: Sequence[str]) -> None:
    """UsageError where tables must change and the shards, whose tables change with them, are not named."""
    if shards:
        return
    with engine.connect() as connection:
        if are_there(connection) and read_fit(Snapshot(connection)):
            raise UsageError(
                "the hazards of this database lie on shards, whose tables must change with this version: name them,"
                " --shards URL,URL",
                "本库的隐患数据分布在多个分片上,升级须同时更新各分片的表:请加 --shards URL,URL",
            )


def _targets(url: str | URL, shards: Sequence[str]) -> list[URL]:
    try:
        targets = [parsed(one) for one in shards]
    except (ArgumentError, ValueError) as fault:
        raise UsageError(
            "--shards takes addresses of PostgreSQL databases, with a comma between them",
            "--shards 须为 PostgreSQL 数据库地址,以英文逗号分隔",
        ) from fault
    here = parsed(url)
    places = {(one.host, one.port or 5432, one.database) for one in (here, *targets)}
    if any(one.get_backend_name() != "postgresql" for one in (here, *targets)) or len(places) <= len(targets):
        raise UsageError(
            "shards need PostgreSQL: DATABASE_URL and each address of --shards must be databases of their own",
            "分片只适用于 PostgreSQL:DATABASE_URL 和 --shards 中的各地址须是互不相同的 PostgreSQL 数据库",
        )
    return targets


def _check(connection: Connection, targets: Sequence[URL], there: bool) -> None:
    if there:
        known = [dict(word.split("=", 1) for word in options) for options in connection.scalars(SERVERS)]
        if [(one["host"], one["port"], one["dbname"]) for one in known] == [_address(one) for one in targets]:
            return
        raise UsageError(
            "the hazards of this database lie on other shards than these; rows are not moved between shards",
            "本库的隐患数据已分布在其他分片上;程序不在分片之间搬移数据",
        )
    if connection.execute(select(load_log.c.id).limit(1)).first():
        raise UsageError(
            "--shards is for a new database: this one has been filled already, and rows are not moved to shards",
            "--shards 只用于新数据库:本库已有数据,程序不把已有数据搬到分片上",
        )


def _check_similar(connection: Connection, coordinator: Connection) -> None:
    theirs, ours = (tuple(one.execute(SIMILAR).one()) for one in (connection, coordinator))
    if theirs != ours:
        place = connection.engine.url.render_as_string(hide_password=True)
        raise UsageError(
            f"{place}: version, encoding and collation must be those of the coordinator {ours}, and are {theirs}",
            f"{place}:版本、编码和排序规则须与主库 {ours} 相同,实为 {theirs}",
        )


def _address(url: URL) -> tuple[str, str, str]:
    return str(url.host), str(url.port or 5432), str(url.database)


def _prepare(place: Engine, number: int) -> None:
    """Make an empty database a shard: its mark, and no key to tables that are filled elsewhere."""
    with place.begin() as connection:
        if connection.execute(select(hazard.c.id).limit(1)).first():
            where = place.url.render_as_string(hide_password=True)
            raise UsageError(
                f"{where} holds hazards already: a shard begins empty", f"{where} 中已有隐患数据:分片须从空库开始"
            )
        mine = "{" + ",".join(table.name for table in KEYS) + "}"
        for table, name in connection.execute(APART, {"mine": mine}).all():
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS shard_mark {MARK}")
        connection.exec_driver_sql(KEPT)
        statement = "INSERT INTO shard_mark SELECT :number, 0, '' WHERE NOT EXISTS (SELECT FROM shard_mark)"
        connection.execute(text(statement), {"number": number})


def _connect(connection: Connection, places: Sequence[Engine]) -> None:
    """Let the coordinator's tables of hazards be those of the shards."""
    run, quoted = connection.exec_driver_sql, connection.dialect.identifier_preparer.quote
    view = connection.scalar(text("SELECT pg_get_viewdef('hazard_named_unit')"))
    run("CREATE EXTENSION IF NOT EXISTS postgres_fdw")
    run("CREATE SCHEMA shards")  # closed to all other roles: who may read a table asks the table, not its parts
    for number, place in enumerate(places, start=1):
        host, port, name = _address(place.url)
        options = {"host": host, "port": port, "dbname": name, **OPTIONS}
        run(f"CREATE SERVER shard_{number} FOREIGN DATA WRAPPER postgres_fdw OPTIONS ({_options(options)})")
        # One mapping for all: with one a role, a view and its reader would read by two sessions, so two snapshots.
        login = {"user": place.url.username, "password": place.url.password}
        given = {name: str(value) for name, value in login.items() if value}
        run(f"CREATE USER MAPPING FOR PUBLIC SERVER shard_{number} OPTIONS ({_options(given)})")
    for table, key in KEYS.items():
        run(f"ALTER TABLE {table.name} RENAME TO {table.name}_whole")
        like = "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS"
        run(f"CREATE TABLE {table.name} (LIKE {table.name}_whole {like}) PARTITION BY HASH ({key.name})")
        if "id" in table.columns:
            run(f"ALTER SEQUENCE {table.name}_id_seq OWNED BY {table.name}.id")
        for number, place in enumerate(places):
            values = f"FOR VALUES WITH (MODULUS {len(places)}, REMAINDER {number})"
            run(_foreign(table.name, number + 1, values, place))
    for table in reversed(list(KEYS)):
        run(f"DROP TABLE {table.name}_whole CASCADE")  # with the view and the keys of other tables
    run(f"CREATE VIEW hazard_named_unit AS {view}")
    run(f"CREATE TABLE shard_mark {MARK} PARTITION BY LIST (number)")
    run("CREATE TABLE shards.shard_mark_0 PARTITION OF shard_mark FOR VALUES IN (0)")
    for number, place in enumerate(places, start=1):
        run(_foreign("shard_mark", number, f"FOR VALUES IN ({number})", place))
    run(TRIGGERS.replace("HALF_LOADED", f"'{HALF_LOADED}'").replace("%", "%%"))
    for setting in ("enable_partitionwise_join", "enable_partitionwise_aggregate"):
        run(f"ALTER DATABASE {quoted(str(connection.engine.url.database))} SET {setting} = on")


def _foreign(table: str, number: int, values: str, place: Engine) -> str:
    """The statement that makes a shard's table a part of the coordinator's."""
    with place.connect() as connection:
        schema = connection.scalar(text("SELECT current_schema()"))
    named = _options({"schema_name": str(schema), "table_name": table})
    part = f"CREATE FOREIGN TABLE shards.{table}_{number} PARTITION OF {table} {values}"
    return f"{part} SERVER shard_{number} OPTIONS ({named})"


def _options(values: dict[str, str]) -> str:
    return ", ".join(f"{name} '{value.replace(chr(39), chr(39) * 2)}'" for name, value in values.items())
