"""Where hazards lie: counts per cell of a grid, and points while there are few. Places are rounded to 0.01° (§5)."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, Select, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from data_access.database.snapshot import Snapshot
from data_access.hazards.states import hazard_states
from data_access.question import Question
from data_access.tables.rows import COUNT, NUMBER, TEXT, Contract, RawRows, framed, listed

WIDTH, HEIGHT = 25, 17
"""Of a cell in hundredths of a degree: about 19 km both ways at 47° north."""
FEW: Final = 500
"""Points that a reader can tell apart on the map of a province."""
GRID: Final[Contract] = {"grade": TEXT, "lon": NUMBER, "lat": NUMBER, "confirmed": COUNT, "open": COUNT}
POINTS: Final[Contract] = {
    "hazard_code": TEXT,
    "grade": TEXT,
    "state": TEXT,
    "class": TEXT,
    "lon": NUMBER,
    "lat": NUMBER,
}


class hundredths(FunctionElement[int]):  # noqa: N801
    """A coordinate from 0 on in whole hundredths of a degree, rounded half up on both databases."""

    type = Integer()
    inherit_cache = True


@compiles(hundredths, "sqlite")
def _hundredths_sqlite(element: hundredths, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} * 100 + 0.5 AS INTEGER)"


@compiles(hundredths, "postgresql")
def _hundredths_postgresql(element: hundredths, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST(floor({compiler.process(element.clauses, **kw)} * 100 + 0.5) AS INTEGER)"


def select_grid(q: Question) -> Select[*tuple[Any, ...]]:
    """Hazards per cell: grade, cell from west to east and from south to north, confirmed, open."""
    s = hazard_states(q).subquery("states").c
    column: ColumnElement[int] = hundredths(s.lon) // WIDTH
    row: ColumnElement[int] = hundredths(s.lat) // HEIGHT
    return (
        select(s.grade, column, row, func.count(), func.count().filter(s.closed_at.is_(None)))
        .where(s.lon.is_not(None), s.lat.is_not(None))
        .group_by(s.grade, column, row)
        .order_by(s.grade, column, row)
    )


def _hazard_grid(s: Snapshot, q: Question) -> RawRows:
    """Per grade and cell of 0.25° × 0.17° that holds any: how many hazards in F with coordinates, and how many of them
    are open. Columns GRID; lon and lat (WGS84) are the middle of the cell, whose edges are multiples of its size.
    """
    return (
        (grade, (column * WIDTH + WIDTH / 2) / 100, (row * HEIGHT + HEIGHT / 2) / 100, *counts)
        for grade, column, row, *counts in s.ask(select_grid, q)
    )


list_hazard_grid = listed(_hazard_grid, GRID)
load_hazard_grid = framed(_hazard_grid, GRID)


def select_points(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_hazard_points before rounding, and one more if there are too many."""
    s = hazard_states(q, "ordered_at").subquery("states").c
    return (
        select(s.code, s.grade, s.state, s["class"], s.lon, s.lat)
        .where(s.lon.is_not(None), s.lat.is_not(None))
        .order_by(s.code)
        .limit(FEW + 1)
    )


def _hazard_points(s: Snapshot, q: Question) -> RawRows:
    """The hazards in F with coordinates one by one, ordered by code, if there are at most 500; else no row: then the
    grid says it better. Columns POINTS, without unit and source; lon and lat are rounded to 0.01°.
    """
    rows = s.ask(select_points, q)
    few = rows if len(rows) <= FEW else []
    return ((*row[:4], round(row.lon, 2), round(row.lat, 2)) for row in few)


list_hazard_points = listed(_hazard_points, POINTS)
load_hazard_points = framed(_hazard_points, POINTS)
