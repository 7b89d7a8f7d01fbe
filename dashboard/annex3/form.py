"""Annex 3 on the screen: its figures down, the units of a group across, section by section (C10)."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.view import View
from data_access.annex3.figures import FormFigure, Metric, Total
from data_access.annex3.ratios import MetricRatio


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
    sent: frozenset[str]
    """Codes of the units with a return in force."""

    @property
    def units(self) -> int:
        """Units that owe one."""
        return len(self.names)

    def of(self, section: str) -> list[AnnexRow]:
        """The figures of a section, in the order of the form; all of them for ""."""
        return [row for row in self.rows if section in ("", row.section)]


def annex(
    view: View, metrics: Sequence[FormFigure], totals: Sequence[Total], ratios: Sequence[MetricRatio]
) -> list[Annex]:
    """The forms of the groups: their figures, the totals of these, and their pairs."""
    groups = list(dict.fromkeys(row.unit.group for row in metrics))
    return [
        _of_group(
            view,
            group,
            [row for row in metrics if row.unit.group == group],
            {row.metric: row for row in totals if row.unit_group == group},
            [row for row in ratios if row.unit.group == group],
        )
        for group in groups
    ]


def _of_group(
    view: View, group: str, metrics: list[FormFigure], totals: dict[Metric, Total], ratios: list[MetricRatio]
) -> Annex:
    values: dict[Metric, dict[str, float | None]] = {}
    for row in metrics:
        values.setdefault(row.metric, {})[row.unit.code] = row.value
    rows = [
        AnnexRow(
            of.code,
            view.pick(of.zh, of.en),
            view.pick(of.measure_zh, of.measure_en),
            of.section,
            totals[of].total,
            totals[of].filled,
            totals[of].units,
            told,
        )
        for of, told in values.items()
    ]
    names = {row.unit.code: view.short(row.unit) for row in metrics}
    sent = frozenset(row.unit.code for row in metrics if row.return_line)
    return Annex(group, names, rows, _ratios(view, ratios), sent)


def _ratios(view: View, rows: Sequence[MetricRatio]) -> list[AnnexRatio]:
    pairs: dict[str, list[tuple[float, float]]] = {}
    names = {}
    for row in rows:
        part, whole = row.part_metric, row.whole_metric
        names[row.pair] = view.pick(f"{part.zh}／{whole.zh}", f"{part.en} / {whole.en}")
        filled = pairs.setdefault(row.pair, [])
        if row.part is not None and row.whole is not None:
            filled.append((row.part, row.whole))
    return [
        AnnexRatio(names[pair], _whole(sum(n for n, _ in told)), _whole(sum(d for _, d in told)), len(told))
        for pair, told in pairs.items()
    ]


def _whole(value: float) -> float:
    """Whole numbers as such: 94, not 94.0."""
    return int(value) if float(value).is_integer() else value
