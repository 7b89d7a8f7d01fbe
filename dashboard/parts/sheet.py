"""Tables as plain sheets of text: all rows on the screen and on paper, where a scrolling table would be cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st
from pandas.io.formats.style_render import CSSDict

from dashboard.parts import parts, table as tables
from dashboard.parts.table import Column
from dashboard.view import View, plain

STATIC: Final = Path(__file__).parents[1] / "static"
IN_ONE_PIECE: Final = 16
"""A column is not broken into lines when its longest text has at most so many letters; an instant has 16."""


def style() -> None:
    """Write the style of sheets on a narrow screen; once per page."""
    st.html(STATIC / "sheets.css")


@dataclass(frozen=True)
class Sheet:
    """Draw a table of text under its title, or the sentence `none` where it has no row. One `key` per page."""

    key: str
    title: str
    texts: pd.DataFrame
    columns: Sequence[Column]
    alt: str
    none: str


def made(
    view: View, key: str, title: str, rows: Sequence[object], columns: Sequence[Column], alt: str, none: str
) -> Sheet:
    """The sheet of `columns` of rows: ISO dates, thousands separated, '' for what is missing."""
    texts = {
        column.title: [tables.text(value, column) for value in tables.cells(view, rows, column)] for column in columns
    }
    return Sheet(key, title, pd.DataFrame(texts, dtype="str"), columns, alt, none)


def closed(sheet: Sheet) -> None:
    """Draw the sheet closed under its title; on paper it is open."""
    with st.expander(plain(sheet.title)), st.container(key=f"sheet_{sheet.key}"):
        _draw(sheet)


def draw(sheet: Sheet) -> None:
    """Draw all rows of the sheet, or the sentence for one without rows; texts are not read as markdown."""
    parts.heading(sheet.title)
    _draw(sheet)


def _draw(sheet: Sheet) -> None:
    if sheet.texts.empty:
        st.caption(plain(sheet.none))
        return
    styled = sheet.texts.map(plain).style.set_uuid(sheet.key).set_table_styles(_styles(sheet))
    st.table(styled, border="horizontal", hide_index=True, alt=sheet.alt)


def _styles(sheet: Sheet) -> list[CSSDict]:
    """Align numbers to the right (Streamlit sets the other side in each cell); do not break dates and words."""
    styles: list[CSSDict] = []
    for place, column in enumerate(sheet.columns):
        if column.kind in ("count", "rate"):
            styles.append({"selector": f".col{place}", "props": "text-align: right !important"})
        if max(map(len, sheet.texts[column.title])) <= IN_ONE_PIECE:
            styles.append({"selector": f".col{place} *", "props": "white-space: nowrap"})
    return styles
