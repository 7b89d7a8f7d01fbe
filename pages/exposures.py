"""Exposures: what was exposed in public, was it fixed then, and what has no hazard on record."""

import streamlit as st

from dashboard.hazards import exposure_tables, exposures
from dashboard.parts import parts
from dashboard.view import current_view

view = current_view()
found = exposures.read(view)
if found is None:
    parts.page_of_nothing(view, exposures.nothing(view), "exposures")
    st.stop()
with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(view, "exposures")
parts.headline(view, found.figures)

n = found.gaps.exposures
parts.heading(parts.first_rows(view, "exposures.newest", "exposures.newest.all", len(found.newest), n))
alt = view.t("exposures.newest.alt")
columns, items = exposure_tables.newest(view, found.newest), exposure_tables.items(found.newest)
parts.table(view, found.newest, "newest", columns, alt=alt, items=items)
parts.heading(view.t("exposures.cities"), view.t("exposures.cities.note"))
totals = [found.whole] if len(found.cities) > 1 else []
columns = exposure_tables.cities(view)
parts.table(view, found.cities, "cities", columns, alt=view.t("exposures.cities"), totals=totals)
parts.notes(view, ["exposures.note.gap", "exposures.note.title", "exposures.note.days"])
