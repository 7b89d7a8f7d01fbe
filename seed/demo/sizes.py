"""How much a simulated campaign holds: what the notice requires is always there, the rest grows with the scale."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Sizes:
    """How many hazards, tips, activities beside those owed, and reports in the media."""

    hazards: int
    tips: int
    activities: int
    media: int


PROVINCE: Final = Sizes(hazards=52_000, tips=8_000, activities=6_000, media=2_500)
"""Scale 1: a busy province in seven months. Scale 20 passes a million hazards."""


def sizes(scale: float) -> Sizes:
    """The sizes at a scale above 0."""
    return Sizes(
        round(PROVINCE.hazards * scale),
        round(PROVINCE.tips * scale),
        round(PROVINCE.activities * scale),
        round(PROVINCE.media * scale),
    )
