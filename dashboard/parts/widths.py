"""How wide a column of a table must be where the browser would measure it too narrow, and cut its longest text."""

import math
from collections.abc import Sequence
from typing import Final, Literal

from data_access.drawing.map_labels import text_width

FONT: Final = 12.25
"""Streamlit's cells: 0.875 of the theme's 14 px."""
PADDING: Final = 16.0
FIRST: Final = 9
"""The browser measures so many first rows, and the last."""
FEW: Final = 5
"""Of more cells than these it leaves out those twice as wide as the average: the dates of a column with few of them."""
WIDEST: Final = 437
"""A column that it measures gets no wider than this."""
Width = Literal["small", "medium", "large"]
PIXELS: Final[dict[str, int]] = {"small": 75, "medium": 200, "large": 400}


def given(title: str, texts: Sequence[str], least: Width | int | None = None) -> int | None:
    """The width in pixels of a column of these texts: that of its longest one, and no less than `least`; None where the
    browser finds it by itself.
    """
    longest = min(math.ceil(_cell(max(texts, key=_wide, default=""))), WIDEST)
    if least is not None:
        return max(longest, PIXELS[least] if isinstance(least, str) else least)
    seen = [_cell(text) for text in [*texts[:FIRST], *texts[FIRST:][-1:]]]
    kept = [one for one in seen if len(seen) <= FEW or one * len(seen) < 2 * sum(seen)]
    return longest if longest > max([*kept, _cell(title)]) else None


def _wide(text: str) -> int:
    """A cheap order of texts by their width."""
    return len(text) if text.isascii() else len(text.encode())


def _cell(text: str) -> float:
    return text_width(text, FONT) + PADDING
