"""What the notice lists inside one line, and which figure of Annex 3, if any, tells of each thing."""

from typing import Any, Final

from sqlalchemy import Select, select

from data_access.annex3.figures import list_metric_totals
from data_access.database.schema import line, line_item
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import line_columns, line_ids, line_order
from data_access.question import Question
from data_access.tables.rows import COUNT, FIGURE, LINE, NUMBER, TEXT, Contract, RawRows, framed, listed

LINE_ITEMS: Final[Contract] = {
    **LINE,
    "item_zh": TEXT,
    "item_en": TEXT,
    "told": TEXT,
    **FIGURE,
    "total": NUMBER,
    "filled": COUNT,
    "units": COUNT,
}
NOT_TOLD: Final = ("none", "", "", "", "", "", None, 0, 0)


def select_items(q: Question) -> Select[*tuple[Any, ...]]:
    """The things inside the lines asked for, in the order of the notice."""
    i = line_item.c
    columns = (*line_columns(), i.name_zh, i.name_en, i.metric_code)
    return (
        select(*columns)
        .join_from(line_item, line)
        .where(line.c.id.in_(line_ids(q)))
        .order_by(*line_order(), i.sort_order)
    )


def _line_items(s: Snapshot, q: Question) -> RawRows:
    """One row per thing that the notice lists inside a line: the figure of Annex 3 that tells of it, summed over the
    cities asked for that filled it in (C10); told is none where none does (未分项报送), else figure. One figure may
    tell of several things, which then cannot be told apart. Columns LINE_ITEMS.
    """
    items = s.ask_lasting(select_items, q)
    totals = {row.metric: row for row in list_metric_totals(s, q) if row.unit_group == "city"} if items else {}
    for *told, code in items:
        row = totals.get(code)
        figure = (
            NOT_TOLD
            if row is None
            else (
                *("figure", row.metric, row.metric_zh, row.metric_en, row.unit_of_measure, row.unit_of_measure_en),
                *(row.total, row.filled, row.units),
            )
        )
        yield (*told, *figure)


list_line_items = listed(_line_items, LINE_ITEMS)
load_line_items = framed(_line_items, LINE_ITEMS)
