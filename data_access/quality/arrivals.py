"""When data of each unit came: facts that no instant changes, read once, so that the newest by T is looked up."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy import CompoundSelect, select, union

from data_access.columns.instants import instant_at
from data_access.database.campaign_trees import campaign_ids
from data_access.database.schema import activity, activity_unit, delivery, line, metadata, obligation, submission
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import load_campaign_ids
from data_access.hazards.register.register import load_register
from data_access.notice.places import load_city_of
from data_access.notice.units import load_units
from data_access.obligations.states import decided_by
from data_access.question import Question

SENT: Final = tuple(
    (table, table.c[table.info["sends"]]) for table in metadata.tables.values() if "sends" in table.info
)
"""Tables of rows that a unit sends itself, with the column that says when."""


def load_newest(s: Snapshot, q: Question) -> dict[str, datetime]:
    """Unit code -> when the newest of its data came, by T; units without any are left out. Filters do not matter."""
    by = decided_by(q)
    places = ((code, came, bisect_right(came, by)) for code, came in _arrivals(s, q.unfiltered().timeless()).items())
    return {code: came[place - 1] for code, came, place in places if place}


def select_arrivals(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """The instants at which data of a unit came, hazards left out: unit id and instant, each once."""
    inside = campaign_ids(q.filters.campaign)
    a, u, d = activity.c, activity_unit.c, delivery.c
    return union(
        select(d.org_unit_id, d.received_at).where(d.campaign_id.in_(inside), d.status == "loaded"),
        select(obligation.c.org_unit_id, submission.c.submitted_at)
        .join_from(submission, obligation, obligation.c.id == submission.c.obligation_id)
        .join(line, line.c.id == obligation.c.line_id)
        .where(line.c.campaign_id.in_(inside)),
        select(u.org_unit_id, a.recorded_at)
        .join_from(activity, activity_unit, u.activity_id == a.id)
        .where(a.campaign_id.in_(inside), u.role == "lead"),
        *(select(t.c.org_unit_id, at).where(t.c.campaign_id.in_(inside)) for t, at in SENT),
    )


def _arrivals(s: Snapshot, every: Question) -> dict[str, Sequence[datetime]]:
    """Unit code -> the instants at which its data came, in order."""
    return s.lasting((_arrivals, every), lambda: _read(s, every))


def _read(s: Snapshot, every: Question) -> dict[str, Sequence[datetime]]:
    units = load_units(s, every)
    cities = {unit.adcode: unit.code for unit in units.values() if unit.group == "city"}
    city_of = load_city_of(s, every)
    came: defaultdict[str, set[datetime]] = defaultdict(set)
    for unit_id, at in s.ask(select_arrivals, every):
        if at is not None and unit_id in units:
            came[units[unit_id].code].add(at)
    for adcode, at in _of_hazards(s, every):
        if (code := cities.get(city_of.get(adcode, ""))) is not None:
            came[code].add(at)
    return {code: sorted(instants) for code, instants in came.items()}


def _of_hazards(s: Snapshot, every: Question) -> Iterator[tuple[str, datetime]]:
    """Place and instant of all that was recorded of hazards, each once: few instants, as files come whole. Found by
    hashing, which takes a tenth of the time of numpy's sorting.
    """
    register = load_register(s)
    rows, events = register.rows, register.events
    inside = np.isin(rows.campaign, load_campaign_ids(s, every))[events.hazard]
    place, recorded = rows.adcode[events.hazard[inside]].astype(np.int64), events.recorded[inside]
    number, instants = pd.factorize(recorded)
    for found in pd.unique(place * len(instants) + number):
        at = instant_at(int(instants[found % len(instants)]))
        if at is not None:
            yield rows.adcodes[found // len(instants)], at
