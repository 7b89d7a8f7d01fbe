"""Annex 3: its figures section by section, each unit across; their ratios; people as told twice."""

import streamlit as st

from dashboard.annex3 import page as annex3, tables
from dashboard.filters import choice as page_choice
from dashboard.parts import findings, parts, titled
from dashboard.view import current_view, plain

view = current_view()
found = annex3.read(view)
if found is None:
    said = view.t("annex3.nothing", who=findings.of_choice(view))
    parts.page_of_nothing(view, said, "metrics", view.t("finding.nothing.why"))
    st.stop()

with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(view, "metrics")

words = tables.sections(view, found.forms)
section = page_choice.choose(view, "section", words, view.t("annex3.section"), next(iter(words)))
titled.draw(view, "metrics", [tables.figures(view, form, section) for form in found.forms])

ratios = [tables.ratios(view, form) for form in found.forms]
titled.draw(view, "metric-ratios", ratios, missing="", closed=view.t("annex3.closed.ratios"))
if found.items:
    titled.draw(view, "line-items", [tables.items(view, found)], missing="", closed=view.t("annex3.items"))
if found.people:
    with titled.under(view, view.t("annex3.closed.people"), len(found.people)):
        words = tables.told_twice(view, found)
        metric = page_choice.choose(view, "figure", words, view.t("annex3.figure"), next(iter(words)))
        st.caption(plain(tables.reason(view, found, metric)))
        titled.draw(view, "attendance-gap", tables.people(view, found, metric))
    whole = [tables.people_of_all(view, found)]
    titled.draw(view, "attendance-whole", whole, missing="", closed=view.t("annex3.people.all"))
parts.notes(view, ["annex3.note.annex", "annex3.note.people", "reach.note.volumes"])
