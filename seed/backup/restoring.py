"""Puts a backup back: everything is verified on copies first, and a place is replaced whole or not at all."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from sqlalchemy import URL, Engine, inspect, select, update
from sqlalchemy.exc import DBAPIError

from data_access.access.place import access_url, engine_at
from data_access.access.tables import grants_version, person
from data_access.database.engine import disposing, parsed, write_engine
from data_access.database.schema import load_log
from seed.backup.copying import PLACES, at, copy_in, count
from seed.backup.making import access_engine, beside, instant, write_backup
from seed.backup.manifest import Manifest, Part, read_manifest
from seed.backup.sealing import unseal
from seed.loads import is_untouched
from seed.private import private_engine
from seed.private.tables import pairing_private
from seed.usage import UsageError

UNDER_WAY: Final = "restoring"
"""The id of a private place while its public one is put back: no command takes the two for a pair."""


class Restored(NamedTuple):
    """What was put back, and where a copy of what was there before is, if there was anything."""

    manifest: Manifest
    replaced: Path | None


def restore(
    url: str | URL, folder: Path, key_file: Path | None = None, *, over: bool = False, as_it_was: bool = False
) -> Restored:
    """Make the database at `url` and its private place what the backup in `folder` holds.

    UsageError, and nothing is touched, where the backup is not whole, is of a newer program, or data would be written
    over without `over`; with it they are copied first. Killed half-way, both places are refused by all commands as
    not belonging together until it is run again. `as_it_was` leaves the tables in the version of the program that made
    the backup, which is about to be installed again.
    """
    manifest = read_manifest(folder)
    target = parsed(url)
    with TemporaryDirectory(dir=_room(target), prefix=".restoring-") as work:
        copies = {name: _opened(folder, name, part, Path(work), key_file) for name, part in manifest.places.items()}
        if not over and (holds_data(target) or ("access" in copies and holds_persons(target))):
            raise UsageError(
                "this database holds data: --over replaces them (they are copied first), or give another one in"
                " DATABASE_URL",
                "数据库中已有数据:加 --over 才会替换(替换前先另存一份),或在 DATABASE_URL 中另行指定数据库",
            )
        replaced = _kept(target) if over else None
        _replace(target, copies)
        if as_it_was:
            with _engines(target, copies) as engines:
                for name, engine in engines.items():
                    PLACES[name].migrate(engine, manifest.places[name].revision)
    return Restored(manifest, replaced)


def holds_data(url: URL) -> bool:
    """Whether anything but `seed init` was ever written here; a database that is not there holds nothing."""
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        return False
    with disposing(write_engine(url)) as engine, engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        return load_log.name in tables and not is_untouched(connection)


def holds_persons(url: URL) -> bool:
    """Whether anybody is known in the access data of this database."""
    with access_engine(url) as engine:
        if engine is None:
            return False
        with engine.connect() as connection:
            known = inspect(connection).has_table(person.name)
            return known and connection.execute(select(person.c.id).limit(1)).first() is not None


def _room(target: URL) -> Path | None:
    """The folder for copies: that of an SQLite database, whose disk has the room."""
    if target.get_backend_name() != "sqlite":
        return None
    place = Path(str(target.database)).parent
    place.mkdir(parents=True, exist_ok=True)
    return place


def _opened(folder: Path, name: str, part: Part, work: Path, key_file: Path | None) -> Path:
    """A file of the backup as a database with today's tables, its rows counted; beside the backup, which stays."""
    if name not in PLACES:
        raise _newer(folder, name)
    plain = work / PLACES[name].file
    if part.file == plain.name:
        plain.touch(mode=0o600)
        shutil.copyfile(folder / part.file, plain)
    elif key_file is None:
        raise UsageError(
            f"{folder} is encrypted: name the file of the office's private key with --key",
            f"{folder} 已加密:请用 --key 指定单位私钥文件",
        )
    else:
        unseal(folder / part.file, plain, key_file)
    if _counted(plain, part.rows) != part.rows:
        raise UsageError(
            f"{folder / part.file}: other rows than its manifest says; take another backup",
            f"{folder / part.file} 中的行数与清单不符;请改用另一份备份",
        )
    try:
        with disposing(write_engine(at(plain))) as engine:
            PLACES[name].migrate(engine)
    except RuntimeError as fault:  # a revision that this program does not know
        raise _newer(folder, str(fault)) from fault
    return plain


def _counted(path: Path, expected: Mapping[str, int]) -> dict[str, int]:
    try:
        with closing(sqlite3.connect(path)) as copy:
            known = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            sound = copy.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            there = [name for name in expected if sound and name in known]
            return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in there}  # noqa: S608
    except sqlite3.DatabaseError:
        return {}


def _kept(target: URL) -> Path | None:
    """A copy of what will be replaced; None where there is nothing."""
    if not holds_data(target):
        return None
    try:
        with instant(target) as seen:
            return write_backup(seen, beside(target), "replaced")
    except (DBAPIError, sqlite3.DatabaseError) as fault:
        raise UsageError(
            "what is there cannot be read, so it cannot be copied before it is replaced: move its files away, or name"
            " a new database in DATABASE_URL",
            "现有数据库已无法读取,替换前不能另存:请先移走其文件,或在 DATABASE_URL 中指定新的数据库",
        ) from fault


def _replace(target: URL, copies: Mapping[str, Path]) -> None:
    with _engines(target, copies) as engines, closing(sqlite3.connect(copies["private"])) as staged:
        for name, engine in engines.items():
            PLACES[name].migrate(engine)
        [pair_id] = staged.execute(str(select(pairing_private.c.pair_id))).fetchone()
        staged.execute("UPDATE pairing_private SET pair_id = ?", (UNDER_WAY,))
        staged.commit()
        version = _version(engines["access"]) if "access" in engines else 0
        for name in sorted(engines, key=("access", "private", "public").index):
            copy_in(copies[name], PLACES[name], engines[name])
            _check(copies[name], name, engines[name])
        if "access" in engines:
            with engines["access"].begin() as connection:  # open pages notice by a higher number that rights changed
                highest = max(version, connection.scalar(select(grants_version.c.number)) or 0) + 1
                connection.execute(update(grants_version).values(number=highest))
        with engines["private"].begin() as connection:
            connection.execute(update(pairing_private).values(pair_id=pair_id))


def _version(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(grants_version.c.number)) or 0


@contextmanager
def _engines(target: URL, copies: Mapping[str, Path]) -> Iterator[Mapping[str, Engine]]:
    with ExitStack() as stack:
        engines = {"public": write_engine(target), "private": private_engine(target)}
        if "access" in copies:
            engines["access"] = engine_at(access_url(target))
        for engine in engines.values():
            stack.enter_context(disposing(engine))
        yield engines


def _check(copy: Path, name: str, engine: Engine) -> None:
    tables = PLACES[name].tables
    with disposing(write_engine(at(copy))) as staged, staged.connect() as wanted, engine.connect() as found:
        if count(wanted, tables) != count(found, tables):
            raise RuntimeError(f"rows were written into {name} while it was put back: run the same command again")


def _newer(folder: Path, why: str) -> UsageError:
    return UsageError(
        f"{folder} was made by a newer version of the program ({why}): install that one first",
        f"{folder} 由更新版本的程序生成({why}),请先安装该版本",
    )
