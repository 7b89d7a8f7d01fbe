"""Our launcher, which counts the statements that reach the database: they are asked for at /counted."""

from pathlib import Path
from typing import Any

import streamlit as st
from sqlalchemy import Engine, event
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.server import aliases, index, launcher, routes

counted = [0]


@event.listens_for(Engine, "before_cursor_execute")
def _count(*_: Any) -> None:
    counted[0] += 1


def told(_request: Request) -> PlainTextResponse:
    """How many statements there were."""
    return PlainTextResponse(str(counted[0]))


app = st.App(
    Path(__file__).resolve().parent.parent / "dashboard" / "shell.py",
    routes=[Route("/counted", told), *routes.ROUTES, *aliases.ROUTES, *index.ROUTES],
    lifespan=launcher.lifespan,
    middleware=launcher.middleware(),
    on_script_error=launcher.on_script_error,
)
