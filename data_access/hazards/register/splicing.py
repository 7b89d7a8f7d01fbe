"""Columns brought up to date: hazards that changed are read anew, and all others stay as they are."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
Row = NDArray[np.int32]


class OfHazards(Protocol):
    """Columns about parts of hazards, sorted by hazard."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def hazard(self) -> Row:
        """Row in the register."""


Parts = TypeVar("Parts", bound=OfHazards)


@dataclass(frozen=True, eq=False)
class Splice:
    """The hazards of a register, of which some were read anew. Columns are put together from slices: a few changes
    among a million hazards take no longer than copying their columns.
    """

    ids: NDArray[np.int64]
    """Of all hazards afterwards, sorted."""
    moved: Row
    """For each row as it was: its number afterwards, if its hazard stays."""
    fresh: Row
    """The rows of those that were read anew, as they are afterwards."""
    ends: Row
    """Rows as they were, sorted: those that do not stay as they are, and those before which one that was read anew
    belongs."""
    goes: NDArray[np.bool_]
    """For each of `ends` whether it goes."""
    come: NDArray[np.int64]
    """How many of those that were read anew belong before each of `ends`, or in its place."""

    def column(self, before: Column, anew: Column) -> Column:
        """A column with a value for each hazard, or several such columns above each other."""
        return self._joined(before, anew, self.ends, self.ends + self.goes, np.cumsum(self.come))

    def parts(self, before: Parts, anew: Parts) -> Parts:
        """Those of the hazards that stay, and those of `anew`, which has the rows afterwards."""
        first = np.searchsorted(before.hazard, self.ends)
        last = np.searchsorted(before.hazard, self.ends + self.goes)
        upto = np.append(0, np.searchsorted(anew.hazard, self.fresh, "right"))[np.cumsum(self.come)]
        if not np.array_equal(self.moved, np.arange(len(self.moved))):
            before = replace(before, hazard=self.moved[before.hazard])
        columns = (
            self._joined(getattr(before, one.name), getattr(anew, one.name), first, last, upto)
            for one in fields(before)
        )
        return type(before)(*columns)

    @staticmethod
    def _joined(before: Column, anew: Column, first: Column, last: Column, upto: Column) -> Column:
        def pieces() -> Iterator[Column]:
            begin = begun = 0
            for leave, again, end in zip(first.tolist(), last.tolist(), upto.tolist(), strict=True):
                yield before[..., begin:leave]
                yield anew[..., begun:end]
                begin, begun = again, end
            yield before[..., begin:]

        return np.concatenate(list(pieces()), axis=-1)


def splice(before: NDArray[np.int64], changed: NDArray[np.int64], anew: NDArray[np.int64]) -> Splice:
    """What becomes of hazards with the ids `before` when those of `changed` were read anew and `anew` were found of
    them; all ids sorted.
    """
    gone = np.flatnonzero(among(before, changed))
    places = np.searchsorted(before, anew)
    ends = np.union1d(gone, places)
    come = np.bincount(np.searchsorted(ends, places), minlength=len(ends))
    goes = among(ends, gone)
    ids = np.sort(np.concatenate([np.delete(before, gone), anew]), kind="stable")
    moved, fresh = (np.searchsorted(ids, some).astype(np.int32) for some in (before, anew))
    return Splice(ids, moved, fresh, ends.astype(np.int32), goes, come)


def among(values: NDArray[Any], some: NDArray[Any]) -> NDArray[np.bool_]:
    """For each of the sorted values whether it is among `some`, which are sorted and few: in the time of finding these,
    not of looking at each value.
    """
    mask = np.zeros(len(values), np.bool_)
    places = np.searchsorted(values, some)
    inside = places < len(values)
    places = places[inside]
    mask[places[values[places] == some[inside]]] = True
    return mask
