"""`python -m data_access sessions list | end`: who is signed in, and how to end it."""

from typing import Annotated

import typer

from data_access.access import sessions
from data_access.access.audit.record import audit, operator
from data_access.access.place import AccessError
from data_access.administration.plainly import access_data

app = typer.Typer(help="Who is signed in.", no_args_is_help=True)


@app.command("list")
def list_sessions() -> None:
    """The sessions that may be used now, newest first: number, person, way, address, beginning, last act."""
    with access_data() as access:
        found = sessions.under_way(access)
    for one in found:
        began, acted = (f"{at:%Y-%m-%d %H:%MZ}" for at in (one.began_at, one.acted_at))
        typer.echo(f"{one.number}  {one.person_id}  {one.way}  {one.address}  {began}  {acted}")
    typer.echo(f"{len(found)} 个会话 / sessions", err=True)


@app.command()
def end(
    number: Annotated[str, typer.Argument(help="of the session, as the list and the audit have it")] = "",
    person: Annotated[str, typer.Option(help="all sessions of this person")] = "",
) -> None:
    """End a session, or all of a person, in all tabs and downloads; recorded in the audit."""
    with access_data() as access:
        if bool(number) == bool(person):
            raise AccessError("请写会话编号，或 --person", "either the number of a session or --person")
        audit("session", operator(), True, number=number, person=person)
        ended = sessions.end_all(access, person, "revoked") if person else sessions.end(access, number, "revoked")
    typer.echo(f"已结束 {int(ended)} 个会话 / sessions ended")
