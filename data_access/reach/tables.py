"""The extracts of what was reached: settings, weeks, leagues, showpieces, people as returns and ledgers tell them."""

from typing import Final

from data_access.annex3.ratios import METRIC_RATIOS, list_metric_ratios
from data_access.reach.attendance import ATTENDANCE_GAP, ATTENDANCE_WHOLE, list_attendance_gap, list_attendance_whole
from data_access.reach.line_items import LINE_ITEMS, list_line_items
from data_access.reach.showpieces import DAY_EVENTS, SHOWPIECES, list_day_events, list_showpieces
from data_access.reach.volunteers import VOLUNTEER_EVENTS, list_volunteer_events
from data_access.tables.columns import Column
from data_access.tables.parts import BASIS, FIGURE, LINE, STATE, UNIT
from data_access.tables.rows import told_by
from data_access.tables.table import Table, counts

MEASURE: Final = (
    Column("measure", kind="code"),
    Column("measure_label", "measure", "word", "people", "measure"),
)
CITY: Final = (Column("city_adcode", kind="code"), Column("city", "city_{lang}"))


REACH_EXTRACTS: Final = (
    Table(
        "metric-ratios",
        told_by(list_metric_ratios),
        METRIC_RATIOS,
        (
            *UNIT,
            Column("pair", kind="code"),
            Column("part_label", "part_{lang}"),
            Column("part", kind="figure"),
            Column("whole_label", "whole_{lang}"),
            Column("whole", kind="figure"),
            Column("metric_rate", "rate", "rate", definition="metric_ratio"),
        ),
    ),
    Table(
        "attendance-gap",
        told_by(list_attendance_gap),
        ATTENDANCE_GAP,
        (
            *UNIT,
            *FIGURE,
            *MEASURE,
            Column("lines"),
            Column("returned", kind="figure"),
            Column("return_line", kind="code"),
            Column("return_version", kind="count"),
            *counts("activities", "unfilled", "people", "joint", "gap"),
            Column("reason", "reason_{lang}"),
        ),
    ),
    Table(
        "attendance-whole",
        told_by(list_attendance_whole),
        ATTENDANCE_WHOLE,
        (
            *FIGURE,
            *MEASURE,
            Column("lines"),
            Column("activities", kind="count", words="activities_all"),
            *counts("unfilled", "people", "joint", "joint_people"),
        ),
    ),
    Table(
        "volunteer-events",
        told_by(list_volunteer_events),
        VOLUNTEER_EVENTS,
        (
            *UNIT,
            *LINE,
            *STATE,
            Column("done", kind="flag", words="league_done"),
            Column("due_on", "due_at", "day"),
            *BASIS,
            Column("fulfilled_at", kind="instant"),
            Column("events", kind="count"),
            Column("city_full", kind="flag"),
        ),
    ),
    Table(
        "showpieces",
        told_by(list_showpieces),
        SHOWPIECES,
        (
            *LINE,
            Column("named", kind="flag"),
            Column("day_bound", kind="flag"),
            *UNIT,
            *STATE,
            Column("due_on", "due_at", "day"),
            *BASIS,
            Column("status", kind="code", words="took_place"),
            Column("status_label", "status", "word", "people", "took_place", "took_place_label"),
            Column("activities", kind="count"),
            Column("held_on", "held_at", "day"),
            Column("planned_on", "planned_at", "day"),
        ),
    ),
    Table(
        "day-events",
        told_by(list_day_events),
        DAY_EVENTS,
        (*CITY, Column("day", "day_at", "day"), Column("held", kind="count")),
    ),
    Table(
        "line-items",
        told_by(list_line_items),
        LINE_ITEMS,
        (
            *LINE,
            Column("item", "item_{lang}", words="line_item"),
            Column("told", kind="code"),
            Column("told_label", "told", "word", "people", "told"),
            *FIGURE,
            *counts("total", "filled", "units"),
        ),
    ),
)
