"""The papers that leave the office: choose one, see what it will say, fetch it; what was published and revised."""

import streamlit as st

from dashboard.extracts import files
from dashboard.marks import component
from dashboard.papers import page as papers, words as paper_words
from dashboard.parts import parts, styles
from dashboard.view import current_view, plain

view = current_view()
styles.draw("papers.css")
top = st.container(gap="xsmall")
with st.container(horizontal=True, vertical_alignment="bottom", key="paper_choice"):
    name, of = papers.choose(view)
chosen = papers.read(view, name, of)
with top:
    parts.finding(paper_words.finding(view, chosen))
    parts.lead(view.t(f"papers.lead.{name}"))
    parts.stamp_line(chosen.view, chosen.extract)

if chosen.is_empty:
    parts.empty(view, view.t("papers.empty" if chosen.bulletin is None else "papers.broken"))
else:
    with st.container(horizontal=True, key="paper_downloads"):
        for key, label, address in papers.downloads(view, chosen):
            st.link_button(label, address, key=f"paper_{key}")
for form in chosen.forms:
    with st.expander(plain(view.t("papers.form", who=paper_words.who(view, form), n=len(form.rows)))):
        columns = paper_words.form_columns(view, form)
        title, missing = paper_words.who(view, form), view.word("word", "missing")
        parts.table(view, form.rows, f"form_{form.group}", columns, alt=title, most=20, missing=missing)
if chosen.pieces:
    with st.expander(plain(view.t("papers.preview"))), st.container(key="paper_preview"):
        st.markdown(paper_words.text(chosen))
parts.heading(view.t("extracts.ready"))
component.draw(files.ready(view), "ready")

if chosen.bulletin is not None:
    n = len(chosen.revised)
    parts.heading(view.t("papers.revised", n=n, count=f"{n:,}"), view.t("papers.revised.note"))
    columns, none = paper_words.revised_columns(view), view.t("papers.revised.none")
    parts.table(view, chosen.revised, "revised", columns, alt=view.t("papers.revised.note"), none=none, missing="—")
if papers.shows_published():
    issued = papers.published(view)
    title, columns = view.t("papers.published", n=len(issued)), paper_words.published_columns(view)
    parts.heading(title)
    parts.table(view, issued, "published", columns, alt=title, none=view.t("papers.published.none"), missing="/")
    if issued:
        parts.extract_line(view.asking(view.question.unfiltered()), "bulletins")
parts.notes(view, ["papers.note.office", "papers.note.frozen", "papers.note.link"])
