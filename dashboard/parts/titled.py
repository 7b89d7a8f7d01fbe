"""Tables under their titles, one below the other, and the file of them all."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.addresses import address
from dashboard.parts import parts
from dashboard.parts.figure import Figure
from dashboard.parts.parts import MAX_ROWS
from dashboard.parts.table import Column
from dashboard.view import View


@dataclass(frozen=True)
class Table:
    """A table with its title, beside which `figure` has its button. `cities`: the adcodes of its rows; selecting a row
    filters by its city.
    """

    key: str
    title: str
    rows: Sequence[object]
    columns: Sequence[Column]
    alt: str
    note: str = ""
    none: str = ""
    most: int = MAX_ROWS
    cities: Sequence[str] = ()
    figure: Figure | None = None

    @property
    def selected(self) -> int | None:
        """The row of the one chosen city; deselecting it removes the filter."""
        return 0 if len(self.cities) == 1 else None


def draw(view: View, extract: str, tables: Sequence[Table], missing: str = "missing") -> None:
    """`tables`, whose rows are those of `extract`; a row of a city chooses it. Empty cells are 未报, or the word
    `missing` of another kind; "" for none.
    """
    for one in tables:
        table(view, one, view.word("word", missing))
    parts.extract_line(view, extract)


def table(view: View, one: Table, missing: str = "") -> None:
    """One table under its title; a row of a city chooses it; `missing` stands in empty cells."""
    if one.figure is not None:
        parts.counted(view, one.figure, one.title, one.note)
    else:
        parts.heading(one.title, one.note)
    parts.table(
        view,
        one.rows,
        one.key,
        one.columns,
        on_select=address.on_table_city(parts.widget_key(view, one.key), one.cities) if one.cities else None,
        alt=one.alt,
        most=one.most,
        none=one.none,
        selected=one.selected,
        missing=missing,
    )
