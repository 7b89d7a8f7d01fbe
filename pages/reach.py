"""Coverage: the five settings, leagues, the appointed day, named activities, what was held week by week."""

import streamlit as st

from dashboard import device
from dashboard.parts import findings, parts, titled
from dashboard.reach import page as reach, pictures, tables
from dashboard.view import current_view

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
left, right = st.columns([1, 2], gap="medium")
with left:
    parts.counted(view, found.online, found.online.label)
    drawn = pictures.weeks(view, found)
    parts.chart(view, drawn.figure, "weeks", "", drawn.alt)
    parts.extract_line(view, "held-by-week")
with right:
    if found.singled_out:
        titled.draw(view, "showpieces", [tables.singled_out(view, found)], missing="")
parts.notes(view, [f"reach.note.{name}" for name in ("leagues", "settings", "volumes")])
