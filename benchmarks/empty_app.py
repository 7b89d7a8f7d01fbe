"""Our launcher around an empty script: what Streamlit and the network cost by themselves."""

from pathlib import Path

import streamlit as st

from dashboard.server.launcher import lifespan

app = st.App(Path(__file__).parent / "scripts" / "empty.py", lifespan=lifespan)
