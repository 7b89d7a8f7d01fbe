"""Where hazards lie: counts per cell of a grid, and points while there are few. Places are rounded to 0.01° (§5)."""

from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

from data_access.database.snapshot import Snapshot
from data_access.hazards.states import hazard_states
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


def list_hazard_grid(s: Snapshot, q: Question) -> tuple[Cell, ...]:
    """Per grade and cell of 0.25° × 0.17° that holds any: how many hazards in F with coordinates, and how many of them
    are open. The edges of cells are multiples of their size.
    """
    return tuple(
        Cell(grade, (column * WIDTH + WIDTH / 2) / 100, (row * HEIGHT + HEIGHT / 2) / 100, confirmed, still_open)
        for grade, column, row, confirmed, still_open in s.ask(select_grid, q)
    )


def select_points(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of list_hazard_points before rounding, and one more if there are too many."""
    s = hazard_states(q, "ordered_at").subquery("states").c
    return (
        select(s.code, s.grade, s.state, s["class"], s.lon, s.lat)
        .where(s.lon.is_not(None), s.lat.is_not(None))
        .order_by(s.code)
        .limit(FEW + 1)
    )


def list_hazard_points(s: Snapshot, q: Question) -> tuple[Point, ...]:
    """The hazards in F with coordinates one by one, ordered by code, if there are at most 500; else none: then the grid
    says it better.
    """
    rows = s.ask(select_points, q)
    few = rows if len(rows) <= FEW else []
    return tuple(
        Point(code, grade, state, of_class, round(lon, 2), round(lat, 2))
        for code, grade, state, of_class, lon, lat in few
    )
