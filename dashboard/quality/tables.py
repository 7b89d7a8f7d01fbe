"""The tables of the page of data quality, and its picture: how long each city has been silent."""

from collections.abc import Sequence

from dashboard.charts.picture import Picture
from dashboard.parts.columns import columns as of_file
from dashboard.parts.table import Column
from dashboard.parts.widths import Width
from dashboard.quality.page import Checked, Found
from dashboard.view import View
from data_access.drawing.ranking import Bar, ranking
from data_access.quality.findings import Evidence
from data_access.quality.rules import KINDS, LIMITS
from data_access.quality.tables import FINDINGS, QUALITY
from data_access.quality.units import Quality

UNIT, RULE = 230, 270
"""Pixels: the longest English names."""


def silence(view: View, found: Found) -> Picture:
    """Days since the newest data of each city, in official order: silence is told, not ranked."""
    cities = found.groups.get("city", [])
    bars = [_bar(view, one) for one in cities]
    said = view.t("list.and").join(f"{bar.name} {bar.text}" for bar in bars)
    return Picture(ranking(said, bars), view.t("quality.silence"), said)


def _bar(view: View, one: Quality) -> Bar:
    days = one.silent_days
    text = view.t("quality.days.none") if days is None else view.t("quality.days", n=days)
    last = "" if one.last_at is None else f" ({view.iso(one.last_at)})"
    short = view.short(one.unit)
    return Bar(one.unit.code, short, float("nan") if days is None else float(days), text, f"{short} {text}{last}")


def units(view: View, group: str) -> list[Column]:
    """Of Quality: newest data, silence, missing returns with their parts, and findings by kind."""
    kinds = {column.key: view.word("quality", column.source) for column in QUALITY.columns if column.source in KINDS}
    missing = Column("missing", kinds.pop("missing"), "rate", "due", definition="quality_missing")
    names = f"unit last_at silent_days missing {' '.join(kinds)}"
    titles = {"unit": view.t(f"heading.unit.{group}"), **kinds}
    return of_file(view, QUALITY, names, own=[missing], titles=titles, widths={"unit": UNIT}, pinned="unit")


def rules(view: View) -> list[Column]:
    """Of Checked: what each rule looks for, and how much it found."""
    t = view.t
    return [
        Column(
            "code", t("quality.column.rule"), value=lambda row: view.word("rule", row.code), pinned=True, width=RULE
        ),
        Column("findings", t("quality.column.findings"), "count"),
        Column("units", t("quality.column.units"), "count"),
        Column("kind", t("quality.column.kind"), value=lambda row: view.word("quality", row.kind)),
        Column("criterion", t("quality.column.criterion"), value=lambda row: criterion(view, row), width="large"),
    ]


def criterion(view: View, rule: Checked) -> str:
    """When the rule finds something, with its thresholds."""
    return view.word("criterion", rule.code).format(**LIMITS)


def evidence(view: View, rows: Sequence[Evidence]) -> list[Column]:
    """Of Evidence: of whom, about what, when, what was found; columns that no row has are left out."""
    line = Column("line", view.t("quality.column.line"), value=lambda row: _line(view, row))
    told = {
        "line": any(row.line.code for row in rows),
        "period": any(row.period for row in rows),
        "item": any(row.item for row in rows),
        "found_at": any(row.at for row in rows),
    }
    names = " ".join(["unit", "detail", *(name for name, any_row in told.items() if any_row)])
    widths: dict[str, Width | int] = {"unit": UNIT, "detail": "large"}
    return of_file(view, FINDINGS, names, own=[line], widths=widths, pinned="unit")


def _line(view: View, row: Evidence) -> str:
    return f"{row.line.code} {view.short(row.line)}" if row.line.code else ""
