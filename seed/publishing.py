"""`python -m seed publish-bulletin`: freezes the figures of a bulletin, to be printed again as it was (G13).

A command of seed, since the dashboard reads and never writes; on PostgreSQL as the loader's role.
"""

from datetime import UTC, datetime
from typing import Annotated, Final, NamedTuple

import typer
from sqlalchemy import URL, Connection, insert, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from data_access.access.audit.acting import acting
from data_access.command_line import WrongQuestionError, question_of
from data_access.database.engine import database_url, disposing, parsed, write_engine
from data_access.database.schema import bulletin, campaign, load_log
from data_access.database.shards import begin_whole
from data_access.database.snapshot import Snapshot
from data_access.database.stamp import read_stamp
from data_access.papers.bulletin_figures import checksum, load_figures
from data_access.question import Filters

SOURCE: Final = "seed publish-bulletin"


class Published(NamedTuple):
    """What was frozen."""

    id: int
    sha256: str


def publish(
    url: str | URL, label: str, filters: Filters, as_of: str, known_at: str = "", now: datetime | None = None
) -> Published:
    """Freeze the bulletin of these filters at T (as known at K) under a label of its own; all in one transaction.

    WrongQuestionError for what cannot be published: unknown codes, a label that is taken, no return loaded yet,
    real data mixed with invented.
    """
    now = (now or datetime.now(UTC)).replace(microsecond=0)
    with disposing(write_engine(url)) as engine, engine.connect() as conn:
        if engine.dialect.name == "postgresql":
            conn.execution_options(isolation_level="REPEATABLE READ")  # all figures out of one state
        with begin_whole(conn):
            return _freeze(conn, label.strip(), filters, as_of, known_at, now)


def _freeze(conn: Connection, label: str, filters: Filters, as_of: str, known_at: str, now: datetime) -> Published:
    seen = Snapshot(conn)
    stamp = read_stamp(seen)
    if stamp.label == "empty":
        raise WrongQuestionError("nothing to publish: no return was loaded yet")
    if stamp.label == "mixed":
        raise WrongQuestionError("nothing to publish: real and invented data lie mixed in this database")
    if not label:
        raise WrongQuestionError("a bulletin needs a label, such as its number")
    q = question_of(seen, filters, as_of, known_at, now=now)
    campaign_id = conn.execute(select(campaign.c.id).where(campaign.c.code == q.filters.campaign)).scalar_one()
    b = bulletin.c
    if conn.execute(select(b.id).where(b.campaign_id == campaign_id, b.label == label)).first():
        raise WrongQuestionError(f"there is a bulletin {label!r} already: what was published stays")
    figures = load_figures(seen, q)
    figures["head"] |= {"label": label, "published_at": now.isoformat()}
    row = {
        "campaign_id": campaign_id,
        "label": label,
        "as_of": q.as_of,
        "published_at": now,
        "filters": {"cities": list(q.filters.cities), "known_at": figures["head"]["known_at"]},
        "figures": figures,
        "definition_version": figures["head"]["definition_version"],
        "sha256": checksum(figures),
    }
    number = conn.execute(insert(bulletin).values(row).returning(b.id)).scalar_one()
    # No row of returns and no new date of theirs: open pages notice it, and the data keeps its label.
    log = {"source": SOURCE, "label": stamp.label, "started_at": now, "ended_at": now, "rows": 0, "status": "done"}
    conn.execute(insert(load_log).values(log))
    return Published(number, str(row["sha256"]))


def publish_bulletin(
    label: Annotated[str, typer.Option(help="what the bulletin is called, e.g. its number: 2020年第1期")],
    as_of: Annotated[str, typer.Option(help="2020-07-04T00:00 (local time of the campaign), or a day: its end")],
    known_at: Annotated[str, typer.Option(help="only what was known then; default: all that is known now")] = "",
    campaign_code: Annotated[
        str, typer.Option("--campaign", help="default: the notice under way at the instant asked for")
    ] = "",
    city: Annotated[list[str] | None, typer.Option(help="adcode of a city; may be repeated; default: all")] = None,
) -> None:
    """Freeze the figures of a bulletin: they stay as they are, whatever comes in later."""
    filters, asked = Filters(campaign_code, tuple(city or ())), {"campaign": campaign_code, "city": city}
    try:
        with acting("publish", label=label, as_of=as_of, known_at=known_at, **asked) as found:
            done = publish(database_url(), label, filters, as_of, known_at)
            found |= {"bulletin": done.id, "sha256": done.sha256}
    except (WrongQuestionError, OperationalError, ProgrammingError) as fault:
        place = parsed(database_url()).render_as_string(hide_password=True)
        why = str(fault) if isinstance(fault, WrongQuestionError) else f"{place}: {fault.__cause__ or fault}"
        typer.echo(why, err=True)
        raise typer.Exit(2) from fault
    typer.echo(f"{done.id} {done.sha256}")
    typer.echo(f"python -m data_access bulletin --published {done.id}", err=True)
