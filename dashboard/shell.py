"""The script that Streamlit runs at every page load: language, filters, snapshot, View; then the page itself."""

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from dashboard import device, page_load, registry
from dashboard.filters import address, bar as filter_bar
from dashboard.server import live
from dashboard.view import publish
from data_access import i18n
from data_access.question import NOT_NARROWED

STATIC = Path(__file__).parent / "static"
request, now = address.read(), datetime.now(UTC)
with page_load.entered(request.lang, request.filters, now) as entered:
    lang = entered.lang
    pages = {
        entry.id: st.Page(entry.script, title=i18n.t(lang, entry.title_key), url_path=entry.id, default=entry.default)
        for entry in registry.PAGES
    }
    menus: dict[str, list[Page]] = {}
    for entry in registry.PAGES:
        menus.setdefault(entry.section_key and i18n.t(lang, entry.section_key), []).append(pages[entry.id])
    page = st.navigation(menus, position="top")
    page_id = next(name for name, known in pages.items() if known is page)
    entry = registry.of(page_id)
    st.set_page_config(page_title=f"{page.title} · {i18n.t(lang, 'app.title')}", layout="wide")
    st.html(STATIC / "shell.css")
    if device.dark():
        st.html(STATIC / "paper-dark.css")

    hazards = request.hazards if entry.hazards else NOT_NARROWED
    loaded = entered.load(page_id, hazards)
    address.settle(request, loaded.view.filters.campaign if loaded.view else "")
    if loaded.view is None:
        filter_bar.language_control(lang)
        page_load.draw_nothing(lang, loaded)
        live.wait(loaded.version, now)
    else:
        publish(loaded.view)
        filter_bar.draw(loaded.view, request.filters, hazards if entry.hazards else None)
        page_load.draw_warnings(loaded.view, loaded.fit)
        with page_load.unknown_named(loaded.view, (*request.refused, *loaded.unknown)):
            page_load.run(page, loaded.view, request.filters, hazards)
        live.watch(loaded.view)
