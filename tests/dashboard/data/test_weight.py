"""What a value weighs: each thing once, long rows by a sample, columns to the byte."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.data.weight import resident, weight


class Row(NamedTuple):
    """A row with a text of its own, and one that all share."""

    name: str
    unit: str


UNIT = "u" * 10_000


@dataclass(frozen=True, eq=False)
class Columns:
    """Columns that are worked out when they are asked for."""

    first: NDArray[np.int64]

    @cached_property
    def twice(self) -> NDArray[np.int64]:
        return self.first * 2

    @cached_property
    def by(self) -> object:
        return lru_cache(2)(lambda number: self.first * number)


@pytest.mark.parametrize("rows", [10, 1_000, 20_000])
def test_rows_weigh_what_they_hold(rows: int) -> None:
    """Within a tenth, whether all or a sample are weighed; a shared text counts once."""
    kept = [Row(f"{number:06d}" * 20, UNIT) for number in range(rows)]
    each = 169 + 56 + 8  # the text, the tuple, its place in the list; Python 3.11
    assert weight(kept, set()) == pytest.approx(rows * each + len(UNIT), rel=0.1)


def test_columns_weigh_their_bytes_also_those_worked_out_later() -> None:
    columns = Columns(np.arange(100_000))
    one = columns.first.nbytes
    assert weight(columns, set()) == pytest.approx(one, rel=0.01)
    assert columns.twice[3] == 6
    assert weight(columns, set()) == pytest.approx(2 * one, rel=0.01)
    columns.by(3)  # type: ignore[operator]
    assert weight(columns, set()) == pytest.approx(3 * one, rel=0.01)
    assert weight(columns.first[10:20], set()) == pytest.approx(one, rel=0.01)


def test_what_was_seen_before_weighs_nothing() -> None:
    seen = set[int]()
    columns = Columns(np.arange(1_000))
    assert weight(columns, seen) > 8_000
    assert weight([columns], seen) < 200


def test_a_process_weighs_what_the_system_says() -> None:
    told = resident()
    assert told is None or 10e6 < told < 100e9
