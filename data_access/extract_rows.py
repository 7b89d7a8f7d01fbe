"""Where the rows of extracts come from: the same selects and loaders as the pages, a partition at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Select

from data_access.activities import activities, hostings
from data_access.asked import ask_in_parts
from data_access.completion import (
    COMPLETION,
    COUNTY_COMPLETION,
    load_county_completion,
    per_cell,
    per_unit,
)
from data_access.evidence import load_evidence
from data_access.filters import Question
from data_access.frames import FLAG, NUMBER, OPTIONAL_COUNT, TEXT, Contract, Dtype
from data_access.held import list_held
from data_access.metrics import list_metric_totals, list_metrics
from data_access.obligations import Obligation, flat_obligations, list_obligations
from data_access.places import list_cities
from data_access.rates import RATES, Ranked, ranked, shares
from data_access.returns import list_submissions
from data_access.schema.campaign import UNIT_GROUPS

Rows = Iterator[tuple[Any, ...]]

_RATES: Final[dict[str, Dtype]] = {f"{name}_rate": NUMBER for name in RATES}
RATED: Final[Contract] = {**COMPLETION, **_RATES}
RANKED: Final[Contract] = {**RATED, "rank": OPTIONAL_COUNT, "small_sample": FLAG}
MAP: Final[Contract] = {**RANKED, "lon": NUMBER, "lat": NUMBER, "held": OPTIONAL_COUNT}
COUNTIES: Final[Contract] = {"city_adcode": TEXT, "city_zh": TEXT, "city_en": TEXT, **COUNTY_COMPLETION}


def streamed(conn: Connection, build: Callable[[Question], Select[*tuple[Any, ...]]], q: Question) -> Rows:
    """The rows of `build(q)`, read in partitions."""
    for partition in ask_in_parts(conn, build, q):
        yield from map(tuple, partition)


def from_frame(frame: pd.DataFrame) -> Rows:
    """The rows of a frame as plain values, None where one is missing."""
    columns = [frame[name].astype(object).where(frame[name].notna(), None) for name in frame.columns]
    return zip(*columns, strict=True)


def obligation_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_obligations."""
    return flat_obligations(conn, q)


def list_overdue(conn: Connection, q: Question) -> list[Obligation]:
    """The obligations overdue at T, the longest first; of one day those with a stated deadline first."""
    late = [one for one in list_obligations(conn, q) if one.state == "overdue"]
    return sorted(late, key=lambda one: (-(one.days_overdue or 0), one.due_basis != "stated"))


def overdue_rows(conn: Connection, q: Question) -> Rows:
    """list_overdue with what lies behind each; columns OBLIGATIONS."""
    evidence = load_evidence(conn, q)
    return (one.flat(evidence[one.key]) for one in list_overdue(conn, q))


def activity_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_activities."""
    return (one.flat for one in activities(conn, q))


def submission_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_submissions."""
    return (one.flat for one in list_submissions(conn, q))


def metric_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_metrics."""
    return iter(list_metrics(conn, q))


def metric_total_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_metric_totals."""
    return iter(list_metric_totals(conn, q))


def completion_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_completion with their rates; columns RATED."""
    return ((*one.unit, *one.counts, *shares(one.counts)) for one in per_unit(list_obligations(conn, q)))


def ranked_rows(conn: Connection, q: Question) -> Rows:
    """The units asked for, each ranked within its whole group by its on-time rate with stated deadlines (G12, C9).

    Columns RANKED, in order of group and rank.
    """
    cities = q.filters.cities
    return (_flat(one) for one in _ranked(conn, q) if not cities or one.unit.city in cities)


def map_rows(conn: Connection, q: Question) -> Rows:
    """Every city, whichever are chosen: a map is of the whole province. Columns MAP."""
    whole = _everywhere(q)
    held = {place.place_code: place.held for place in list_held(conn, whole)}
    ranks = {one.unit.adcode: one for one in _ranked(conn, whole) if one.unit.group == "city"}
    for city in list_cities(conn, whole):
        if city.adcode in ranks:
            yield (*_flat(ranks[city.adcode]), city.lon, city.lat, held.get(city.adcode))


def county_rows(conn: Connection, q: Question) -> Rows:
    """The counties of the cities asked for, those that owe nothing too. Columns COUNTIES."""
    for city in list_cities(conn, q):
        if not q.filters.cities or city.adcode in q.filters.cities:
            for row in from_frame(load_county_completion(conn, q, city.adcode)):
                yield (city.adcode, city.name_zh, city.name_en, *row)


def matrix_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_matrix."""
    return ((*one.unit, *one.line, *one.counts) for one in per_cell(list_obligations(conn, q)))


def timeline_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_timeline."""
    return (one.flat for one in hostings(conn, q))


def held_summary_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_held_summary."""
    return iter(list_held(conn, q))


def _everywhere(q: Question) -> Question:
    return replace(q, filters=replace(q.filters, cities=()))


def _ranked(conn: Connection, q: Question) -> list[Ranked]:
    """The units of all cities, group by group, each group in the order of its ranks."""
    units = per_unit(list_obligations(conn, _everywhere(q)))
    return [one for group in UNIT_GROUPS for one in ranked([unit for unit in units if unit.unit.group == group])]


def _flat(one: Ranked) -> tuple[Any, ...]:
    """Its values in the order of RANKED."""
    return (*one.unit, *one.counts, *shares(one.counts), one.rank, one.small_sample)
