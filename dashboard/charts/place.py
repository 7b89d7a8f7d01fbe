"""What a map and the list beside it show of one place."""

import math
from typing import NamedTuple


class Place(NamedTuple):
    """A unit with its measure; texts are ready; lon and lat of its seat are NaN where none is known."""

    code: str
    """Its adcode."""
    unit_code: str
    short: str
    name: str
    value: float
    """NaN: an empty denominator, or nothing to show."""
    n: int
    d: int | None
    """None for a count."""
    label: str
    """For the map."""
    text: str
    """With its parts."""
    hover: str
    weight: float
    """What the area of a bubble shows."""
    rank: int | None
    small: bool
    """A small sample (G12)."""
    lon: float
    lat: float

    @property
    def known(self) -> bool:
        """Whether there is a value to colour."""
        return not math.isnan(self.value)
