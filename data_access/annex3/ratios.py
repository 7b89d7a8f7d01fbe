"""Ratios in Annex 3: a part and a whole that each unit fills in, divided as Σb/Σa and never averaged (C10, G11)."""

from collections import defaultdict
from typing import Final, NamedTuple

from data_access.annex3.figures import FormFigure, Metric, list_metrics
from data_access.database.snapshot import Snapshot
from data_access.notice.units import Unit
from data_access.question import Question

PART, WHOLE = "b", "a"
"""The last letters of the codes of a pair: E12b of E12a."""
RATIO_PART: Final = "ratio_part"
"""How a figure is added up that is one of a pair."""


class MetricRatio(NamedTuple):
    """A pair of figures of a unit."""

    unit: Unit
    pair: str
    part_metric: Metric
    whole_metric: Metric
    part: float | None
    """None: 未报."""
    whole: float | None


class RatioTotal(NamedTuple):
    """A pair of figures of a group: Σ part and Σ whole over the units that filled both in."""

    unit_group: str
    pair: str
    part: float
    whole: float
    units: int


def list_metric_ratios(s: Snapshot, q: Question) -> tuple[MetricRatio, ...]:
    """One for each unit and pair of the return in force at T. A group's ratio is Σpart/Σwhole over those that have
    both.
    """
    pairs: defaultdict[tuple[Unit, str], dict[str, FormFigure]] = defaultdict(dict)
    for row in list_metrics(s, q):
        if row.metric.aggregation == RATIO_PART:
            pairs[row.unit, row.metric.code[:-1]][row.metric.code[-1]] = row
    return tuple(
        MetricRatio(unit, pair, cell[PART].metric, cell[WHOLE].metric, cell[PART].value, cell[WHOLE].value)
        for (unit, pair), cell in pairs.items()
        if {PART, WHOLE} <= set(cell)
    )


def list_ratio_totals(s: Snapshot, q: Question) -> tuple[RatioTotal, ...]:
    """C10: one for each group and pair that any unit of it filled in, by group and pair."""
    sums: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in list_metric_ratios(s, q):
        if row.part is not None and row.whole is not None:
            sums[row.unit.group, row.pair].append((row.part, row.whole))
    return tuple(
        RatioTotal(*key, sum(part for part, _ in cells), sum(whole for _, whole in cells), len(cells))
        for key, cells in sorted(sums.items())
    )
