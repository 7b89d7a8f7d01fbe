"""The two-minute page: who stands out, how far, what is late, what falls due next."""

import streamlit as st

from dashboard.addresses import address
from dashboard.hazards import headlines as hazard_headlines
from dashboard.overview import page as overview, tables as overview_tables
from dashboard.parts import findings, parts, titled
from dashboard.view import current_view

view = current_view()
found = overview.read(view)
if found is None:
    parts.page_of_nothing(view, findings.nothing(view), "overview", view.t("finding.nothing.why"))
    st.stop()

with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(view, "overview")
parts.headline(view, found.figures)
if figures := hazard_headlines.figures(view):
    parts.heading(view.t("overview.hazards"), view.t("overview.hazards.note"))
    parts.headline(view, figures, "hazards")

left, right = st.columns([1.75, 1], gap="medium")
with left, st.container(gap="xsmall"):
    drawn = overview.pictures(view, found)
    parts.chart(view, drawn.total, "total", view.t("overview.total", n=overview.obligations(found)), drawn.total_alt)
    st.html(drawn.key)
    parts.chart(
        view,
        drawn.bars,
        key="bars",
        title=view.t(f"overview.bars.{found.group}"),
        alt=drawn.bars_alt,
        on_select=address.on_chart_city(parts.widget_key(view, "bars")) if found.group == "city" else None,
    )
with right, st.container(gap="xsmall"):
    for one in overview_tables.lists(view, found):
        titled.table(view, one)
for row in overview_tables.rankings(view, found):
    for place, one in zip(st.columns(len(row), gap="medium"), row, strict=True):
        with place:
            titled.table(view, one)
parts.notes(view, overview.NOTES)
