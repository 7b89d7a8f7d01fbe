"""Data quality: can the screen be trusted, what should a person verify."""

import streamlit as st

from dashboard.filters import choice as page_choice
from dashboard.parts import parts, titled
from dashboard.quality import page as quality, tables as quality_tables
from dashboard.view import current_view, plain

view = current_view()
found = quality.read(view)
if found is None:
    parts.empty(view, view.t("quality.empty"))
    st.stop()
with st.container(gap="xsmall"):
    parts.finding(found.finding.title)
    parts.lead(found.finding.lead)
    parts.stamp_line(found.view, "quality")
parts.headline(view, found.figures)

drawn = quality_tables.silence(view, found)
parts.chart(view, drawn.figure, "silence", drawn.title, drawn.alt)

with titled.under(view, view.t("quality.rules"), len(found.rules)):
    parts.note(view.t("quality.rules.note"))
    parts.table(view, found.rules, "rules", quality_tables.rules(view), alt=view.t("quality.rules"), most=18)
for group, units in found.groups.items():
    with titled.under(view, view.t(f"groups.{group}"), len(units)):
        parts.note(view.t("quality.units.note"))
        columns, missing = quality_tables.units(view, group), view.word("word", "missing")
        parts.table(view, units, f"units_{group}", columns, alt=view.t(f"groups.{group}"), missing=missing)

with titled.under(view, view.t("quality.rows"), len(found.rows)):
    parts.note(view.t("quality.rows.note"))
    words = {one.code: f"{view.word('rule', one.code)} ({one.findings:,})" for one in found.rules}
    rule = page_choice.choose(view, "rule", words, view.t("quality.column.rule"), found.first)
    st.caption(plain(quality_tables.criterion(view, next(one for one in found.rules if one.code == rule))))
    rows = found.rows_of(rule)
    shown = rows[: quality.FIRST]
    columns = quality_tables.evidence(view, shown)
    parts.table(view, shown, f"rows_{rule}", columns, alt=view.t("quality.rows"), none=view.t("quality.rows.none"))
    if len(rows) > len(shown):
        st.caption(plain(view.t("quality.rows.first", shown=len(shown), count=f"{len(rows):,}")))
    parts.extract_line(found.view, "quality-findings")

parts.notes(view, ["quality.note.verify", "quality.note.counties", "quality.note.leagues", "quality.note.names"])
