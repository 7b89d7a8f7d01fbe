"""Map: every city by one measure, beside it the ranking in the same colours; a chosen city opens to its counties."""

import streamlit as st

from dashboard.filters import choice as page_choice
from dashboard.parts import parts
from dashboard.parts.table import Column
from dashboard.places import words as place_words
from dashboard.province import choices as map_measures, counties, finding as map_finding, page as territory
from dashboard.view import current_view

view = current_view()
city = page_choice.alone(view.filters.cities)
title = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="map_controls"):
    words = {code: view.t(f"map.measure.{code}") for code in map_measures.ALL}
    measure = page_choice.choose(view, "measure", words, view.t("map.measure"), map_measures.ALL[0])
    words = {code: view.t(f"map.ground.{code}") for code in territory.grounds(view)}
    ground = page_choice.choose(view, "ground", words, view.t("map.ground"), next(iter(words)), "segments")
    words = {code: view.t(f"map.level.{code}") for code in ("province", "counties")}
    opens = city and not map_measures.of_hazards(measure)
    level = page_choice.choose(view, "level", words, view.t("map.level"), "province", "segments") if opens else ""

found = territory.read(view, measure, ground == "boundaries")
below = counties.read(view, city, place_words.province(view), ground == "boundaries") if level == "counties" else None
with title:
    parts.finding(counties.finding(view, below) if below else map_finding.finding(view, found))
    parts.stamp_line(map_measures.view_of(view, measure), "counties" if below else map_measures.extract(measure))

if map_finding.is_empty(view, found):
    parts.empty(view, view.t("map.empty"))
    st.stop()
if below:
    left, right = st.columns([6, 5], gap="medium")
    with left:
        parts.heading(view.t("map.counties.title", city=below.city))
        if (drawing := counties.figure(view, below)) is not None:
            parts.chart(view, drawing, f"counties_{city}", "", counties.alt(view, below))
        else:
            parts.empty(view, view.t("map.counties.no_shapes"))
        st.caption(territory.credit(view, found))
    with right:
        parts.heading(view.t("map.counties.list"), view.t("map.counties.list.note"))
        parts.table(
            view,
            below.owing,
            f"counties_{city}",
            [Column("name", view.t("map.column.county"), width="medium"), Column("said", view.t("map.column.state"))],
            alt=counties.alt(view, below),
        )
        st.caption(counties.left_out(view, below))
else:
    left, right = st.columns([6, 5], gap="medium")
    with left:
        title, said = view.t(f"map.title.{measure}"), territory.alt(view, found)
        parts.chart(view, territory.figure(view, found), "map", title, said)
        st.caption(territory.credit(view, found))
    with right:
        parts.counted(view, territory.total(view, found), map_finding.list_title(view, found))
        parts.chart(view, territory.ranked(view, found), "ranking", "", territory.alt(view, found))
        st.caption(territory.beside(view, found))
    if found.outside:
        parts.heading(view.t("map.outside"), view.t("map.outside.note"))
        parts.table(view, found.outside, "outside", territory.outside_columns(view, measure), alt=view.t("map.outside"))
    parts.notes(view, map_measures.notes(measure))
