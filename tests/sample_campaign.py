"""The sample campaign, imported once: a file kept between runs as long as the code that makes it is the same."""

import fcntl
import hashlib
import shutil
import time
from pathlib import Path

from sqlalchemy import URL, Connection, MetaData, func, select, text

from data_access.database.engine import disposing, read_engine, write_engine
from data_access.database.schema import metadata
from seed.private import private_engine
from seed.private.tables import metadata as private_metadata

ROOT = Path(__file__).resolve().parent.parent
FILES = ("campaign.db", "campaign-private.db")
DAY = 86_400


def imported_campaign(kept: Path) -> URL:
    """The URL of an SQLite file in `kept` with the samples; made by the first worker that asks. Never write it."""
    from seed.start import load_samples

    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder = kept / source_hash()
        if not all((folder / name).exists() for name in FILES):
            for old in kept.iterdir():
                if old.is_dir() and old.stat().st_mtime < time.time() - DAY:  # a run beside this one may read the rest
                    shutil.rmtree(old)
            work = kept / f"{folder.name}-unfinished"
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            load_samples(URL.create("sqlite", database=str(work / FILES[0])))
            work.rename(folder)
    return URL.create("sqlite", database=str(folder / FILES[0]))


def source_hash() -> str:
    """Changes with every byte from which the imported file follows."""
    digest = hashlib.sha256()
    for room in ("data_access/database", "seed"):
        place = ROOT / room
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def copy_rows(source: URL, target: URL) -> None:
    """Bring all rows, public and private, into the empty migrated tables of a PostgreSQL database."""
    for engines, tables in (
        ((read_engine(source), write_engine(target)), metadata),
        ((private_engine(source), private_engine(target)), private_metadata),
    ):
        with disposing(engines[0]) as old, disposing(engines[1]) as new, old.connect() as reader, new.begin() as writer:
            _copy(reader, writer, tables)


def _copy(reader: Connection, writer: Connection, tables: MetaData) -> None:
    cursor = writer.connection.cursor()
    for table in tables.sorted_tables:
        rows = [tuple(row) for row in reader.execute(select(table).order_by(*table.primary_key))]
        upward = [table.columns.values().index(key.parent) for key in table.foreign_keys if key.column.table is table]
        rows.sort(key=lambda row: any(row[place] is not None for place in upward))  # parents first
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        key = table.primary_key.columns.values()[0]
        if rows and key.autoincrement is True:
            last = writer.scalar(select(func.max(key)))
            sequence = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
            writer.execute(text(f"SELECT setval({sequence}, :last)"), {"last": last})
    cursor.close()
