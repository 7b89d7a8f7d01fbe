"""Our launcher around a script that draws each page's elements from constants."""

from pathlib import Path

import streamlit as st

from dashboard.server.launcher import lifespan

app = st.App(Path(__file__).parent / "scripts" / "constants.py", lifespan=lifespan)
