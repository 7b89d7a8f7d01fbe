"""Where hazards lie: a square per cell of a grid, darker for more hazards, over the outlines of the cities."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from htpy import Element

from dashboard.charts.ramp import Scale, tone
from data_access.drawing import territory
from data_access.drawing.boundaries import Boundaries, Box
from data_access.drawing.lettering import framed
from data_access.drawing.territory import Key, Patch
from data_access.hazards.grid import HEIGHT, WIDTH

CELL: Final = (WIDTH / 100, HEIGHT / 100)
"""Degrees of a cell, east and north."""


class Square(NamedTuple):
    """A cell by its middle (WGS84), or a single hazard; texts are ready."""

    lon: float
    lat: float
    n: int
    hover: str


def density(squares: Sequence[Square], shapes: Boundaries | None, box: Box, said: str) -> Element:
    """The squares, coloured by the root of their number, so that few show beside many; the key has the numbers."""
    most = max([square.n for square in squares] + [1])
    scale = Scale(0.0, math.sqrt(most), "")
    drawn = [
        territory.Square(square.lon, square.lat, tone(math.sqrt(square.n), scale), square.hover) for square in squares
    ]
    keys = [Key(tone(math.sqrt(n), scale), f"{n:,}") for n in dict.fromkeys((1, max(most // 4, 1), most))]
    outlines = [Patch(d, "outline", "") for d in shapes.paths.values()] if shapes else []
    frame = framed(box, ())
    return territory.territory(said, frame, keys if squares else [], patches=outlines, squares=drawn, cell=CELL)
