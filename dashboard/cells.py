"""The cells of the matrix: of several periods of one line the worst state, and how many of them are done."""

from typing import Any, Final

import pandas as pd

from dashboard.rows import records
from dashboard.theme import SIGNS
from dashboard.view import View

WORST_FIRST: Final = (
    "overdue",
    "done_late",
    "done_off_date",
    "due_soon",
    "not_due",
    "open",
    "done_on_time",
    "waived",
)
"""Which state a cell of several obligations shows: the first that any of them has."""
LEGEND: Final = ("done_on_time", "done_off_date", "done_late", "overdue", "due_soon", "not_due", "open", "waived")


def cells(view: View, matrix: pd.DataFrame) -> pd.DataFrame:
    """One row per unit × line of load_matrix: unit_code, unit_adcode, line_code, state, text, hover.

    `text` is the sign of the state, or done/active where the line has several periods.
    """
    rows = records(matrix)
    states = [worst(row) for row in rows]
    said = {state: f"{SIGNS[state]} {view.t(f'state.{state}')}" for state in LEGEND}
    return matrix[["unit_code", "unit_adcode", "line_code"]].assign(
        state=states,
        text=[_text(row, state) for row, state in zip(rows, states, strict=True)],
        hover=[_hover(view, row, state, said) for row, state in zip(rows, states, strict=True)],
    )


def worst(row: dict[str, Any]) -> str:
    """The state that stands for all obligations counted in a row of load_matrix."""
    counts = split(row)
    return next((state for state in WORST_FIRST if counts[state]), "waived")


def split(row: dict[str, Any]) -> dict[str, int]:
    """The counts by drawn state: those due soon apart from the other ones not due."""
    counts = {state: int(row[state]) for state in WORST_FIRST}
    counts["not_due"] -= counts["due_soon"]
    return counts


def _periods(row: dict[str, Any]) -> int:
    return sum(split(row).values())


def _text(row: dict[str, Any], state: str) -> str:
    return f"{row['done']}/{row['active']}" if _periods(row) > 1 and row["active"] else SIGNS[state]


def _hover(view: View, row: dict[str, Any], state: str, said: dict[str, str]) -> str:
    head = f"<b>{view.name(row, 'unit')}</b> · {row['line_code']} {view.name(row, 'line')}"
    periods = _periods(row)
    if periods == 1:
        return f"{head}<br>{said[state]}"
    lines = [head, view.t("matrix.hover.periods", n=periods, done=row["done"], active=row["active"])]
    counts = split(row)
    return "<br>".join(lines + [f"{said[name]} {counts[name]}" for name in LEGEND if counts[name]])
