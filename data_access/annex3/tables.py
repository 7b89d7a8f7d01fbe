"""The tables of Annex 3: the figures of each unit, their totals by group, and the ratios of pairs."""

from typing import Final

from data_access.annex3.figures import list_metric_totals, list_metrics
from data_access.annex3.ratios import list_metric_ratios
from data_access.tables.columns import Column, coded
from data_access.tables.parts import METRIC_COLUMNS, UNIT_COLUMNS
from data_access.tables.table import Table, counts

MEASURE: Final = (
    *METRIC_COLUMNS,
    Column("section", "metric.section", "code"),
    Column("aggregation", "metric.aggregation", "code"),
)
METRICS: Final = Table(
    "metrics",
    list_metrics,
    columns=(
        *UNIT_COLUMNS,
        *MEASURE,
        Column("value", kind="figure"),
        Column("return_line", kind="code"),
        Column("return_version", kind="count"),
    ),
)
TOTALS: Final = Table(
    "metric-totals",
    list_metric_totals,
    columns=(
        *coded("unit_kind", "unit_group", "group"),
        *MEASURE,
        Column("total", kind="figure"),
        *counts("filled", "units"),
    ),
)
RATIOS: Final = Table(
    "metric-ratios",
    list_metric_ratios,
    columns=(
        *UNIT_COLUMNS,
        Column("pair", kind="code"),
        Column("part_label", "part_metric.{lang}"),
        Column("part", kind="figure"),
        Column("whole_label", "whole_metric.{lang}"),
        Column("whole", kind="figure"),
        Column("metric_rate", "part", "rate", definition="metric_ratio", of="whole"),
    ),
)
