"""Changes: what happened between two instants, and apart from it what was revised of the first."""

import streamlit as st

from dashboard.addresses import address
from dashboard.comparison import bridge, page as changes, pair, tables
from dashboard.marks import component
from dashboard.parts import parts, styles, titled
from dashboard.view import current_view

view = current_view()
styles.draw("bridges.css")
top = st.container(gap="xsmall")
asked = pair.choose(view)
why = pair.refused(asked)
if why is not None:
    with top:
        parts.page_of_nothing(asked, view.t("compared.refused"), "comparison", changes.refusal(asked, why))
    st.stop()
found = changes.read(asked)
with top:
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(asked, "comparison")

words = {figure: name for figure, name in changes.words(view).items() if figure in found.figures}
figure = address.control_value(view.page, "figure", words, "overdue")
left, right = st.columns(2, gap="medium")
with left:
    component.draw(bridge.of_figures(asked, found.comparison.whole, figure, view.t("compared.whole")), "figures")
    parts.notes(view, ["compared.note.bridge", "compared.note.step"])
with right:
    title, heading = view.t("compared.units", figure=words[figure]), view.t(f"heading.unit.{found.comparison.group}")
    component.draw(bridge.of_units(asked, found.units(figure), title, heading), "units")

title = changes.counted(view, "compared.revised", len(found.revised))
parts.heading(title, view.t("compared.revised.note"))
rows, none = (
    found.revised[: changes.FIRST],
    view.t("compared.revised.none", since=pair.when(view, found.comparison.since)),
)
parts.table(view, rows, "revised", tables.revised(view), alt=title, none=none, most=8)
if rows:
    parts.extract_line(asked, "comparison-revised")

title = changes.counted(view, "compared.happened", len(found.events))
parts.heading(title, view.t("compared.happened.note"))
if not found.events:
    parts.note(view.t("compared.happened.none"))
    st.stop()
parts.table(view, changes.per_place(asked, found), "places", tables.cities(view, found.kinds), alt=title)
for kind, n in found.kinds.items():
    rows = found.of_kind(kind)[: changes.FIRST]
    with titled.under(view, view.word("event", kind), n):
        parts.table(view, rows, f"events_{kind}", tables.events(view, rows), alt=view.word("event", kind))
parts.extract_line(asked, "events")
