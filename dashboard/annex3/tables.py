"""The tables of the page of Annex 3, each group of units in a table of its own (G9). Volumes are not ranked (G14)."""

from collections.abc import Sequence

from dashboard.annex3.form import Annex
from dashboard.annex3.page import Annexes
from dashboard.parts.columns import columns as of_file
from dashboard.parts.parts import MAX_ROWS
from dashboard.parts.table import Column
from dashboard.parts.titled import Table
from dashboard.view import View
from data_access.annex3.figures import Metric
from data_access.reach.attendance import Rows
from data_access.reach.line_items import LineItem
from data_access.reach.tables import ATTENDANCE_GAP, ATTENDANCE_WHOLE, LINE_ITEMS
from data_access.wording import number


def sections(view: View, forms: Sequence[Annex]) -> dict[str, str]:
    """Code -> name of the sections of the form, in its order; "" for all of them."""
    named = {row.section: view.word("annex3.section", row.section) for form in forms for row in form.rows}
    return {**named, "": view.t("annex3.every")}


def figures(view: View, form: Annex, section: str) -> Table:
    """A section of Annex 3: its figures down; their sum, who filled them in, and each unit across."""
    t = view.t

    def of(code: str) -> Column:
        return Column(code, form.names[code], "number", value=lambda row: row.values.get(code))

    columns = [
        Column("name", t("annex3.column.figure"), pinned=True, value=lambda row: f"{row.code} {row.name}"),
        Column("measure", t("annex3.column.measure")),
        Column("total", t("annex3.column.total"), "number"),
        Column("filled", t("annex3.column.filled"), value=lambda row: f"{row.filled}/{row.units}"),
        *map(of, form.names),
    ]
    group = view.t(f"groups.{form.group}")
    title = t("annex3.of_section", section=sections(view, [form])[section], group=group)
    return Table(f"annex_{form.group}", title, form.of(section), columns, title, most=MAX_ROWS, names="name measure")


def ratios(view: View, form: Annex) -> Table:
    """The pairs of figures of a group, divided as sums."""
    t = view.t
    columns = [
        Column("name", t("annex3.column.pair"), pinned=True),
        Column("part", t("annex3.column.rate"), "rate", "whole", definition="metric_ratio"),
        Column("units", t("annex3.column.both"), "count"),
    ]
    title = t("annex3.ratios", group=view.t(f"groups.{form.group}"))
    told = [one for one in form.ratios if one.units]
    return Table(f"ratios_{form.group}", title, told, columns, title, none=t("annex3.ratios.none"))


def items(view: View, found: Annexes) -> Table:
    """What the notice lists inside a line, and what returns tell of it."""
    t = view.t
    own = [
        Column("line", t("annex3.column.line"), value=lambda row: f"{row.line.code} {view.short(row.line)}"),
        Column("metric", t("annex3.column.figure"), value=lambda row: _figure(view, row.metric)),
        Column("total", t("annex3.column.total"), "said", value=lambda row: _total_text(view, row)),
        Column(
            "filled", t("annex3.column.filled"), value=lambda row: f"{row.filled}/{row.units}" if row.units else "/"
        ),
    ]
    columns = of_file(view, LINE_ITEMS, "item line metric total filled", own=own, pinned="item")
    title = t("annex3.items")
    return Table("items", title, found.items, columns, title, none=t("reach.none"))


def people(view: View, found: Annexes, metric: str) -> list[Table]:
    """Of one figure per unit: the return's number and that of its activity rows, with their gap (question 14)."""
    t = view.t
    told = [
        Column("people", t("annex3.column.people"), "said", value=lambda row: _people(view, row.alone)),
        Column("gap", t("annex3.column.gap"), "said", value=lambda row: "/" if row.gap is None else number(row.gap)),
    ]
    names, titles = "unit returned people gap activities unfilled joint", {"activities": t("annex3.column.alone")}
    columns = of_file(view, ATTENDANCE_GAP, names, own=told, titles=titles, pinned="unit")
    rows = [row for row in found.people if row.metric.code == metric]
    tables = []
    for group in dict.fromkeys(row.unit.group for row in rows):
        own = [row for row in rows if row.unit.group == group]
        title = t("annex3.people", figure=_figure(view, own[0].metric), group=t(f"groups.{group}"))
        cities = [row.unit.adcode for row in own] if group == "city" else []
        tables.append(Table(f"people_{group}", title, own, columns, title, cities=cities, names="unit"))
    return tables


def people_of_all(view: View, found: Annexes) -> Table:
    """Per figure all held activities of the province, each once."""
    t = view.t
    own = [
        Column("metric", t("annex3.column.figure"), pinned=True, value=lambda row: _figure(view, row.metric)),
        Column("people", t("annex3.column.people"), "said", value=lambda row: _people(view, row.whole)),
        Column("joint_people", t("annex3.column.joint_people"), "said", value=lambda row: _people(view, row.joint)),
    ]
    names = "metric lines measure activities unfilled people joint joint_people"
    titles = {"measure": t("annex3.column.counted")}
    columns = of_file(view, ATTENDANCE_WHOLE, names, own=own, titles=titles)
    title, note = t("annex3.people.all"), t("annex3.people.all.note")
    return Table("people_of_all", title, found.people_of_all, columns, title, note, t("annex3.people.all.none"))


def told_twice(view: View, found: Annexes) -> dict[str, str]:
    """Code -> name of the figures that are told twice, in the order of the form."""
    return {row.metric.code: _figure(view, row.metric) for row in found.people}


def reason(view: View, found: Annexes, metric: str) -> str:
    """Why this figure is told beside these lines."""
    row = next(row.matched for row in found.people if row.metric.code == metric)
    return view.t("annex3.people.reason", lines=row.lines, reason=view.pick(row.reason_zh, row.reason_en))


def _figure(view: View, metric: Metric) -> str:
    return f"{metric.code} {view.pick(metric.zh, metric.en)}" if metric.code else view.word("told", "none")


def _filled(row: LineItem) -> str:
    return f"{row.filled}/{row.units}" if row.units else "/"


def _total_text(view: View, row: LineItem) -> str:
    if not row.metric.code:
        return "/"
    return view.word("word", "missing") if row.total is None else number(row.total)


def _people(view: View, rows: Rows) -> str:
    """What these activities say: / where there is none, 未报 where none of them has a number."""
    if not rows.activities:
        return "/"
    return view.word("word", "missing") if rows.people is None else number(rows.people)
