"""The tables of hazards and exposures, in files and on the screen. What may not leave is not in their rows (§5)."""

from typing import Any, Final

from data_access.hazards.backlog import Flows, list_backlog
from data_access.hazards.counts import list_hazard_summary
from data_access.hazards.exposures import count_exposures, stream_exposures
from data_access.hazards.ledger import Things
from data_access.hazards.lists import (
    count_hazards,
    count_majors,
    hazards_in_parts,
    majors_in_parts,
    stream_hazards,
    stream_majors,
)
from data_access.hazards.sums import HAZARD_RATES, OF_MAJORS, Sums
from data_access.tables.columns import Column, coded, within
from data_access.tables.parts import CITY_COLUMNS
from data_access.tables.table import Table, counts


def _day(key: str, source: str = "", **rest: Any) -> Column:
    return Column(key, source or f"{key.removesuffix('_on')}_at", "day", **rest)


WHERE: Final = (
    Column("city_adcode", "city.code", "code"),
    Column("city", "city.{lang}"),
    Column("adcode", "place.code", "code"),
    Column("place", "place.{lang}"),
)
INDUSTRY: Final = (
    Column("industry", "industry.code", "code"),
    Column("industry_label", "industry.{lang}"),
    Column("regulator", "industry.regulator.{lang}"),
)
"""With the department in charge: who has to act."""
GRADE: Final = coded("grade")
STATE: Final = (*coded("state", family="hazard_state", words="hazard_state"), Column("class", "class_", "code"))
DUE: Final = (_day("due_on", words="hazard_due_on"), Column("extensions", kind="count"))
ENDED: Final = tuple(_day(key) for key in ("rectified_on", "accepted_on", "closed_on"))
LISTING: Final = (
    *coded("listing_level", "listing.level", "listing", none="listing.none"),
    _day("listed_on", "listing.listed_at"),
    _day("listing_due_on", "listing.due_at"),
    _day("delisted_on", "listing.delisted_at"),
    Column("listing_late", "listing.late", "flag"),
)
IN_PLACE: Final = (
    *(Column(f"f_{thing}", f"things.{thing}", "flag") for thing in Things._fields),
    Column("in_place", kind="flag", words="all_in_place"),
    Column("funds_wan", kind="figure"),
)
SITE: Final = (Column("site_kind"), Column("unit_name", kind="enterprise"))

RATE_DEFINITIONS: Final = {
    **{name: f"hazard_{name}" for name in HAZARD_RATES},
    "overdue": "hazard_overdue_share",
    "exposed_closed": "exposed_closed",
}


def _rate(name: str) -> Column:
    n, d = HAZARD_RATES[name]
    those = "majors" if name in OF_MAJORS else "counts"
    words, definition = f"hazard_{name}_rate", RATE_DEFINITIONS[name]
    return Column(f"{name}_rate", f"{those}.{n}", "rate", words=words, definition=definition, of=f"{those}.{d}")


HAZARDS: Final = Table(
    "hazards",
    stream_hazards,
    columns=(
        Column("hazard", "code", "code"),
        *WHERE,
        *INDUSTRY,
        Column("industry_group", "industry.group.code", "code"),
        Column("industry_group_label", "industry.group.{lang}"),
        *SITE,
        *GRADE,
        *coded("source"),
        *coded("rect_type"),
        *STATE,
        Column("round_no", kind="count"),
        *(_day(key) for key in ("found_on", "confirmed_on", "ordered_on")),
        *DUE,
        *ENDED,
        Column("reopened", kind="count", words="times_reopened"),
        Column("days_overdue", kind="count"),
        *LISTING,
        _day("exposed_on"),
        *IN_PLACE,
        Column("lon", kind="coordinate"),
        Column("lat", kind="coordinate"),
    ),
    count=count_hazards,
    parts=hazards_in_parts,
    about="hazards",
)
SUMMARY: Final = Table(
    "hazard-summary",
    list_hazard_summary,
    columns=(
        *CITY_COLUMNS,
        *GRADE,
        *within("counts", *counts(*Sums._fields, words="hazard")),
        *(_rate(name) for name in HAZARD_RATES),
    ),
    about="hazards",
)
MAJORS: Final = Table(
    "majors",
    stream_majors,
    columns=(
        Column("hazard", "code", "code"),
        *WHERE,
        *INDUSTRY,
        *SITE,
        *STATE,
        _day("ordered_on"),
        *DUE,
        *ENDED,
        Column("days_overdue", kind="count"),
        *LISTING,
        *IN_PLACE,
        _day("exposed_on"),
    ),
    count=count_majors,
    parts=majors_in_parts,
    about="hazards",
)
EXPOSURES: Final = Table(
    "exposures",
    stream_exposures,
    columns=(
        _day("exposed_on"),
        Column("outlet"),
        *coded("outlet_level", family="outlet"),
        Column("report", "title"),
        *coded("record"),
        Column("hazard", "hazard_code", "code"),
        *WHERE,
        *INDUSTRY,
        *GRADE,
        Column("class", "class_", "code"),
        _day("due_on", words="hazard_due_on"),
        _day("closed_on"),
        Column("days_to_close", kind="count"),
        Column("days_open", kind="count"),
    ),
    count=count_exposures,
    about="hazards",
)
BACKLOG: Final = Table(
    "backlog",
    list_backlog,
    columns=(
        *CITY_COLUMNS,
        *GRADE,
        Column("week", kind="code"),
        Column("week_start", kind="day"),
        *counts("opening", words="backlog"),
        *within("flows", *counts(*Flows._fields, words="backlog")),
        *counts("closing", words="backlog"),
    ),
    about="hazards",
)
