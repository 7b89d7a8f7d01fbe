"""Texts that many rows share as numbers."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

CodeNumbers: TypeAlias = NDArray[np.int32]
"""Wide enough for what people type freely."""


class Codes:
    """Codes numbered in the order in which they were first met; '' (none) is always 0."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self._numbers = {"": 0}
        self.numbers(known)

    def numbers(self, codes: Iterable[str | None]) -> CodeNumbers:
        """The number of each code; a new code gets the next one."""
        known = self._numbers
        return np.array([known.setdefault(code or "", len(known)) for code in codes], np.int32)

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of each number."""
        return tuple(self._numbers)


def wanted(codes: Sequence[str], of: Iterable[str]) -> NDArray[np.bool_]:
    """For each number of `codes` whether its code is among `of`: to be looked up by a column of numbers."""
    among = set(of)
    return np.array([code in among for code in codes], np.bool_)
