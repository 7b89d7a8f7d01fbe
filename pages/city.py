"""Everything of one city on one page, to be read on a screen or on paper."""

import streamlit as st

from dashboard import city, city_dates, city_tables, parts, sheets, state_key
from dashboard.figures import state_bars, unit_dates
from dashboard.view import current_view, plain

view = current_view()
sheets.style(view)
adcode = city.choose(view)
if not adcode:
    parts.empty(view, view.t("city.choose.first"))
    st.stop()
found = city.read(view, adcode)
if found is None:
    parts.empty(view, view.t("overview.empty"))
    st.stop()

with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(found.view, "city")
parts.headline(view, found.figures)

left, right = st.columns(2, gap="medium")
with left, st.container(gap="xsmall"):
    parts.chart(
        view,
        state_bars.total_bar(found.own, state_key.state_names(view), view.dark),
        key="total",
        title=view.t("overview.total", n=len(found.obligations)),
        alt=view.t("overview.total.alt", states=state_key.words(view, found.own)),
    )
    st.html(state_key.html(view, found.own))
    with st.container(key="narrow_late"):
        sheets.draw(view, city_tables.late(view, found))
with right, st.container(gap="xsmall"):
    shown = city_dates.span(view, found.obligations)
    marks = city_dates.marks(view, found.obligations, shown)
    parts.chart(
        view,
        unit_dates.unit_dates(marks, found.parts, shown, city_dates.deadlines(view, found.obligations), view.dark),
        key="dates",
        title=view.t("city.dates"),
        alt=view.t("city.dates.alt", n=int(marks["n"].sum())),
    )
    st.caption(plain(city_dates.note(view, found.obligations, shown)))
    with st.container(key="narrow_leagues"):
        sheets.draw(view, city_tables.leagues(view, found))

for sheet in city_tables.details(view, found):
    sheets.draw(view, sheet)
parts.notes(view, ["overview.note.waived", "overview.note.inferred", "city.note.hosts", "city.note.review"])
