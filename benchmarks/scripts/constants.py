"""Runs the real shell once a page while taping its elements; afterwards draws the tape and nothing else."""

import runpy
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from benchmarks.tape import Tape, play, taping
from dashboard import registry

SHELL = Path(__file__).resolve().parents[2] / "dashboard" / "shell.py"


@st.cache_resource(max_entries=2)
def tapes() -> dict[str, Tape]:
    """One tape a page."""
    return {}


page = urlsplit(st.context.url or "").path.strip("/")
if page in tapes():
    st.navigation(
        [st.Page(entry.script, title=entry.id, url_path=entry.id, default=entry.default) for entry in registry.PAGES],
        position="top",
    )
    play(tapes()[page])
else:
    tape = Tape()
    with taping(tape):
        runpy.run_path(str(SHELL), run_name="__main__")
    tapes()[page] = tape
