"""The tables of the page of the tour, each group of units in a table of its own (G9)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dashboard.charts.theme import SIGNS
from dashboard.parts import parts
from dashboard.parts.parts import MAX_ROWS
from dashboard.parts.table import Column
from dashboard.parts.titled import Table
from dashboard.tour.page import Level, Tour, total
from dashboard.view import View
from data_access.activities.hosting import MODES
from data_access.tour.media_summary import BY_LEVEL, FOUR_MEDIA
from data_access.tour.themes import HELD, NOT_HELD, PLACES
from data_access.tour.things import THEMES
from data_access.tour.two_lists import ITEM_COUNTS, LISTS

UNSENT_COUNTS = ("done_on_time",)
"""Of the two lists: what follows from the other columns."""


def levels(view: View) -> list[Column]:
    """Of Level: rows of the ledgers, and beside them what returns say, with the units that filled it in."""

    def filled(one: Level) -> str:
        return f"{one.filled}/{one.units}"

    return [
        Column("code", view.t("tour.column.level"), value=lambda one: view.word("outlet", one.code)),
        Column("reports", view.t("tour.column.rows"), "count"),
        Column("returned", view.t("tour.column.returned"), "number"),
        Column("filled", view.t("tour.column.filled"), value=filled, help=view.t("tour.column.filled.help")),
    ]


def media(view: View, found: Tour) -> list[Table]:
    """Per unit reports by level, the four media, views, and the returns' own number."""
    return [
        _table(view, group, "media", rows, _media_columns(view, rows), _none_sent(view, rows, "reports"))
        for group, rows in found.media.items()
    ]


def lines(view: View, found: Tour) -> list[Table]:
    """Per line of the tour the units that owe it, what was held, and reports."""
    t = view.t
    columns = [
        Column("line_code", t("tour.column.line"), pinned=True, value=lambda row: _line(view, row)),
        Column("done", t("tour.column.done"), "rate", "active", definition="completion"),
        *(Column(name, t(f"state.{name}"), "count") for name in ("overdue", "not_due", "open")),
        *_activities(view),
        Column("reports", t("tour.column.reports"), "count"),
    ]
    return [_table(view, group, "lines", rows, columns, choosable=False) for group, rows in found.lines.items()]


def theme(view: View, found: Tour, theme: str) -> list[Table]:
    """Per unit the states, activities and reports of one part of the tour, and its figures of Annex 3."""
    tables = []
    for group, every in found.parts.items():
        rows = [row for row in every if row.theme == theme]
        columns = [
            _unit(view),
            Column("states", view.t("tour.column.states"), value=partial(_states, view), width="medium"),
            *_activities(view),
            Column("reports", view.t("tour.column.reports"), "count"),
            *_returned(view, rows, theme),
        ]
        tables.append(_table(view, group, f"theme_{theme}", rows, columns, what=view.word("theme", theme)))
    return tables


def lists(view: View, found: Tour) -> list[Table]:
    """Per unit the items of both lists by state."""
    names = [name for name in ITEM_COUNTS if name not in UNSENT_COUNTS]
    columns = [
        _unit(view),
        *(
            Column(
                f"{which}_{name}",
                view.t(f"tour.column.list.{which}", what=view.t(f"tour.column.item.{name}")),
                "count",
            )
            for which in LISTS
            for name in names
        ),
    ]
    return [
        _table(view, group, "lists", rows, columns, _none_sent(view, rows, "problem_items"))
        for group, rows in found.lists.items()
    ]


def items(view: View, found: Tour) -> Table:
    """The items of both lists; 责任单位 only where some item names a unit on record."""
    t = view.t
    owner = Column("owner_zh", t("tour.column.owner"), value=lambda row: view.pick(row.owner_zh, row.owner_en))
    columns = [
        _unit(view),
        Column("list", t("tour.column.list"), value=lambda row: view.word("list", row.list)),
        Column("title", t("tour.column.item"), width="large"),
        *([owner] if any(row.owner_zh for row in found.items) else []),
        Column("due_at", t("tour.column.due_on"), "date"),
        Column("done_at", t("tour.column.done_on"), "date"),
        Column("state", t("tour.column.state"), "state"),
        Column("days_overdue", t("tour.column.days"), "count"),
    ]
    title = t("tour.table.items", n=len(found.items))
    return Table("items", title, found.items, columns, title, none=t("tour.none"))


