"""The table of events: one row an event, city by city."""

from typing import Final

from data_access.events.happened import list_events
from data_access.tables.columns import Column, coded
from data_access.tables.parts import CITY_COLUMNS, LINE_COLUMNS, STATE, UNIT_COLUMNS
from data_access.tables.table import Table, counts

EVENTS: Final = Table(
    "events",
    list_events,
    columns=(
        *CITY_COLUMNS,
        *coded("event", "kind"),
        Column("happened_at", "at", "instant"),
        *UNIT_COLUMNS[:-1],
        *LINE_COLUMNS,
        Column("period", kind="code"),
        Column("number", "code", "code"),
        Column("title"),
        Column("adcode", "where.code", "code"),
        Column("place", "where.{lang}"),
        *counts("attendance_onsite", "attendance_online", "views"),
        *STATE,
        *coded("grade"),
        Column("class", "class_", "code"),
        Column("industry", "industry.code", "code"),
        Column("industry_label", "industry.{lang}"),
        Column("regulator", "industry.regulator.{lang}"),
    ),
    about="events",
)
