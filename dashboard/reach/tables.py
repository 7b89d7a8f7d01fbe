"""The tables of the page of reach, each group of units in a table of its own (G9). Volumes are not ranked (G14)."""

from collections.abc import Sequence

from dashboard.parts.columns import columns as of_file
from dashboard.parts.parts import MAX_ROWS
from dashboard.parts.table import Column
from dashboard.parts.titled import Table
from dashboard.reach.annex import Annex
from dashboard.reach.leagues import CityLeagues
from dashboard.reach.page import Reach
from dashboard.view import View
from data_access.annex3.figures import Metric
from data_access.drawing.palette import SIGNS
from data_access.notice.units import Line
from data_access.reach.attendance import Rows
from data_access.reach.line_items import LineItem
from data_access.reach.showpieces import Showpiece
from data_access.reach.tables import ATTENDANCE_GAP, ATTENDANCE_WHOLE, LINE_ITEMS, SHOWPIECES
from data_access.wording import number

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
        Column("line", t("reach.column.line"), pinned=True, width="medium", value=lambda row: _line(view, row.line)),
        Column("named", t("reach.column.why"), value=lambda row: _why(view, row)),
    ]
    columns = of_file(view, SHOWPIECES, "line unit status held_on planned_on due_on state named", own=own)
    title = t("reach.singled_out")
    return Table("singled_out", title, found.singled_out, columns, title, figure=found.on_the_day)


def items(view: View, found: Reach) -> Table:
    """What the notice lists inside a line, and what returns tell of it."""
    t = view.t
    own = [
        Column("line", t("reach.column.line"), value=lambda row: _line(view, row.line)),
        Column("metric", t("reach.column.figure"), value=lambda row: _figure(view, row.metric)),
        Column("total", t("reach.column.total"), "said", value=lambda row: _total_text(view, row)),
        Column("filled", t("reach.column.filled"), value=lambda row: f"{row.filled}/{row.units}" if row.units else "/"),
    ]
    columns = of_file(view, LINE_ITEMS, "item line metric total filled", own=own, pinned="item")
    title = t("reach.items")
    return Table("items", title, found.items, columns, title, none=t("reach.none"))


def annex(view: View, form: Annex, section: str) -> Table:
    """A section of Annex 3: its figures down; their sum, who filled them in, and each unit across."""
    t = view.t

    def of(code: str) -> Column:
        return Column(code, form.names[code], "number", value=lambda row: row.values.get(code))

    columns = [
        Column("name", t("reach.column.figure"), pinned=True, value=lambda row: f"{row.code} {row.name}"),
        Column("measure", t("reach.column.measure")),
        Column("total", t("reach.column.total"), "number"),
        Column("filled", t("reach.column.filled"), value=lambda row: f"{row.filled}/{row.units}"),
        *map(of, form.names),
    ]
    group = view.t(f"groups.{form.group}")
    title = t("reach.annex", section=view.word("annex3.section", section), group=group)
    return Table(f"annex_{form.group}", title, form.of(section), columns, title, most=MAX_ROWS)


def ratios(view: View, form: Annex) -> Table:
    """The pairs of figures of a group, divided as sums."""
    t = view.t
    columns = [
        Column("name", t("reach.column.pair"), pinned=True),
        Column("part", t("reach.column.rate"), "rate", "whole", definition="metric_ratio"),
        Column("units", t("reach.column.both"), "count"),
    ]
    title = t("reach.ratios", group=view.t(f"groups.{form.group}"))
    told = [one for one in form.ratios if one.units]
    return Table(f"ratios_{form.group}", title, told, columns, title, none=t("reach.ratios.none"))


def people(view: View, found: Reach, metric: str) -> list[Table]:
    """Of one figure per unit: the return's number and that of its activity rows, with their gap (question 14)."""
    t = view.t
    told = [
        Column("people", t("reach.column.people"), "said", value=lambda row: _people(view, row.alone)),
        Column("gap", t("reach.column.gap"), "said", value=lambda row: "/" if row.gap is None else number(row.gap)),
    ]
    names, titles = "unit returned people gap activities unfilled joint", {"activities": t("reach.column.alone")}
    columns = of_file(view, ATTENDANCE_GAP, names, own=told, titles=titles, pinned="unit")
    rows = [row for row in found.people if row.metric.code == metric]
    tables = []
    for group in dict.fromkeys(row.unit.group for row in rows):
        own = [row for row in rows if row.unit.group == group]
        title = t("reach.people", figure=_figure(view, own[0].metric), group=t(f"groups.{group}"))
        cities = [row.unit.adcode for row in own] if group == "city" else []
        tables.append(Table(f"people_{group}", title, own, columns, title, cities=cities))
    return tables


def people_of_all(view: View, found: Reach) -> Table:
    """Per figure all held activities of the province, each once."""
    t = view.t
    own = [
        Column("metric", t("reach.column.figure"), pinned=True, value=lambda row: _figure(view, row.metric)),
        Column("people", t("reach.column.people"), "said", value=lambda row: _people(view, row.whole)),
        Column("joint_people", t("reach.column.joint_people"), "said", value=lambda row: _people(view, row.joint)),
    ]
    names = "metric lines measure activities unfilled people joint joint_people"
    titles = {"measure": t("reach.column.counted")}
    columns = of_file(view, ATTENDANCE_WHOLE, names, own=own, titles=titles)
    title = t("reach.people.all")
    note = t("reach.people.all.note")
    return Table("people_of_all", title, found.people_of_all, columns, title, note, t("reach.people.all.none"))


def figures(view: View, found: Reach) -> dict[str, str]:
    """Code -> name of the figures that are told twice, in the order of the form."""
    return {row.metric.code: _figure(view, row.metric) for row in found.people}


def reason(view: View, found: Reach, metric: str) -> str:
    """Why this figure is told beside these lines."""
    row = next(row.matched for row in found.people if row.metric.code == metric)
    return view.t("reach.people.reason", lines=row.lines, reason=view.pick(row.reason_zh, row.reason_en))


def _own(one: CityLeagues) -> str:
    if not one.own_owed:
        return "/"
    return SIGNS["done_on_time"] if one.own_done == one.own_owed else NO


def _line(view: View, line: Line) -> str:
    return f"{line.code} {view.short(line)}"


def _figure(view: View, metric: Metric) -> str:
    return f"{metric.code} {view.pick(metric.zh, metric.en)}" if metric.code else view.word("told", "none")


def _total_text(view: View, row: LineItem) -> str:
    if not row.metric.code:
        return "/"
    return view.word("word", "missing") if row.total is None else number(row.total)


def _people(view: View, rows: Rows) -> str:
    """What these activities say: / where there is none, 未报 where none of them has a number."""
    if not rows.activities:
        return "/"
    return view.word("word", "missing") if rows.people is None else number(rows.people)


def _why(view: View, row: Showpiece) -> str:
    reasons = [name for name in ("named", "day_bound") if getattr(row, name)]
    return view.t("list.and").join(view.t(f"reach.why.{name}") for name in reasons)


def sections(view: View, forms: Sequence[Annex]) -> dict[str, str]:
    """Code -> name of the sections of the form, in its order."""
    return {row.section: view.word("annex3.section", row.section) for form in forms for row in form.rows}