def newest(view: View, found: Tour) -> Table:
    """The newest reports; the link only where some report has one."""
    t = view.t
    columns = [
        Column("published_at", t("tour.column.published_on"), "date", pinned=True),
        _unit(view, pinned=False),
        Column("outlet", t("tour.column.outlet")),
        Column("outlet_level", t("tour.column.level"), value=lambda row: view.word("outlet", row.outlet_level)),
        Column("form", t("tour.column.form"), value=lambda row: view.word("form", row.form)),
        Column("title", t("tour.column.title"), width="large"),
        Column("line_code", t("tour.column.line"), value=lambda row: _line(view, row)),
        Column("views", t("tour.column.views"), "count"),
        *([Column("url", t("tour.column.url"))] if any(row.url for row in found.newest) else []),
    ]
    of_group = sum(total(rows, "reports") for rows in found.media.values())
    title = parts.first_rows(view, "tour.newest", "tour.newest.all", len(found.newest), of_group)
    return Table("newest", title, found.newest, columns, title, none=t("tour.none"))


def _table(
    view: View,
    group: str,
    key: str,
    rows: Sequence[Any],
    columns: Sequence[Column],
    none: str = "",
    *,
    what: str = "",
    choosable: bool = True,
) -> Table:
    title = view.t("tour.of_group", what=what or view.t(f"tour.table.{key}"), group=view.t(f"groups.{group}"))
    return Table(
        f"{key}_{group}",
        title,
        [] if none else rows,
        columns,
        title,
        none=none or view.t("tour.none"),
        most=MAX_ROWS,
        cities=[row.unit_adcode for row in rows] if choosable and group == "city" and not none else (),
    )


def _none_sent(view: View, rows: Sequence[Any], name: str) -> str:
    """What to say instead of a table of units none of which sent anything."""
    return "" if any(getattr(row, name) is not None for row in rows) else view.t("tour.none_sent", n=len(rows))


def _unit(view: View, *, pinned: bool = True) -> Column:
    return Column(
        "unit_zh", view.t("tour.column.unit"), pinned=pinned, value=lambda row: view.pick(row.unit_zh, row.unit_en)
    )


def _line(view: View, row: Any) -> str:
    return f"{row.line_code} {view.pick(row.line_short_zh, row.line_short_en)}" if row.line_code else ""


def _activities(view: View) -> list[Column]:
    names = [HELD[0], *(f"held_{mode}" for mode in MODES[:-1]), *NOT_HELD]
    return [Column(name, view.t(f"tour.column.{name}"), "count") for name in names]


def _states(view: View, row: Any) -> str:
    told = [pair.rsplit(":", 1) for pair in row.states.split()]
    several = len(told) > 1
    return view.t("list.and").join(
        (f"{code} " if several else "") + f"{SIGNS[state]} {view.t(f'state.{state}')}" for code, state in told
    )


def _returned(view: View, rows: Sequence[Any], theme: str) -> list[Column]:
    columns = []
    for place, _ in zip(PLACES, THEMES[theme], strict=False):
        named = next((row for row in rows if getattr(row, f"{place}_metric")), None)
        if named is not None:
            code, zh, en = (getattr(named, f"{place}_{name}") for name in ("metric", "zh", "en"))
            title = view.t("tour.column.figure", code=code, name=view.pick(zh, en))
            columns.append(Column(f"{place}_value", title, "number"))
    return columns


def _media_columns(view: View, rows: Sequence[Any]) -> list[Column]:
    t = view.t
    shown = [name for name in BY_LEVEL if name not in ("level_self", "level_unstated") or total(rows, name)]
    return [
        _unit(view),
        Column("reports", t("tour.column.reports"), "count"),
        *(Column(name, _level_title(view, name), "count") for name in shown),
        *(Column(flag, t(f"tour.column.{flag}"), value=_form(view, forms)) for flag, forms in FOUR_MEDIA.items()),
        Column("views", t("tour.column.views"), "count"),
        Column("views_filled", t("tour.column.views_filled"), "count"),
        Column("returned", t("tour.column.returned"), "number"),
        Column(
            "returned_levels", t("tour.column.returned_levels"), "count", help=t("tour.column.returned_levels.help")
        ),
    ]


def _level_title(view: View, name: str) -> str:
    code = name.removeprefix("level_")
    return view.t("tour.unstated.level") if code == "unstated" else view.word("outlet", code)


def _form(view: View, forms: Sequence[str]) -> Callable[[Any], str]:
    """Whether there is a report of these forms, and how many."""

    def said(row: Any) -> str:
        if row.reports is None:
            return view.word("word", "missing")
        n = sum(getattr(row, form) for form in forms)
        return view.t("tour.media.yes", n=n) if n else view.t("tour.media.no")

    return said
