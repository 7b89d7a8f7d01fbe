"""Plotly's pictures of the dark theme in the light one's colours, for paper.

What Plotly has drawn has its colours in the style of each mark, where no variable reaches; but each is one of the dark
palette, so a rule for each puts the light palette's in its place. Heat maps are pixels: light and dark change places.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Final

from data_access.drawing.palette import DARK, LIGHT, Palette

PIXELS: Final = (
    ".js-plotly-plot .heatmaplayer image { filter: invert(1) hue-rotate(180deg); }"
    ' .js-plotly-plot .heatmaplayer text[style*="rgb(68, 68, 68)"] { fill: #FFFFFF !important; }'
)
"""Plotly writes the dark one of its two inks, #444, on what is light on the screen and dark on paper."""


@cache
def sheet() -> str:
    """The style sheet for paper; only pages of the dark theme want it."""
    rules = (
        f'.js-plotly-plot [style*="{name}: {_as_browsers_write(dark)}"] {{ {name}: {light} !important; }}'
        for name, colours in (("fill", fills()), ("stroke", strokes()))
        for dark, light in colours.items()
    )
    return f"@media print {{ {' '.join(rules)} {PIXELS} }}"


def fills() -> Mapping[str, str]:
    """The light palette's colour for each that dark areas and letters have."""
    return dict(pairs("fill", "ink"))


def strokes() -> Mapping[str, str]:
    """The same of lines: where a colour is a state's area and its outline, the outline counts."""
    return {**fills(), **dict(pairs("line"))}


def pairs(*parts: str) -> Iterator[tuple[str, str]]:
    """Each dark colour with the light one in its place: what is no state's, and these parts of the states' marks."""
    for field in fields(Palette):
        dark, light = getattr(DARK, field.name), getattr(LIGHT, field.name)
        if isinstance(dark, str):
            yield dark, light
        elif isinstance(dark, tuple):
            yield from zip(dark, light, strict=True)
    marks = zip((*DARK.states.values(), DARK.behind), (*LIGHT.states.values(), LIGHT.behind), strict=True)
    yield from ((getattr(dark, part), getattr(light, part)) for dark, light in marks for part in parts)


def _as_browsers_write(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[place : place + 2], 16)) for place in (1, 3, 5))})"
