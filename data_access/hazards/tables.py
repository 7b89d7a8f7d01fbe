"""The extracts of hazards and tips: which rows, in which columns. What may not leave is not in their frames (§5)."""

from typing import Any, Final

from data_access.database.snapshot import Snapshot
from data_access.hazards.backlog import BACKLOG, FLOWS, list_backlog
from data_access.hazards.counts import HAZARD_SUMMARY, list_hazard_summary
from data_access.hazards.exposures import EXPOSURES, finish_exposure, select_exposures
from data_access.hazards.ledger import HAZARDS, select_hazards, select_majors
from data_access.hazards.lists import finish_hazard
from data_access.hazards.sums import HAZARD_RATES, OF_MAJORS, SUMS
from data_access.notice.places import ALL
from data_access.obligations.rates import ratio
from data_access.question import Question
from data_access.tables.columns import Column
from data_access.tables.rows import NUMBER, TEXT, Contract, Rows
from data_access.tables.table import Table, counts
from data_access.tips.counts import SUMS as TIP_SUMS, TIP_RATES, TIPS, TOTAL, list_tips

RATED: Final[Contract] = {**HAZARD_SUMMARY, **{f"{name}_rate": NUMBER for name in HAZARD_RATES}}
RATED_TIPS: Final[Contract] = {**TIPS, **{f"{name}_rate": NUMBER for name in TIP_RATES}, "channel_or_total": TEXT}


def hazard_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_hazards."""
    return (finish_hazard(row, q) for row in s.streamed(select_hazards, q))


def major_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_majors."""
    return (finish_hazard(row, q) for row in s.streamed(select_majors, q))


def exposure_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_exposures."""
    return (finish_exposure(row, q) for row in s.streamed(select_exposures, q))


def summary_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_hazard_summary with their rates, of which some are for major hazards only; columns RATED."""
    for row in list_hazard_summary(s, q):
        named = (name for name in HAZARD_RATES if row.grade == "major" or name not in OF_MAJORS)
        told = {name: ratio([row], name, HAZARD_RATES).value for name in named}
        yield (*row, *(told.get(name) for name in HAZARD_RATES))


def backlog_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_backlog."""
    return iter(list_backlog(s, q))


def tip_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_tips with their rates; columns RATED_TIPS."""
    for row in list_tips(s, q):
        told = (ratio([row], name, TIP_RATES).value for name in TIP_RATES)
        yield (*row, *told, TOTAL[1] if row.channel == ALL else row.channel)


def _day(key: str, **rest: Any) -> Column:
    return Column(key, f"{key.removesuffix('_on')}_at", "day", **rest)


def _coded(key: str, family: str, label: str = "", none: str = "", **rest: Any) -> tuple[Column, ...]:
    """A code, and its words for people; `none` says what it means that there is none."""
    words = Column(label or f"{key}_label", key, "word", "people", family, none=none)
    return (Column(key, kind="code", **rest), words)


WHERE: Final = (
    Column("city_adcode", kind="code"),
    Column("city", "city_{lang}"),
    Column("adcode", kind="code"),
    Column("place", "place_{lang}"),
)
INDUSTRY: Final = (
    Column("industry", "industry_code", "code"),
    Column("industry_label", "industry_{lang}"),
    Column("regulator", "regulator_{lang}"),
)
"""With the department in charge: who has to act."""
GRADE: Final = _coded("grade", "grade")
STATE: Final = (*_coded("state", "hazard_state", words="hazard_state"), Column("class", kind="code"))
DUE: Final = (_day("due_on", words="hazard_due_on"), Column("extensions", kind="count"))
ENDED: Final = tuple(_day(key) for key in ("rectified_on", "accepted_on", "closed_on"))
LISTING: Final = (
    *_coded("listing_level", "listing", none="listing.none"),
    *(_day(key) for key in ("listed_on", "listing_due_on", "delisted_on")),
    Column("listing_late", kind="flag"),
)
IN_PLACE: Final = (
    *(Column(f"f_{thing}", kind="flag") for thing in ("target", "people", "money", "time", "plan")),
    Column("in_place", kind="flag", words="all_in_place"),
    Column("funds_wan", kind="figure"),
)
SITE: Final = (Column("site_kind"), Column("unit_name", kind="enterprise"))

RATE_DEFINITIONS: Final = {
    **{name: f"hazard_{name}" for name in HAZARD_RATES},
    "overdue": "hazard_overdue_share",
    "exposed_closed": "exposed_closed",
}

HAZARD_EXTRACTS: Final = (
    Table(
        "hazards",
        hazard_rows,
        HAZARDS,
        (
            Column("hazard", "hazard_code", "code"),
            *WHERE,
            *INDUSTRY,
            Column("industry_group", kind="code"),
            Column("industry_group_label", "industry_group_{lang}"),
            *SITE,
            *GRADE,
            *_coded("source", "source"),
            *_coded("rect_type", "rect_type"),
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
        select_hazards,
        about="hazards",
    ),
    Table(
        "hazard-summary",
        summary_rows,
        RATED,
        (
            Column("city_adcode", "place_code", "code"),
            Column("city", "place_{lang}"),
            *GRADE,
            *counts(*SUMS, words="hazard"),
            *(
                Column(f"{name}_rate", kind="rate", words=f"hazard_{name}_rate", definition=RATE_DEFINITIONS[name])
                for name in HAZARD_RATES
            ),
        ),
        about="hazards",
    ),
    Table(
        "majors",
        major_rows,
        HAZARDS,
        (
            Column("hazard", "hazard_code", "code"),
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
        select_majors,
        about="hazards",
    ),
    Table(
        "tips-summary",
        tip_rows,
        RATED_TIPS,
        (
            Column("channel", "channel_or_total", "code", "plain"),
            Column("channel", kind="code", form="people"),
            Column("channel_name", "channel_{lang}"),
            *counts(*TIP_SUMS, words="tip"),
            *(
                Column(f"{name}_rate", kind="rate", words=f"tip_{name}_rate", definition=f"tip_{name}")
                for name in TIP_RATES
            ),
        ),
        about="tips",
    ),
    Table(
        "exposures",
        exposure_rows,
        EXPOSURES,
        (
            _day("exposed_on"),
            Column("outlet"),
            *_coded("outlet_level", "outlet"),
            Column("report", "title"),
            *_coded("record", "record"),
            Column("hazard", "hazard_code", "code"),
            *WHERE,
            *INDUSTRY,
            *GRADE,
            Column("class", kind="code"),
            _day("due_on", words="hazard_due_on"),
            _day("closed_on"),
            Column("days_to_close", kind="count"),
            Column("days_open", kind="count"),
        ),
        select_exposures,
        about="hazards",
    ),
    Table(
        "backlog",
        backlog_rows,
        BACKLOG,
        (
            Column("city_adcode", "place_code", "code"),
            Column("city", "place_{lang}"),
            *GRADE,
            Column("week", kind="code"),
            Column("week_start", kind="day"),
            *counts("opening", *FLOWS, "closing", words="backlog"),
        ),
        about="hazards",
    ),
)
