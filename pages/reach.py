"""Reach: the five settings, leagues, the appointed day, named activities, Annex 3, people as told twice."""

import streamlit as st

from dashboard import device
from dashboard.filters import choice as page_choice
from dashboard.parts import findings, parts, titled
from dashboard.reach import page as reach, pictures, tables
from dashboard.view import current_view, plain

view = current_view()
found = reach.read(view)
if found is None:
    said = view.t("reach.nothing", who=findings.of_choice(view))
    parts.page_of_nothing(view, said, "five-settings", view.t("finding.nothing.why"))
    st.stop()

with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(view, "five-settings")
if found.figures:
    parts.headline(view, found.figures)

left, right = st.columns([1, 1.3], gap="medium")
with left:
    if found.settings:
        drawn = pictures.settings(view, found, device.narrow())
        parts.chart(view, drawn.figure, "settings", drawn.title, drawn.alt)
with right:
    if found.leagues:
        titled.draw(view, "volunteer-events", [tables.leagues(view, found)], missing="")
if found.singled_out:
    titled.draw(view, "showpieces", [tables.singled_out(view, found)], missing="")
left, right = st.columns([1, 1.3], gap="medium")
with left:
    parts.counted(view, found.online, found.online.label)
    drawn = pictures.weeks(view, found)
    parts.chart(view, drawn.figure, "weeks", "", drawn.alt)
    parts.extract_line(view, "held-by-week")
with right:
    if found.items:
        titled.draw(view, "line-items", [tables.items(view, found)], missing="")

if found.annex:
    words = tables.sections(view, found.annex)
    section = page_choice.choose(view, "section", words, view.t("reach.section"), next(iter(words)))
    titled.draw(view, "metrics", [tables.annex(view, form, section) for form in found.annex])
    titled.draw(view, "metric-ratios", [tables.ratios(view, form) for form in found.annex], missing="")
if found.people:
    words = tables.figures(view, found)
    metric = page_choice.choose(view, "figure", words, view.t("reach.figure"), next(iter(words)))
    st.caption(plain(tables.reason(view, found, metric)))
    titled.draw(view, "attendance-gap", tables.people(view, found, metric))
    titled.draw(view, "attendance-whole", [tables.people_of_all(view, found)], missing="")
parts.notes(view, [f"reach.note.{name}" for name in ("annex", "people", "leagues", "settings", "volumes")])
