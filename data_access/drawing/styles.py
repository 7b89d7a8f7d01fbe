"""The one style sheet of the pieces, with the colours of a theme as variables."""

from functools import cache
from pathlib import Path
from typing import Final

from data_access.drawing.palette import FONT, Palette, clear, ink, palette_of

SHEET: Final = Path(__file__).with_name("pieces.css")
PAPER: Final = "@media print {{ {} }}"


@cache
def sheet(is_dark: bool) -> str:
    """The style sheet in the colours of the dark or the light theme; on paper it is always light."""
    own = _variables(palette_of(is_dark))
    paper = PAPER.format(_variables(palette_of(False))) if is_dark else ""
    return f"{own}\n{SHEET.read_text(encoding='utf-8')}\n{paper}"


@cache
def sheet_of_both() -> str:
    """The same for a file that is read in either theme: the reader's own one, on paper the light one."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{ {_variables(palette_of(True))} }}"
    return f"{_variables(palette_of(False))}\n{dark}\n{SHEET.read_text(encoding='utf-8')}"


def _variables(palette: Palette) -> str:
    """The colours as variables: --text and so on, --overdue-fill, -line and -ink for each state."""
    plain = {name: getattr(palette, name) for name in ("ground", "surface", "text", "quiet", "grid", "rule", "accent")}
    states = {
        f"{state.replace('_', '-')}-{part}": getattr(mark, part)
        for state, mark in {**palette.states, "behind": palette.behind}.items()
        for part in ("fill", "line", "ink")
    }
    late = palette.states["overdue"].fill
    tints = {f"tint-{level}": clear(late, share) for level, share in ((1, 0.14), (2, 0.3), (3, 0.5), (4, 0.86))}
    ramp = {f"ramp-{step}": colour for step, colour in enumerate(palette.ramp)} | {"no-data": palette.missing}
    inks = {f"{name}-ink": ink(colour) for name, colour in ramp.items()}
    colours = {**plain, **ramp, **inks, **states, **tints, "paper": palette.ground, "font": FONT}
    return f":root {{ {' '.join(f'--p-{name}: {value};' for name, value in colours.items())} }}"
