"""Rows of a table that tell nothing: hidden, counted below it, and shown on request."""

import re
from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard.parts import table as tables
from dashboard.parts.table import Column
from dashboard.view import View, plain
from data_access.wording import number

FEWEST: Final = 2
"""So many rows at least: the line that counts them is as high as one of them."""
_ZERO: Final = re.compile(r"[✗\s]*(?:0|/|0/\d+|0\.0%(?: \(0/\d+\))?)?")


def places(view: View, rows: Sequence[object], columns: Sequence[Column], names: str) -> list[int]:
    """The places of the rows in which every column is 0, 未报 or “/”, but for those that only name a row (`names`, by
    their names in the order of the table). [] where that is fewer than FEWEST rows.
    """
    telling = [column for column in columns if column.name not in names.split()]
    missing = view.word("word", "missing")
    cells = [[tables.text(value, column) for value in tables.cells(view, rows, column)] for column in telling]
    told = [any(text != missing and not _ZERO.fullmatch(text) for text in row) for row in zip(*cells, strict=True)]
    found = [place for place, tells in enumerate(told) if not tells]
    return found if len(found) >= FEWEST else []


def are_shown(view: View, key: str) -> bool:
    """Whether the reader has asked for the rows that tell nothing in the table `key` of this page."""
    return bool(st.session_state.get(_key(view, key)))


def draw(view: View, key: str, n: int) -> None:
    """Draw how many rows tell nothing, and the button that shows or hides them."""
    shown = are_shown(view, key)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        said = view.t("rows.silent.shown" if shown else "rows.silent", n=n, rows=number(n))
        st.markdown(f":small[:gray[{plain(said)}]]", width="content")
        st.button(
            view.t("rows.hide" if shown else "rows.show"),
            key=f"button.{_key(view, key)}",
            type="tertiary",
            on_click=_turn,
            args=(_key(view, key),),
        )


def _turn(key: str) -> None:
    st.session_state[key] = not st.session_state.get(key)


def _key(view: View, key: str) -> str:
    return f"silent.{view.page}_{key}"
