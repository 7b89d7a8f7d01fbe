"""Obligations counted: per unit, per cell of the matrix, per county (C9).

The database works out the states, once for an instant; counting some thousand rows afterwards takes a millisecond,
where each further aggregate would work out all states again (ADR 0019).
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from data_access.database.snapshot import Snapshot
from data_access.notice.places import County, list_counties
from data_access.notice.units import Line, Unit
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.obligations.states import DONE
from data_access.question import Question


class Counts(NamedTuple):
    """A number of obligations: the seven states, which add up to all, what is due soon, behind, the parts of rates.

    完成率 = done / active, 应完成完成率 = done_due / due, 按时率 = on_time / due; *_stated: deadlines that the notice
    states only. Waived ones are in no rate (G4).
    """

    done_on_time: int = 0
    done_off_date: int = 0
    done_late: int = 0
    overdue: int = 0
    not_due: int = 0
    open: int = 0
    waived: int = 0
    due_soon: int = 0
    active: int = 0
    done: int = 0
    due: int = 0
    done_due: int = 0
    on_time: int = 0
    due_stated: int = 0
    done_due_stated: int = 0
    on_time_stated: int = 0
    behind: int = 0
    """Of not_due and due_soon: behind the expected pace (G15)."""


NOTHING: Final = Counts()


class UnitCounts(NamedTuple):
    """The obligations of a unit."""

    unit: Unit
    counts: Counts


class CellCounts(NamedTuple):
    """The obligations of a unit on one line, over its periods."""

    unit: Unit
    line: Line
    counts: Counts


class CountyCounts(NamedTuple):
    """The obligations of the units of a county; has_obligation is False where none of them is chosen (C3)."""

    county: County
    has_obligation: bool
    counts: Counts


def counts_of(obligations: Iterable[Obligation]) -> Counts:
    """How many they are, by state and for the rates."""
    return added([_counts(one) for one in obligations])


def _counts(one: Obligation) -> Counts:
    return _one(one.state, one.due_soon, one.due_passed, one.due_basis == "stated", one.behind)


def added(parts: Sequence[Counts]) -> Counts:
    """The sum of disjoint counts."""
    if len(parts) == 1:
        return parts[0]
    return Counts._make(map(sum, zip(*parts, strict=True))) if parts else NOTHING


def per_unit(obligations: Iterable[Obligation]) -> list[UnitCounts]:
    """One for each unit that owes something, in the order of the obligations (G3: a unit not obliged is absent).

    A city's counts do not contain its counties' league obligations; groups are not to be added up (G9).
    """
    return [UnitCounts(owed[0].unit, counts_of(owed)) for owed in _grouped(obligations, attrgetter("unit.code"))]


def per_cell(obligations: Iterable[Obligation]) -> list[CellCounts]:
    """One for each unit and line that it owes, in the order of the obligations."""
    cells: dict[tuple[str, str], CellCounts] = {}
    for one in obligations:  # most cells are of one obligation
        key = one.unit.code, one.line.code
        counts, before = _counts(one), cells.get(key)
        whole = counts if before is None else added((before.counts, counts))
        cells[key] = CellCounts(one.unit, one.line, whole)
    return list(cells.values())


def per_county(counties: Iterable[County], obligations: Iterable[Obligation]) -> list[CountyCounts]:
    """One for each county, in their order: what the units of county level that stand there owe."""
    leagues = _grouped((one for one in obligations if one.unit.group == "county"), attrgetter("unit.adcode"))
    counts = {owed[0].unit.adcode: counts_of(owed) for owed in leagues}
    return [CountyCounts(county, county.adcode in counts, counts.get(county.adcode, NOTHING)) for county in counties]


def _grouped(obligations: Iterable[Obligation], key: Callable[[Obligation], Hashable]) -> Iterable[list[Obligation]]:
    groups: dict[Hashable, list[Obligation]] = {}
    for one in obligations:
        groups.setdefault(key(one), []).append(one)
    return groups.values()


@lru_cache
def _one(state: str, due_soon: bool, due_passed: bool, is_stated: bool, behind: bool) -> Counts:
    """The counts of one obligation of this kind: there are few kinds and many obligations."""
    active, done, on_time = state != "waived", state in DONE, state == "done_on_time"
    due = due_passed and active
    stated = due and is_stated
    rates = {
        "due_soon": due_soon,
        "active": active,
        "done": done,
        "due": due,
        "done_due": due and done,
        "on_time": due and on_time,
        "due_stated": stated,
        "done_due_stated": stated and done,
        "on_time_stated": stated and on_time,
        "behind": behind,
    }
    return NOTHING._replace(**{state: 1}, **{name: int(holds) for name, holds in rates.items()})


def list_counties_of(s: Snapshot, q: Question, city_adcode: str) -> list[CountyCounts]:
    """per_county of one city, ordered by adcode. Filters of unit groups are set aside: it is about counties."""
    q = q.of_groups("county").of_cities(city_adcode)
    return per_county(list_counties(s, city_adcode), list_obligations(s, q))
