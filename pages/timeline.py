"""Timeline: what was held, handed in and planned against the deadlines of the notice; done against due below it."""

import streamlit as st

from dashboard import device
from dashboard.addresses import cases
from dashboard.completion import page as completion
from dashboard.filters import choice as page_choice
from dashboard.parts import findings, parts
from dashboard.timeline import heads, page as timeline, periods
from dashboard.view import current_view

view = current_view()
offered = completion.groups(view)
if not offered:
    parts.page_of_nothing(view, findings.nothing(view), "timeline", view.t("finding.nothing.why"))
    st.stop()
top = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="timeline_controls"):
    group = completion.choose_group(view, offered)
    found = timeline.read(view, group)
    spans = periods.offered(view, found.deadlines, device.narrow())
    names = periods.names(view, spans)
    period = page_choice.choose(
        view, "period", names, view.t("timeline.period"), periods.first(view, spans), "segments"
    )
    words = {code: view.t(f"timeline.rows.{code}") for code in timeline.ROWS}
    first = timeline.first_rows(view, found)
    rows = page_choice.choose(view, "rows", words, view.t("timeline.rows"), first, "segments")
with top:
    parts.finding(timeline.finding(view, found))
    parts.stamp_line(view, "timeline")

span = spans[period]
bins = periods.bins(span, device.narrow())
if not found.facts and not found.obligations:
    parts.empty(view, view.t("finding.nothing.why"))
    st.stop()
parts.heading(timeline.title(view, rows, bins), view.t("timeline.heads"))
with st.container(key=f"timeline_{bins.unit}", gap="xxsmall"):
    picture, key = timeline.figure(view, found, rows, span, bins), f"timeline_{rows}"
    heads.draw(view, span, bins, picture)
    picked = cases.on_chart(parts.widget_key(view, key))
    parts.chart(view, picture, key, "", timeline.alt(view, found, rows, bins), on_select=picked)
title = timeline.course_title(view, found)
parts.counted(view, timeline.due(view, found), title)
with st.container(key=f"course_{bins.unit}"):
    parts.chart(view, timeline.course(view, found, span), "course", "", title)
parts.notes(view, ["timeline.note.held", "timeline.note.late", "timeline.note.planned", "timeline.note.due"])
parts.note(timeline.outside(view, found, spans))
if not found.complete:
    parts.notes(view, ["timeline.note.cut"])
