"""A headline figure, and its dialog: definition, parts, the rows that it counts, what is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from typing import Final, Literal

import streamlit as st

from dashboard.data import reader
from dashboard.parts import links
from dashboard.parts.table import Column, config, prepared
from dashboard.view import View, plain
from data_access import i18n
from data_access.extracts.catalogue import EXTRACTS
from data_access.extracts.definitions import DEFINITIONS
from data_access.extracts.files import columns_of
from data_access.extracts.preview import First, load_first
from data_access.obligations.states import DEFINITION_VERSION
from data_access.question import Question
from data_access.tables.definition import measured
from data_access.wording import number, rate

Tone = Literal["blue", "green", "red", "gray"]
OPEN: Final = "figure.open"
ROWS: Final = 200
"""So many of the rows that a figure counts are shown; the extract has all."""
FIT: Final = 10
HEIGHT: Final = 420
"""Pixels of a table of more than FIT rows."""


@dataclass(frozen=True)
class Figure:
    """A headline figure. A rate is n of d; a count has a value."""

    label: str
    value: float | None = None
    unit: str = ""
    n: int | None = None
    d: int | None = None
    note: str = ""
    definition_key: str = ""
    """Its key in data_access.extracts.definitions."""
    as_parts: bool = False
    """Printed as 9/13: where the rest is not yet due, a percentage would look like a judgement."""
    tone: Tone = "blue"
    question: Question | None = None
    """The question of its rows, where it is not that of the page: one unit group, one grade."""

    @property
    def text(self) -> str:
        """The number as it is printed."""
        if self.as_parts:
            return self.parts
        return rate(self.n, self.d) if self.n is not None and self.d is not None else number(self.value)

    @property
    def parts(self) -> str:
        """Numerator and denominator of a rate; "" for what is none."""
        return f"{self.n:,}/{self.d:,}" if self.n is not None and self.d is not None else ""


def figure(view: View, key: str, rows: Iterable[object], label: str = "", question: Question | None = None) -> Figure:
    """The figure that the definition `key` makes of rows of its table: those of `question`, else of that of the
    page. Without a label it is called as its definition is.
    """
    definition = DEFINITIONS[key]
    found = measured(definition, rows)
    made = Figure(label or definition.title(view.lang), definition_key=key, question=question)
    return replace(made, value=found.n) if found.d is None else replace(made, n=int(found.n), d=int(found.d))


def button(view: View, figure: Figure, place: str) -> None:
    """Draw the button that opens the dialog of `figure`, with its numerator and denominator; `place` is unique on a
    page.

    The dialog stays open when the page refreshes itself, until the reader closes it.
    """
    mine = f"{view.page}.{place}"
    st.button(
        (not figure.as_parts and figure.parts) or view.t("definition.open"),
        key=f"open.{mine}",
        icon=":material/info:",
        type="tertiary",
        help=view.t("definition.help"),
        on_click=_open,
        args=(mine,),
    )
    if st.session_state.get(OPEN) == mine:
        shown = view if figure.question is None else view.asking(figure.question)
        title = DEFINITIONS[figure.definition_key].title(view.lang)
        st.dialog(plain(title), width="large", on_dismiss=_close)(partial(_draw, shown, figure))()


def _open(mine: str) -> None:
    st.session_state[OPEN] = mine


def _close() -> None:
    st.session_state.pop(OPEN, None)


def _draw(view: View, figure: Figure) -> None:
    """Draw the content of the dialog."""
    definition = DEFINITIONS[figure.definition_key]
    st.markdown(f"**{plain(figure.label)}** {plain(figure.text)} {plain(figure.unit)}")
    st.markdown(plain(definition.text(view.lang)))
    if figure.n is not None and figure.d is not None:
        said = view.t("definition.parts", over=f"{figure.n:,}", under=f"{figure.d:,}", rate=rate(figure.n, figure.d))
        st.markdown(plain(said))
    st.markdown(plain(view.t("definition.left_out", what=definition.left_out(view.lang))))
    rules = view.t("list.and").join(definition.rules)
    st.caption(plain(view.t("definition.source", rules=rules, version=DEFINITION_VERSION)))
    _rows(view, definition.rows_extract)


def _rows(view: View, extract: str) -> None:
    """Draw the first rows that the figure counts, as their file has them, and the links to the file of all."""
    found = reader.read(load_first, view, extract, view.lang, ROWS)
    key = "definition.rows.first" if len(found.rows) == ROWS else "definition.rows"
    st.markdown(f"**{plain(view.t(key, n=len(found.rows)))}**")
    st.markdown(f":small[{plain(view.t('extract.of_table'))} {links.downloads(view, extract)}]")
    columns = [
        Column(str(place), found.headings[place], value=itemgetter(place))
        for place in _worth_showing(view, extract, found)
    ]
    st.dataframe(
        prepared(view, found.rows, columns),
        hide_index=True,
        column_config=config(view, columns),
        height=HEIGHT if len(found.rows) > FIT else "content",
        alt=plain(view.t(key, n=len(found.rows))),
    )


def _worth_showing(view: View, extract: str, found: First) -> list[int]:
    """The columns without codes that stand in words behind them, and without those that are empty or withhold every
    name: the file has all.
    """
    columns = columns_of(EXTRACTS[extract], plain=False)
    withheld = i18n.t(view.lang, "word.some_enterprise")
    behind = [column.key for column in columns[1:]] + [""]
    return [
        place
        for place, (column, following) in enumerate(zip(columns, behind, strict=True))
        if not (column.kind == "code" and (following == f"{column.key}_label" or column.key.endswith("adcode")))
        and any(row[place] and row[place] != withheld for row in found.rows)
    ]
