"""Where the rows of extracts come from: the same selects and loaders as the pages, a partition at a time."""

from typing import Final

import pandas as pd

from data_access.activities.held import list_held
from data_access.activities.ledger import activities, hostings
from data_access.annex3.figures import list_metric_totals, list_metrics
from data_access.database.snapshot import Snapshot
from data_access.notice.places import list_cities
from data_access.obligations.at_instant import flat_obligations, list_obligations
from data_access.obligations.counts import COUNTY_COMPLETION, load_county_completion, per_cell, per_unit
from data_access.obligations.evidence import load_evidence
from data_access.obligations.late import list_overdue
from data_access.obligations.rates import RANKED, flat, ranked_units, shares
from data_access.question import Question
from data_access.returns.submissions import list_submissions
from data_access.tables.rows import NUMBER, OPTIONAL_COUNT, TEXT, Contract, Rows

MAP: Final[Contract] = {**RANKED, "lon": NUMBER, "lat": NUMBER, "held": OPTIONAL_COUNT}
COUNTIES: Final[Contract] = {"city_adcode": TEXT, "city_zh": TEXT, "city_en": TEXT, **COUNTY_COMPLETION}


def from_frame(frame: pd.DataFrame) -> Rows:
    """The rows of a frame as plain values, None where one is missing."""
    columns = [frame[name].astype(object).where(frame[name].notna(), None) for name in frame.columns]
    return zip(*columns, strict=True)


def obligation_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_obligations."""
    return flat_obligations(s, q)


def overdue_rows(s: Snapshot, q: Question) -> Rows:
    """list_overdue with what lies behind each; columns OBLIGATIONS."""
    evidence = load_evidence(s, q)
    return (one.flat(evidence[one.key]) for one in list_overdue(s, q))


def activity_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_activities."""
    return (one.flat for one in activities(s, q))


def submission_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_submissions."""
    return (one.flat for one in list_submissions(s, q))


def metric_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_metrics."""
    return iter(list_metrics(s, q))


def metric_total_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_metric_totals."""
    return iter(list_metric_totals(s, q))


def completion_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_completion with their rates; columns RATED."""
    return ((*one.unit, *one.counts, *shares(one.counts)) for one in per_unit(list_obligations(s, q)))


def map_rows(s: Snapshot, q: Question) -> Rows:
    """Every city, whichever are chosen: a map is of the whole province. Columns MAP."""
    whole = q.everywhere()
    held = {place.place_code: place.held for place in list_held(s, whole)}
    ranks = {one.unit.adcode: one for one in ranked_units(s, whole) if one.unit.group == "city"}
    for city in list_cities(s, whole):
        if city.adcode in ranks:
            yield (*flat(ranks[city.adcode]), city.lon, city.lat, held.get(city.adcode))


def county_rows(s: Snapshot, q: Question) -> Rows:
    """The counties of the cities asked for, those that owe nothing too. Columns COUNTIES."""
    for city in list_cities(s, q):
        if not q.filters.cities or city.adcode in q.filters.cities:
            for row in from_frame(load_county_completion(s, q, city.adcode)):
                yield (city.adcode, city.name_zh, city.name_en, *row)


def matrix_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_matrix."""
    return ((*one.unit, *one.line, *one.counts) for one in per_cell(list_obligations(s, q)))


def timeline_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_timeline."""
    return (one.flat for one in hostings(s, q))


def held_summary_rows(s: Snapshot, q: Question) -> Rows:
    """The rows of load_held_summary."""
    return iter(list_held(s, q))
