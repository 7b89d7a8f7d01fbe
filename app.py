"""Starts the dashboard: `streamlit run app.py` or `uvicorn app:app`; Streamlit runs dashboard/shell.py (ADR 0001)."""

from pathlib import Path

import streamlit as st

from dashboard.server import aliases, index, launcher, metrics, record_page, routes, verify
from dashboard.server.sign_in import routes as sign_in

app = st.App(
    Path(__file__).resolve().parent / "dashboard" / "shell.py",
    routes=[one for room in (routes, aliases, index, verify, record_page, metrics, sign_in) for one in room.ROUTES],
    lifespan=launcher.lifespan,
    middleware=launcher.middleware(),
    on_script_error=launcher.on_script_error,
)

if __name__ == "__main__":
    app.run()
