"""Tips: through which channel, from where, handled in time or not, and were they true."""

import streamlit as st

from dashboard.filters import choice as page_choice
from dashboard.parts import parts
from dashboard.tips import page as tips, pictures as tip_pictures, tables as tip_tables
from dashboard.view import current_view

view = current_view()
found = tips.read(view)
if found is None:
    parts.page_of_nothing(view, tips.nothing(view), "tips-summary")
    st.stop()
with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(found.view, "tips-summary")
parts.headline(view, found.figures)

left, right = st.columns([3, 2], gap="medium")
for place, drawn, key in (
    (left, tip_pictures.by_week(view, found), "weeks"),
    (right, tip_pictures.outcomes(view, found), "outcomes"),
):
    with place:
        parts.chart(view, drawn.figure, key, drawn.title, drawn.alt)

for key, rows in (("channels", found.channels), ("cities", found.cities)):
    parts.heading(view.t(f"tips.{key}"), view.t("tips.table.note"))
    columns = tip_tables.counted(view, view.t(f"tips.column.{key}"))
    parts.table(view, rows, key, columns, alt=view.t(f"tips.{key}"), totals=[found.whole])

parts.heading(view.t("tips.counties"), view.t("tips.counties.note"))
if city := page_choice.alone(view.filters.cities):
    weeks, counties = tips.county_weeks(view, city)
    columns = tip_tables.county_weeks(view, weeks)
    parts.table(view, counties, f"counties_{city}", columns, alt=view.t("tips.counties"))
else:
    st.caption(view.t("tips.counties.choose"))
parts.notes(view, ["tips.note.apart", "tips.note.hidden"])
