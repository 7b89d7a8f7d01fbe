"""Tables under their titles, one below the other, and the file of them all; long ones closed under a line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.addresses import address
from dashboard.parts import parts, silent
from dashboard.parts.figure import Figure
from dashboard.parts.parts import MAX_ROWS
from dashboard.parts.table import Column
from dashboard.view import View, plain
from data_access.wording import number


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
    names: str = ""
    """Its columns that only name a row: one of which all others are 0 or missing is hidden and counted; "": none is.
    """

    @property
    def selected(self) -> int | None:
        """The row of the one chosen city; deselecting it removes the filter."""
        return 0 if len(self.cities) == 1 else None

    def at(self, places: Sequence[int]) -> "Table":
        """The same table of the rows at these places."""
        cities = [self.cities[place] for place in places] if self.cities else []
        return replace(self, rows=[self.rows[place] for place in places], cities=cities)


def draw(view: View, extract: str, tables: Sequence[Table], missing: str = "missing", closed: str = "") -> None:
    """`tables`, whose rows are those of `extract`; a row of a city chooses it. Empty cells are 未报, or the word
    `missing` of another kind; "" for none. With `closed` they are closed under a line of these words, which says how
    many rows they have.
    """
    with under(view, closed, sum(len(one.rows) for one in tables)):
        for one in tables:
            named = closed and len(tables) == 1  # by the line above it
            table(view, replace(one, title="") if named else one, view.word("word", missing))
        parts.extract_line(view, extract)


@contextmanager
def under(view: View, title: str, n: int) -> Iterator[None]:
    """Around what is drawn: closed under a line with `title` and the number of rows; open where the title is ""."""
    if not title:
        yield
        return
    with st.expander(plain(view.t("rows.closed", title=title, n=n, rows=number(n)))):
        yield


def table(view: View, one: Table, missing: str = "") -> None:
    """One table under its title; a row of a city chooses it; `missing` stands in empty cells."""
    if one.figure is not None:
        parts.counted(view, one.figure, one.title, one.note)
    elif one.title:
        parts.heading(one.title, one.note)
    else:
        parts.note(one.note)
    hidden = silent.places(view, one.rows, one.columns, one.names) if one.names else []
    shown = one
    if hidden and not silent.are_shown(view, one.key):
        shown = one.at([place for place in range(len(one.rows)) if place not in hidden])
    if shown.rows or not hidden:
        parts.table(
            view,
            shown.rows,
            one.key,
            one.columns,
            on_select=address.on_table_city(parts.widget_key(view, one.key), shown.cities) if shown.cities else None,
            alt=one.alt,
            most=one.most,
            none=one.none,
            selected=one.selected,
            missing=missing,
        )
    if hidden:
        silent.draw(view, one.key, len(hidden))
