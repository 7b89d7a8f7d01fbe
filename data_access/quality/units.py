"""Can the screen be trusted (question 20)? All findings at T as known at K, and per unit how many of each kind.

All units that may be seen are looked at whatever is filtered: the same text is found by comparison. Filters of cities
then narrow what is handed on; lines, unit groups and what hazards are narrowed by do not matter.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple

from data_access.database.days import local_date
from data_access.database.snapshot import Snapshot
from data_access.notice.units import Unit, load_units
from data_access.obligations.at_instant import list_obligations
from data_access.quality import (
    activities as quality_activities,
    cells as quality_cells,
    counties as quality_counties,
    hazards as quality_hazards,
    returns as quality_returns,
    times as quality_times,
)
from data_access.quality.arrivals import load_newest
from data_access.quality.findings import Evidence, in_order
from data_access.quality.rules import KINDS
from data_access.question import Question
from data_access.returns.submissions import list_submissions

GROUPS: Final = ("city", "member", "office")
"""Units that send returns themselves; county leagues report through their city."""


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
