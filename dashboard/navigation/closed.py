"""What stands in place of a page that is closed to who looks (ADR 0047): sentences, and no row of any table."""

import streamlit as st
from htpy import a, div, h1, p

from dashboard.marks import component
from dashboard.navigation.person import person
from dashboard.registry import RECORD, PageEntry
from dashboard.view import plain
from data_access.access.viewer import Viewer
from data_access.i18n import LANGUAGES, t


def draw_ended(lang: str, address: str) -> None:
    """Draw that nobody is signed in any more, with a link to the page at `address`, which then asks to sign in."""
    component.draw(
        div(".closed")[
            h1[t(lang, "door.ended.title")],
            p[t(lang, "door.ended.text")],
            p[a(".go", href=address, target="_self")[t(lang, "door.ended.go")]],
        ],
        "closed",
    )


def draw_all_closed(viewer: Viewer) -> None:
    """Draw, in both languages, that this person sees no data of the campaign, and whom to ask."""
    if way_out := person(LANGUAGES[0], viewer):
        component.draw(way_out, "closed")
    for lang in LANGUAGES:
        st.markdown(f"# {plain(t(lang, 'closed.all.title'))}", anchors=False)
        st.markdown(plain(t(lang, "closed.all", name=viewer.name or viewer.id or "/")))
        if "auditor" in viewer.roles:
            component.draw(
                p[a(".go", href=f"{RECORD}?lang={lang}", target="_self")[t(lang, "record.go")]], f"record-{lang}"
            )


def draw_page_closed(lang: str, entry: PageEntry) -> None:
    """Draw that this page is not for this person, and who works with it."""
    st.markdown(f"# {plain(t(lang, 'closed.page.title', page=t(lang, entry.title_key)))}", anchors=False)
    st.markdown(plain(t(lang, "closed.page")))
