"""The extracts of the tour: reports one by one and counted, the two lists, the parts of the tour, weeks, returns."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from data_access.activities.ledger import Activity, activities
from data_access.database.snapshot import Snapshot
from data_access.question import Question
from data_access.tables.columns import Column, coded, within
from data_access.tables.parts import LINE, LINE_COLUMNS, STATE, STATUS, UNIT, UNIT_COLUMNS
from data_access.tables.rows import Rows, told_by
from data_access.tables.table import Table, counts
from data_access.tour.media import MEDIA, finish_report, select_media
from data_access.tour.media_summary import BY_FORM, BY_LEVEL, FOUR_MEDIA, MEDIA_SUMMARY, list_media_summary
from data_access.tour.themes import HELD, NOT_HELD, OWED, TOUR, TOUR_LINES, list_tour, list_tour_line_rows, narrowed
from data_access.tour.things import RETURNED, list_returned, list_tour_lines
from data_access.tour.two_lists import (
    TWO_LISTS,
    TWO_LISTS_SUMMARY,
    finish_item,
    list_two_lists_summary,
    select_two_lists,
)
from data_access.tour.weeks import TOUR_WEEKS, list_tour_weeks

THEME: Final = (Column("theme", kind="code"), Column("theme_label", "theme", "word", "people", "theme"))
GROUP: Final = (
    Column("unit_kind", "unit_group", "code"),
    Column("unit_kind_label", "unit_group", "word", "people", "group"),
)


def media_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_media."""
    return (finish_report(row, q) for row in s.streamed(select_media, q))


def two_list_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_two_lists."""
    return (finish_item(row, q) for row in s.streamed(select_two_lists, q))


class TourActivity(NamedTuple):
    """An activity that belongs to a part of the tour."""

    theme: str
    activity: Activity


def tour_activities(s: Snapshot, q: Question) -> Iterator[TourActivity]:
    """The activities asked for that belong to a part of the tour; read in partitions."""
    lines = list_tour_lines(s, q)
    theme_of = {one.line: one.theme for one in lines if one.theme}
    found = activities(s, narrowed(q, lines)) if theme_of else ()
    return (TourActivity(theme_of[one.line], one) for one in found if one.line in theme_of)


def figures(*names: str) -> tuple[Column, ...]:
    """Columns of counts that may be missing (未报)."""
    return tuple(Column(name, kind="figure") for name in names)


def _returned(place: str) -> tuple[Column, ...]:
    return (
        Column(f"{place}_metric", kind="code"),
        Column(f"{place}_metric_label", f"{place}_{{lang}}", form="people"),
    )


TOUR_EXTRACTS: Final = (
    Table(
        "media",
        media_rows,
        MEDIA,
        (
            *UNIT,
            Column("published_on", "published_at", "day"),
            Column("outlet", words="media_outlet"),
            Column("outlet_level", kind="code"),
            Column("outlet_level_label", "outlet_level", "word", "people", "outlet"),
            Column("form", kind="code"),
            Column("form_label", "form", "word", "people", "form"),
            Column("report", "title"),
            *LINE,
            Column("views", kind="figure", words="media_views"),
            Column("url"),
        ),
        select_media,
    ),
    Table(
        "media-summary",
        told_by(list_media_summary),
        MEDIA_SUMMARY,
        (
            *UNIT,
            *figures("reports", *BY_LEVEL, *BY_FORM),
            *(Column(name, kind="flag") for name in (*FOUR_MEDIA, "all_four")),
            Column("views", kind="figure", words="media_views_all"),
            *counts("views_filled", "undated"),
            Column("returned", kind="figure", words="returned_reports"),
            Column("returned_levels", kind="count"),
        ),
    ),
    Table(
        "two-lists",
        two_list_rows,
        TWO_LISTS,
        (
            *UNIT,
            Column("list", kind="code"),
            Column("list_label", "list", "word", "people", "list"),
            Column("item", "title", words="list_item"),
            Column("owner", "owner_{lang}"),
            Column("due_on", "due_at", "day"),
            Column("done_on", "done_at", "day"),
            *STATE,
            Column("days_overdue", kind="count"),
        ),
        select_two_lists,
    ),
    Table(
        "two-lists-summary",
        told_by(list_two_lists_summary),
        TWO_LISTS_SUMMARY,
        (*UNIT, *figures(*list(TWO_LISTS_SUMMARY)[7:])),
    ),
    Table(
        "tour",
        told_by(list_tour),
        TOUR,
        (
            *UNIT,
            *THEME,
            Column("lines"),
            Column("states", kind="code"),
            Column("states_label", "states_{lang}", form="people"),
            *counts(*HELD, *NOT_HELD),
            *figures("reports"),
            *_returned("first"),
            Column("first_value", kind="figure"),
            *_returned("second"),
            Column("second_value", kind="count", form="plain"),
            Column("second_value", "second_told_{lang}", form="people"),
        ),
    ),
    Table(
        "tour-lines",
        told_by(list_tour_line_rows),
        TOUR_LINES,
        (*GROUP, *LINE, *THEME, *counts(*OWED, *HELD, *NOT_HELD, "reports")),
    ),
    Table(
        "tour-weeks",
        told_by(list_tour_weeks),
        TOUR_WEEKS,
        (
            *GROUP,
            Column("week", kind="code"),
            Column("week_start", kind="day"),
            *counts("reports", *BY_LEVEL, *HELD),
        ),
    ),
    Table(
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
    ),
    Table(
        "tour-returned",
        told_by(list_returned),
        RETURNED,
        (
            *UNIT,
            *THEME,
            Column("thing", kind="code"),
            Column("thing_label", "thing", "word", "people", "thing"),
            Column("metric", kind="code"),
            Column("metric_label", "metric_{lang}"),
            Column("unit_of_measure", "unit_of_measure_{lang}"),
            Column("value", kind="figure"),
            Column("return_line", kind="code"),
            Column("return_version", kind="count"),
        ),
    ),
)
