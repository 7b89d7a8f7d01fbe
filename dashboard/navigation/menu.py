"""The pages as Streamlit takes them."""

from copy import copy
from functools import lru_cache

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import registry
from dashboard.registry import PageEntry
from data_access.i18n import t


def pages(lang: str) -> dict[str, StreamlitPage]:
    """The pages by their ids, titled in a language; copies for this page load, since Streamlit marks the chosen one."""
    return {entry.id: copy(_page(entry, t(lang, entry.title_key))) for entry in registry.PAGES}


@lru_cache(200)
def _page(entry: PageEntry, title: str) -> StreamlitPage:
    """Made once: Streamlit looks up the script of each, 1.5 ms a page load for all."""
    return st.Page(entry.script, title=title, url_path=entry.id, default=entry.default)
