"""The tables of data quality: per unit, and every row behind a finding."""

from typing import Final

from data_access.quality.units import list_findings, list_quality
from data_access.tables.columns import Column, coded
from data_access.tables.parts import LINE_COLUMNS, UNIT_COLUMNS
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
QUALITY_TABLES: Final = (QUALITY, FINDINGS)
