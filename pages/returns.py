"""Returns: who is in, late, sent back, missing or silent; whom to remind, with words ready to be sent."""

import streamlit as st

from dashboard import device
from dashboard.parts import findings, links, parts
from dashboard.returns import page as returns, tables
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

for group in found.groups:
    title = view.t(f"returns.matrix.{group.group}")
    drawn = tables.picture(view, group, device.narrow())
    parts.chart(view, drawn, f"matrix_{group.group}", title, tables.alt(view, group))
    parts.table(view, tables.rows(group), f"replies_{group.group}", tables.replies(view, group), alt=title)

title = view.t("returns.board", n=len(found.letters))
parts.counted(view, found.reminded, title, view.t("returns.board.note"))
left, right = st.columns([5, 6], gap="medium")
with left:
    chosen = parts.chosen_row(view, "letters")
    parts.table(
        view,
        found.letters,
        "letters",
        tables.reminded(view),
        on_select=parts.nothing,
        alt=title,
        none=view.t("returns.board.none"),
    )
with right:
    if found.letters:
        st.code(tables.text(found.letters, chosen), language=None, wrap_lines=True, height=420)
        st.markdown(f":small[[{plain(view.t('returns.text'))}]({links.extract_url(view, 'reminders', 'txt')})]")
        parts.extract_line(view, "reminders")
parts.notes(view, ["returns.note.receipt", "returns.note.returned", "returns.note.private", "overview.note.groups"])
