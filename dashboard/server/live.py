"""An open page notices new data: one flat fragment without widgets that reads only the stamp (platform.md §1.5)."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import access
from dashboard.data import reader
from dashboard.settings import settings
from dashboard.view import View
from data_access.access.viewer import Viewer

STALE_NOW = 600
"""Seconds after which a page that shows “now” is drawn again even without new data: deadlines pass by themselves."""


def moved(view: View, now: datetime) -> bool:
    """Whether `view` is no longer what a page load at `now` would show."""
    stamp = reader.newest()
    if stamp is None:
        return view.away_since is None  # one reload, to show the warning
    if view.away_since is not None or stamp.version != view.stamp.version:
        return True
    age = (now - view.made_at).total_seconds()
    shows_now = view.filters.as_of is None and abs((view.made_at - view.question.as_of).total_seconds()) < STALE_NOW
    return age > settings().link_minutes * 30 or (shows_now and age > STALE_NOW)


@st.fragment(run_every=settings().stamp_seconds)
def watch(view: View, viewer: Viewer) -> None:
    """Run the whole page again when there is new data, or who looks may see something else now; filters, selection and
    language stay with the session.
    """
    now = datetime.now(UTC)
    if access.current() != viewer:
        st.rerun()
    if _ticked(view.made_at, now) and moved(view, now):
        st.rerun()


@st.fragment(run_every=settings().stamp_seconds)
def wait(version: str, since: datetime) -> None:
    """Run a page that could not be drawn again once there is other data than `version` ("": there was none)."""
    stamp = reader.newest() if _ticked(since, datetime.now(UTC)) else None
    if stamp is not None and stamp.version != version:
        st.rerun()


@st.fragment(run_every=settings().stamp_seconds)
def wait_for_rights(viewer: Viewer) -> None:
    """Run a page that is closed to `viewer` again once somebody else looks, or the same person with other rights."""
    if access.current() != viewer:
        st.rerun()


def _ticked(since: datetime, now: datetime) -> bool:
    """Whether this is a later run of the fragment, not the one within the page load."""
    return (now - since).total_seconds() >= settings().stamp_seconds - 1
