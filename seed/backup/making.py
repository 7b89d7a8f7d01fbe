"""Makes a backup: in a folder that has its name only when it is whole."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine

from data_access.access.place import READING, AccessError, access_url, engine_at
from data_access.database import engine as places
from data_access.database.engine import disposing
from data_access.database.shards import begin_whole
from seed.backup.copying import PLACES, copy_out, revision_of
from seed.backup.manifest import FILE, Manifest, Part, read_instant, sha256_of
from seed.backup.sealing import seal
from seed.private.pair import Pair, both, check_pair
from seed.usage import UsageError

UNFINISHED: Final = ".unfinished-"


def public_key() -> str:
    """The public key that backups are encrypted to; "": they are not."""
    return os.environ.get("DASHBOARD_BACKUP_KEY", "").strip()


def make_backup(url: str | URL, within: Path, now: datetime | None = None) -> Path:
    """Copy the database at `url` and its private place, of one instant, into a new folder in `within`: the folder.

    UsageError where the two places do not belong together, or the folder cannot be written.
    """
    with instant(url) as seen:
        check_pair(seen["public"], seen["private"])
        return write_backup(seen, within, "backup", now)


@contextmanager
def instant(url: str | URL) -> Iterator[Mapping[str, Connection]]:
    """Connections to all places that see one instant: one snapshot where public and private are one database, which
    keeps nobody waiting; else all who write them wait until they were read. Persons and grants, to which no row of
    theirs points, are of the moment after.
    """
    with Pair(url) as pair, pair.connected() as (public, private), access_engine(url) as access:
        alone = public is private
        one = begin_whole(public.execution_options(isolation_level="REPEATABLE READ")) if alone else None
        with one or both(public, private):
            seen = {"public": public, "private": private}
            if access is None:
                yield seen
                return
            reading = {**READING} if access.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
            with access.connect().execution_options(**reading) as connection, connection.begin():
                yield {**seen, "access": connection}


@contextmanager
def access_engine(url: str | URL) -> Iterator[Engine | None]:
    """The engine of the persons and grants that belong to a database; None where there are none: no file beside an
    SQLite database, no ACCESS_URL for PostgreSQL.
    """
    try:
        target = access_url(url)
    except AccessError:
        yield None
        return
    if target.get_backend_name() == "sqlite" and not Path(str(target.database)).exists():
        yield None
        return
    with disposing(engine_at(target)) as engine:
        yield engine


def write_backup(seen: Mapping[str, Connection], within: Path, name: str, now: datetime | None = None) -> Path:
    """Copy what these open transactions see; the folder, which only its owner can read, is called `name`-instant."""
    now = now or datetime.now(UTC)
    folder = within / f"{name}-{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"
    work = within / f"{UNFINISHED}{folder.name}"
    try:
        within.mkdir(parents=True, exist_ok=True)
        work.mkdir(mode=0o700)
        parts = {place: _part(place, of, work) for place, of in seen.items()}
        manifest = Manifest(at=now, source=seen["public"].dialect.name, sealed=bool(public_key()), places=parts)
        (work / FILE).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
        for path in work.iterdir():
            _to_disk(path)
        work.rename(folder)
    except OSError as fault:
        raise UsageError(
            f"no backup could be written into {within}: {fault.strerror or fault}",
            f"备份无法写入 {within}({fault.strerror or fault})",
        ) from fault
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return folder


def beside(url: URL) -> Path:
    """Where a copy of what a command replaces lies: beside an SQLite database, in var/ for PostgreSQL."""
    return Path(str(url.database)).parent if url.get_backend_name() == "sqlite" else places.EMBEDDED.parent


def keep_newest(within: Path, number: int) -> list[Path]:
    """Remove all backups in `within` but the newest `number`; comes back with those removed."""
    found = sorted((at, folder) for folder in within.glob("backup-*") if (at := read_instant(folder)))
    old = [folder for _, folder in found[:-number]]
    for folder in old:
        shutil.rmtree(folder)
    return old


def _part(name: str, connection: Connection, work: Path) -> Part:
    path = work / PLACES[name].file
    rows = copy_out(connection, PLACES[name], path)
    revision = revision_of(path)
    if key := public_key():
        path = seal(path, key)
    return Part(file=path.name, bytes=path.stat().st_size, sha256=sha256_of(path), revision=revision, rows=rows)


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
