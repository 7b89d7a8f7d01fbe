"""The cells of the matrix: of several periods of one line the worst state, and how many of them are done."""

from typing import Any, Final

import pandas as pd

from dashboard.rows import frame_of, records
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
CELL: Final = ["unit_code", "unit_adcode", "line_code", "state", "text", "hover"]
LEGEND: Final = ("done_on_time", "done_off_date", "done_late", "overdue", "due_soon", "not_due", "open", "waived")


def cells(view: View, matrix: pd.DataFrame) -> pd.DataFrame:
    """One row per unit × line of load_matrix: unit_code, unit_adcode, line_code, state, text, hover.

    `text` is the sign of the state, or done/active where the line has several periods.
    """
    said = {state: f"{SIGNS[state]} {view.t(f'state.{state}')}" for state in LEGEND}
    found = [_cell(view, row, said) for row in records(matrix)]
    return frame_of(found, dict.fromkeys(CELL, "str"))


def worst(row: dict[str, Any]) -> str:
    """The state that stands for all obligations counted in a row of load_matrix."""
    return _worst(split(row))


def _worst(counts: dict[str, int]) -> str:
    return next((state for state in WORST_FIRST if counts[state]), "waived")


def split(row: dict[str, Any]) -> dict[str, int]:
    """The counts by drawn state: those due soon apart from the other ones not due."""
    counts = {state: int(row[state]) for state in WORST_FIRST}
    counts["not_due"] -= counts["due_soon"]
    return counts


def _cell(view: View, row: dict[str, Any], said: dict[str, str]) -> tuple[str, ...]:
    counts = split(row)
    periods, state = sum(counts.values()), _worst(counts)
    text = f"{row['done']}/{row['active']}" if periods > 1 and row["active"] else SIGNS[state]
    head = f"<b>{view.name(row, 'unit')}</b> · {row['line_code']} {view.name(row, 'line')}"
    if periods == 1:
        hover = f"{head}<br>{said[state]}"
    else:
        several = view.t("matrix.hover.periods", n=periods, done=row["done"], active=row["active"])
        hover = "<br>".join([head, several, *(f"{said[name]} {counts[name]}" for name in LEGEND if counts[name])])
    return row["unit_code"], row["unit_adcode"], row["line_code"], state, text, hover
