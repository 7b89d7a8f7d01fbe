"""The named extracts: which rows, in which columns."""

from typing import Final

from data_access.activities import tables as activities
from data_access.annex3 import tables as annex3
from data_access.board.tables import BOARD_TABLES
from data_access.comparison.tables import COMPARISON_TABLES
from data_access.events.tables import EVENTS
from data_access.extracts.figures import figure_extracts
from data_access.hazards import tables as hazards
from data_access.obligations import tables as obligations
from data_access.papers.tables import PAPER_TABLES
from data_access.quality.tables import QUALITY_TABLES
from data_access.reach.tables import REACH_TABLES
from data_access.returns import tables as returns
from data_access.tips.tables import TIPS
from data_access.tour.tables import TOUR_TABLES
from data_access.urgency.tables import OVERVIEW

BASES: Final = {
    extract.name: extract
    for extract in (
        obligations.OBLIGATIONS,
        obligations.COMPLETION,
        activities.ACTIVITIES,
        returns.SUBMISSIONS,
        annex3.METRICS,
        annex3.TOTALS,
        activities.HELD,
        OVERVIEW,
        obligations.MAP,
        obligations.COUNTIES,
        activities.TIMELINE,
        obligations.MATRIX,
        obligations.OVERDUE,
        obligations.REASONS,
        returns.RETURNS,
        returns.SILENCE,
        returns.REMINDERS,
        returns.VACANCIES,
        returns.LIKELY_LATE,
        hazards.HAZARDS,
        hazards.SUMMARY,
        hazards.MAJORS,
        TIPS,
        hazards.EXPOSURES,
        hazards.BACKLOG,
        *BOARD_TABLES,
        *PAPER_TABLES,
        EVENTS,
        activities.SETTINGS,
        activities.HELD_BY_WEEK,
        annex3.RATIOS,
        *REACH_TABLES,
        *TOUR_TABLES,
        *QUALITY_TABLES,
        *COMPARISON_TABLES,
    )
}
TWINS: Final = {"city": "obligations", "ranking": "overview", "changes": "comparison"}
"""Names under which links and scripts still ask for a table; it is offered under its own name only."""
EXTRACTS: Final = {
    **BASES,
    **{twin: BASES[name] for twin, name in TWINS.items()},
    **{extract.name: extract for extract in figure_extracts(BASES)},
}
"""BASES, which are offered by name, their other names, and the rows of each figure."""
