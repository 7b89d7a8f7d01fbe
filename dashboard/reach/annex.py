"""Annex 3 on the screen: its figures down, the units of a group across, section by section (C10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.view import View


@dataclass(frozen=True)
class AnnexRow:
    """A figure of the form: what the group says together, and each unit; a missing value is 未报, zero is zero."""

    code: str
    name: str
    measure: str
    section: str
    total: float | None
    filled: int
    units: int
    values: dict[str, float | None]
    """By unit code."""


@dataclass(frozen=True)
class AnnexRatio:
    """A pair of figures of the group: Σ of the parts over Σ of the wholes of those units that filled in both."""

    name: str
    part: float
    whole: float
    units: int


@dataclass(frozen=True)
class Annex:
    """The form of one group of units."""

    group: str
    names: dict[str, str]
    """Unit code -> short name, in official order."""
    rows: list[AnnexRow]
    ratios: list[AnnexRatio]
    sent: int
    """Units with a return in force."""

    @property
    def units(self) -> int:
        """Units that owe one."""
        return len(self.names)

    def of(self, section: str) -> list[AnnexRow]:
        """The figures of a section, in the order of the form."""
        return [row for row in self.rows if row.section == section]


def annex(view: View, metrics: Sequence[Any], totals: Sequence[Any], ratios: Sequence[Any]) -> list[Annex]:
    """The forms of the groups in rows of list_metrics, list_metric_totals and list_metric_ratios."""
    groups = list(dict.fromkeys(row.unit_group for row in metrics))
    return [
        _of_group(
            view, group, *([row for row in rows if row.unit_group == group] for rows in (metrics, totals, ratios))
        )
        for group in groups
    ]


def _of_group(view: View, group: str, metrics: list[Any], totals: list[Any], ratios: list[Any]) -> Annex:
    total_of = {row.metric: row for row in totals}
    values: dict[str, dict[str, float | None]] = {}
    names: dict[str, str] = {}
    for row in metrics:
        names[row.unit_code] = view.pick(row.unit_short, row.unit_en)
        values.setdefault(row.metric, {})[row.unit_code] = row.value
    rows = []
    for code, told in values.items():
        total = total_of[code]
        rows.append(
            AnnexRow(
                code,
                view.pick(total.metric_zh, total.metric_en),
                view.pick(total.unit_of_measure, total.unit_of_measure_en),
                total.section,
                total.total,
                total.filled,
                total.units,
                told,
            )
        )
    sent = {row.unit_code for row in metrics if row.return_line}
    return Annex(group, names, rows, _ratios(view, ratios), len(sent))


def _ratios(view: View, rows: Sequence[Any]) -> list[AnnexRatio]:
    pairs: dict[str, list[Any]] = {}
    for row in rows:
        both = row.part is not None and row.whole is not None
        pairs.setdefault(row.pair, []).extend([row] if both else [])
    names = {row.pair: view.pick(f"{row.part_zh}／{row.whole_zh}", f"{row.part_en} / {row.whole_en}") for row in rows}
    return [AnnexRatio(names[pair], _sum(told, "part"), _sum(told, "whole"), len(told)) for pair, told in pairs.items()]


def _sum(rows: Sequence[Any], side: str) -> float:
    """Whole numbers as such: 94, not 94.0."""
    value = sum(getattr(row, side) for row in rows)
    return int(value) if float(value).is_integer() else value
