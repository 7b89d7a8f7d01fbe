"""Tables under their titles, one below the other, and the file of them all."""

from collections.abc import Sequence

from dashboard import filter_bar, parts
from dashboard.overview_tables import Table
from dashboard.view import View


def draw(view: View, extract: str, tables: Sequence[Table], missing: str = "missing") -> None:
    """`tables`, whose rows are those of `extract`; a row of a city chooses it. Empty cells are 未报, or the
    word `missing` of another kind; "" for none.
    """
    for table in tables:
        if table.title:
            parts.heading(table.title, table.note)
        parts.table(
            view,
            table.rows,
            table.key,
            table.columns,
            on_select=filter_bar.on_table_city(parts.widget_key(view, table.key), table.cities)
            if table.cities
            else None,
            alt=table.alt,
            most=table.most,
            none=table.none,
            selected=table.selected,
            missing=view.word("word", missing),
        )
    parts.extract_line(view, extract)
