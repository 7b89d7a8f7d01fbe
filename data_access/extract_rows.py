"""Where the rows of extracts come from: the same selects and loaders as the pages, a partition at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection, Select

from data_access.activities import load_timeline
from data_access.asked import ask
from data_access.completion import COMPLETION, COUNTY_COMPLETION, load_completion, load_county_completion, load_matrix
from data_access.filters import Question
from data_access.frames import COUNT, FLAG, NUMBER, OPTIONAL_COUNT, PARTITION, TEXT, Contract, Dtype, to_frame
from data_access.hazards import load_hazard_classes
from data_access.held import load_five_settings, load_held_summary
from data_access.obligations import OBLIGATIONS, finish_obligation, select_obligations
from data_access.places import load_cities
from data_access.rates import RATES, ranked, with_rates
from data_access.returns import load_metric_totals, select_metrics, select_submissions
from data_access.schema.campaign import UNIT_GROUPS
from data_access.tips import load_tips

Rows = Iterator[tuple[Any, ...]]

_RATES: Final[dict[str, Dtype]] = {f"{name}_rate": NUMBER for name in RATES}
RATED: Final[Contract] = {**COMPLETION, **_RATES}
RANKED: Final[Contract] = {**RATED, "rank": OPTIONAL_COUNT, "small_sample": FLAG}
MAP: Final[Contract] = {**RANKED, "lon": NUMBER, "lat": NUMBER, "held": COUNT}
COUNTIES: Final[Contract] = {"city_adcode": TEXT, "city_zh": TEXT, "city_en": TEXT, **COUNTY_COMPLETION}


def streamed(conn: Connection, build: Callable[[Question], Select[*tuple[Any, ...]]], q: Question) -> Rows:
    """The rows of `build(q)` in partitions: memory does not grow with their number."""
    for partition in ask(conn, build, q, yield_per=PARTITION).partitions():
        yield from (tuple(row) for row in partition)


def from_frame(frame: pd.DataFrame) -> Rows:
    """The rows of a frame as plain values, None where one is missing."""
    columns = [frame[name].astype(object).where(frame[name].notna(), None) for name in frame.columns]
    return zip(*columns, strict=True)


def obligation_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_obligations."""
    return (finish_obligation(row, q) for row in streamed(conn, select_obligations, q))


def overdue_rows(conn: Connection, q: Question) -> Rows:
    """The obligations overdue at T, the longest first; of one day those with a stated deadline first."""
    names = list(OBLIGATIONS)
    state, basis, days = (names.index(name) for name in ("state", "due_basis", "days_overdue"))
    late = (row for row in obligation_rows(conn, q) if row[state] == "overdue")
    return iter(sorted(late, key=lambda row: (-row[days], row[basis] != "stated")))


def submission_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_submissions."""
    return streamed(conn, select_submissions, q)


def metric_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_metrics."""
    return streamed(conn, select_metrics, q)


def metric_total_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_metric_totals."""
    return from_frame(load_metric_totals(conn, q))


def completion_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_completion with their rates; columns RATED."""
    return from_frame(with_rates(load_completion(conn, q)))


def ranked_rows(conn: Connection, q: Question) -> Rows:
    """The units asked for, each ranked within its whole group by its on-time rate with stated deadlines (G12, C9).

    Columns RANKED, in order of group and rank.
    """
    return from_frame(_ranked(conn, q)[list(RANKED)])


def map_rows(conn: Connection, q: Question) -> Rows:
    """Every city, whichever are chosen: a map is of the whole province. Columns MAP."""
    whole = _everywhere(q)
    held = load_held_summary(conn, whole).set_index("place_code")["held"]
    seats = load_cities(conn, whole).set_index("adcode")[["lon", "lat"]]
    cities = _ranked(conn, whole).query("unit_group == 'city'").sort_values("sort_order")
    cities = cities.join(seats, on="unit_adcode").join(held, on="unit_adcode")
    return from_frame(cities[list(MAP)])


def county_rows(conn: Connection, q: Question) -> Rows:
    """The counties of the cities asked for, those that owe nothing too. Columns COUNTIES."""
    cities = load_cities(conn, q)
    for city in cities.itertuples(index=False):
        if not q.filters.cities or city.adcode in q.filters.cities:
            for row in from_frame(load_county_completion(conn, q, str(city.adcode))):
                yield (city.adcode, city.name_zh, city.name_en, *row)


def matrix_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_matrix."""
    return from_frame(load_matrix(conn, q))


def timeline_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_timeline."""
    return from_frame(load_timeline(conn, q))


def held_summary_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_held_summary."""
    return from_frame(load_held_summary(conn, q))


def five_settings_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_five_settings."""
    return from_frame(load_five_settings(conn, q))


def hazard_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_hazard_classes."""
    return from_frame(load_hazard_classes(conn, q))


def tip_rows(conn: Connection, q: Question) -> Rows:
    """The rows of load_tips."""
    return from_frame(load_tips(conn, q))


def _everywhere(q: Question) -> Question:
    return replace(q, filters=replace(q.filters, cities=()))


def _ranked(conn: Connection, q: Question) -> pd.DataFrame:
    whole = load_completion(conn, _everywhere(q))
    asked = set(whole["unit_code"]) if not q.filters.cities else set(load_completion(conn, q)["unit_code"])
    groups = [ranked(whole[whole["unit_group"] == group]) for group in UNIT_GROUPS]
    together = pd.concat([group for group in groups if len(group)] or [ranked(to_frame([], COMPLETION))])
    return together[together["unit_code"].isin(asked)]
