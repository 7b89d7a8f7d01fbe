"""Instants as whole microseconds since 1970 in UTC, and their local days, so that a million are compared at once."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from data_access.database.parameters import minutes_east
from data_access.database.schema.types import FIRST, LAST
from data_access.question import Question

Instants: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.signedinteger[Any]]
Mask: TypeAlias = NDArray[np.bool_]

NEVER: Final = int(np.iinfo(np.int64).max)
"""In place of an instant that is not there: later than all, so that `column <= T` does not hold for it."""
NO_DAY: Final = int(np.iinfo(np.int32).max)
"""The day of NEVER."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_DAY: Final = 86_400_000_000


def microseconds_of(at: datetime) -> int:
    """An instant as a number of these columns."""
    return (at - _EPOCH) // _MICROSECOND


_FIRST, _LAST = microseconds_of(FIRST), microseconds_of(LAST)


def instant_at(number: int) -> datetime | None:
    """The instant of a number, in UTC; None for NEVER."""
    return None if number == NEVER else _EPOCH + timedelta(microseconds=int(number))


def readable(numbers: Instants) -> Instants:
    """Mistyped instants moved into the years that every time zone can represent, as all other readers see them."""
    return np.where(numbers == NEVER, NEVER, np.clip(numbers, _FIRST, _LAST))


def days_of(numbers: Instants, q: Question) -> NDArray[np.int32]:
    """The local days as days since 1970-01-01, NO_DAY for NEVER; the zone's offset at T holds for all (days.day_of)."""
    there = numbers != NEVER
    local = np.where(there, numbers, 0) + minutes_east(q) * 60_000_000
    return np.where(there, local // _DAY, NO_DAY).astype(np.int32)
