"""An open page notices new data: one flat fragment without widgets that reads only the stamp (platform.md §1.5)."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import reader
from dashboard.settings import settings
from dashboard.view import View

STALE_NOW = 600
"""Seconds after which a page that shows “now” is drawn again, data or no data: deadlines pass by themselves."""


def moved(view: View, now: datetime) -> bool:
    """Whether `view` is no longer what a page load at `now` would show."""
    stamp = reader.pulse().read()
    if stamp is None:
        return view.away_since is None  # say so once
    if view.away_since is not None or stamp.version != view.stamp.version:
        return True
    age = (now - view.made_at).total_seconds()
    shows_now = view.filters.as_of is None and abs((view.made_at - view.q.as_of).total_seconds()) < STALE_NOW
    return age > settings().link_minutes * 30 or (shows_now and age > STALE_NOW)


@st.fragment(run_every=settings().stamp_seconds)
def watch(view: View) -> None:
    """Run the whole page again when the data moved; filters, selection and language stay with the session."""
    if (datetime.now(UTC) - view.made_at).total_seconds() >= settings().stamp_seconds - 1 and moved(
        view, datetime.now(UTC)
    ):
        st.rerun()


@st.fragment(run_every=settings().stamp_seconds)
def wait() -> None:
    """On a page that could not be drawn at all: run it again when the database is back."""
    if reader.pulse().read() is not None:
        st.rerun()
