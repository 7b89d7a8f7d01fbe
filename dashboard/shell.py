"""The script that Streamlit runs at every page load: who looks, language, filters, snapshot, View; then the page."""

from datetime import UTC, datetime

import streamlit as st

from dashboard import access, device, page_load, registry, traces
from dashboard.addresses import address, href, url
from dashboard.drawer import drawer
from dashboard.filters import sentence
from dashboard.marks import follow
from dashboard.navigation import closed, header, menu
from dashboard.parts import styles
from dashboard.present import wall
from dashboard.search import box as search
from dashboard.server import live
from dashboard.view import publish
from data_access import i18n

viewer, request, now = access.current(), address.read(), datetime.now(UTC)
if not viewer.sees:
    closed_page = st.navigation([*menu.pages(request.lang).values()], position="hidden")
    st.set_page_config(page_title=i18n.t(request.lang, "app.title"))
    styles.draw_shell(is_dark=device.dark())
    if viewer == access.NOBODY:
        closed.draw_ended(request.lang, address.here(closed_page.url_path))
    else:
        closed.draw_all_closed(viewer)
    live.wait_for_rights(viewer)
    st.stop()
with page_load.entered(access.scope(viewer), request.lang, request.filters, now) as entered:
    lang = entered.lang
    pages = menu.pages(lang)
    page = st.navigation([*pages.values()], position="hidden")
    page_id = next(name for name, known in pages.items() if known is page)
    entry = registry.of(page_id)
    if wanted := follow.pending():
        st.switch_page(pages[wanted.page], query_params=wanted.parameters)
    st.session_state[address.PAGE] = page_id
    st.set_page_config(page_title=f"{page.title} · {i18n.t(lang, 'app.title')}", layout="wide")
    styles.draw_shell(is_dark=device.dark())

    if not entry.open_to(viewer):
        header.draw(lang, entry, href.to_page, viewer)
        header.draw_views(lang, entry, href.to_page, viewer)
        closed.draw_page_closed(lang, entry)
        live.wait_for_rights(viewer)
        st.stop()
    hazards = entry.narrowed(request.hazards)
    loaded = entered.load(page_id, hazards)
    address.settle(request, loaded.view.filters.campaign if loaded.view else "")
    if not (on_wall := wall.wanted(loaded.view)):
        with st.container(key="app_header", gap=None):
            header.draw(lang, entry, href.to_page, viewer)
            if loaded.view is not None:
                search.draw(loaded.view)
    if loaded.view is None:
        page_load.draw_nothing(lang, loaded)
        live.wait(loaded.version, now)
    else:
        publish(loaded.view)
        traces.draw(viewer, now, loaded.view.question.zone, lang)
        is_recorded = traces.record_page(viewer, page_id, url.to_query(loaded.view.filters, hazards))
        if not on_wall:
            sentence.draw(loaded.view, entry)
        page_load.draw_warnings(loaded.view, loaded.fit, is_recorded=is_recorded)
        if not on_wall:
            header.draw_views(lang, entry, href.to_page, viewer)
        with page_load.unknown_named(loaded.view, (*request.refused, *loaded.unknown)):
            drawn = wall.Wall(loaded.view) if on_wall else page
            page_load.run(drawn, loaded.view, request.filters, hazards)
        if not on_wall:
            drawer.draw(loaded.view)
        live.watch(loaded.view, viewer)
