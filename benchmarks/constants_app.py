"""Our launcher around a script that draws each page's elements from constants, once its hazards are read (/readyz)."""

from pathlib import Path

import streamlit as st
from starlette.routing import Route

from dashboard.server import routes
from dashboard.server.launcher import lifespan

app = st.App(
    Path(__file__).parent / "scripts" / "constants.py",
    routes=[Route("/readyz", routes.ready)],
    lifespan=lifespan,
)
