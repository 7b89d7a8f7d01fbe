"""The tables of the overview: what is late, what comes, the rankings of the groups, the county leagues."""

from collections.abc import Callable

from dashboard.data.memory import remembered
from dashboard.overview.page import Overview
from dashboard.parts import findings
from dashboard.parts.columns import columns
from dashboard.parts.table import Column
from dashboard.parts.titled import Table
from dashboard.view import View
from data_access.obligations.agenda import Task
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import added
from data_access.obligations.rates import Ranked
from data_access.obligations.tables import OVERDUE

UNRANKED = "/"
OFFICES_DO_WITHOUT = 5
"""Columns of a ranking that stands in half the width."""
LATE_ROWS, SOON_ROWS = 9, 5
"""So many rows are seen at once: both lists stand beside the bars on the first screen."""


def lists(view: View, found: Overview) -> list[Table]:
    """Overdue obligations, the longest first; and what falls due within 7 days, the soonest first."""
    return [
        Table(
            "late",
            view.t("overview.late", n=len(found.late)),
            found.late,
            late(view, found.group),
            view.t("overview.late.alt", n=len(found.late)),
            none=view.t("overview.late.none"),
            most=LATE_ROWS,
        ),
        Table(
            "soon",
            view.t("overview.soon"),
            found.soon,
            soon(view),
            view.t("overview.soon.alt", n=len(found.soon)),
            none=view.t("overview.soon.none"),
            most=SOON_ROWS,
            figure=found.due_soon,
        ),
    ]


@remembered
def rankings(view: View, found: Overview) -> list[list[Table]]:
    """Rows of tables: a ranking per unit group, never added to another (G9); provincial leads beside county leagues."""
    groups = {found.group: found.main, **found.others}
    wide = [_ranking(view, found, group) for group in groups if groups[group] and group != "office"]
    half = [_ranking(view, found, "office")] if groups.get("office") else []
    if found.counties:
        half.append(_leagues(view, found))
    return [*([table] for table in wide), *([half] if half else [])]


def _ranking(view: View, found: Overview, group: str) -> Table:
    rows = found.main if group == found.group else found.others[group]
    shown = ranking(view, group, lambda one: found.courses.get(one.unit.code, ()))
    if all(one.rank is None for one in rows):
        shown = shown[1:]
    return Table(
        "_".join([f"ranking_{group}", *view.filters.cities]),  # another choice, another table: nothing stays selected
        view.t(f"overview.ranking.{group}"),
        rows,
        shown if group != "office" else shown[:-OFFICES_DO_WITHOUT],
        view.t("overview.table.alt", n=len(rows)),
        cities=[one.unit.adcode for one in rows] if group == "city" else (),
    )


def _leagues(view: View, found: Overview) -> Table:
    whole = added([league.counts for league in found.counties])
    return Table(
        "_".join(["leagues", *view.filters.cities]),
        view.t("overview.leagues", done=whole.done, n=whole.active),
        found.counties,
        leagues(view),
        view.t("overview.table.alt", n=len(found.counties)),
        note=view.t("overview.leagues.note"),
        cities=[league.city for league in found.counties],
    )


def ranking(view: View, group: str, course: Callable[[Ranked], object]) -> list[Column]:
    """Of a ranked group: rank on stated deadlines (G12), the rates with their parts, the course, what is left."""
    t = view.t
    return [
        Column("place", t("column.rank"), width=52, pinned=True, value=_place),
        Column("who", t(f"heading.unit.{group}"), pinned=True, value=lambda one: view.name(one.unit)),
        _rate("on_time_stated", "on_time_stated", "due_stated", t("heading.on_time_stated"), small_samples=True),
        _rate("on_time", "on_time", "due", t("heading.on_time"), small_samples=True),
        _rate("due_completion", "done_due", "due", t("heading.due_completion")),
        _rate("completion", "done", "active", t("heading.completion")),
        Column("course", t("heading.course"), "trend", most=100, help=t("heading.course.help"), value=course),
        Column("counts.overdue", t("heading.overdue"), "count", width="small"),
        Column("counts.done_late", t("heading.late"), "count", width="small"),
        Column("counts.due_soon", t("heading.soon"), "count", width="small"),
        Column("counts.not_due", t("column.not_due"), "count", width="small"),
    ]


def _rate(definition: str, n: str, d: str, title: str, *, small_samples: bool = False) -> Column:
    return Column(f"counts.{n}", title, "rate", f"counts.{d}", definition=definition, small_samples=small_samples)


def _place(one: Ranked) -> str:
    """The rank as text that sorts as the number does: “/” where there is none."""
    return UNRANKED if one.rank is None else f"{one.rank:>2}"


def late(view: View, group: str) -> list[Column]:
    """Of overdue obligations: whose, which, for how long, whether the notice names the day, since when."""
    unit = columns(view, OVERDUE, "unit", titles={"unit": view.t(f"heading.unit.{group}")}, widths={"unit": 94})
    return [*unit, *late_of_unit(view)]


def late_of_unit(view: View) -> list[Column]:
    """The same for one unit, which need not be named again."""
    rest = columns(
        view,
        OVERDUE,
        "days_overdue due_basis due_on",
        titles={"days_overdue": view.t("heading.days")},
        widths={"days_overdue": 66, "due_basis": 68, "due_on": 88},
    )
    return [_task(view), *rest]


def soon(view: View) -> list[Column]:
    """Of what falls due within 7 days: when, which, how many units have not done it, and who they are."""
    t = view.t
    return [
        Column("due_at", t("heading.due_on"), "date", width=88),
        _task(view),
        Column("due_basis", t("heading.due_basis_label"), "basis", width=68),
        Column("units", t("heading.open"), "count", width=60, value=lambda task: len(task.units)),
        Column("names", t("heading.who"), width="medium", value=lambda task: _names(view, task)),
    ]


def _task(view: View) -> Column:
    """The short name of the line and, where there are several, the period."""

    def text(one: Obligation | Task) -> str:
        line = view.short(one.line)
        return f"{line} {one.period[-3:]}" if one.period else line

    return Column("task", view.t("column.line_label"), width=132, value=text)


def _names(view: View, task: Task) -> str:
    return findings.join(view, [view.name(unit) for unit in task.units])


def leagues(view: View) -> list[Column]:
    """Of the county leagues per city."""
    t = view.t
    return [
        Column("city", t("heading.unit.city"), pinned=True, value=lambda league: view.city(league.city)),
        _rate("completion", "done", "active", t("heading.leagues.done")),
        _rate("on_time", "on_time", "due", t("heading.on_time")),
        Column("counts.overdue", t("heading.leagues.overdue"), "count", width="small"),
        Column(
            "covered",
            t("heading.leagues.covered"),
            width="small",
            value=lambda league: UNRANKED if league.full is None else t("word.yes") if league.full else "",
        ),
    ]
