"""Tables as plain sheets of text: all rows on the screen and on paper, where a scrolling table would be cut."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard.parts import parts, styles, table as tables
from dashboard.parts.table import Column
from dashboard.view import View, plain

IN_ONE_PIECE = 16
"""A column is not broken into lines when its longest text has at most so many letters; an instant has 16."""


def style() -> None:
    """Write the style of sheets; once per page."""
    styles.draw("sheets.css")


@dataclass(frozen=True)
class Sheet:
    """A table of text under its title, or the sentence `none` where it has no row. One `key` per page."""

    key: str
    title: str
    texts: Sequence[Sequence[str]]
    """Its rows, each with a text for each column."""
    columns: Sequence[Column]
    alt: str
    none: str


def made(
    view: View, key: str, title: str, rows: Sequence[object], columns: Sequence[Column], alt: str, none: str
) -> Sheet:
    """The sheet of `columns` of rows: ISO dates, thousands separated, '' for what is missing."""
    texts = [[tables.text(value, column) for value in tables.cells(view, rows, column)] for column in columns]
    return Sheet(key, title, list(zip(*texts, strict=True)), columns, alt, none)


def closed(sheet: Sheet) -> None:
    """Draw the sheet closed under its title; on paper it is open."""
    with st.expander(plain(sheet.title)), st.container(key=f"sheet_{sheet.key}"):
        _draw(sheet)


def draw(sheet: Sheet) -> None:
    """Draw all rows of the sheet, or the sentence for one without rows."""
    parts.heading(sheet.title)
    _draw(sheet)


def _draw(sheet: Sheet) -> None:
    if sheet.texts:
        st.html(html(sheet))
    else:
        st.caption(plain(sheet.none))


def html(sheet: Sheet) -> str:
    """The table as HTML of ours (Streamlit's own took 10 ms a sheet), which moves sideways where it is too wide:
    numbers to the right, dates and words not broken.
    """
    kinds = [
        _class(column, max(map(len, texts)))
        for column, texts in zip(sheet.columns, zip(*sheet.texts, strict=True), strict=True)
    ]
    heads = "".join(
        f'<th scope="col"{kind}>{escape(one.title)}</th>' for kind, one in zip(kinds, sheet.columns, strict=True)
    )
    row = f"<tr>{''.join(f'<td{kind}>%s</td>' for kind in kinds)}</tr>"
    body = "".join(row % tuple(map(escape, texts)) for texts in sheet.texts)
    name = escape(sheet.alt)
    return (
        f'<div class="text-sheet" role="region" aria-label="{name}" tabindex="0"><table aria-label="{name}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _class(column: Column, longest: int) -> str:
    names = ["n"] if column.kind in ("count", "rate") else []
    names += ["whole"] if longest <= IN_ONE_PIECE else []
    return f' class="{" ".join(names)}"' if names else ""
