"""Returns: who is in, late, sent back, missing or silent; whom to remind, with words ready to be sent."""

import streamlit as st

from dashboard import device
from dashboard.addresses import address, cases
from dashboard.marks import component
from dashboard.parts import findings, links, parts, titled
from dashboard.returns import closed, letters, page as returns, tables
from dashboard.view import current_view, plain

view = current_view()
found = returns.read(view)
if found is None:
    said = view.t("returns.nothing", who=findings.of_choice(view))
    parts.page_of_nothing(view, said, "returns", view.t("finding.nothing.why"))
    st.stop()
with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(view, "returns")
parts.headline(view, found.figures)

narrow = device.narrow()
for place, group in enumerate(found.groups):
    with st.container(gap="xsmall"):
        title = view.t(f"returns.matrix.{group.group}")
        parts.heading(title)
        with st.container(key=f"matrix_{'tall' if narrow else 'wide'}_{group.group}"):
            drawn, key = tables.picture(view, group, narrow, address.item()), f"matrix_{group.group}"
            picked = cases.on_chart(parts.widget_key(view, key))
            parts.chart(view, drawn, key, "", tables.alt(view, group), on_select=picked)
        st.html(tables.key(view, group))
        if place == 0 and (weeks := tables.weeks(view, group)):
            st.caption(plain(view.t("returns.weeks", weeks=weeks)))
        rows = tables.rows(group)
        with titled.under(view, view.t("returns.closed", group=view.t(f"groups.{group.group}")), len(rows)):
            parts.table(view, rows, f"replies_{group.group}", tables.replies(view, group), alt=title)

title = view.t("returns.board", n=len(found.letters))
parts.counted(view, found.reminded, title, view.t("returns.board.note"))
if found.letters:
    component.draw(letters.element(view, found.letters, links.extract_url(view, "reminders", "txt")), "letters")
    parts.extract_line(view, "reminders")
else:
    st.caption(plain(view.t("returns.board.none")))
closed.likely_late(view, found)
closed.acts(view, found)
parts.notes(view, ["returns.note.receipt", "returns.note.returned", "returns.note.private", "overview.note.groups"])
