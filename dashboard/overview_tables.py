"""The tables of the overview: what is late, what comes, the rankings of the groups, the county leagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from dashboard import derived
from dashboard.overview import Overview
from dashboard.parts import MAX_ROWS
from dashboard.tables import Column
from dashboard.view import View, brief

UNRANKED = "/"
LATE_ROWS, SOON_ROWS = 9, 5
"""So many rows are seen at once: both lists stand beside the bars on the first screen."""


@dataclass(frozen=True)
class Table:
    """A table under its title. `cities`: the adcodes that its rows stand for, to be chosen by selecting one."""

    key: str
    title: str
    frame: pd.DataFrame
    columns: Sequence[Column]
    alt: str
    note: str = ""
    none: str = ""
    most: int = MAX_ROWS
    cities: Sequence[str] = ()

    @property
    def selected(self) -> int | None:
        """The row of the one city that is shown: unselecting it shows all again."""
        return 0 if len(self.cities) == 1 else None


def lists(view: View, found: Overview) -> list[Table]:
    """Overdue obligations, the longest first; and what falls due within 7 days, the soonest first."""
    return derived.kept(view, partial(_lists, view, found), "overview.lists")


def rankings(view: View, found: Overview) -> list[list[Table]]:
    """Rows of tables: a ranking per unit group, never added to another (G9); provincial leads beside county leagues."""
    return derived.kept(view, partial(_rankings, view, found), "overview.rankings")


def _lists(view: View, found: Overview) -> list[Table]:
    return [
        Table(
            "late",
            view.t("overview.late", n=len(found.late)),
            with_who(view, with_task(view, found.late)),
            late(view, found.group),
            view.t("overview.late.alt", n=len(found.late)),
            none=view.t("overview.late.none"),
            most=LATE_ROWS,
        ),
        Table(
            "soon",
            view.t("overview.soon"),
            with_task(view, found.soon),
            soon(view),
            view.t("overview.soon.alt", n=len(found.soon)),
            none=view.t("overview.soon.none"),
            most=SOON_ROWS,
        ),
    ]


def _rankings(view: View, found: Overview) -> list[list[Table]]:
    wide = [_ranking(view, group, frame) for group, frame in _groups(found) if group != "office"]
    half = [_ranking(view, group, frame) for group, frame in _groups(found) if group == "office"]
    if not found.counties.empty:
        half.append(_leagues(view, found.counties))
    return [*([table] for table in wide), *([half] if half else [])]


def _groups(found: Overview) -> list[tuple[str, pd.DataFrame]]:
    return [(name, frame) for name, frame in ({found.group: found.main} | found.others).items() if not frame.empty]


def _ranking(view: View, group: str, frame: pd.DataFrame) -> Table:
    return Table(
        "_".join([f"ranking_{group}", *view.filters.cities]),  # another choice, another table: nothing stays selected
        view.t(f"overview.ranking.{group}"),
        with_who(view, placed(frame)),
        ranking(view, group) if group != "office" else ranking(view, group)[:6],
        view.t("overview.table.alt", n=len(frame)),
        cities=frame["unit_adcode"].tolist() if group == "city" else (),
    )


def _leagues(view: View, counties: pd.DataFrame) -> Table:
    return Table(
        "_".join(["leagues", *view.filters.cities]),
        view.t("overview.leagues", done=int(counties["done"].sum()), n=int(counties["active"].sum())),
        counties,
        leagues(view),
        view.t("overview.table.alt", n=len(counties)),
        note=view.t("overview.leagues.note"),
        cities=counties["city_adcode"].tolist(),
    )


def placed(frame: pd.DataFrame) -> pd.DataFrame:
    """A ranked frame with `place`, its rank as text: “/” where the denominator is 0."""
    return frame.assign(place=[UNRANKED if pd.isna(rank) else f"{rank:>2}" for rank in frame["rank"].tolist()])


def with_who(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `who`, its unit's name as tables and sentences have it."""
    return frame.assign(who=[brief(name) for name in frame[view.column("unit")].tolist()])


def with_task(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    """Obligations or tasks with `task`: the short name of the line and, where there are several, the period."""
    names = zip(frame[f"line_short_{view.lang}"].tolist(), frame["period"].tolist(), strict=True)
    return frame.assign(task=[f"{line} {period[-3:]}" if period else line for line, period in names])


def ranking(view: View, group: str) -> list[Column]:
    """Of a ranked group: rank on stated deadlines (G12), the rates with their parts, the course, what is left."""
    t = view.t
    return [
        Column("place", t("column.rank"), width=52, pinned=True),
        Column("who", t(f"column.unit.{group}"), pinned=True),
        Column("on_time_stated", t("column.on_time_stated"), "rate", of="due_stated", small_samples=True),
        Column("on_time", t("column.on_time"), "rate", of="due", small_samples=True),
        Column("done_due", t("column.due_completion"), "rate", of="due"),
        Column("done", t("column.completion"), "rate", of="active"),
        Column("course", t("column.course"), "trend", most=100, help=t("column.course.help")),
        Column("overdue", t("column.overdue"), "count", width="small"),
        Column("done_late", t("column.late"), "count", width="small"),
        Column("due_soon", t("column.soon"), "count", width="small"),
        Column("not_due", t("column.not_due"), "count", width="small"),
    ]


def late(view: View, group: str) -> list[Column]:
    """Of overdue obligations: whose, which, for how long, whether the notice names the day, since when."""
    t = view.t
    return [
        Column("who", t(f"column.unit.{group}"), width=94),
        Column("task", t("column.line"), width=132),
        Column("days_overdue", t("column.days"), "count", width=66),
        Column("due_basis", t("column.basis"), "basis", width=68),
        Column("due_at", t("column.due"), "date", width=88),
    ]


def late_of_unit(view: View) -> list[Column]:
    """The same for one unit, which need not be named again."""
    return late(view, "city")[1:]


def soon(view: View) -> list[Column]:
    """Of what falls due within 7 days: when, which, how many units have not done it, and who they are."""
    t = view.t
    return [
        Column("due_at", t("column.due"), "date", width=88),
        Column("task", t("column.line"), width=132),
        Column("due_basis", t("column.basis"), "basis", width=68),
        Column("units", t("column.open"), "count", width=60),
        Column("names", t("column.who"), width="medium"),
    ]


def leagues(view: View) -> list[Column]:
    """Of the county leagues per city."""
    t = view.t
    return [
        Column("city", t("column.unit.city"), pinned=True),
        Column("done", t("column.leagues.done"), "rate", of="active"),
        Column("on_time", t("column.on_time"), "rate", of="due"),
        Column("overdue", t("column.leagues.overdue"), "count", width="small"),
        Column("covered", t("column.leagues.covered"), width="small"),
    ]
