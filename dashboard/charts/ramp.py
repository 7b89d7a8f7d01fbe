"""The blue ramp of amounts: the colour of a value, and the colour of text on it."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from data_access.drawing.palette import FONT, Palette, contrast


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


def steps(palette: Palette) -> list[list[object]]:
    """The ramp as plotly's colorscale."""
    last = len(palette.ramp) - 1
    return [[index / last, colour] for index, colour in enumerate(palette.ramp)]


def shade(value: float, scale: Scale, palette: Palette) -> str:
    """The colour that plotly gives this value: the ramp's colours mixed in proportion."""
    place = scale.share(value) * (len(palette.ramp) - 1)
    low = min(int(place), len(palette.ramp) - 2)
    return mixed(palette.ramp[low + 1], palette.ramp[low], place - low)


def mixed(one: str, other: str, share: float) -> str:
    """A mixture of two colours with `share` of the first: how a colour of that opacity looks on the second."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def ink(fill: str) -> str:
    """Black or white, whichever is easier to read upon `fill`: at least 4.5 to 1 on any colour."""
    return max(("#000000", "#FFFFFF"), key=lambda colour: contrast(colour, fill))


def colorbar(scale: Scale, palette: Palette) -> dict[str, Any]:
    """The small key of the ramp in the lower left: the values at its steps, of a plain scale at the ends and the
    middle.
    """
    stops = scale.stops if scale.between else (scale.low, (scale.low + scale.high) / 2, scale.high)
    return {
        "orientation": "h",
        "x": 0.02,
        "xanchor": "left",
        "y": 0.02,
        "yanchor": "bottom",
        "len": 0.3,
        "thickness": 8,
        "tickvals": [scale.share(stop) for stop in stops],
        "ticktext": [format(stop, scale.tick) for stop in stops],
        "tickfont": {"family": FONT, "size": 11, "color": palette.quiet},
        "outlinewidth": 0,
        "bgcolor": "rgba(0,0,0,0)",
    }
