"""The style sheets of dashboard/static, each read once in this process: reading them took 2 ms of each page load."""

from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import streamlit as st

from dashboard.charts import on_paper
from data_access.drawing import styles

STATIC: Final = Path(__file__).parents[1] / "static"
OF_SHELL: Final = ("shell.css", "filters.css")
IN_THE_DARK: Final = "paper-dark.css"


class _Style(NamedTuple):
    """HTML that Streamlit takes as it is: it looks whether any other text is a file, and trims it line by line."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


def draw(name: str) -> None:
    """Write the sheet of this name into the page."""
    st.html(_read(name))


def draw_shell(*, is_dark: bool) -> None:
    """Write what all pages have: the shell, the sentence of filters, and the pieces in the colours of the theme."""
    st.html(_of_shell(is_dark))


@cache
def _of_shell(is_dark: bool) -> _Style:
    first, then = (_read(name).html for name in OF_SHELL)
    last = _read(IN_THE_DARK).html + _wrapped(on_paper.sheet()) if is_dark else ""
    return _Style(f"{first}{then}{_wrapped(styles.sheet(is_dark))}{last}")


@cache
def _read(name: str) -> _Style:
    return _Style(_wrapped((STATIC / name).read_text(encoding="utf-8")))


def _wrapped(css: str) -> str:
    return f"<style>{css}</style>"
