"""The tables of the page of the tour, each group of units in a table of its own (G9)."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final

from dashboard.parts import parts
from dashboard.parts.columns import columns as of_file
from dashboard.parts.parts import MAX_ROWS
from dashboard.parts.table import Column
from dashboard.parts.titled import Table
from dashboard.tour.page import Level, Tour, total
from dashboard.view import View
from data_access.activities.hosting import MODES
from data_access.drawing.palette import SIGNS
from data_access.notice.units import Line
from data_access.tour.media_summary import BY_LEVEL, FOUR_MEDIA, MediaSummary
from data_access.tour.parts import HELD, NOT_HELD, TourLineCounts, TourPart
from data_access.tour.tables import MEDIA, MEDIA_SUMMARY, TOUR, TOUR_LINES, TWO_LISTS, TWO_LISTS_SUMMARY
from data_access.tour.two_lists import LISTS, ItemCounts, ItemSummary

ACTIVITIES: Final = " ".join((HELD[0], *(f"held_{mode}" for mode in MODES[:-1]), *NOT_HELD))
UNSENT_COUNTS: Final = ("done_on_time",)
"""Of the two lists: what follows from the other columns."""


def levels(view: View) -> list[Column]:
    """Of Level: rows of the ledgers, and beside them what returns say, with the units that filled it in."""

    def filled(one: Level) -> str:
        return f"{one.filled}/{one.units}"

    return [
        Column("code", view.t("tour.column.outlet_level"), value=lambda one: view.word("outlet", one.code)),
        Column("reports", view.t("tour.column.rows"), "count"),
        Column("returned", view.t("tour.column.returned"), "number"),
        Column("filled", view.t("tour.column.filled"), value=filled, help=view.t("tour.column.filled.help")),
    ]


def media(view: View, found: Tour) -> list[Table]:
    """Per unit reports by level, the four media, views, and the returns' own number."""
    return [
        _table(
            view,
            group,
            "media",
            rows,
            _media_columns(view, rows),
            _none_sent(view, (row.counts.reports for row in rows)),
        )
        for group, rows in found.media.items()
    ]


def lines(view: View, found: Tour) -> list[Table]:
    """Per line of the tour the units that owe it, what was held, and reports."""
    t = view.t
    names = ("overdue", "not_due", "open")
    columns = [
        Column("line_code", t("tour.column.line"), pinned=True, value=lambda row: _line(view, row.line)),
        Column("owed.done", t("tour.column.done"), "rate", "owed.active", definition="completion"),
        *of_file(view, TOUR_LINES, " ".join(names), titles={name: t(f"state.{name}") for name in names}),
        *of_file(view, TOUR_LINES, f"{ACTIVITIES} reports"),
    ]
    return [_table(view, group, "lines", rows, columns) for group, rows in found.lines.items()]


def theme(view: View, found: Tour, theme: str) -> list[Table]:
    """Per unit the states, activities and reports of one part of the tour, and its figures of Annex 3."""
    tables = []
    for group, every in found.parts.items():
        rows = [row for row in every if row.theme == theme]
        columns = [
            *of_file(view, TOUR, "unit", pinned="unit"),
            Column("states", view.t("tour.column.states"), value=partial(_states, view), width="medium"),
            *of_file(view, TOUR, f"{ACTIVITIES} reports"),
            *_returned(view, rows),
        ]
        tables.append(_table(view, group, f"theme_{theme}", rows, columns, what=view.word("theme", theme)))
    return tables


def lists(view: View, found: Tour) -> list[Table]:
    """Per unit the items of both lists by state."""
    titles = {
        f"{which}_{name}": view.t(f"tour.column.list.{which}", what=view.t(f"tour.column.item.{name}"))
        for which in LISTS
        for name in ItemCounts._fields
        if name not in UNSENT_COUNTS
    }
    columns = of_file(view, TWO_LISTS_SUMMARY, f"unit {' '.join(titles)}", titles=titles, pinned="unit")
    return [
        _table(view, group, "lists", rows, columns, _none_sent(view, (row.problem.items for row in rows)))
        for group, rows in found.lists.items()
    ]


