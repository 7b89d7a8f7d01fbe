"""The cities as cards, most pressing first; of one that is chosen everything, to be read on a screen or on paper."""

import streamlit as st

from dashboard.city import cards, page as city, pictures as city_pictures, tables as city_tables
from dashboard.hazards import headlines as hazard_headlines
from dashboard.marks import component
from dashboard.parts import behind, findings, parts, sheet as sheets
from dashboard.view import current_view, plain

view = current_view()
sheets.style()
adcode = city.chosen(view)
if not adcode:
    rows = cards.read(view)
    if not rows:
        parts.page_of_nothing(view, findings.nothing(view, city.GROUP), "board", view.t("finding.nothing.why"))
        st.stop()
    with st.container(gap="xsmall"):
        parts.finding(cards.finding(view, rows))
        parts.stamp_line(view, "board")
    component.draw(cards.element(view, rows), "cards")
    parts.notes(view, ["overview.note.inferred"])
    st.stop()
here = city.of_city(view, adcode)
found = city.read(here, adcode)
if found is None:
    parts.page_of_nothing(view, findings.nothing(view, city.GROUP), "obligations", view.t("finding.nothing.why"))
    st.stop()

with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    behind.draw(here, city.GROUP, found.obligations)
    parts.stamp_line(here, "obligations")
parts.headline(view, found.figures)

drawn, (late, hazards, leagues, *details) = city_pictures.read(here, found), city_tables.sheets(here, found)
left, right = st.columns(2, gap="medium")
with left, st.container(gap="xsmall"):
    parts.chart(view, drawn.total, "total", view.t("overview.total", n=len(found.obligations)), drawn.total_alt)
    st.html(drawn.key)
    with st.container(key="narrow_late"):
        sheets.draw(late)
    with st.container(key="narrow_hazards"):
        sheets.draw(hazards)
with right, st.container(gap="xsmall"):
    parts.chart(view, drawn.dates, "dates", view.t("city.dates"), drawn.dates_alt)
    st.caption(plain(drawn.note))
    with st.container(key="narrow_leagues"):
        sheets.draw(leagues)

if figures := hazard_headlines.figures(here):
    with st.expander(plain(view.t("overview.hazards"))):
        parts.headline(view, figures, "hazards")
for sheet in details:
    sheets.closed(sheet)
parts.notes(view, ["overview.note.waived", "overview.note.inferred", "city.note.hosts", "city.note.review"])
