"""A headline figure, and what opens its case: definition, parts, the rows that it counts, what is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from dashboard.addresses import address
from dashboard.view import View
from data_access.cases.figures import narrowing_of
from data_access.cases.items import item
from data_access.extracts.definitions import DEFINITIONS
from data_access.question import Question
from data_access.tables.definition import measured
from data_access.wording import number, rate

Tone = Literal["blue", "red", "gray"]


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
    """Draw the button that opens the case of `figure`, with its numerator and denominator; `place` is unique on a
    page.
    """
    parts = "" if figure.as_parts else figure.parts
    st.button(
        parts or view.t("definition.open"),
        key=f"open.{'' if parts else 'define.'}{view.page}.{place}",  # the style sheet prints numbers only
        icon=":material/info:",
        type="tertiary",
        help=view.t("definition.help"),
        on_click=address.open_item,
        args=(item_of(view, figure),),
    )


def item_of(view: View, figure: Figure) -> str:
    """The case of a figure: its definition, of the page's question or of its own."""
    return item("figure", figure.definition_key, *narrowing_of(view.question, figure.question or view.question))
