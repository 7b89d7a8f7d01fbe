"""Columns that many extracts have: a unit, a line, a state, a figure of Annex 3."""

from typing import Final

from data_access.tables.columns import Column, coded

STATE: Final = coded("state")
BASIS: Final = coded("due_basis", family="basis")
REASON: Final = (*coded("reason", "reason.code", words="reason_code"), Column("reason_text", "reason.text"))
"""Of rows with a `reason` (data_access.obligations.reason.Reason)."""
RETURN_REASON: Final = (
    *coded("return_reason", "sent_back.code", "reason"),
    Column("return_reason_text", "sent_back.text"),
)
"""Of rows with the reason for which a version was `sent_back`."""
STATUS: Final = coded("status", family="activity")
UNIT_COLUMNS: Final = (
    Column("unit_code", "unit.code", "code"),
    Column("unit", "unit.{lang}"),
    Column("unit_adcode", "unit.adcode", "code"),
    *coded("unit_kind", "unit.group", "group"),
    Column("city_adcode", "unit.city", "code"),
)
"""Of rows with a `unit` (data_access.notice.units.Unit)."""
LINE_COLUMNS: Final = (
    Column("line", "line.code", "code"),
    Column("line_label", "line.{lang}"),
    Column("line_short", "line.short_{lang}", form="screen", words="line_label"),
)
"""Of rows with a `line` (data_access.notice.units.Line)."""
CITY_COLUMNS: Final = (Column("city_adcode", "place.code", "code"), Column("city", "place.{lang}"))
"""Of rows with a `place` (data_access.notice.units.Place)."""
METRIC_COLUMNS: Final = (
    Column("metric", "metric.code", "code"),
    Column("metric_label", "metric.{lang}"),
    Column("unit_of_measure", "metric.measure_{lang}"),
)
"""Of rows with a `metric` (data_access.annex3.figures.Metric)."""
