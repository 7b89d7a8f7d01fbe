"""Choose an extract, see what its file holds, fetch it."""

import streamlit as st

from dashboard.extracts import page as extract_choice
from dashboard.filters import choice as page_choice
from dashboard.parts import parts
from dashboard.view import current_view, plain

view = current_view()
title = st.container(gap="xsmall")
name = page_choice.choose(view, "extract", extract_choice.titles(view), view.t("extracts.choose"), extract_choice.FIRST)
chosen = extract_choice.read(view, name)
with title:
    parts.finding(extract_choice.finding(view, chosen))
    parts.stamp_line(extract_choice.view_of(view, name), name)

st.markdown(plain(chosen.about))
with st.container(horizontal=True, key="extract_downloads"):
    for key, label, address in extract_choice.downloads(view, name):
        st.link_button(label, address, key=f"extract_{key}")
st.markdown(plain(extract_choice.facts(view, chosen)))

parts.heading(extract_choice.preview_title(view, chosen))
parts.table(
    view,
    chosen.file.first,
    f"preview_{name}",
    extract_choice.preview_columns(chosen),
    alt=extract_choice.preview_title(view, chosen),
    most=20,
    none=view.t("extracts.preview.none"),
)
left, right = st.columns(2, gap="medium")
with left:
    parts.heading(view.t("extracts.columns", n=len(chosen.columns)))
    parts.table(
        view,
        chosen.columns,
        f"columns_{name}",
        extract_choice.described_columns(view),
        alt=view.t("extracts.columns", n=len(chosen.columns)),
    )
with right:
    parts.heading(view.t("extracts.every"))
    parts.table(
        view, extract_choice.every(view), "every", extract_choice.every_columns(view), alt=view.t("extracts.every")
    )
parts.notes(view, ["extracts.note.complete", "extracts.note.plain", "extracts.note.link"])
