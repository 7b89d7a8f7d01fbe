"""What stands in place of a page that is closed to who looks (ADR 0047): sentences, and no row of any table."""

import streamlit as st

from dashboard.registry import PageEntry
from dashboard.view import plain
from data_access.access.viewer import Viewer
from data_access.i18n import LANGUAGES, t


def draw_all_closed(viewer: Viewer) -> None:
    """Draw, in both languages, that this person sees no data of the campaign, and whom to ask."""
    for lang in LANGUAGES:
        st.markdown(f"# {plain(t(lang, 'closed.all.title'))}", anchors=False)
        st.markdown(plain(t(lang, "closed.all", name=viewer.name or viewer.id or "/")))


def draw_page_closed(lang: str, entry: PageEntry) -> None:
    """Draw that this page is not for this person, and who works with it."""
    st.markdown(f"# {plain(t(lang, 'closed.page.title', page=t(lang, entry.title_key)))}", anchors=False)
    st.markdown(plain(t(lang, "closed.page")))
