"""The tables of obligations: one by one, and counted per unit, per cell of the matrix, per county and on the map."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from data_access.activities.held import list_held
from data_access.database.snapshot import Snapshot
from data_access.notice.places import City, list_cities
from data_access.notice.units import Unit
from data_access.obligations.acts import list_acts
from data_access.obligations.agenda import list_overdue
from data_access.obligations.at_instant import Obligation, list_obligations, list_with_evidence, with_evidence
from data_access.obligations.counts import (
    CellCounts,
    Counts,
    CountyCounts,
    UnitCounts,
    list_counties_of,
    per_cell,
    per_unit,
)
from data_access.obligations.rates import RATES
from data_access.question import Question
from data_access.tables.columns import Column, coded, within
from data_access.tables.parts import BASIS, LINE_COLUMNS, REASON, RETURN_REASON, STATE, UNIT_COLUMNS
from data_access.tables.table import Table, counts


class CityOnMap(NamedTuple):
    """A city with its seat, what it owes, and how many activities it has held."""

    unit: Unit
    counts: Counts
    city: City
    held: int | None


class CountyOfCity(NamedTuple):
    """A county of a city."""

    city: City
    of: CountyCounts


def list_late(s: Snapshot, q: Question) -> list[Obligation]:
    """list_overdue with what lies behind each."""
    return with_evidence(s, q, list_overdue(s, q))


def list_completion(s: Snapshot, q: Question) -> list[UnitCounts]:
    """The obligations per unit that owes something, ordered by group and official order."""
    return per_unit(list_obligations(s, q))


def list_matrix(s: Snapshot, q: Question) -> list[CellCounts]:
    """The obligations per unit and line, ordered by unit and line."""
    return per_cell(list_obligations(s, q))


def list_map(s: Snapshot, q: Question) -> Iterator[CityOnMap]:
    """Every city that owes something, whichever are chosen: a map is of the whole province."""
    whole = q.everywhere()
    held = {one.place.code: one.held for one in list_held(s, whole)}
    owing = {one.unit.adcode: one for one in list_completion(s, whole) if one.unit.group == "city"}
    for city in list_cities(s, whole):
        if city.adcode in owing:
            own = owing[city.adcode]
            yield CityOnMap(own.unit, own.counts, city, held.get(city.adcode))


def list_county_leagues(s: Snapshot, q: Question) -> Iterator[CountyOfCity]:
    """The counties of the chosen cities, those that owe nothing too, by city and adcode."""
    for city in list_cities(s, q):
        if not q.filters.cities or city.adcode in q.filters.cities:
            for county in list_counties_of(s, q, city.adcode):
                yield CountyOfCity(city, county)


RATE_COLUMNS: Final = tuple(
    Column(f"{name}_rate", f"counts.{n}", "rate", definition=name, of=f"counts.{d}") for name, (n, d) in RATES.items()
)
COUNT_COLUMNS: Final = within("counts", *counts(*(name for name in Counts._fields if name != "behind")))
BEHIND: Final = Column("behind_pace", "counts.behind", "count", words="behind")
"""G15; the last column, so that those before it keep their places."""
OBLIGATION_COLUMNS: Final = (
    *UNIT_COLUMNS,
    *LINE_COLUMNS,
    Column("period", kind="code"),
    *coded("role"),
    *STATE,
    Column("due_soon", kind="flag"),
    Column("due_on", "due_at", "day"),
    *BASIS,
    Column("due_original_on", "due_original", "day"),
    Column("extensions", kind="count"),
    Column("fulfilled_at", kind="instant"),
    Column("done_on", "fulfilled_at", "day", "screen"),
    Column("waived_on", "waived_at", "day"),
    Column("provisional", kind="flag"),
    Column("evidence", kind="count"),
    Column("days_overdue", kind="count"),
    *REASON,
    *RETURN_REASON,
)
OBLIGATIONS: Final = Table(
    "obligations",
    list_with_evidence,
    columns=(*OBLIGATION_COLUMNS, Column("behind_pace", "behind", "flag", words="behind")),
)
OVERDUE: Final = Table("overdue", list_late, columns=OBLIGATION_COLUMNS)
REASONS: Final = Table(
    "reasons",
    list_acts,
    columns=(
        *UNIT_COLUMNS,
        *LINE_COLUMNS,
        Column("period", kind="code"),
        *coded("act"),
        Column("acted_on", "acted_at", "day"),
        Column("old_due_on", "old_due", "day"),
        Column("new_due_on", "new_due", "day"),
        Column("version", kind="count"),
        *REASON,
        Column("doc_no"),
        Column("recorded_at", kind="instant"),
    ),
)
COMPLETION: Final = Table("completion", list_completion, columns=(*UNIT_COLUMNS, *COUNT_COLUMNS, *RATE_COLUMNS, BEHIND))
MATRIX: Final = Table("matrix", list_matrix, columns=(*UNIT_COLUMNS, *LINE_COLUMNS, *COUNT_COLUMNS, BEHIND))
MAP: Final = Table(
    "map",
    list_map,
    columns=(
        *UNIT_COLUMNS,
        Column("lon", "city.lon", "coordinate"),
        Column("lat", "city.lat", "coordinate"),
        *RATE_COLUMNS,
        *COUNT_COLUMNS,
        Column("held", kind="count"),
        BEHIND,
    ),
)
COUNTIES: Final = Table(
    "counties",
    list_county_leagues,
    columns=(
        Column("city_adcode", "city.adcode", "code"),
        Column("city", "city.name_{lang}"),
        Column("adcode", "of.county.adcode", "code"),
        Column("county", "of.county.name_{lang}"),
        *coded("level", "of.county.level", "level"),
        Column("has_obligation", "of.has_obligation", "flag"),
        *within("of", *COUNT_COLUMNS, BEHIND),
    ),
)
