"""The two-minute board: who stands out, what to settle first, and who has to."""

import streamlit as st

from dashboard.marks import component
from dashboard.overview import page as overview
from dashboard.overview.board import board
from dashboard.parts import findings, parts
from dashboard.view import current_view

view = current_view()
found = overview.read(view)
if found is None:
    parts.page_of_nothing(view, findings.nothing(view), "board", view.t("finding.nothing.why"))
    st.stop()

with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(view, "board")
    component.draw(board(view, found), "board")
parts.notes(view, overview.NOTES)
