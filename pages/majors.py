"""Major hazards, each with its listing, deadline, the five things in place, funds and days over."""

import streamlit as st

from dashboard.hazards import majors, tables as hazard_tables
from dashboard.parts import parts
from dashboard.view import current_view

view = current_view()
found = majors.read(view)
if found is None:
    parts.page_of_nothing(view, majors.nothing(view), "majors")
    st.stop()
with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(found.view, "majors")
parts.headline(view, found.figures)

n = found.whole.major.confirmed
title = parts.first_rows(view, "majors.ledger", "majors.ledger.all", len(found.ledger), n)
parts.heading(title, view.t("majors.ledger.note"))
columns, items = hazard_tables.majors(view, found.ledger), hazard_tables.items(found.ledger)
parts.table(view, found.ledger, "ledger", columns, alt=view.t("majors.ledger.note"), missing="/", items=items)

parts.heading(view.t("majors.cities"), view.t("hazards.cities.note"))
totals = [found.whole] if len(found.cities) > 1 else []
columns = hazard_tables.majors_of_cities(view)
parts.table(view, found.cities, "cities", columns, alt=view.t("majors.cities"), totals=totals)
parts.notes(view, ["hazards.note.declared", "majors.note.listing", "majors.note.in_place", "hazards.note.unit"])
