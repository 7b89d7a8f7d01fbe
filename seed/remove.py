"""`python -m seed remove NOTICE`: takes a notice out of the database, with all that hangs on it."""

from datetime import UTC, datetime
from typing import Annotated, Final, Literal, NamedTuple

import typer
from sqlalchemy import URL, ColumnElement, Connection, Table, delete, func, insert, or_, select

from data_access.access.audit.acting import acting
from data_access.database.schema import campaign, load_log, metadata
from data_access.database.shards import name_load
from data_access.database.stamp import NOTICE_LOADER
from seed.loads import FACTS
from seed.notice import NoticeError
from seed.notice_files import notice_files, read_notice
from seed.plainly import plainly
from seed.private.pair import Pair, both, check_pair
from seed.private.tables import metadata as private_metadata
from seed.usage import UsageError

Conditions = dict[Table, ColumnElement[bool]]
Language = Literal["zh", "en"]
WORDS: Final = {
    "zh": "通知 {code} 已删除：{rows} 行，其中报送数据 {facts} 行。",
    "en": "The notice {code} is removed: {rows} rows, {facts} of them of returns.",
}


class Removed(NamedTuple):
    """How many rows went, and how many of them units had sent."""

    rows: int
    facts: int


def remove(url: str | URL, code: str, *, with_returns: bool = False) -> Removed:
    """Delete a notice, its campaigns, lines, roster and obligations, and its returns if `with_returns`.

    UsageError, and nothing is touched, for an unknown notice, one that a file still orders, one with returns.
    Places and units stay: other notices may know them.
    """
    _check_no_file(code)
    with Pair(url) as pair, pair.connected() as (public, private), both(public, private):
        check_pair(public, private)
        wanted = _conditions(_campaign_ids(public, code))
        counts = {table: _count(public, table, condition) for table, condition in wanted.items()}
        facts = sum(counts.get(table, 0) for table in FACTS)
        if facts and not with_returns:
            raise UsageError(
                f"{facts} rows of returns hang on the notice {code}; --with-returns removes them with it, for good",
                f"通知 {code} 下已有 {facts} 行报送数据；加 --with-returns 将一并删除，无法恢复",
            )
        rows = sum(counts.values())
        name_load(public, f"seed remove {code}")
        _log(public, rows)
        for table in reversed(list(wanted)):
            public.execute(delete(table).where(wanted[table]))
        _empty_private(private, code)
    return Removed(rows, facts)


def remove_notice(
    code: Annotated[str, typer.Argument(help="Code of the notice: HLJ-2020-43.")],
    with_returns: Annotated[bool, typer.Option("--with-returns", help="Remove its returns too, for good.")] = False,
    lang: Annotated[Language, typer.Option(help="Language of the sentences.")] = "zh",
) -> None:
    """Remove a notice that no file orders any more; refused while it has returns, unless confirmed."""
    try:
        with acting("remove", notice=code, with_returns=with_returns) as found, plainly() as url:
            removed = remove(url, code, with_returns=with_returns)
            found |= removed._asdict()
    except NoticeError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(1) from fault
    except UsageError as fault:
        typer.echo(fault.sentence(lang), err=True)
        raise typer.Exit(2) from fault
    typer.echo(WORDS[lang].format(code=code, **removed._asdict()))


def _check_no_file(code: str) -> None:
    """UsageError while `seed init` would bring the notice back."""
    for name, path in notice_files().items():
        if read_notice(path).notice.code == code:
            raise UsageError(
                f"{path} orders the notice {code}, and `python -m seed init` would bring it back: take the file away,"
                f" or put an empty file {name} into the folder DASHBOARD_NOTICES",
                f"{path} 就是通知 {code} 的文件，python -m seed init 会再次装入；请移走该文件，"
                f"或在 DASHBOARD_NOTICES 文件夹中放一个同名空文件 {name}",
            )


def _campaign_ids(connection: Connection, code: str) -> list[int]:
    """The notice and the campaigns that it orders."""
    notices = dict(connection.execute(select(campaign.c.code, campaign.c.id).where(campaign.c.kind == "notice")).all())
    if code not in notices:
        known = ", ".join(sorted(notices)) or "—"
        raise UsageError(f"no notice {code}; there are: {known}", f"没有通知 {code}；现有：{known}")
    below = select(campaign.c.id).where(campaign.c.parent_id == notices[code])
    return [notices[code], *connection.scalars(below)]


def _conditions(ids: list[int]) -> Conditions:
    """Which rows of which table hang on these campaigns, directly or through other rows; those above come first."""
    found: Conditions = {campaign: campaign.c.id.in_(ids)}
    for table in metadata.sorted_tables:
        links = [
            key.parent.in_(select(key.column).where(found[key.column.table]))
            for key in table.foreign_keys
            if key.column.table in found and key.column.table is not table
        ]
        if links and table is not campaign:
            found[table] = or_(*links)
    return found


def _count(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    return connection.scalars(select(func.count()).select_from(table).where(condition)).one()


def _empty_private(connection: Connection, code: str) -> None:
    """Delete what the private place holds of the notice."""
    for table in private_metadata.sorted_tables:
        columns = table.c
        if "notice_code" in columns:
            own = columns.notice_code == code
        elif "receipt_key" in columns:
            own = columns.receipt_key.startswith(f"{code}/", autoescape=True)
        else:
            continue
        connection.execute(delete(table).where(own))


def _log(connection: Connection, rows: int) -> None:
    """What every writer leaves, so that open pages notice it; before the loads of the notice go, whose number it would
    have else.
    """
    now = datetime.now(UTC)
    entry = {"source": NOTICE_LOADER, "label": "real", "started_at": now, "ended_at": now}
    connection.execute(insert(load_log), [{**entry, "rows": rows, "status": "done"}])
