"""The extracts of data quality: per unit, every row behind a finding, and what changed per city."""

from typing import Final

from data_access.database.snapshot import Snapshot
from data_access.quality.changes import CHANGES, list_changes
from data_access.quality.findings import FINDINGS
from data_access.quality.units import QUALITY, list_findings, list_quality
from data_access.question import Question
from data_access.tables.columns import Column
from data_access.tables.parts import LINE, UNIT
from data_access.tables.rows import Rows
from data_access.tables.table import Table


def quality_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of list_quality."""
    return (one.flat for one in list_quality(s, q))


def finding_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of list_findings."""
    return (one.flat for one in list_findings(s, q))


def change_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of list_changes."""
    return (one.flat for one in list_changes(s, q))


def _counts(**sources: str) -> tuple[Column, ...]:
    return tuple(Column(key, source, "count") for key, source in sources.items())


QUALITY_EXTRACTS: Final = (
    Table(
        "quality",
        quality_rows,
        QUALITY,
        (
            *UNIT,
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
    ),
    Table(
        "quality-findings",
        finding_rows,
        FINDINGS,
        (
            Column("kind", kind="code"),
            Column("kind_label", "kind", "word", "people", "quality"),
            Column("rule", kind="code"),
            Column("rule_label", "rule", "word", "people", "rule"),
            Column("finding", kind="code"),
            *UNIT,
            *LINE,
            Column("period", kind="code"),
            Column("item", kind="code", words="quality_item"),
            Column("found_at", "at", "instant"),
            Column("found_value", "value", "coordinate"),
            Column("compared", kind="coordinate"),
            Column("detail", "detail_{lang}"),
        ),
        about="cities",
    ),
    Table(
        "changes",
        change_rows,
        CHANGES,
        (
            Column("clock", kind="code"),
            Column("clock_label", "clock", "word", "people", "clock"),
            Column("since", kind="instant"),
            Column("city_adcode", kind="code"),
            Column("city", "city_{lang}"),
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
    ),
)
