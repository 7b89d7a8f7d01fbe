"""The named extracts: which rows, in which columns."""

from functools import partial
from typing import Final

from data_access.activities.held import HELD_SUMMARY
from data_access.activities.ledger import ACTIVITIES, TIMELINE, select_activities, select_timeline
from data_access.annex3.figures import METRIC_TOTALS, METRICS
from data_access.extracts import obligations as rows
from data_access.extracts.figures import figure_extracts
from data_access.hazards.tables import HAZARD_EXTRACTS
from data_access.obligations import rates
from data_access.obligations.at_instant import OBLIGATIONS
from data_access.obligations.counts import COUNTS, MATRIX
from data_access.obligations.rates import RATES
from data_access.papers.tables import PAPER_EXTRACTS
from data_access.quality.tables import QUALITY_EXTRACTS
from data_access.reach.tables import REACH_EXTRACTS
from data_access.returns.submissions import SUBMISSIONS
from data_access.returns.tables import REPORTING_EXTRACTS
from data_access.tables.columns import Column
from data_access.tables.parts import BASIS, LINE, MEASURE, STATE, STATUS, UNIT
from data_access.tables.table import Table, counts
from data_access.tour.tables import TOUR_EXTRACTS

PLAN_AND_FACT: Final = tuple(
    Column(name, kind="instant") for name in ("planned_start", "planned_end", "held_start", "held_end")
)
RATE_COLUMNS: Final = tuple(Column(f"{name}_rate", kind="rate", definition=name) for name in RATES)
OBLIGATION: Final = (
    *UNIT,
    *LINE,
    Column("period", kind="code"),
    Column("role", kind="code"),
    Column("role_label", "role", "word", "people", "role"),
    *STATE,
    Column("due_soon", kind="flag"),
    Column("due_on", "due_at", "day"),
    *BASIS,
    Column("due_original_on", "due_original", "day"),
    Column("extensions", kind="count"),
    Column("fulfilled_at", kind="instant"),
    Column("waived_on", "waived_at", "day"),
    Column("provisional", kind="flag"),
    Column("evidence", kind="count"),
    Column("days_overdue", kind="count"),
)
RANKING: Final = (
    Column("rank", kind="count"),
    Column("small_sample", kind="flag"),
    *UNIT,
    *RATE_COLUMNS,
    *counts(*COUNTS),
)

BASES: Final = {
    extract.name: extract
    for extract in (
        Table("obligations", rows.obligation_rows, OBLIGATIONS, OBLIGATION),
        Table("completion", rows.completion_rows, rates.RATED, (*UNIT, *counts(*COUNTS), *RATE_COLUMNS)),
        Table(
            "activities",
            rows.activity_rows,
            ACTIVITIES,
            (
                Column("activity", "code"),
                Column("title"),
                *LINE,
                *STATUS,
                Column("mode", kind="code"),
                Column("mode_label", "mode", "word", "people", "mode"),
                *PLAN_AND_FACT,
                *UNIT,
                Column("hosts", "hosts_{lang}"),
                Column("adcode", kind="code"),
                Column("place", "place_{lang}"),
                *counts("attendance_onsite", "attendance_online", "views"),
            ),
            select_activities,
        ),
        Table(
            "submissions",
            rows.submission_rows,
            SUBMISSIONS,
            (
                *UNIT,
                *LINE,
                Column("period", kind="code"),
                Column("version", kind="count"),
                Column("status", kind="code"),
                Column("status_label", "status", "word", "people", "submission"),
                Column("standing", kind="flag"),
                Column("submitted_at", kind="instant"),
                Column("reviewed_at", kind="instant"),
                Column("channel", kind="code"),
                Column("channel_label", "channel", "word", "people", "channel"),
                Column("is_zero_report", kind="flag"),
                Column("content", kind="code"),
                Column("content_label", "content", "word", "people", "content"),
            ),
        ),
        Table(
            "metrics",
            rows.metric_rows,
            METRICS,
            (
                *UNIT,
                *MEASURE,
                Column("value", kind="figure"),
                Column("return_line", kind="code"),
                Column("return_version", kind="count"),
            ),
        ),
        Table(
            "metric-totals",
            rows.metric_total_rows,
            METRIC_TOTALS,
            (
                Column("unit_kind", "unit_group", "code"),
                Column("unit_kind_label", "unit_group", "word", "people", "group"),
                *MEASURE,
                Column("total", kind="figure"),
                *counts("filled", "units"),
            ),
        ),
        Table(
            "held-summary",
            rows.held_summary_rows,
            HELD_SUMMARY,
            (Column("place_code", kind="code"), Column("place", "place_{lang}"), Column("held", kind="count")),
        ),
        Table("overview", rates.ranked_rows, rates.RANKED, RANKING),
        Table(
            "map",
            rows.map_rows,
            rows.MAP,
            (
                *UNIT,
                Column("lon", kind="coordinate"),
                Column("lat", kind="coordinate"),
                *RATE_COLUMNS,
                *counts(*COUNTS, "held"),
            ),
        ),
        Table(
            "counties",
            rows.county_rows,
            rows.COUNTIES,
            (
                Column("city_adcode", kind="code"),
                Column("city", "city_{lang}"),
                Column("adcode", kind="code"),
                Column("county", "name_{lang}"),
                Column("level", kind="code"),
                Column("level_label", "level", "word", "people", "level"),
                Column("has_obligation", kind="flag"),
                *counts(*COUNTS),
            ),
        ),
        Table(
            "timeline",
            rows.timeline_rows,
            TIMELINE,
            (*UNIT, *LINE, Column("activity", "code"), Column("title"), *STATUS, *PLAN_AND_FACT),
            partial(select_timeline, most=None),
        ),
        Table("matrix", rows.matrix_rows, MATRIX, (*UNIT, *LINE, *counts(*COUNTS))),
        Table("ranking", rates.ranked_rows, rates.RANKED, RANKING),
        Table("overdue", rows.overdue_rows, OBLIGATIONS, OBLIGATION),
        Table("city", rows.obligation_rows, OBLIGATIONS, OBLIGATION),
        *REPORTING_EXTRACTS,
        *HAZARD_EXTRACTS,
        *PAPER_EXTRACTS,
        *REACH_EXTRACTS,
        *TOUR_EXTRACTS,
        *QUALITY_EXTRACTS,
    )
}
EXTRACTS: Final = {**BASES, **{extract.name: extract for extract in figure_extracts(BASES)}}
"""BASES, which are offered by name, and the rows of each figure."""
