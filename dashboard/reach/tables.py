"""The tables of the page of coverage."""

from dashboard.parts.columns import columns as of_file
from dashboard.parts.table import Column
from dashboard.parts.titled import Table
from dashboard.reach.leagues import CityLeagues
from dashboard.reach.page import Reach
from dashboard.view import View
from data_access.drawing.palette import SIGNS
from data_access.reach.showpieces import Showpiece
from data_access.reach.tables import SHOWPIECES

YES, NO = "✓", "✗"


def leagues(view: View, found: Reach) -> Table:
    """Per city its own league, those of its counties, and which of them wait."""
    t = view.t
    waiting = t("list.and")
    columns = [
        Column("name", t("heading.unit.city"), pinned=True),
        Column("own_done", t("reach.column.own"), value=_own),
        Column("done", t("reach.column.counties"), "rate", "owed", definition="league_counties"),
        Column("full", t("reach.column.full"), value=lambda one: "/" if one.full is None else YES if one.full else NO),
        Column("waiting", t("reach.column.waiting"), width="large", value=lambda one: waiting.join(one.waiting)),
    ]
    title = t("reach.leagues")
    cities = [one.adcode for one in found.leagues]
    return Table(
        "leagues", title, found.leagues, columns, title, t("reach.leagues.note"), t("reach.none"), cities=cities
    )


def singled_out(view: View, found: Reach) -> Table:
    """Lines that name a city or a day: who owes them, whether and when they took place."""
    t = view.t
    own = [
        Column(
            "line",
            t("reach.column.line"),
            pinned=True,
            width="medium",
            value=lambda row: f"{row.line.code} {view.short(row.line)}",
        ),
        Column("named", t("reach.column.why"), value=lambda row: _why(view, row)),
    ]
    columns = of_file(
        view,
        SHOWPIECES,
        "line unit status held_on planned_on due_on state named",
        own=own,
        widths={"due_on": 96, "state": 120},
    )
    title = t("reach.singled_out")
    return Table("singled_out", title, found.singled_out, columns, title, figure=found.on_the_day)


def _own(one: CityLeagues) -> str:
    if not one.own_owed:
        return "/"
    return SIGNS["done_on_time"] if one.own_done == one.own_owed else NO


def _why(view: View, row: Showpiece) -> str:
    reasons = [name for name in ("named", "day_bound") if getattr(row, name)]
    return view.t("list.and").join(view.t(f"reach.why.{name}") for name in reasons)
