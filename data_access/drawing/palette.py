"""Colours and signs that everything drawn shares, on screen and in papers: how a state looks (visual.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

FONT: Final = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'


@dataclass(frozen=True)
class Mark:
    """How a state looks; colour is never its only mark."""

    sign: str
    fill: str
    line: str
    """The colour of its outline, where the fill alone is too close to the background."""
    ink: str
    """The colour of text on the fill."""
    hatched: bool = False


@dataclass(frozen=True)
class Palette:
    """All colours of one theme."""

    ground: str
    surface: str
    text: str
    quiet: str
    grid: str
    rule: str
    accent: str
    states: Mapping[str, Mark]
    """By state code, in the order in which they are drawn; due_soon is the part of not_due within seven days."""
    behind: Mark
    """Of what is behind the expected pace (G15): a mark on the colour of a state, with this sign and this edge."""
    ramp: tuple[str, ...]
    """Amounts: ten blues, few to many."""
    diverging: tuple[str, ...]
    """Differences: orange to blue, eleven with the neutral middle."""
    missing: str


STATE_ORDER: Final = ("done_on_time", "done_off_date", "done_late", "overdue", "due_soon", "not_due", "open", "waived")
SIGNS: Final = dict(zip(STATE_ORDER, "✓◇△✕◔○·—", strict=True))
BEHIND: Final = "◐"
"""The sign of what is behind the expected pace, whatever its state."""


def _marks(**looks: tuple[str, str, str]) -> Mapping[str, Mark]:
    return MappingProxyType(
        {state: Mark(SIGNS[state], *colours, hatched=state == "waived") for state, colours in looks.items()}
    )


LIGHT: Final = Palette(
    ground="#FFFFFF",
    surface="#F5F7F9",
    text="#1C252E",
    quiet="#5A6672",
    grid="#E8ECF0",
    rule="#DDE3E9",
    accent="#1F5AA8",
    states=_marks(
        done_on_time=("#1B7F5C", "#1B7F5C", "#FFFFFF"),
        done_off_date=("#6BAA8B", "#3F7F61", "#16202A"),
        done_late=("#D99A00", "#9A6D00", "#16202A"),
        overdue=("#C0232C", "#C0232C", "#FFFFFF"),
        due_soon=("#2F6DB5", "#2F6DB5", "#FFFFFF"),
        not_due=("#B8C2CC", "#7B8794", "#16202A"),
        open=("#E3E7EB", "#7B8794", "#16202A"),
        waived=("#FFFFFF", "#7B8794", "#16202A"),
    ),
    behind=Mark(BEHIND, "#FFF3C4", "#FFC400", "#16202A"),
    ramp=(
        "#EAF2FB", "#D3E4F5", "#B9D4EE", "#9BC1E5", "#7BADDB", "#5C98CF", "#4283C0", "#2F6DAD", "#205894", "#134276",
    ),
    diverging=(
        "#A3460B", "#C46A2A", "#DD9159", "#EFB88F", "#F8DCC6", "#F3F4F6",
        "#CFE0F1", "#9DC2E4", "#689FD0", "#3A79B5", "#1B5590",
    ),
    missing="#F0F2F4",
)  # fmt: skip

DARK: Final = Palette(
    ground="#14181D",
    surface="#1E242B",
    text="#E7EBEF",
    quiet="#A3AEB9",
    grid="#2A323B",
    rule="#323B45",
    accent="#7FB2EE",
    states=_marks(
        done_on_time=("#41AB83", "#41AB83", "#10151B"),
        done_off_date=("#8FCBAE", "#8FCBAE", "#10151A"),
        done_late=("#E6B23C", "#E6B23C", "#10151A"),
        overdue=("#F2737B", "#F2737B", "#10151B"),
        due_soon=("#6FA9EA", "#6FA9EA", "#10151B"),
        not_due=("#7C8894", "#7C8894", "#10151A"),
        open=("#2B333C", "#8793A0", "#FFFFFF"),
        waived=("#14181D", "#8793A0", "#FFFFFF"),
    ),
    behind=Mark(BEHIND, "#3A3313", "#FFD84D", "#FFFFFF"),
    ramp=(
        "#1B2B3D", "#203851", "#264767", "#2D577E", "#366897", "#437BB0", "#558FC6", "#6FA5D8", "#91BDE7", "#B9D8F5",
    ),
    diverging=(
        "#F0A269", "#D9854A", "#B86A36", "#8E5129", "#5C3A24", "#2B323A",
        "#234667", "#2C608F", "#3D7DB7", "#5E9DD6", "#92C3F0",
    ),
    missing="#262D35",
)  # fmt: skip


def palette_of(is_dark: bool) -> Palette:
    """The colours of the dark or the light theme."""
    return DARK if is_dark else LIGHT


def clear(colour: str, opacity: float) -> str:
    """A #RRGGBB colour with an opacity, as rgba()."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two #RRGGBB colours after WCAG 2, 1 to 21."""
    light, shade = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (shade + 0.05)


def ink(fill: str) -> str:
    """Black or white, whichever is easier to read upon `fill`: at least 4.5 to 1 on any colour."""
    return max(("#000000", "#FFFFFF"), key=lambda colour: contrast(colour, fill))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
