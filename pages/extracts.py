"""The files: what leaders ask for, then all of them in groups, to be searched; of one that is chosen a preview."""

import streamlit as st
from htpy import a

from dashboard.addresses.href import href
from dashboard.extracts import files, page as extract_choice
from dashboard.marks import component
from dashboard.parts import parts, titled
from dashboard.view import box_key, current_view

view = current_view()
name = extract_choice.asked(view)
if name:
    chosen = extract_choice.read(view, name)
    with st.container(gap="xsmall"):
        parts.finding(extract_choice.finding(view, chosen))
        parts.lead(chosen.about)
        parts.stamp_line(extract_choice.view_of(view, name), name)
    with st.container(horizontal=True, key="extract_downloads"):
        for key, label, address in extract_choice.downloads(view, name):
            st.link_button(label, address, key=f"extract_{key}")
    parts.note(extract_choice.facts(view, chosen))
    title, columns = extract_choice.preview_title(view, chosen), extract_choice.preview_columns(chosen)
    parts.heading(title)
    none = view.t("extracts.preview.none")
    parts.table(view, chosen.file.first, f"preview_{name}", columns, alt=title, most=20, none=none)
    title, columns = view.t("extracts.columns", n=len(chosen.columns)), extract_choice.described_columns(view)
    with titled.under(view, title, len(chosen.columns)):
        parts.table(view, chosen.columns, f"columns_{name}", columns, alt=title)
    component.draw(a(href=href(view, extract=""))[view.t("extracts.back")], "back")
else:
    with st.container(gap="xsmall"):
        parts.finding(view.t("extracts.all", n=len(files.offered())))
        parts.stamp_line(view, "obligations")
    parts.heading(view.t("extracts.ready"))
    component.draw(files.ready(view), "ready")
    parts.heading(view.t("extracts.every"))
    asked = st.text_input(view.t("extracts.search"), key=box_key("extracts_search", view.lang), width=420)
    component.draw(files.every(view, asked.strip()), "files")
parts.notes(view, ["extracts.note.complete", "extracts.note.plain", "extracts.note.link"])
