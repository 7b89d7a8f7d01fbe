"""The tour: reports in the media, regional, thematic and online tours, good practice, warnings, the two lists."""

import streamlit as st

from dashboard import registry
from dashboard.filters import choice as page_choice
from dashboard.parts import findings, parts, titled
from dashboard.tour import page as tour, pictures as tour_pictures, tables as tour_tables
from dashboard.view import current_view, plain

view = current_view()
found = tour.read(view)
if found is None:
    said = view.t("tour.nothing", who=findings.of_choice(view))
    parts.page_of_nothing(view, said, "tour", view.t("finding.nothing.why"))
    st.stop()

with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(view, "tour")
parts.headline(view, found.figures)

left, right = st.columns([1.75, 1], gap="medium")
with left, st.container(gap="xsmall"):
    for key, drawn in tour_pictures.by_week(view, found).items():
        parts.chart(view, drawn.figure, key, drawn.title, drawn.alt)
    st.caption(plain(tour_pictures.window(view, found)))
    parts.extract_line(view, "tour-weeks")
with right, st.container(gap="xsmall"):
    parts.heading(view.t("tour.levels"))
    parts.table(view, found.levels, "levels", tour_tables.levels(view), alt=view.t("tour.levels"))
    st.caption(plain(view.t("tour.levels.note")))
    if found.exposed:
        parts.heading(view.t("tour.exposures"))
        st.markdown(plain(found.exposed))
        st.page_link(registry.of("exposures").script, label=view.t("tour.exposures.more"))

titled.draw(view, "media-summary", tour_tables.media(view, found))
titled.draw(view, "tour-lines", tour_tables.lines(view, found))
if found.themes:
    words = {theme: view.word("theme", theme) for theme in found.themes}
    part = page_choice.choose(view, "part", words, view.t("tour.part"), found.themes[0], "segments")
    titled.draw(view, "tour", tour_tables.theme(view, found, part))
titled.draw(view, "two-lists-summary", tour_tables.lists(view, found))
titled.draw(view, "two-lists", [tour_tables.items(view, found)], missing="")
titled.draw(view, "media", [tour_tables.newest(view, found)])
parts.notes(view, [f"tour.note.{name}" for name in ("two", "missing", "kinds", "lists", "volumes")])
