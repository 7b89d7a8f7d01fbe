"""The one blue ramp of amounts: how a value becomes a colour, and what can be read upon it."""

from dataclasses import dataclass
from typing import Any

from dashboard.theme import FONT, Palette, contrast


@dataclass(frozen=True)
class Scale:
    """The values at both ends of the ramp, and how a value is written beside it (d3 format)."""

    low: float
    high: float
    tick: str


def steps(palette: Palette) -> list[list[object]]:
    """The ramp as plotly's colorscale."""
    last = len(palette.ramp) - 1
    return [[index / last, colour] for index, colour in enumerate(palette.ramp)]


def shade(value: float, scale: Scale, palette: Palette) -> str:
    """The colour that plotly gives this value: the ramp's colours mixed in proportion."""
    share = (value - scale.low) / (scale.high - scale.low) if scale.high > scale.low else 0.0
    place = min(max(share, 0.0), 1.0) * (len(palette.ramp) - 1)
    low = min(int(place), len(palette.ramp) - 2)
    return mixed(palette.ramp[low + 1], palette.ramp[low], place - low)


def mixed(one: str, other: str, share: float) -> str:
    """So much of the one colour, the rest of the other: what an opacity looks like on a ground."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def ink(fill: str) -> str:
    """Black or white, whichever is easier to read upon `fill`: at least 4.5 to 1 on any colour."""
    return max(("#000000", "#FFFFFF"), key=lambda colour: contrast(colour, fill))


def colorbar(scale: Scale, palette: Palette) -> dict[str, Any]:
    """The key of the ramp: both ends and the middle, small, in the lower left corner."""
    return {
        "orientation": "h",
        "x": 0.02,
        "xanchor": "left",
        "y": 0.02,
        "yanchor": "bottom",
        "len": 0.3,
        "thickness": 8,
        "tickvals": [scale.low, (scale.low + scale.high) / 2, scale.high],
        "tickformat": scale.tick,
        "tickfont": {"family": FONT, "size": 11, "color": palette.quiet},
        "outlinewidth": 0,
        "bgcolor": "rgba(0,0,0,0)",
    }
