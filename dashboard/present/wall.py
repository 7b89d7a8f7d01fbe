"""The wall: the sheets of the brief over the whole window. They turn by keys and by themselves, and follow the data."""

from typing import Final

import streamlit as st
from htpy import Element, a, button, div, nav, span

from dashboard.addresses import address
from dashboard.addresses.href import href
from dashboard.data import reader
from dashboard.marks import component
from dashboard.parts import styles
from dashboard.view import View
from data_access.papers.brief.blocks import SHEETS, Brief
from data_access.papers.brief.html import own_style, sheet_section
from data_access.papers.catalogue import load_brief

PRESENT, ROTATE, PRINT = "present", "rotate", "print"
"""The parameters of the address: the wall, seconds for which a sheet stands, printing at once. Those of the page below
stay in it."""
SECONDS: Final = 20.0
"""A sheet is read in so many seconds; 0 turns none."""


def wanted(view: View | None) -> bool:
    """Whether the address asks for the wall, and there is something to show on it: else the page says what is wrong."""
    return st.query_params.get(PRESENT) == "1" and view is not None and view.choices.received


def seconds() -> float:
    """For how long a sheet stands, as the address says; the usual where it says nothing that could be meant."""
    try:
        asked = float(st.query_params.get(ROTATE) or SECONDS)
    except ValueError:
        return SECONDS
    return asked if 0 <= asked <= 3600 else SECONDS


class Wall:
    """The wall of a view, in place of its page."""

    def __init__(self, view: View) -> None:
        self.view = view

    def run(self) -> None:
        """Draw it."""
        address.heed(*st.query_params)
        brief = reader.read(load_brief, self.view.asking(self.view.question.placed()), self.view.lang)
        st.html(f"<style>{own_style()}</style>")
        styles.draw("wall.css")
        back = href(self.view, present="", rotate="", print="")
        prints = st.query_params.get(PRINT) == "1"
        tag = "zh-CN" if self.view.lang == "zh" else self.view.lang
        component.draw(
            sheets(self.view, brief, back), "wall", {"turn": seconds(), "escape": back, "print": prints, "lang": tag}
        )


def sheets(view: View, brief: Brief, back: str) -> Element:
    """The five sheets, and the line of what can be pressed; `back` is the address of the page below."""
    t = view.t
    names = [t(f"present.sheet.{name}") for name in SHEETS]
    return div(".wall.brief")[
        (sheet_section(brief, sheet) for sheet in brief.sheets),
        nav(".turn", aria_label=t("present.label"))[
            (button(type="button", data_turn=str(n), title=name)[f"{n + 1} {name}"] for n, name in enumerate(names)),
            span(".keys")[
                button(type="button", data_turn="pause", aria_pressed="false")[t("present.pause")],
                button(type="button", data_turn="print")[t("present.print")],
                a(href=back)[t("present.leave")],
            ],
        ],
    ]
