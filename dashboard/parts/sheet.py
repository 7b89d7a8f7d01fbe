"""Tables as plain sheets of text: all rows on the screen and on paper, where a scrolling table would be cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st
from pandas.io.formats.style_render import CSSDict

from dashboard.parts import parts, table as tables
from dashboard.parts.table import Column
from dashboard.view import View, plain

STATIC: Final = Path(__file__).parents[1] / "static"
IN_ONE_PIECE: Final = 16
"""Letters of a column's longest text up to which it is not broken: an instant has 16."""


def style() -> None:
    """How sheets look on a narrow screen; once per page."""
    st.html(STATIC / "sheets.css")


@dataclass(frozen=True)
class Sheet:
    """A table of text under its title; `none` says what it means that it has no row. One `key` per page."""

    key: str
    title: str
    texts: pd.DataFrame
    columns: Sequence[Column]
    alt: str
    none: str


def made(
    view: View, key: str, title: str, rows: Sequence[Any], columns: Sequence[Column], alt: str, none: str
) -> Sheet:
    """The sheet of `columns` of rows: ISO dates, thousands separated, '' for what is missing."""
    texts = {
        column.title: [tables.text(value, column) for value in tables.cells(view, rows, column)] for column in columns
    }
    return Sheet(key, title, pd.DataFrame(texts, dtype="str"), columns, alt, none)


def draw(sheet: Sheet) -> None:
    """All rows of the sheet, or what it means that it has none; texts from outside are not read as markdown."""
    parts.heading(sheet.title)
    if sheet.texts.empty:
        st.caption(plain(sheet.none))
        return
    styled = sheet.texts.map(plain).style.set_uuid(sheet.key).set_table_styles(_styles(sheet))
    st.table(styled, border="horizontal", hide_index=True, alt=sheet.alt)


def _styles(sheet: Sheet) -> list[CSSDict]:
    """Numbers at the right (Streamlit writes the other side into each cell); dates and words in one piece."""
    styles: list[CSSDict] = []
    for place, column in enumerate(sheet.columns):
        if column.kind in ("count", "rate"):
            styles.append({"selector": f".col{place}", "props": "text-align: right !important"})
        if max(map(len, sheet.texts[column.title])) <= IN_ONE_PIECE:
            styles.append({"selector": f".col{place} *", "props": "white-space: nowrap"})
    return styles
