"""The extracts of what was reached: settings, weeks, leagues, showpieces, people as returns and ledgers tell them."""

from typing import Final

from data_access.reach.attendance import list_attendance_gap, list_attendance_whole
from data_access.reach.line_items import list_line_items
from data_access.reach.showpieces import list_day_events, list_showpieces
from data_access.reach.volunteers import list_volunteer_events
from data_access.tables.columns import Column, coded, within
from data_access.tables.parts import BASIS, CITY_COLUMNS, LINE_COLUMNS, METRIC_COLUMNS, STATE, UNIT_COLUMNS
from data_access.tables.table import Table, counts

MEASURE: Final = (*coded("measure", "matched.measure"), Column("lines", "matched.lines"))


ATTENDANCE_GAP: Final = Table(
    "attendance-gap",
    list_attendance_gap,
    columns=(
        *UNIT_COLUMNS,
        *METRIC_COLUMNS,
        *MEASURE,
        Column("returned", kind="figure"),
        Column("return_line", kind="code"),
        Column("return_version", kind="count"),
        *within("alone", *counts("activities", "unfilled", "people")),
        *counts("joint", "gap"),
        Column("reason", "matched.reason_{lang}"),
    ),
)
ATTENDANCE_WHOLE: Final = Table(
    "attendance-whole",
    list_attendance_whole,
    columns=(
        *METRIC_COLUMNS,
        *MEASURE,
        Column("activities", "whole.activities", "count", words="activities_all"),
        *within("whole", *counts("unfilled", "people")),
        Column("joint", "joint.activities", "count"),
        Column("joint_people", "joint.people", "count"),
    ),
)
VOLUNTEER_EVENTS: Final = Table(
    "volunteer-events",
    list_volunteer_events,
    columns=(
        *UNIT_COLUMNS,
        *LINE_COLUMNS,
        *STATE,
        Column("done", kind="flag", words="league_done"),
        Column("due_on", "due_at", "day"),
        *BASIS,
        Column("fulfilled_at", kind="instant"),
        Column("events", kind="count"),
        Column("city_full", kind="flag"),
    ),
)
SHOWPIECES: Final = Table(
    "showpieces",
    list_showpieces,
    columns=(
        *LINE_COLUMNS,
        Column("named", kind="flag"),
        Column("day_bound", kind="flag"),
        *UNIT_COLUMNS,
        *STATE,
        Column("due_on", "due_at", "day"),
        *BASIS,
        *within(
            "took_place",
            *coded("status", family="took_place", words="took_place", label="took_place_label"),
            Column("activities", kind="count"),
            Column("held_on", "held_at", "day"),
            Column("planned_on", "planned_at", "day"),
        ),
    ),
)
DAY_EVENTS: Final = Table(
    "day-events",
    list_day_events,
    columns=(*CITY_COLUMNS, Column("day", "day_at", "day"), Column("held", kind="count")),
)
LINE_ITEMS: Final = Table(
    "line-items",
    list_line_items,
    columns=(
        *LINE_COLUMNS,
        Column("item", "item_{lang}", words="line_item"),
        *coded("told"),
        *METRIC_COLUMNS,
        *counts("total", "filled", "units"),
    ),
)
REACH_TABLES: Final = (ATTENDANCE_GAP, ATTENDANCE_WHOLE, VOLUNTEER_EVENTS, SHOWPIECES, DAY_EVENTS, LINE_ITEMS)
