"""A command of the shell as a recorded act: who runs it is the operating system's user."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from data_access.access.audit.line import Event, Fact
from data_access.access.audit.record import operator, recorded
from data_access.access.audit.settings import AuditError


@contextmanager
def acting(event: Event, **facts: Fact) -> Iterator[dict[str, Fact]]:
    """As `recorded`, for a command and what it was called with: where the record cannot be written it says so and
    leaves with status 2, at the beginning before anything is done.
    """
    given = {name: value for name, value in facts.items() if value not in ("", None, False, (), [])}
    try:
        with recorded(event, operator(), given) as found:
            yield found
    except AuditError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from fault
