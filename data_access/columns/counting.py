"""How many rows have which values: the GROUP BY of columns."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.columns.instants import Mask

MOST_CELLS = 4_000_000
"""Up to so many possible combinations are counted in a table of all, a pass of 3 ms for a million rows; more are
sorted.
"""

Column = NDArray[Any]


def counted(keys: Sequence[Column], *masks: Mask) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Each combination of values of the keys (whole numbers, of equal length) that some row has, in their order: the
    values, how many rows have them, and of these how many each mask holds for.
    """
    if not len(keys[0]):
        return
    lows = [int(key.min()) for key in keys]
    widths = [int(key.max()) - low + 1 for key, low in zip(keys, lows, strict=True)]
    cell = np.zeros(len(keys[0]), np.int64)
    for key, low, width in zip(keys, lows, widths, strict=True):
        cell *= width
        cell += key
        cell -= low
    cells = int(np.prod(widths, dtype=object))
    if cells > MOST_CELLS:
        distinct, cell = np.unique(cell, return_inverse=True)
        cells = len(distinct)
    else:
        distinct = np.arange(cells)
    counts = [np.bincount(cell, minlength=cells), *(np.bincount(cell[mask], minlength=cells) for mask in masks)]
    there = np.flatnonzero(counts[0])
    values, rest = list[Column](), distinct[there]
    for low, width in zip(reversed(lows), reversed(widths), strict=True):
        values.append(rest % width + low)
        rest = rest // width
    yield from zip(
        zip(*(column.tolist() for column in reversed(values)), strict=True),
        zip(*(count[there].tolist() for count in counts), strict=True),
        strict=True,
    )
