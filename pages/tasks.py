"""All tasks as one list, one state at a time, the most pressing first."""

import streamlit as st

from dashboard.completion import listed, page as completion, tables
from dashboard.filters import choice as page_choice
from dashboard.parts import findings, parts
from dashboard.view import current_view

view = current_view()
offered = completion.groups(view)
top = st.container(gap="xsmall")
group = completion.choose_group(view, offered) if offered else ""
found = listed.read(view, group)
if not found.tasks:
    with top:
        parts.page_of_nothing(view, findings.nothing(view), "obligations", view.t("finding.nothing.why"))
    st.stop()
with top:
    parts.finding(found.finding)
    parts.stamp_line(view, "obligations")
words = listed.words(view, found)
state = page_choice.choose(view, "state", words, view.t("tasks.state"), listed.first(found), "segments")
tasks, columns, none = listed.of_state(found, state), tables.obligations(view), view.t("completion.late.none")
parts.table(view, tasks, f"tasks_{state}", columns, alt=words[state], most=24, none=none, items=tables.items(tasks))
parts.notes(view, ["overview.note.waived", "overview.note.inferred"])
