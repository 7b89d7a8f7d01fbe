"""The cells of the matrix: of several periods of one line the worst state, and how many of them are done."""

from collections.abc import Iterable, Mapping, Set
from functools import cache, partial
from typing import Final

from dashboard.charts.matrix import Cell
from dashboard.charts.state_bars import parts, worst_state
from dashboard.view import View
from data_access.cases.items import item
from data_access.drawing.palette import BEHIND, SIGNS, STATE_ORDER
from data_access.obligations.at_instant import Obligation
from data_access.obligations.counts import CellCounts, Counts
from data_access.obligations.pace import Pace
from data_access.obligations.pace_words import in_words

Paces = Mapping[tuple[str, str], Pace]
"""Of what is behind the expected pace: code of the unit and of the line -> the pace of its account."""
NOBODY: Final[Paces] = {}


def paces(owed: Iterable[Obligation]) -> Paces:
    """The paces of the tasks that are behind."""
    return {(one.unit.code, one.line.code): one.pace for one in owed if one.pace}


def cells(
    view: View, counted: Iterable[CellCounts], lines: Set[str] | None = None, behind: Paces = NOBODY
) -> list[Cell]:
    """One cell per unit and line; those outside the chosen cities, or outside `lines`, stand back.

    Its text is the sign of the state, or done/active where the line has several periods; of what is `behind` the
    sign of that.
    """
    said = {state: f"{SIGNS[state]} {view.t(f'state.{state}')}" for state in STATE_ORDER}
    shown = cache(partial(_shown, view, said))  # many cells have the same counts
    cities = view.filters.cities
    name = cache(view.name)
    told = cache(lambda pace: in_words(pace, view.question.zone, view.lang))
    found = []
    for unit, line, counts in counted:
        state, text, hover = shown(counts)
        hover = f"<b>{name(unit)}</b> · {line.code} {name(line)}<br>{hover}"
        faded = bool(cities and unit.adcode not in cities) or (lines is not None and line.code not in lines)
        if pace := behind.get((unit.code, line.code)):
            text, hover = BEHIND, f"{hover}<br>{BEHIND} {view.t('definition.behind.title')}<br>{told(pace)}"
        case = item("task", unit.code, line.code)
        found.append(Cell(unit.code, line.code, state, text, hover, faded, pace is not None, case))
    return found


def _shown(view: View, said: dict[str, str], counts: Counts) -> tuple[str, str, str]:
    """Of a cell its state, its text, and its hover below the names."""
    numbers = parts(counts)
    periods, state = sum(numbers.values()), worst_state(numbers)
    if periods == 1:
        return state, SIGNS[state], said[state]
    several = view.t("matrix.hover.periods", n=periods, done=counts.done, active=counts.active)
    states = (f"{said[name]} {numbers[name]}" for name in STATE_ORDER if numbers[name])
    text = f"{counts.done}/{counts.active}" if counts.active else SIGNS[state]
    return state, text, "<br>".join([several, *states])
