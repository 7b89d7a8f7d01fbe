"""The tables of data quality: per unit, every row behind a finding, and what changed per city."""

from typing import Final

from data_access.quality.changes import list_changes
from data_access.quality.units import list_findings, list_quality
from data_access.tables.columns import Column, coded
from data_access.tables.parts import CITY_COLUMNS, LINE_COLUMNS, UNIT_COLUMNS
from data_access.tables.table import Table


def _counts(**sources: str) -> tuple[Column, ...]:
    return tuple(Column(key, source, "count") for key, source in sources.items())


QUALITY: Final = Table(
    "quality",
    list_quality,
    columns=(
        *UNIT_COLUMNS,
        Column("last_at", kind="instant"),
        *_counts(
            silent_days="silent_days",
            returns_due="due",
            missing="missing",
            refused="refused",
            counties_differ="counties",
            impossible="impossible",
            unknown="unknown",
            personal_text="personal",
            revised_after="revised",
            formal="formal",
        ),
    ),
    about="cities",
)
FINDINGS: Final = Table(
    "quality-findings",
    list_findings,
    columns=(
        *coded("kind", family="quality"),
        *coded("rule"),
        Column("finding", kind="code"),
        *UNIT_COLUMNS,
        *LINE_COLUMNS,
        Column("period", kind="code"),
        Column("item", kind="code", words="quality_item"),
        Column("found_at", "at", "instant"),
        Column("found_value", "value", "coordinate"),
        Column("compared", kind="coordinate"),
        Column("detail", "detail.{lang}"),
    ),
    about="cities",
)
CHANGES: Final = Table(
    "changes",
    list_changes,
    columns=(
        *coded("clock"),
        Column("since", kind="instant"),
        *CITY_COLUMNS,
        *_counts(
            new_activities="activities",
            activities_gone="activities_gone",
            newly_done="done",
            newly_overdue="overdue",
            undone="undone",
            returns_received="returns",
            versions_changed="versions",
            new_hazards="hazards",
            hazards_closed="closed",
            hazards_reopened="reopened",
        ),
    ),
    about="changes",
)
QUALITY_TABLES: Final = (QUALITY, FINDINGS, CHANGES)
