"""The tables of activities: one by one, per unit that holds them, and how many each place has held."""

from functools import partial
from typing import Final

from data_access.activities.held import HeldInWeek, list_five_settings, list_held, list_held_by_week
from data_access.activities.ledger import activities, hostings, select_activities, select_timeline
from data_access.tables.columns import Column, coded
from data_access.tables.parts import CITY_COLUMNS, LINE_COLUMNS, STATUS, UNIT_COLUMNS
from data_access.tables.table import Table, counts

PLAN_AND_FACT: Final = tuple(
    Column(name, kind="instant") for name in ("planned_start", "planned_end", "held_start", "held_end")
)
ACTIVITIES: Final = Table(
    "activities",
    activities,
    columns=(
        Column("activity", "code"),
        Column("title"),
        *LINE_COLUMNS,
        *STATUS,
        *coded("mode"),
        *PLAN_AND_FACT,
        Column("start", kind="day", form="screen"),
        Column("end", kind="day", form="screen"),
        *UNIT_COLUMNS,
        Column("hosts", "hosts_{lang}"),
        Column("adcode", "place.code", "code"),
        Column("place", "place.{lang}"),
        *counts("attendance_onsite", "attendance_online", "views"),
    ),
    select=select_activities,
)
TIMELINE: Final = Table(
    "timeline",
    hostings,
    columns=(*UNIT_COLUMNS, *LINE_COLUMNS, Column("activity", "code"), Column("title"), *STATUS, *PLAN_AND_FACT),
    select=partial(select_timeline, most=None),
)
HELD: Final = Table(
    "held-summary",
    list_held,
    columns=(Column("place_code", "place.code", "code"), Column("place", "place.{lang}"), Column("held", kind="count")),
)
SETTINGS: Final = Table(
    "five-settings", list_five_settings, columns=(*CITY_COLUMNS, *coded("setting"), Column("held", kind="count"))
)
HELD_BY_WEEK: Final = Table(
    "held-by-week",
    list_held_by_week,
    columns=(Column("week_start", kind="day"), *LINE_COLUMNS, *counts(*HeldInWeek._fields[2:])),
)
