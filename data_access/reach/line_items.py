"""What the notice lists inside one line, and which figure of Annex 3, if any, tells of each thing."""

from typing import Any, NamedTuple

from sqlalchemy import Select, select

from data_access.annex3.figures import NO_METRIC, Metric, list_metric_totals
from data_access.database.schema import line, line_item
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import line_columns, line_ids, line_order
from data_access.notice.units import Line
from data_access.question import Question


class LineItem(NamedTuple):
    """A thing that the notice lists inside a line, and what the cities' returns say of it (C10)."""

    line: Line
    item_zh: str
    item_en: str
    metric: Metric
    """The figure of Annex 3 that tells of it; NO_METRIC where none does (未分项报送). One figure may tell of several
    things, which then cannot be separated.
    """
    total: float | None
    """The sum of those chosen cities that filled it in: `filled` of them, of `units`."""
    filled: int
    units: int

    @property
    def told(self) -> str:
        """figure, or none where no figure tells of it."""
        return "figure" if self.metric.code else "none"


def select_items(q: Question) -> Select[*tuple[Any, ...]]:
    """The things inside the chosen lines, in the order of the notice."""
    i = line_item.c
    columns = (*line_columns(), i.name_zh, i.name_en, i.metric_code)
    return (
        select(*columns)
        .join_from(line_item, line)
        .where(line.c.id.in_(line_ids(q)))
        .order_by(*line_order(), i.sort_order)
    )


def list_line_items(s: Snapshot, q: Question) -> tuple[LineItem, ...]:
    """One for each thing inside the chosen lines, in the order of the notice."""
    items = s.ask_lasting(select_items, q)
    totals = {row.metric.code: row for row in list_metric_totals(s, q) if row.unit_group == "city"} if items else {}
    found = []
    for *labels, zh, en, code in items:
        row = totals.get(code)
        told = (NO_METRIC, None, 0, 0) if row is None else (row.metric, row.total, row.filled, row.units)
        found.append(LineItem(Line._make(labels), zh, en, *told))
    return tuple(found)
