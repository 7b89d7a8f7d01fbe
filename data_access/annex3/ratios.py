"""Ratios in Annex 3: a part and a whole that each unit fills in, divided as Σb/Σa and never averaged (C10, G11)."""

from collections import defaultdict
from typing import Any, Final

import pandas as pd

from data_access.annex3.figures import list_metrics
from data_access.database.snapshot import Snapshot
from data_access.question import Question
from data_access.tables.rows import COUNT, NUMBER, TEXT, UNIT, Contract, RawRows, framed, listed, to_frame

METRIC_RATIOS: Final[Contract] = {
    **UNIT,
    "pair": TEXT,
    "section": TEXT,
    "part_zh": TEXT,
    "part_en": TEXT,
    "whole_zh": TEXT,
    "whole_en": TEXT,
    "part": NUMBER,
    "whole": NUMBER,
    "rate": NUMBER,
}
RATIO_TOTALS: Final[Contract] = {"unit_group": TEXT, "metric": TEXT, "part": NUMBER, "whole": NUMBER, "units": COUNT}
PART, WHOLE = "b", "a"
"""The last letters of the codes of a pair: E12b of E12a."""


def _metric_ratios(s: Snapshot, q: Question) -> RawRows:
    """Per unit and pair the figures of the return in force at T and their quotient: missing where either is 未报 or the
    whole is 0 (C16). A group's ratio is Σpart/Σwhole over the rows that have both. Columns METRIC_RATIOS.
    """
    pairs: defaultdict[tuple[Any, ...], dict[str, Any]] = defaultdict(dict)
    for row in list_metrics(s, q):
        if row.aggregation != "ratio_part":
            continue
        pairs[(*row[: len(UNIT)], row.metric[:-1], row.section)][row.metric[-1]] = row
    for key, cell in pairs.items():
        if {PART, WHOLE} <= set(cell):
            part, whole = cell[PART], cell[WHOLE]
            n, d = part.value, whole.value
            rate = n / d if n is not None and d else None
            yield (*key, part.metric_zh, part.metric_en, whole.metric_zh, whole.metric_en, n, d, rate)


list_metric_ratios = listed(_metric_ratios, METRIC_RATIOS)
load_ratios_by_unit = framed(_metric_ratios, METRIC_RATIOS)


def load_metric_ratios(s: Snapshot, q: Question) -> pd.DataFrame:
    """C10: per group and pair Σpart and Σwhole over the units that filled both in. Columns RATIO_TOTALS; "/" where the
    whole is 0 (C16).
    """
    sums: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0, 0])
    for row in list_metric_ratios(s, q):
        if row.part is not None and row.whole is not None:
            cell = sums[row.unit_group, row.pair]
            cell[:] = [old + more for old, more in zip(cell, (row.part, row.whole, 1), strict=True)]
    return to_frame(((*key, *cell) for key, cell in sorted(sums.items())), RATIO_TOTALS)
