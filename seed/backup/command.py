"""`python -m seed backup FOLDER`, `restore BACKUP` and `backup-key FILE`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.console import Console

from data_access.access.audit.acting import acting
from seed.backup.making import keep_newest, make_backup, public_key
from seed.backup.manifest import read_manifest
from seed.backup.restoring import restore as put_back
from seed.backup.sealing import make_key
from seed.plainly import plainly
from seed.usage import UsageError

Lang = Literal["zh", "en"]
Language = Annotated[Lang, typer.Option("--lang", help="Language of the sentences.")]

out = Console(soft_wrap=True)
err = Console(soft_wrap=True, stderr=True)

MADE: Final = {
    "zh": "已备份 {rows} 行:{folder}",
    "en": "{rows} rows backed up: {folder}",
}
PLAIN: Final = {
    "zh": "未加密,含个人信息;设置 DASHBOARD_BACKUP_KEY 后自动加密(见 docs/zh/运维手册.md)",
    "en": "Not encrypted, and it holds personal data: set DASHBOARD_BACKUP_KEY (docs/operations.md)",
}
REMOVED: Final = {"zh": "已删除旧备份:{folder}", "en": "Old backup removed: {folder}"}
RESTORED: Final = {
    "zh": "已恢复 {at} 的备份,共 {rows} 行。PostgreSQL 请再运行一次 deploy/postgresql-roles.sql",
    "en": "The backup of {at} is back, {rows} rows. On PostgreSQL run deploy/postgresql-roles.sql again",
}
REPLACED: Final = {"zh": "被替换的数据另存于 {folder}", "en": "What it replaced was copied to {folder}"}
KEY: Final = {
    "zh": "私钥已写入 {path}:请移出本机保管,丢失则备份无法打开。在设置中写入:",
    "en": "The private key is in {path}: keep it off this machine; without it no backup opens. Put into the settings:",
}


@contextmanager
def _said(lang: Lang) -> Iterator[None]:
    try:
        yield
    except UsageError as fault:
        err.print(fault.sentence(lang), style="red", markup=False)
        raise typer.Exit(1) from fault


def backup(
    folder: Annotated[Path, typer.Argument(help="Where the backup's own folder is made.")],
    keep: Annotated[
        int | None, typer.Option(min=1, help="Leave so many backups there and remove older ones; default: all stay.")
    ] = None,
    lang: Language = "zh",
) -> None:
    """Copy the database and its private place, of one instant, with a manifest; readers and imports go on after it."""
    with _said(lang), plainly() as url, acting("backup") as facts:
        made = make_backup(url, folder)
        rows = read_manifest(made).rows()
        facts |= {"folder": str(made), "rows": rows, "sealed": bool(public_key())}
    out.print(MADE[lang].format(rows=f"{rows:,}", folder=made), markup=False)
    if not public_key():
        err.print(PLAIN[lang], style="yellow", markup=False)
    for old in keep_newest(folder, keep) if keep else ():
        out.print(REMOVED[lang].format(folder=old), markup=False)


def restore(
    folder: Annotated[Path, typer.Argument(help="A backup: backup-…, or what a command copied before it replaced it.")],
    key: Annotated[Path | None, typer.Option(help="File of the office's private key, for an encrypted backup.")] = None,
    over: Annotated[bool, typer.Option("--over", help="Replace what is there; it is copied first.")] = False,
    as_it_was: Annotated[
        bool, typer.Option("--as-it-was", help="Leave the tables as the program that made the backup knows them.")
    ] = False,
    lang: Language = "zh",
) -> None:
    """Verify a backup and put it back whole, into SQLite or PostgreSQL (DATABASE_URL), whichever it came from."""
    with _said(lang), plainly(existing=False) as url, acting("restore", folder=str(folder)) as facts:
        done = put_back(url, folder, key, over=over, as_it_was=as_it_was)
        facts |= {"made": f"{done.manifest.at:%Y-%m-%dT%H:%M:%SZ}", "rows": done.manifest.rows()}
    at, rows = f"{done.manifest.at:%Y-%m-%d %H:%M}Z", f"{done.manifest.rows():,}"
    out.print(RESTORED[lang].format(at=at, rows=rows), markup=False)
    if done.replaced:
        out.print(REPLACED[lang].format(folder=done.replaced), markup=False)


def backup_key(
    path: Annotated[Path, typer.Argument(help="A new file for the private key.")], lang: Language = "zh"
) -> None:
    """Make the office's key pair for backups: the private key goes into a file, the public one is printed."""
    with _said(lang):
        public = make_key(path)
    err.print(KEY[lang].format(path=path), markup=False)
    out.print(f"DASHBOARD_BACKUP_KEY={public}", markup=False)
