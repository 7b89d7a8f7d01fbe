"""`python -m data_access grant | revoke | who | disable | enable | access-init`: the security administrator's commands.

Who runs them is the account of the machine, os:NAME, which must be security administrator itself; the first one is
appointed by whoever sits at the console.
"""

from datetime import datetime
from typing import Annotated, Final

import typer

from data_access.access import grants
from data_access.access.audit.record import operator
from data_access.access.people import Known
from data_access.access.place import access_url, engine_at, migrate_access
from data_access.access.rights import Granted, What
from data_access.administration.places import right_of
from data_access.administration.plainly import access_data, plainly
from data_access.command_line import read_instant
from data_access.database.days import end_of_day
from data_access.database.engine import disposing

ZONE: Final = "Asia/Shanghai"
"""Of the days at which grants end."""
Person = Annotated[str, typer.Argument(help="the identity system's id of the person, or os:NAME for an account here")]
What_ = Annotated[What, typer.Argument(help="a role, or download: the right to take files")]
Place = Annotated[str, typer.Argument(help="city: name or adcode; importer: name or code of the unit; else nothing")]


def grant(
    person: Person,
    what: What_,
    place: Place = "",
    name: Annotated[str, typer.Option(help="of a person who is new, or now called otherwise")] = "",
    unit: Annotated[str, typer.Option(help="where the person works")] = "",
    until: Annotated[str, typer.Option(help="a day (its end, in China), or an instant; default: until revoked")] = "",
) -> None:
    """Let a person see or do something; recorded in the audit."""
    with access_data() as access:
        right = right_of(what, place)
        grants.grant(access, person, right, operator(), name=name, unit=unit, until=_end(until))
    typer.echo(f"{person}: + {right}")


def revoke(
    person: Person,
    what: Annotated[What | None, typer.Argument(help="the right to take away; default: all of them")] = None,
    place: Place = "",
) -> None:
    """Take a right away, or all of them; it works in open pages within seconds."""
    with access_data() as access:
        taken = grants.revoke(access, person, right_of(what, place) if what else None, operator())
    for right in taken:
        typer.echo(f"{person}: - {right}")


def disable(person: Person) -> None:
    """Let a person in no more, whatever was granted: all sessions end."""
    with access_data() as access:
        grants.set_disabled(access, person, True, operator())
    typer.echo(f"{person}: 已停用 / disabled")


def enable(person: Person) -> None:
    """Let a person in again, with the rights that were granted."""
    with access_data() as access:
        grants.set_disabled(access, person, False, operator())
    typer.echo(f"{person}: 已启用 / enabled")


def who(
    person: Annotated[str, typer.Argument(help="one person only")] = "",
) -> None:
    """Who may do what now, who granted it and when."""
    with access_data() as access:
        known = [one for one in grants.who(access) if person in ("", one.id)]
    for one in known:
        typer.echo(_told(one))
        for granted in one.rights:
            typer.echo(f"  {_right(granted)}")
    if not known:
        typer.echo("没有人 / nobody", err=True)
        raise typer.Exit(1 if person else 0)


def access_init() -> None:
    """Make or migrate the tables of access data; on PostgreSQL as access_owner, then run the roles file again."""
    with plainly(), disposing(engine_at(access_url())) as engine:
        changed = migrate_access(engine)
        place = engine.url.difference_update_query(["options"]).render_as_string(hide_password=True)
    typer.echo(f"{place}: {'已建表 / migrated' if changed else '无变化 / up to date'}")


def _end(until: str) -> datetime | None:
    if not until:
        return None
    read = read_instant(until, ZONE)
    return read if isinstance(read, datetime) else end_of_day(read, ZONE)


def _told(one: Known) -> str:
    parts = (one.id, one.name, one.unit, "（已停用 / disabled）" if one.disabled else "")
    return "  ".join(part for part in parts if part)


def _right(granted: Granted) -> str:
    end = f" → {granted.until:%Y-%m-%d %H:%MZ}" if granted.until else ""
    return f"{granted.right}{end}  ({granted.by}, {granted.at:%Y-%m-%d %H:%MZ})"
