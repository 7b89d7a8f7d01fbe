"""Can the screen be trusted (question 20)? All findings at T as known at K, and per unit how many of each kind.

All units that may be seen are looked at whatever is filtered: the same text is found by comparison. Filters of cities
then narrow what is handed on; lines, unit groups and what hazards are narrowed by do not matter.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, CompoundSelect, String, cast, func, null, select, union_all

from data_access.database.campaign_trees import campaign_ids
from data_access.database.days import local_date
from data_access.database.parameters import instant
from data_access.database.schema import (
    activity,
    activity_unit,
    delivery,
    hazard,
    hazard_event,
    line,
    metadata,
    obligation,
    submission,
)
from data_access.database.snapshot import Snapshot
from data_access.notice.places import load_city_of
from data_access.notice.units import Unit, load_units
from data_access.obligations.at_instant import list_obligations
from data_access.obligations.states import decided_by
from data_access.quality import (
    activities as quality_activities,
    cells as quality_cells,
    counties as quality_counties,
    hazards as quality_hazards,
    returns as quality_returns,
    times as quality_times,
)
from data_access.quality.findings import Evidence, in_order
from data_access.quality.rules import KINDS
from data_access.question import Question
from data_access.returns.submissions import list_submissions

FOREVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
GROUPS: Final = ("city", "member", "office")
"""Units that send returns themselves; county leagues report through their city."""
SENT: Final = tuple(
    (table, table.c[table.info["sends"]]) for table in metadata.tables.values() if "sends" in table.info
)
"""Tables of rows that a unit sends itself, with the column that says when."""


class Quality(NamedTuple):
    """What is known of the data of a unit."""

    unit: Unit
    last_at: datetime | None
    """When the newest of its data came, by T; None: nothing yet."""
    silent_days: int | None
    """Local days from then to T."""
    due: int
    """Returns whose deadline has passed, waived ones left out; `missing` of them were not handed in."""
    missing: int
    refused: int
    counties: int
    impossible: int
    unknown: int
    personal: int
    revised: int
    formal: int
    """Here and above: findings of a kind (quality_rules.KINDS) in which it has a row."""


def list_findings(s: Snapshot, q: Question) -> tuple[Evidence, ...]:
    """Every row of evidence, by rule, unit, finding."""
    return tuple(row for row in _everywhere(s, q.unfiltered().counted_from(None)) if _is_chosen(row.unit, q))


def list_quality(s: Snapshot, q: Question) -> tuple[Quality, ...]:
    """One for each city, member unit and provincial office: groups are not to be added up (G9)."""
    every = q.unfiltered().counted_from(None)
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in _everywhere(s, every):
        found[row.unit.code].add((row.kind, row.finding))
    due: defaultdict[str, int] = defaultdict(int)
    for one in list_obligations(s, every):
        due[one.unit.code] += one.role == "submit" and one.due_passed and one.active
    last = load_newest(s, every)
    today = local_date(q.as_of, q.zone)
    rows = []
    for unit in _units(s, every):
        if not _is_chosen(unit, q):
            continue
        at = last.get(unit.code)
        kinds = [kind for kind, _ in found[unit.code]]
        silent = None if at is None else (today - local_date(at, q.zone)).days
        rows.append(Quality(unit, at, silent, due[unit.code], *(kinds.count(kind) for kind in KINDS)))
    return tuple(rows)


def _is_chosen(unit: Unit, q: Question) -> bool:
    return not q.filters.cities or unit.city in q.filters.cities


def _units(s: Snapshot, q: Question) -> list[Unit]:
    return [unit for unit in load_units(s, q).values() if unit.group in GROUPS]


def _everywhere(s: Snapshot, q: Question) -> tuple[Evidence, ...]:
    """All rows of evidence; worked out once in a snapshot."""
    return s.once((_everywhere, q), lambda: _worked_out(s, q))


def _worked_out(s: Snapshot, q: Question) -> tuple[Evidence, ...]:
    units = _units(s, q)
    known = {unit.code for unit in units}
    owed = [one for one in list_obligations(s, q) if one.unit.code in known]
    submissions = list_submissions(s, q)
    returns = quality_returns.list_in_force(s, q)
    found: Iterator[Evidence] = chain(
        quality_times.missing(owed, q),
        quality_times.files(s, q, owed),
        quality_times.last_hour(owed, q),
        quality_counties.counties_exceed(s, q, returns),
        quality_returns.parts(s, q, returns),
        quality_returns.round_numbers(returns),
        quality_returns.empty_on_time(s, q, owed, submissions),
        quality_returns.revised(s, q, submissions),
        quality_activities.odd(s, q),
        quality_activities.revised(s, q),
        quality_activities.same_text(s, q),
        quality_hazards.odd(s, q),
        quality_hazards.regular(s, q),
        quality_cells.found(s, q),
    )
    return in_order((row for row in found if row.unit.code in known), units)


def select_last(q: Question) -> CompoundSelect[*tuple[Any, ...]]:
    """When data of a unit came last, by T and K, per table that tells it: unit id and None, or None and a place."""
    until, inside = instant("until", q), campaign_ids(q.filters.campaign)
    a, u, d = activity.c, activity_unit.c, delivery.c
    nowhere, nobody = cast(null(), String), cast(null(), BigInteger)  # PostgreSQL takes an untyped NULL for text
    tables = [
        select(d.org_unit_id, nowhere, func.max(d.received_at))
        .where(d.campaign_id.in_(inside), d.status == "loaded", d.received_at <= until)
        .group_by(d.org_unit_id),
        select(obligation.c.org_unit_id, nowhere, func.max(submission.c.submitted_at))
        .join_from(submission, obligation, obligation.c.id == submission.c.obligation_id)
        .join(line, line.c.id == obligation.c.line_id)
        .where(line.c.campaign_id.in_(inside), submission.c.submitted_at <= until)
        .group_by(obligation.c.org_unit_id),
        select(u.org_unit_id, nowhere, func.max(a.recorded_at))
        .join_from(activity, activity_unit, u.activity_id == a.id)
        .where(a.campaign_id.in_(inside), u.role == "lead", a.recorded_at <= until)
        .group_by(u.org_unit_id),
        *(
            select(t.c.org_unit_id, nowhere, func.max(at))
            .where(t.c.campaign_id.in_(inside), at <= until)
            .group_by(t.c.org_unit_id)
            for t, at in SENT
        ),
        select(nobody, hazard.c.adcode, func.max(hazard_event.c.recorded_at))
        .join_from(hazard_event, hazard, hazard.c.id == hazard_event.c.hazard_id)
        .where(hazard.c.campaign_id.in_(inside), hazard_event.c.recorded_at <= until)
        .group_by(hazard.c.adcode),
    ]
    return union_all(*tables)


def load_newest(s: Snapshot, q: Question) -> dict[str, datetime]:
    """Unit code -> when the newest of its data came, by T; units without any are left out. Filters do not matter."""
    q = q.unfiltered().counted_from(None)
    units = load_units(s, q)
    cities = {unit.adcode: unit for unit in units.values() if unit.group == "city"}
    city_of = load_city_of(s, q)
    every = q.unfiltered().timeless()
    newest = s.lasting((select_last, every), lambda: s.ask(select_last, every.at(FOREVER)))
    known = all(at is None or at <= decided_by(q) for *_, at in newest)  # as on a page that shows “now”
    last: dict[str, datetime] = {}
    for unit_id, adcode, at in newest if known else s.ask(select_last, q):
        unit = units.get(unit_id) if adcode is None else cities.get(city_of.get(adcode, ""))
        if unit is not None and at is not None:
            last[unit.code] = max(last.get(unit.code, at), at)
    return last
