"""Faults of access data in a sentence for whoever sits at the console."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data_access.access.place import AccessError, opened
from data_access.command_line import WrongQuestionError
from data_access.database.engine import disposing
from data_access.database.self_check import UnfitEngineError


@contextmanager
def plainly() -> Iterator[None]:
    """What is refused or out of reach becomes a sentence and exit status 2."""
    try:
        yield
    except (AccessError, UnfitEngineError, WrongQuestionError) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from fault
    except (OSError, SQLAlchemyError, ValueError) as fault:
        first = (str(fault.__cause__ or fault).splitlines() or [""])[0]
        typer.echo(f"登录与授权数据不可用，请核对 ACCESS_URL / access data are out of reach: {first}", err=True)
        raise typer.Exit(2) from fault


@contextmanager
def access_data() -> Iterator[Engine]:
    """The access place of the configured campaign; faults as `plainly` tells them."""
    with plainly(), disposing(opened()) as engine:
        yield engine
