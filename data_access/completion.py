"""Obligations counted: per unit, per line, per cell of the matrix, per county (C9)."""

from dataclasses import replace
from typing import Any, Final

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, func, select

from data_access.asked import ask
from data_access.filters import Question
from data_access.frames import COUNT, LINE, TEXT, UNIT, Contract, Dtype, to_frame
from data_access.places import counties_of
from data_access.schema import line
from data_access.selection import line_columns, line_order, unit_columns, unit_order, units
from data_access.status import DONE, STATES, obligation_states

RATES: Final = ("active", "done", "due", "done_due", "on_time", "due_stated", "done_due_stated", "on_time_stated")
COUNTS: Final[dict[str, Dtype]] = dict.fromkeys([*STATES, "due_soon", *RATES], COUNT)
"""The seven states (they add up to all obligations) and the parts of the rates of C9; 完成率 = done / active,
应完成完成率 = done_due / due, 按时率 = on_time / due; *_stated: deadlines stated in the notice only."""

COMPLETION: Final[Contract] = {**UNIT, "sort_order": COUNT, **COUNTS}
MATRIX: Final[Contract] = {**UNIT, **LINE, **COUNTS}
LINE_COMPLETION: Final[Contract] = {**LINE, "unit_group": TEXT, **COUNTS}


def counts(states: Subquery) -> list[ColumnElement[int]]:
    """The columns COUNTS over a group of obligations; waived ones are in no rate (G4)."""
    s = states.c
    done = s.state.in_(DONE)
    on_time = s.state == "done_on_time"
    due = and_(s.due_passed, s.state != "waived")
    stated = and_(due, s.due_basis == "stated")
    rates = {
        "active": s.state != "waived",
        "done": done,
        "due": due,
        "done_due": and_(due, done),
        "on_time": and_(due, on_time),
        "due_stated": stated,
        "done_due_stated": and_(stated, done),
        "on_time_stated": and_(stated, on_time),
    }
    conditions = {**{state: s.state == state for state in STATES}, "due_soon": s.due_soon, **rates}
    return [func.count().filter(condition).label(name) for name, condition in conditions.items()]


def _counted(q: Question, *keys: str) -> Subquery:
    states = obligation_states(q).subquery("states")
    by = [states.c[key] for key in keys]
    return select(*by, *counts(states)).group_by(*by).subquery("counted")


def _counts_of(counted: Subquery) -> list[ColumnElement[Any]]:
    return [counted.c[name] for name in COUNTS]


def select_completion(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_completion."""
    unit, counted = units(q), _counted(q, "org_unit_id")
    return (
        select(*unit_columns(unit), unit.c.sort_order, *_counts_of(counted))
        .join_from(counted, unit, unit.c.id == counted.c.org_unit_id)
        .order_by(*unit_order(unit))
    )


def load_completion(conn: Connection, q: Question) -> pd.DataFrame:
    """One row per unit that owes something: the counts of its own obligations (C9; G3: a unit not obliged is absent).

    A city's row does not contain its counties' league obligations; the groups are not to be added up (G9). Columns
    COMPLETION, ordered by group and official order.
    """
    return to_frame(ask(conn, select_completion, q), COMPLETION)


def select_matrix(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_matrix."""
    unit, counted = units(q), _counted(q, "org_unit_id", "line_id")
    return (
        select(*unit_columns(unit), *line_columns(), *_counts_of(counted))
        .join_from(counted, unit, unit.c.id == counted.c.org_unit_id)
        .join(line, line.c.id == counted.c.line_id)
        .order_by(*unit_order(unit), *line_order())
    )


def load_matrix(conn: Connection, q: Question) -> pd.DataFrame:
    """One row per unit and line that it owes, with the counts over the periods. Columns MATRIX."""
    return to_frame(ask(conn, select_matrix, q), MATRIX)


def select_line_completion(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of load_line_completion."""
    unit, cells = units(q), _counted(q, "org_unit_id", "line_id")
    by = (
        select(
            cells.c.line_id,
            unit.c.unit_group,
            unit.c.group_order,
            *(func.sum(cells.c[name]).label(name) for name in COUNTS),
        )
        .join_from(cells, unit, unit.c.id == cells.c.org_unit_id)
        .group_by(cells.c.line_id, unit.c.unit_group, unit.c.group_order)
        .subquery("counted")
    )
    return (
        select(*line_columns(), by.c.unit_group, *_counts_of(by))
        .join_from(by, line, line.c.id == by.c.line_id)
        .order_by(*line_order(), by.c.group_order)
    )


def load_line_completion(conn: Connection, q: Question) -> pd.DataFrame:
    """One row per line and unit group with the counts. Columns LINE_COMPLETION, in the order of the notice."""
    return to_frame(ask(conn, select_line_completion, q), LINE_COMPLETION)


COUNTY_COMPLETION: Final[Contract] = {
    "adcode": TEXT,
    "name_zh": TEXT,
    "name_en": TEXT,
    "short_zh": TEXT,
    "level": TEXT,
    "has_obligation": "bool",
    **COUNTS,
}


def select_county_completion(q: Question, city_adcode: str) -> Select[*tuple[Any, ...]]:
    """The rows of load_county_completion, for a question about the counties of one city."""
    unit, counted = units(q), _counted(q, "org_unit_id")
    by = (
        select(unit.c.unit_adcode, *(func.sum(counted.c[name]).label(name) for name in COUNTS))
        .join_from(counted, unit, unit.c.id == counted.c.org_unit_id)
        .group_by(unit.c.unit_adcode)
        .subquery("counted_counties")
    )
    county = counties_of(city_adcode).subquery("county")
    return (
        select(
            *(county.c[name] for name in ("adcode", "name_zh", "name_en", "short_zh", "level")),
            by.c.unit_adcode.is_not(None).label("has_obligation"),
            *(func.coalesce(by.c[name], 0).label(name) for name in COUNTS),
        )
        .outerjoin_from(county, by, by.c.unit_adcode == county.c.adcode)
        .order_by(county.c.adcode)
    )


def load_county_completion(conn: Connection, q: Question, city_adcode: str) -> pd.DataFrame:
    """One row per county-level division of a city, with the counts of its units (its league's M5.3b).

    has_obligation is False where no obligation is asked for: county_equivalent divisions owe nothing (C3). Filters of
    unit groups are set aside: the question is about counties. Columns COUNTY_COMPLETION, ordered by adcode.
    """
    q = replace(q, filters=replace(q.filters, groups=("county",), cities=(city_adcode,)))
    return to_frame(ask(conn, select_county_completion, q, city_adcode), COUNTY_COMPLETION)
