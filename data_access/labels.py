"""Who and what a row is about: units and lines by their labels, read once and shared by all rows that name them."""

from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Select, select

from data_access.asked import ask
from data_access.filters import Question
from data_access.schema import line
from data_access.selection import line_columns, line_ids, line_order, unit_columns, unit_order, units


class Unit(NamedTuple):
    """A unit of the roster; its fields are the columns frames.UNIT."""

    code: str
    zh: str
    en: str
    short: str
    adcode: str
    group: str
    city: str
    """adcode of the prefecture that it belongs to, '' for 省直."""


class Line(NamedTuple):
    """A row of the notice; its fields are the columns frames.LINE."""

    code: str
    zh: str
    en: str
    short_zh: str
    short_en: str


NO_LINE: Final = Line("", "", "", "", "")
"""Of an own initiative."""


def select_units(q: Question) -> Select[*tuple[Any, ...]]:
    """The units asked for by id, in official order."""
    unit = units(q)
    return select(unit.c.id, *unit_columns(unit)).order_by(*unit_order(unit))


def load_units(conn: Connection, q: Question) -> dict[int, Unit]:
    """Id -> unit, in official order: groups apart, then the roster's order."""
    return {key: Unit._make(labels) for key, *labels in ask(conn, select_units, q)}


def select_lines(q: Question) -> Select[*tuple[Any, ...]]:
    """The lines asked for by id, in the order of the notice."""
    return select(line.c.id, *line_columns()).where(line.c.id.in_(line_ids(q))).order_by(*line_order())


def load_lines_by_id(conn: Connection, q: Question) -> dict[int, Line]:
    """Id -> line, in the order of the notice."""
    return {key: Line._make(labels) for key, *labels in ask(conn, select_lines, q)}