def items(view: View, found: Tour) -> Table:
    """The items of both lists; 责任单位 only where some item names a unit on record."""
    t = view.t
    owner = "owner" if any(row.owner_zh for row in found.items) else ""
    names = f"unit list item {owner} due_on done_on state days_overdue"
    columns = of_file(view, TWO_LISTS, names, widths={"item": "large"}, pinned="unit")
    title = t("tour.table.items", n=len(found.items))
    return Table("items", title, found.items, columns, title, none=t("tour.none"))


def newest(view: View, found: Tour) -> Table:
    """The newest reports; the link only where some report has one."""
    url = "url" if any(row.url for row in found.newest) else ""
    columns = [
        *of_file(view, MEDIA, "published_on", pinned="published_on"),
        *of_file(view, MEDIA, "unit outlet outlet_level form report", widths={"report": "large"}),
        Column("line_code", view.t("tour.column.line"), value=lambda row: _line(view, row.line)),
        *of_file(view, MEDIA, f"views {url}"),
    ]
    of_group = total(row.counts.reports for rows in found.media.values() for row in rows)
    title = parts.first_rows(view, "tour.newest", "tour.newest.all", len(found.newest), of_group)
    return Table("newest", title, found.newest, columns, title, none=view.t("tour.none"))


def _table(
    view: View,
    group: str,
    key: str,
    rows: Sequence[MediaSummary | TourLineCounts | TourPart | ItemSummary],
    columns: Sequence[Column],
    none: str = "",
    *,
    what: str = "",
) -> Table:
    title = view.t("tour.of_group", what=what or view.t(f"tour.table.{key}"), group=view.t(f"groups.{group}"))
    cities = [row.unit.adcode for row in rows if not isinstance(row, TourLineCounts)] if group == "city" else []
    return Table(
        f"{key}_{group}",
        title,
        [] if none else rows,
        columns,
        title,
        none=none or view.t("tour.none"),
        most=MAX_ROWS,
        cities=[] if none else cities,
        names="unit line_code",
    )


def _none_sent(view: View, counts: Iterable[int | None]) -> str:
    """What to say instead of a table of units none of which sent anything; `counts`: one of each unit."""
    told = list(counts)
    return "" if any(n is not None for n in told) else view.t("tour.none_sent", n=len(told))


def _line(view: View, line: Line) -> str:
    return f"{line.code} {view.short(line)}" if line.code else ""


def _states(view: View, row: TourPart) -> str:
    several = len(row.owed) > 1
    return view.t("list.and").join(
        (f"{code} " if several else "") + f"{SIGNS[state]} {view.t(f'state.{state}')}" for code, state in row.owed
    )


def _returned(view: View, rows: Sequence[TourPart]) -> list[Column]:
    columns = []
    for place, figures in (("first", [row.first for row in rows]), ("second", [row.second for row in rows])):
        named = next((one for one in figures if one.metric), None)
        if named is not None:
            title = view.t("tour.column.figure", code=named.metric, name=view.pick(named.zh, named.en))
            columns.append(Column(f"{place}.value", title, "number"))
    return columns


def _media_columns(view: View, rows: Sequence[MediaSummary]) -> list[Column]:
    t = view.t
    shown = [
        name
        for name in BY_LEVEL
        if name not in ("level_self", "level_unstated") or total(getattr(row.counts, name) for row in rows)
    ]
    titles = {name: _level_title(view, name) for name in shown}
    return [
        *of_file(view, MEDIA_SUMMARY, f"unit reports {' '.join(shown)}", titles=titles, pinned="unit"),
        *(Column(flag, t(f"tour.column.{flag}"), value=_form(view, forms)) for flag, forms in FOUR_MEDIA.items()),
        *of_file(view, MEDIA_SUMMARY, "views views_filled returned returned_levels"),
    ]


def _level_title(view: View, name: str) -> str:
    code = name.removeprefix("level_")
    return view.t("tour.unstated.level") if code == "unstated" else view.word("outlet", code)


def _form(view: View, forms: Sequence[str]) -> Callable[[MediaSummary], str]:
    """Whether there is a report of these forms, and how many."""

    def text(row: MediaSummary) -> str:
        if row.counts.reports is None:
            return view.word("word", "missing")
        n = total(getattr(row.counts, form) for form in forms)
        return view.t("tour.media.yes", n=n) if n else view.t("tour.media.no")

    return text
