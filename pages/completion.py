"""Completion: each unit and line by state, a cell opens its case; ranking, overdue, counties."""

import streamlit as st

from dashboard.addresses import address, cases
from dashboard.completion import coverage, page as completion, tables
from dashboard.filters import choice as page_choice
from dashboard.parts import behind as behind_pace, findings, parts
from dashboard.view import current_view

view = current_view()
offered = completion.groups(view)
if not offered:
    parts.page_of_nothing(view, findings.nothing(view), "matrix", view.t("finding.nothing.why"))
    st.stop()
top = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="completion_controls"):
    group = completion.choose_group(view, offered)
    words = {code: view.t(f"completion.basis.{code}") for code in ("on_time_stated", "on_time")}
    measure = page_choice.choose(view, "basis", words, view.t("completion.basis"), "on_time_stated", "segments")
    found = completion.read(view, group, measure)
    layout = completion.choose_layout(view)
with top:
    parts.finding(found.finding)
    parts.stamp_line(view, "matrix")

st.html(completion.key(view, found))
with st.container(key=f"matrix_{layout}"):
    parts.chart(
        view,
        completion.figure(view, found, layout == "tall", address.item()),
        "matrix",
        "",
        completion.alt(view, found),
        on_select=cases.on_chart(parts.widget_key(view, "matrix")),
    )

behind_pace.draw(view, group, found.behind)
st.caption(view.t("completion.hint"))
left, right = st.columns([5, 6], gap="medium")
with left:
    parts.counted(view, completion.total(view, found, measure), view.t(f"completion.ranking.{measure}"))
    if not any(place.known for place in found.ranked):
        parts.empty(view, view.t(f"completion.ranking.none.{measure}"))
    else:
        said = completion.ranking_alt(view, found)
        parts.chart(view, completion.ranked(view, group, found), "ranking", "", said)
with right:
    title = view.t("completion.late", n=len(found.late))
    parts.counted(view, completion.overdue(view, found), title, view.t("completion.late.note"))
    none, items = view.t("completion.late.none"), tables.items(found.late)
    parts.table(view, found.late, "late", tables.late(view), none=none, items=items)

if leagues := coverage.read(view):
    title = coverage.title(view, leagues)
    parts.chart(view, coverage.drawn(view, leagues), "coverage", title, title)
parts.notes(view, ["map.note.places", "map.note.small", "completion.note.cell", "completion.note.waived"])
