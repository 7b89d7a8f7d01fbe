"""The blue ramp of amounts: the colour of a value as a class, and what the colours mean."""

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from data_access.drawing.palette import LIGHT
from data_access.drawing.territory import Key

STEPS: Final = len(LIGHT.ramp)
MISSING: Final = "no-data"


@dataclass(frozen=True)
class Scale:
    """The values at both ends of the ramp and at even steps between, and how they are written in its key."""

    low: float
    high: float
    tick: str
    between: tuple[float, ...] = ()

    @property
    def stops(self) -> tuple[float, ...]:
        """The values at the steps, ascending."""
        return (self.low, *self.between, self.high)

    def share(self, value: float) -> float:
        """How far along the ramp a value stands, 0 to 1: in proportion between the two steps around it."""
        stops = self.stops
        step = min(max(bisect_right(stops, value) - 1, 0), len(stops) - 2)
        low, high = stops[step], stops[step + 1]
        inside = (value - low) / (high - low) if high > low else 0.0
        return min(max((step + inside) / (len(stops) - 1), 0.0), 1.0)


def count_scale(values: Iterable[float]) -> Scale:
    """The scale of counts, with the steps 0, 1, the median of those above 0, and the most: 0 has a colour of its own,
    and an outlier does not change the colours of the others.
    """
    some = sorted(value for value in values if value > 0)
    most = some[-1] if some else 1.0
    middle = some[(len(some) - 1) // 2] if some else most
    return Scale(0.0, float(most), ",.0f", tuple(sorted({1.0, float(middle)} - {float(most)})))


def tone(value: float, scale: Scale) -> str:
    """The class of a value's colour, of which the ramp has STEPS; that of no data for NaN."""
    return MISSING if math.isnan(value) else f"ramp-{round(scale.share(value) * (STEPS - 1))}"


def keys(scale: Scale, missing: str = "") -> list[Key]:
    """What the colours mean: the values at the steps, of a plain scale at the ends and the middle; `missing` says what
    the colour of no data means, "" where nothing has it.
    """
    stops = scale.stops if scale.between else (scale.low, (scale.low + scale.high) / 2, scale.high)
    found = [Key(tone(stop, scale), format(stop, scale.tick)) for stop in stops]
    return [*found, Key(MISSING, missing)] if missing else found
