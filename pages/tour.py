"""The media and the tour: reports, regional, thematic and online tours, good practice, warnings, the two lists."""

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

drawn = tour_pictures.by_week(view, found)
for column, (key, picture) in zip(st.columns(len(drawn), gap="medium"), drawn.items(), strict=True):
    with column:
        parts.chart(view, picture.figure, key, picture.title, picture.alt)
st.caption(plain(tour_pictures.window(view, found)))
parts.extract_line(view, "tour-weeks")

left, right = st.columns([3, 2], gap="medium")
with left:
    parts.heading(view.t("tour.levels"))
    parts.table(view, found.levels, "levels", tour_tables.levels(view), alt=view.t("tour.levels"))
    st.caption(plain(view.t("tour.levels.note")))
with right:
    if found.exposed:
        parts.heading(view.t("tour.exposures"))
        st.markdown(plain(found.exposed))
        st.page_link(registry.of("exposures").script, label=view.t("tour.exposures.more"))

titled.draw(view, "two-lists-summary", tour_tables.lists(view, found), closed=view.t("tour.table.lists"))
items = tour_tables.items(view, found)
titled.draw(view, "two-lists", [items], missing="", closed=view.t("tour.closed.items"))
titled.draw(view, "media-summary", tour_tables.media(view, found), closed=view.t("tour.table.media"))
titled.draw(view, "media", [tour_tables.newest(view, found)], closed=view.t("tour.closed.newest"))
titled.draw(view, "tour-lines", tour_tables.lines(view, found), closed=view.t("tour.table.lines"))
if found.themes:
    with titled.under(view, view.t("tour.closed.parts"), found.units):
        words = {theme: view.word("theme", theme) for theme in found.themes}
        part = page_choice.choose(view, "part", words, view.t("tour.part"), found.themes[0], "segments")
        titled.draw(view, "tour", tour_tables.theme(view, found, part))
parts.notes(view, [f"tour.note.{name}" for name in ("two", "missing", "kinds", "lists", "volumes")])
