"""Where hazards lie: counts per cell of a grid, and points while there are few. Places are rounded to 0.01° (§5)."""

from typing import Final, NamedTuple

import numpy as np

from data_access.columns.counting import counted
from data_access.database.schema.hazard import CLASSES, GRADES
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import HazardsAt, hazards_at
from data_access.hazards.register.register import STATES
from data_access.hazards.register.rows import NO_PLACE
from data_access.question import Question

WIDTH, HEIGHT = 25, 17
"""Of a cell in hundredths of a degree: about 19 km both ways at 47° north."""
FEW: Final = 500
"""Points that a reader can tell apart on the map of a province."""


class Cell(NamedTuple):
    """Hazards of one grade in a cell of the grid; lon and lat (WGS84) are its middle."""

    grade: str
    lon: float
    lat: float
    confirmed: int
    open: int


class Point(NamedTuple):
    """A hazard on the map, without unit and source; lon and lat (WGS84) are rounded to 0.01°."""

    code: str
    grade: str
    state: str
    class_: str
    lon: float
    lat: float


def list_hazard_grid(s: Snapshot, q: Question) -> tuple[Cell, ...]:
    """Per grade and cell of 0.25° × 0.17° that holds any: how many hazards in F with coordinates, and how many of them
    are open. The edges of cells are multiples of their size; from west to east, then from south to north.
    """
    at = _placed(s, q)
    column, row = at.rows.lon[at.chosen] // WIDTH, at.rows.lat[at.chosen] // HEIGHT
    return tuple(
        Cell(GRADES[grade], (x * WIDTH + WIDTH / 2) / 100, (y * HEIGHT + HEIGHT / 2) / 100, confirmed, still_open)
        for (grade, x, y), (confirmed, still_open) in counted((at.grade, column, row), at.open)
    )


def list_hazard_points(s: Snapshot, q: Question) -> tuple[Point, ...]:
    """The hazards in F with coordinates one by one, ordered by code, if there are at most 500; else none: then the grid
    says it better.
    """
    at = _placed(s, q)
    if len(at) > FEW:
        return ()
    at = at.where(np.argsort(at.rows.rank[at.chosen]))
    rows = at.rows
    return tuple(
        Point(
            rows.code[row].decode(),
            GRADES[grade],
            STATES[state],
            CLASSES[of_class],
            rows.lon[row] / 100,
            rows.lat[row] / 100,
        )
        for row, grade, state, of_class in zip(at.chosen, at.grade, at.state, at.class_, strict=True)
    )


def _placed(s: Snapshot, q: Question) -> HazardsAt:
    at = hazards_at(s, q)
    return at.where((at.rows.lon[at.chosen] != NO_PLACE) & (at.rows.lat[at.chosen] != NO_PLACE))
