"""Who and what a row is about: units and lines by their labels, read once and shared by all rows that name them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Select, select

from data_access.database.schema import admin_division, line
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import (
    in_force,
    labels as of_all_units,
    line_columns,
    line_ids,
    line_order,
    unit_columns,
    unit_order,
    units,
)
from data_access.question import Question


class Unit(NamedTuple):
    """A unit of the roster."""

    code: str
    zh: str
    en: str
    short: str
    adcode: str
    group: str
    city: str
    """adcode of the prefecture that it belongs to, '' for 省直."""


class Line(NamedTuple):
    """A row of the notice."""

    code: str
    zh: str
    en: str
    short_zh: str
    short_en: str


class Place(NamedTuple):
    """A city or county by its adcode, the whole province ('all'), or 省直 ('province')."""

    code: str
    zh: str
    en: str
    short: str


NO_UNIT: Final = Unit("", "", "", "", "", "", "")
NO_LINE: Final = Line("", "", "", "", "")
"""Of an own initiative."""


Label = TypeVar("Label", Unit, Line)


def select_units(q: Question) -> Select[*tuple[Any, ...]]:
    """The chosen units by id, in official order."""
    unit = units(q)
    return select(unit.c.id, *unit_columns(unit)).order_by(*unit_order(unit))


def load_units(s: Snapshot, q: Question) -> Mapping[int, Unit]:
    """Id -> unit, in official order: groups apart, then the roster's order."""
    return _labelled(s, select_units, q, Unit._make)


def select_all_units(q: Question) -> Select[*tuple[Any, ...]]:
    """Every unit by id, on the roster (else its group is '') and chosen or not."""
    unit = of_all_units(q)
    return select(unit.c.id, *unit_columns(unit))


def load_all_units(s: Snapshot, q: Question) -> Mapping[int, Unit]:
    """Id -> unit, on the roster (else its group is '') and chosen or not."""
    return _labelled(s, select_all_units, q.unfiltered().timeless(), Unit._make)


def select_places(q: Question) -> Select[*tuple[Any, ...]]:
    """The divisions in force when the campaign began: adcode and names."""
    d = admin_division.c
    return select(d.adcode, d.name_zh, d.name_en, d.short_zh).where(in_force(q))


def load_places(s: Snapshot, q: Question) -> Mapping[str, Place]:
    """adcode -> place, of the divisions in force when the campaign began."""
    q = q.unfiltered().timeless()
    return s.lasting((load_places, q), lambda: {row.adcode: Place._make(row) for row in s.ask(select_places, q)})


def select_lines(q: Question) -> Select[*tuple[Any, ...]]:
    """The chosen lines by id, in the order of the notice."""
    return select(line.c.id, *line_columns()).where(line.c.id.in_(line_ids(q))).order_by(*line_order())


def load_lines_by_id(s: Snapshot, q: Question) -> Mapping[int, Line]:
    """Id -> line, in the order of the notice."""
    return _labelled(s, select_lines, q, Line._make)


def _labelled(s: Snapshot, build: Any, q: Question, make: Callable[[Iterable[Any]], Label]) -> Mapping[int, Label]:
    q = q.timeless()
    return s.lasting((_labelled, build, q), lambda: {key: make(labels) for key, *labels in s.ask(build, q)})
