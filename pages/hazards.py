"""Hazards: which are overdue and whose, where they lie, whether the backlog shrinks; the rest closed."""

import streamlit as st

from dashboard.filters import choice as page_choice
from dashboard.hazards import page as hazards, pictures as hazard_pictures, tables as hazard_tables
from dashboard.hazards.measures import MEASURES
from dashboard.parts import parts, titled
from dashboard.view import current_view, plain

view = current_view()
found = hazards.read(view)
if found is None:
    parts.page_of_nothing(view, hazards.nothing(view), "hazard-summary")
    st.stop()
with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(view, "hazard-summary")
parts.headline(view, found.figures)

left, right = st.columns([6, 5], gap="medium")
with left:
    oldest = hazards.longest(view)
    parts.heading(view.t("hazards.longest"), view.t("hazards.longest.note"))
    title = view.t("hazards.longest")
    none, items = view.t("hazards.longest.none"), hazard_tables.items(oldest)
    parts.table(view, oldest, "longest", hazard_tables.longest(view), alt=title, none=none, items=items)
    drawn = hazard_pictures.life_cycle(view)
    parts.chart(view, drawn.figure, "stages", drawn.title, drawn.alt)
with right:
    with st.container(horizontal=True, vertical_alignment="bottom", key="hazards_controls"):
        words = {code: view.word("grade", code) for code in hazard_tables.GRADES}
        first = (view.question.hazards.grades or hazard_tables.GRADES)[0]
        grade = page_choice.choose(view, "shown", words, view.t("hazards.shown"), first, "segments")
        words = {code: view.t(f"hazards.ground.{code}") for code in hazard_pictures.GROUNDS}
        ground = page_choice.choose(
            view, "ground", words, view.t("map.ground"), hazard_pictures.ground(view), "segments"
        )
        words = {code: view.t(f"hazards.measure.{code}") for code in MEASURES}
        measure = page_choice.choose(view, "measure", words, view.t("map.measure"), "E")
    drawn = hazard_pictures.where(view, found, grade, measure, ground)
    parts.chart(view, drawn.figure, "map", drawn.title, drawn.alt)
    st.caption(hazard_pictures.credit(view))
    st.caption(plain(drawn.note))

left, right = st.columns(2, gap="medium")
for place, drawn, key in (
    (left, hazard_pictures.flow(view, grade), "flow"),
    (right, hazard_pictures.time_to_fix(view), "survival"),
):
    with place:
        parts.chart(view, drawn.figure, key, drawn.title, drawn.alt)

totals = [found.whole] if len(found.cities) > 1 else []
with titled.under(view, view.t("hazards.cities"), len(found.cities)):
    st.caption(plain(view.t("hazards.cities.note")))
    columns = hazard_tables.cities(view)
    parts.table(view, found.cities, "cities", columns, alt=view.t("hazards.cities"), totals=totals)
totals, rows = hazards.times(view)
with titled.under(view, view.t("hazards.times"), len(rows)):
    st.caption(plain(view.t("hazards.times.note")))
    columns = hazard_tables.times(view)
    parts.table(view, rows, "times", columns, alt=view.t("hazards.times"), missing="/", totals=totals)
for key, rows in (("industries", hazards.industries(view)), ("sources", hazards.sources(view))):
    with titled.under(view, view.t(f"hazards.{key}"), len(rows)):
        columns = hazard_tables.kinds(view, view.t(f"hazards.column.{key}"))
        parts.table(view, rows, key, columns, alt=view.t(f"hazards.{key}"))

ledger, n = hazards.ledger(view), found.whole.general.confirmed + found.whole.major.confirmed
with titled.under(view, parts.first_rows(view, "hazards.ledger", "hazards.ledger.all", len(ledger), n), len(ledger)):
    st.caption(plain(view.t("hazards.ledger.note")))
    columns, items = hazard_tables.ledger(view, ledger), hazard_tables.items(ledger)
    parts.table(view, ledger, "ledger", columns, alt=view.t("hazards.ledger.note"), items=items)
    parts.extract_line(view, "hazards")
parts.notes(view, ["hazards.note.classes", "hazards.note.declared", "hazards.note.place", "hazards.note.unit"])
