"""Completion: each unit and line by state; a cell opens to obligations and evidence; ranking, overdue, counties."""

import streamlit as st

from dashboard.addresses import address
from dashboard.charts.ranking_bars import ranking
from dashboard.completion import coverage, evidence, page as completion, tables
from dashboard.filters import choice as page_choice
from dashboard.parts import behind as behind_pace, findings, parts
from dashboard.places import words as place_words
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
    unit = completion.choose_unit(view, found)
    line = completion.line_of(found, page_choice.alone(view.filters.lines))
with top:
    parts.finding(found.finding)
    parts.stamp_line(view, "matrix")

st.html(completion.key(view, found))
with st.container(key=f"matrix_{layout}"):
    parts.chart(
        view,
        completion.figure(view, found, layout == "tall", (unit, line)),
        "matrix",
        "",
        completion.alt(view, found),
        on_select=page_choice.on_cell(view, parts.widget_key(view, "matrix")),
    )

behind_pace.draw(view, group, found.behind)
if unit or line or view.filters.cities:
    behind = evidence.read(view, group, unit)
    parts.heading(evidence.title(view, found, unit, line), view.t("evidence.obligations", n=len(behind.obligations)))
    if behind.obligations:
        parts.table(view, behind.obligations, "obligations", tables.obligations(view))
    else:
        parts.empty(view, view.t("evidence.empty"))
    left, right = st.columns([6, 5], gap="medium")
    with left:
        parts.heading(view.t("evidence.activities", n=len(behind.activities)))
        if behind.activities:
            parts.table(view, behind.activities, "activities", tables.activities(view), missing=view.t("word.missing"))
    with right:
        parts.heading(view.t("evidence.submissions", n=len(behind.submissions)))
        if behind.submissions:
            parts.table(view, behind.submissions, "submissions", tables.submissions(view))
else:
    st.caption(view.t("completion.hint"))
left, right = st.columns([5, 6], gap="medium")
with left:
    parts.counted(view, completion.total(view, found, measure), view.t(f"completion.ranking.{measure}"))
    if not any(place.known for place in found.ranked):
        parts.empty(view, view.t(f"completion.ranking.none.{measure}"))
    else:
        bars = ranking(place_words.bars(view, found.ranked), None, view.dark, completion.selected(view, found))
        picked = address.on_chart_city(parts.widget_key(view, "ranking")) if group == "city" else None
        parts.chart(view, bars, "ranking", "", completion.ranking_alt(view, found), picked)
with right:
    title = view.t("completion.late", n=len(found.late))
    parts.counted(view, completion.overdue(view, found), title, view.t("completion.late.note"))
    parts.table(view, found.late, "late", tables.late(view), none=view.t("completion.late.none"))

if leagues := coverage.read(view):
    bars = ranking(coverage.bars(view, leagues), coverage.SCALE, view.dark)
    parts.chart(view, bars, "coverage", coverage.title(view, leagues), coverage.title(view, leagues))
parts.notes(view, ["map.note.places", "map.note.small", "completion.note.cell", "completion.note.waived"])
