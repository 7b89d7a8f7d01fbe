"""`python -m seed forget`: who reported, who signed and who is a liaison, deleted at the end of their time."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.console import Console
from sqlalchemy import URL, Connection, Engine, Table, delete, func, or_, select, text, update

from data_access.access.audit.acting import acting
from data_access.database.engine import disposing
from seed.merge import one_writer
from seed.plainly import plainly
from seed.private import SCHEMA, private_engine
from seed.private.tables import (
    delivery_private,
    liaison_private,
    note_private,
    plan_task_private,
    return_private,
    tip_private,
)
from seed.usage import UsageError

DELETED: Final = (liaison_private, return_private, plan_task_private, note_private)
"""Rows that are about a person, or in whose free text telephones stand. That the file was complete stays known
(delivery_private), so that the same file again does not bring them back.
"""
BLANKED: Final = (tip_private.c.reporter_name, tip_private.c.reporter_phone, tip_private.c.tip_text)
"""Of tips the link to a hazard stays, which is written there until the hazard arrives."""

out = Console(soft_wrap=True)
err = Console(soft_wrap=True, stderr=True)

DONE: Final = {
    ("zh", False): "已删除 {before} 之前存入的个人信息:{rows}",
    ("zh", True): "试运行,没有删除任何数据。{before} 之前存入的个人信息:{rows}",
    ("en", False): "Personal data stored before {before} deleted: {rows}",
    ("en", True): "Dry run, nothing was deleted. Personal data stored before {before}: {rows}",
}


def forget(url: str | URL, before: datetime, *, dry_run: bool = False) -> Mapping[str, int]:
    """Delete what the private place has stored about persons before this instant; the rows by table.

    An SQLite file is written anew after it, so that nothing of them is left in its free pages. Backups of before have
    them still.
    """
    with disposing(private_engine(url)) as engine:
        with engine.begin() as connection:
            one_writer(connection, delivery_private)
            found = {table.name: _number(connection, table, before) for table in (*DELETED, tip_private)}
            if dry_run or not any(found.values()):
                return found
            for table in DELETED:
                connection.execute(delete(table).where(table.c.stored_at < before))
            blank: Mapping[str, None] = {column.name: None for column in BLANKED}
            connection.execute(update(tip_private).where(tip_private.c.stored_at < before).values(**blank))
        _clean(engine)
    return found


def _number(connection: Connection, table: Table, before: datetime) -> int:
    old = select(func.count()).select_from(table).where(table.c.stored_at < before)
    if table is tip_private:
        old = old.where(or_(*(column.is_not(None) for column in BLANKED)))
    return connection.scalar(old) or 0


def _clean(engine: Engine) -> None:
    """Leave nothing of deleted rows on the pages of the files; PostgreSQL's owner only may say so, others leave it to
    autovacuum.
    """
    if engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(Path(str(engine.url.database)), isolation_level=None)) as file:
            file.execute("VACUUM")
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    names = ", ".join(f"{SCHEMA}.{table.name}" for table in (*DELETED, tip_private))  # no transaction, no search_path
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {names}"))


def forget_command(
    older_than: Annotated[
        int | None,
        typer.Option(min=1, help="Days since it was stored; default: DASHBOARD_KEEP_PRIVATE_DAYS."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only, delete nothing.")] = False,
    lang: Annotated[Literal["zh", "en"], typer.Option(help="Language of the sentences.")] = "zh",
) -> None:
    """Delete the data of reporters, signatories and liaisons that were stored so many days ago."""
    try:
        before = datetime.now(UTC) - timedelta(days=older_than or _days())
        with plainly() as url, _told(before, dry_run=dry_run) as facts:
            rows = forget(url, before, dry_run=dry_run)
            facts |= rows
    except UsageError as fault:
        err.print(fault.sentence(lang), style="red", markup=False)
        raise typer.Exit(1) from fault
    said = ", ".join(f"{name} {number}" for name, number in rows.items())
    out.print(DONE[lang, dry_run].format(before=f"{before:%Y-%m-%d %H:%M}Z", rows=said), markup=False)


@contextmanager
def _told(before: datetime, *, dry_run: bool) -> Iterator[dict[str, object]]:
    """A deletion is recorded, a dry run is not."""
    if dry_run:
        yield {}
        return
    with acting("forget", before=f"{before:%Y-%m-%dT%H:%M:%SZ}") as facts:
        said: dict[str, object] = {}
        yield said
        facts |= {name: str(value) for name, value in said.items()}


def _days() -> int:
    said = os.environ.get("DASHBOARD_KEEP_PRIVATE_DAYS", "").strip()
    if said.isascii() and said.isdigit() and int(said) > 0:
        return int(said)
    raise UsageError(
        "say how many days: --older-than DAYS, or DASHBOARD_KEEP_PRIVATE_DAYS in the settings",
        "请写明天数:--older-than 天数,或在设置中写 DASHBOARD_KEEP_PRIVATE_DAYS",
    )
