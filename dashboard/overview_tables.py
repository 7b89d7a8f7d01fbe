"""The tables of the overview: what is late, what comes, the rankings of the groups, the county leagues."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.overview import Overview
from dashboard.parts import MAX_ROWS
from dashboard.tables import Column
from dashboard.view import View

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
        ),
    ]


def rankings(view: View, found: Overview) -> list[Table]:
    """One ranking per unit group that has rows, never added to another (G9); the county leagues summed per city."""
    groups = {found.group: found.main, **found.others}
    tables = [
        Table(
            f"ranking_{group}",
            view.t(f"overview.ranking.{group}"),
            placed(frame),
            ranking(view, group),
            view.t("overview.table.alt", n=len(frame)),
            cities=frame["unit_adcode"].tolist() if group == "city" else (),
        )
        for group, frame in groups.items()
        if not frame.empty
    ]
    if found.counties.empty:
        return tables
    done, n = int(found.counties["done"].sum()), int(found.counties["active"].sum())
    return [
        *tables,
        Table(
            "leagues",
            view.t("overview.leagues", done=done, n=n),
            found.counties,
            leagues(view),
            view.t("overview.table.alt", n=len(found.counties)),
            note=view.t("overview.leagues.note"),
            cities=found.counties["city_adcode"].tolist(),
        ),
    ]


def placed(frame: pd.DataFrame) -> pd.DataFrame:
    """A ranked frame with `place`, its rank as text: “/” where the denominator is 0."""
    return frame.assign(place=[UNRANKED if pd.isna(rank) else f"{rank:>2}" for rank in frame["rank"].tolist()])


def ranking(view: View, group: str) -> list[Column]:
    """Of a ranked group: rank on stated deadlines (G12), the rates with their parts, the course, what is left."""
    t = view.t
    return [
        Column("place", t("column.rank"), width=52, pinned=True),
        Column(view.column("unit"), t(f"column.unit.{group}"), pinned=True),
        Column("on_time_stated", t("column.on_time_stated"), "rate", of="due_stated", small_samples=True),
        Column("on_time", t("column.on_time"), "rate", of="due", small_samples=True),
        Column("done_due", t("column.due_completion"), "rate", of="due"),
        Column("done", t("column.completion"), "rate", of="active"),
        Column("course", t("column.course"), "trend", help=t("column.course.help")),
        Column("overdue", t("column.overdue"), "count", width="small"),
        Column("done_late", t("column.late"), "count", width="small"),
        Column("due_soon", t("column.soon"), "count", width="small"),
        Column("not_due", t("column.not_due"), "count", width="small"),
    ]


def late(view: View, group: str) -> list[Column]:
    """Of overdue obligations: whose, which, for how long, whether the notice names the day, since when."""
    t = view.t
    return [
        Column(view.column("unit"), t(f"column.unit.{group}"), width=88),
        Column(f"line_short_{view.lang}", t("column.line"), width=128),
        Column("days_overdue", t("column.days"), "count", width=66),
        Column("due_basis", t("column.basis"), "basis", width=68),
        Column("due_at", t("column.due"), "date", width=86),
        Column("period", t("column.period"), width=76),
    ]


def late_of_unit(view: View) -> list[Column]:
    """The same for one unit, which need not be named again."""
    return late(view, "city")[1:]


def soon(view: View) -> list[Column]:
    """Of what falls due within 7 days: when, which, how many units have not done it, and who they are."""
    t = view.t
    return [
        Column("due_at", t("column.due"), "date", width=86),
        Column(f"line_short_{view.lang}", t("column.line"), width=128),
        Column("due_basis", t("column.basis"), "basis", width=68),
        Column("units", t("column.open"), "count", width=66),
        Column("names", t("column.who"), width="medium"),
        Column("period", t("column.period"), width=76),
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
