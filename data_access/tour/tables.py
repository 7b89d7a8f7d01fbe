"""The tables of the tour: reports one by one and counted, the two lists, the parts of the tour, weeks, returns."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from data_access.activities.ledger import Activity, activities
from data_access.database.snapshot import Snapshot
from data_access.question import Question
from data_access.tables.columns import Column, coded, within
from data_access.tables.parts import LINE_COLUMNS, METRIC_COLUMNS, STATE, STATUS, UNIT_COLUMNS
from data_access.tables.table import Table, counts, figures
from data_access.tour.media import reports, select_media
from data_access.tour.media_summary import BY_FORM, BY_LEVEL, FOUR_MEDIA, list_media_summary
from data_access.tour.parts import HELD, NOT_HELD, list_tour, list_tour_line_rows, narrowed
from data_access.tour.themes import list_returned, list_tour_lines
from data_access.tour.two_lists import LISTS, ItemCounts, items, list_two_lists_summary, select_two_lists
from data_access.tour.weeks import COUNTED, list_tour_weeks

OWED: Final = ("active", "done", "overdue", "not_due", "open")
THEME: Final = coded("theme")
GROUP: Final = coded("unit_kind", "group", "group")


class TourActivity(NamedTuple):
    """An activity that belongs to a part of the tour."""

    theme: str
    activity: Activity


def tour_activities(s: Snapshot, q: Question) -> Iterator[TourActivity]:
    """The chosen activities that belong to a part of the tour; read in partitions."""
    lines = list_tour_lines(s, q)
    theme_of = {one.line: one.theme for one in lines if one.theme}
    found = activities(s, narrowed(q, lines)) if theme_of else ()
    return (TourActivity(theme_of[one.line], one) for one in found if one.line in theme_of)


ACTIVITY_COUNTS: Final = within("activities", *counts(*HELD, *NOT_HELD))

MEDIA: Final = Table(
    "media",
    reports,
    columns=(
        *UNIT_COLUMNS,
        Column("published_on", "published_at", "day"),
        Column("outlet", words="media_outlet"),
        *coded("outlet_level", family="outlet"),
        *coded("form"),
        Column("report", "title"),
        *LINE_COLUMNS,
        Column("views", kind="figure", words="media_views"),
        Column("url"),
    ),
    select=select_media,
)
MEDIA_SUMMARY: Final = Table(
    "media-summary",
    list_media_summary,
    columns=(
        *UNIT_COLUMNS,
        *within("counts", *figures("reports", *BY_LEVEL, *BY_FORM)),
        *within("four", *(Column(name, kind="flag") for name in (*FOUR_MEDIA, "all_four"))),
        Column("views", "counts.views", "figure", words="media_views_all"),
        *within("counts", *counts("views_filled", "undated")),
        Column("returned", kind="figure", words="returned_reports"),
        Column("returned_levels", kind="count"),
    ),
)
TWO_LISTS: Final = Table(
    "two-lists",
    items,
    columns=(
        *UNIT_COLUMNS,
        *coded("list", "which"),
        Column("item", "title", words="list_item"),
        Column("owner", "owner_{lang}"),
        Column("due_on", "due_at", "day"),
        Column("done_on", "done_at", "day"),
        *STATE,
        Column("days_overdue", kind="count"),
    ),
    select=select_two_lists,
)
TWO_LISTS_SUMMARY: Final = Table(
    "two-lists-summary",
    list_two_lists_summary,
    columns=(
        *UNIT_COLUMNS,
        *(Column(f"{which}_{name}", f"{which}.{name}", "figure") for which in LISTS for name in ItemCounts._fields),
    ),
)
TOUR: Final = Table(
    "tour",
    list_tour,
    columns=(
        *UNIT_COLUMNS,
        *THEME,
        Column("lines"),
        Column("states", kind="code"),
        Column("states_label", "states_{lang}", form="people"),
        *ACTIVITY_COUNTS,
        Column("reports", kind="figure"),
        Column("first_metric", "first.metric", "code"),
        Column("first_metric_label", "first.{lang}", form="people"),
        Column("first_value", "first.value", "figure"),
        Column("second_metric", "second.metric", "code"),
        Column("second_metric_label", "second.{lang}", form="people"),
        Column("second_value", "second.value", "count", form="plain"),
        Column("second_value", "second.told_{lang}", form="people"),
    ),
)
TOUR_LINES: Final = Table(
    "tour-lines",
    list_tour_line_rows,
    columns=(
        *GROUP,
        *LINE_COLUMNS,
        *THEME,
        *within("owed", *counts(*OWED)),
        *ACTIVITY_COUNTS,
        Column("reports", kind="count"),
    ),
)
TOUR_WEEKS: Final = Table(
    "tour-weeks",
    list_tour_weeks,
    columns=(
        *GROUP,
        Column("week", kind="code"),
        Column("week_start", kind="day"),
        *counts(*COUNTED),
    ),
)
TOUR_ACTIVITIES: Final = Table(
    "tour-activities",
    tour_activities,
    columns=(
        *THEME,
        *within(
            "activity",
            Column("activity", "code"),
            Column("title"),
            *LINE_COLUMNS,
            *STATUS,
            *coded("mode"),
            *(Column(name, kind="instant") for name in ("planned_start", "planned_end", "held_start", "held_end")),
            *UNIT_COLUMNS,
            Column("hosts", "hosts_{lang}"),
        ),
    ),
)
TOUR_RETURNED: Final = Table(
    "tour-returned",
    list_returned,
    columns=(
        *UNIT_COLUMNS,
        *THEME,
        *coded("thing"),
        *METRIC_COLUMNS,
        Column("value", kind="figure"),
        Column("return_line", kind="code"),
        Column("return_version", kind="count"),
    ),
)
TOUR_TABLES: Final = (
    MEDIA,
    MEDIA_SUMMARY,
    TWO_LISTS,
    TWO_LISTS_SUMMARY,
    TOUR,
    TOUR_LINES,
    TOUR_WEEKS,
    TOUR_ACTIVITIES,
    TOUR_RETURNED,
)
