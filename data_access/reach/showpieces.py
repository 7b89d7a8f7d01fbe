"""Did what the notice singles out take place: lines that name a city (question 12), lines bound to a day (question 9).

Both follow from the duties: which lines, whose, and on which day is never written here.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, case, distinct, func, or_, select

from data_access.activities.facts import ended_at, held
from data_access.activities.hosting import HOSTS, of_lines
from data_access.activities.ledger import Hosting, hostings
from data_access.database.campaign_trees import notice_id
from data_access.database.days import day_of, local_date, start_of_day
from data_access.database.schema import activity, activity_unit, campaign_unit, duty, line, obligation
from data_access.database.snapshot import Snapshot
from data_access.notice.places import list_cities
from data_access.notice.selection import line_ids, line_order, units
from data_access.notice.units import Line, Place, Unit
from data_access.obligations.at_instant import Obligation, list_obligations
from data_access.question import Question

STATUSES: Final = ("held", "planned", "postponed", "cancelled", "none")
"""Of several activities the first of these stands for the line; none: nobody has planned anything."""


class TookPlace(NamedTuple):
    """What came of a line: of the activities that the units who owe it lead or co-host."""

    status: str
    """The best of theirs, by STATUSES."""
    activities: int
    """How many of them are held."""
    held_at: datetime | None
    """The end of the first held one."""
    planned_at: datetime | None
    """The first start planned of the others."""


class Showpiece(NamedTuple):
    """A line that names a city or is bound to a day, and a unit that owes it."""

    unit: Unit
    line: Line
    named: bool
    day_bound: bool
    state: str
    """The unit's, at T (C5)."""
    due_at: datetime | None
    due_basis: str
    took_place: TookPlace


class DayEvent(NamedTuple):
    """Activities of any line that a city held on a day to which the notice binds a line; joint ones whole (G8)."""

    place: Place
    day_at: datetime
    """00:00 of the day, in UTC."""
    held: int


def select_singled_out(q: Question) -> Select[*tuple[Any, ...]]:
    """The chosen lines that name a city, or that are bound to a day: code, and which of both."""
    d, c = duty.c, campaign_unit.c
    city = and_(d.scope == "named", c.unit_group == "city")
    named = func.max(case((city, 1), else_=0))
    bound = func.max(case((d.date_rule == "on", 1), else_=0))
    return (
        select(line.c.code, named, bound)
        .join_from(duty, line, line.c.id == d.line_id)
        .outerjoin(campaign_unit, and_(c.org_unit_id == d.org_unit_id, c.campaign_id == notice_id(q.filters.campaign)))
        .where(line.c.id.in_(line_ids(q)), d.role == "hold", or_(city, d.date_rule == "on"))
        .group_by(line.c.code, line.c.sort_order, line.c.id)
        .order_by(*line_order())
    )


def list_showpieces(s: Snapshot, q: Question) -> tuple[Showpiece, ...]:
    """One for each line that names a city or is bound to a day and each unit that owes it, by line."""
    lines = {code: (bool(named), bool(bound)) for code, named, bound in s.ask_lasting(select_singled_out, q)}
    if not lines:
        return ()
    owed = [one for one in list_obligations(s, q) if one.line.code in lines and one.role == "hold"]
    order = list(lines)
    owed.sort(key=lambda one: order.index(one.line.code))
    events = _events(s, q.of_lines(*sorted(lines)), owed)
    found = []
    for one in owed:
        named, day_bound = lines[one.line.code]
        came = _took_place(events[one.line.code].values())
        found.append(Showpiece(one.unit, one.line, named, day_bound, one.state, one.due_at, one.due_basis, came))
    return tuple(found)


def _events(s: Snapshot, q: Question, owed: Iterable[Obligation]) -> defaultdict[str, dict[str, Hosting]]:
    """Per line the activities, by code, that a unit leads or co-hosts which owes the line."""
    owing = {(one.unit.code, one.line.code) for one in owed}
    events: defaultdict[str, dict[str, Hosting]] = defaultdict(dict)
    for one in hostings(s, q):
        if (one.unit.code, one.line.code) in owing:
            events[one.line.code][one.code] = one
    return events


def _took_place(events: Collection[Hosting]) -> TookPlace:
    status = min((one.status for one in events), key=STATUSES.index, default="none")
    done = [one for one in events if one.status == "held"]
    ends = [end for one in done if (end := one.held_end or one.held_start)]
    starts = [one.planned_start for one in events if one.status != "held" and one.planned_start]
    return TookPlace(status, len(done), min(ends, default=None), min(starts, default=None))


def select_due_instants(q: Question) -> Select[*tuple[Any, ...]]:
    """The instants at which day-bound lines of the campaign fall due, as the notice says."""
    o = obligation.c
    everything = q.without_lines()
    return (
        select(o.due_original)
        .distinct()
        .where(o.date_rule == "on", o.due_original.is_not(None), o.line_id.in_(line_ids(everything)))
    )


def select_held_on(q: Question, days: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    """How many activities each city leads or co-hosts that are dated by one of these days (C5), per city and day."""
    unit = units(q)
    on = day_of(ended_at(), q)
    return (
        select(unit.c.city_adcode, on, func.count(distinct(activity.c.id)))
        .join_from(activity, activity_unit, activity_unit.c.activity_id == activity.c.id)
        .join(unit, unit.c.id == activity_unit.c.org_unit_id)
        .where(of_lines(q), held(q), activity_unit.c.role.in_(HOSTS), unit.c.unit_group == "city", on.in_(days))
        .group_by(unit.c.city_adcode, on)
    )


def list_day_events(s: Snapshot, q: Question) -> tuple[DayEvent, ...]:
    """One for each city and day to which the notice binds a line: activities held by T and dated by that day, zeros
    included. That every city should hold one is ours (inferred), no duty.
    """
    if q.filters.groups and "city" not in q.filters.groups:
        return ()
    days = sorted({local_date(row.due_original, q.zone) for row in s.ask_lasting(select_due_instants, q)})
    named = tuple(day.isoformat() for day in days)
    found: Counter[tuple[str, str]] = Counter()
    if named:
        found.update({(city, day): number for city, day, number in s.ask(select_held_on, q, named)})
    return tuple(
        DayEvent(city.place, start_of_day(day, q.zone), found[city.adcode, day.isoformat()])
        for city in list_cities(s, q)
        if not q.filters.cities or city.adcode in q.filters.cities
        for day in days
    )
