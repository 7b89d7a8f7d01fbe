"""Since you last looked: what changed per city since an instant, on each of the two clocks (question 20, G1, G13).

`recorded`: what has become known since, of the same T. `happened`: what happened since, up to T, as known now.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, exists, func, or_, select

from data_access.activities.facts import held
from data_access.activities.hosting import HOSTS
from data_access.database.campaign_trees import campaign_ids
from data_access.database.parameters import instant
from data_access.database.schema import activity, activity_unit, hazard, hazard_event
from data_access.database.snapshot import Snapshot
from data_access.hazards.facts import hazard_conditions
from data_access.notice.places import list_cities, load_city_of
from data_access.notice.selection import units
from data_access.notice.units import Place
from data_access.obligations.at_instant import list_obligations
from data_access.question import Question
from data_access.returns.submissions import list_submissions

CLOCKS: Final = ("recorded", "happened")
DEADLINE_AGE: Final = timedelta(days=1)
"""A deadline that has just passed is no instant to look back to: nothing can have changed since."""
OTHERWISE: Final = timedelta(days=7)


class Change(NamedTuple):
    """What changed of a city; its own obligations and returns, without its county leagues (G9)."""

    clock: str
    since: datetime
    place: Place
    activities: int
    """Held now and not before, led or co-hosted."""
    activities_gone: int
    """Held before and not now: corrected, or cancelled after all."""
    done: int
    overdue: int
    undone: int
    """Done before and not now: its version was returned, its activity corrected."""
    returns: int
    """Handed in for the first time."""
    versions: int
    """Further versions of what had been handed in."""
    hazards: int
    closed: int
    reopened: int


def since_of(s: Snapshot, q: Question) -> datetime:
    """What changes are counted from: q.since, else the last deadline that passed a day before T or earlier, else a week
    before T.
    """
    if q.since is not None:
        return q.since
    before = q.as_of - DEADLINE_AGE
    dues = [
        one.due_at
        for one in list_obligations(s, q.unfiltered().counted_from(None))
        if one.due_at is not None and one.due_at <= before
    ]
    return max(dues, default=q.as_of - OTHERWISE)


def list_changes(s: Snapshot, q: Question) -> tuple[Change, ...]:
    """One for each clock and chosen city, in official order."""
    since, now = since_of(s, q), q.unfiltered().counted_from(None)
    found = []
    for clock in CLOCKS:
        then = now.known(since) if clock == "recorded" else now.at(min(since, q.as_of))
        counts = _counts(s, now, then, clock, since)
        found += [
            Change(clock, since, city.place, *(counts[city.adcode][name] for name in Change._fields[3:]))
            for city in list_cities(s, now)
            if not q.filters.cities or city.adcode in q.filters.cities
        ]
    return tuple(found)


def _counts(s: Snapshot, now: Question, then: Question, clock: str, since: datetime) -> defaultdict[str, Counter[str]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for city, name in (*_activities(s, now, then), *_obligations(s, now, then), *_returns(s, now, then)):
        counts[city][name] += 1
    city_of = load_city_of(s, now)
    names = {"confirm": "hazards", "close": "closed", "reopen": "reopened"}
    for adcode, kind, n in s.ask(select_events, now.counted_from(since), clock):
        counts[city_of.get(adcode, "")][names[kind]] += n
    return counts


def select_held(q: Question) -> Select[*tuple[Any, ...]]:
    """The activities held by T, each with the cities that lead or co-host it (G8)."""
    unit, a, u = units(q), activity.c, activity_unit.c
    return (
        select(unit.c.city_adcode, a.code)
        .join_from(activity, activity_unit, u.activity_id == a.id)
        .join(unit, unit.c.id == u.org_unit_id)
        .where(a.campaign_id.in_(campaign_ids(q.filters.campaign)), unit.c.unit_group == "city")
        .where(u.role.in_(HOSTS), held(q))
    )


def _activities(s: Snapshot, now: Question, then: Question) -> Iterator[tuple[str, str]]:
    is_held, was_held = ({tuple(row) for row in s.ask(select_held, q)} for q in (now, then))
    yield from ((city, "activities") for city, _ in is_held - was_held)
    yield from ((city, "activities_gone") for city, _ in was_held - is_held)


def _obligations(s: Snapshot, now: Question, then: Question) -> Iterator[tuple[str, str]]:
    before = {one.key: one for one in list_obligations(s, then.of_groups("city"))}
    for one in list_obligations(s, now):  # since_of has asked for all of them
        if one.unit.group != "city":
            continue
        was = before.get(one.key)
        was_done, was_overdue = (was is not None and was.done, was is not None and was.state == "overdue")
        if one.done and not was_done:
            yield one.unit.city, "done"
        if was_done and not one.done:
            yield one.unit.city, "undone"
        if one.state == "overdue" and not was_overdue:
            yield one.unit.city, "overdue"


def _returns(s: Snapshot, now: Question, then: Question) -> Iterator[tuple[str, str]]:
    versions = {(one.unit, one.line, one.period, one.version) for one in list_submissions(s, then.of_groups("city"))}
    known = {version[:3] for version in versions}
    for one in list_submissions(s, now.of_groups("city")):
        key = (one.unit, one.line, one.period)
        if (*key, one.version) not in versions:
            yield one.unit.city, "versions" if key in known else "returns"
            known.add(key)


def select_events(q: Question, clock: str) -> Select[*tuple[Any, ...]]:
    """How often hazards were confirmed, closed and reopened since q.since, per place: adcode, kind, how many. On the
    clock `recorded` what a ledger only says again, with another date, is not new. Void hazards are left out.
    """
    event, told, void = hazard_event, hazard_event.alias("told"), hazard_event.alias("void")
    e, since = event.c, instant("since", q)
    if clock == "recorded":
        again = and_(told.c.hazard_id == e.hazard_id, told.c.kind == e.kind, told.c.round_no == e.round_no)
        before = exists().where(again, told.c.recorded_at <= since)
        new = [e.recorded_at > since, e.occurred_at <= instant("as_of", q), ~before]
    else:
        new = [e.occurred_at > since, e.occurred_at <= instant("as_of", q)]
    recent = (
        select(e.hazard_id, e.kind)
        .where(*new, e.kind.in_(("confirm", "close", "reopen")), *_known(e, q))
        .cte("recent")
        .prefix_with("MATERIALIZED")  # or SQLite goes from places to all their hazards and events
    )
    voided = select(void.c.hazard_id).where(
        void.c.kind == "void", *_known(void.c, q), void.c.occurred_at <= instant("as_of", q)
    )
    return (
        select(hazard.c.adcode, recent.c.kind, func.count())
        .join_from(recent, hazard, hazard.c.id == recent.c.hazard_id)
        .where(recent.c.hazard_id.not_in(voided), *hazard_conditions(q))
        .group_by(hazard.c.adcode, recent.c.kind)
    )


def _known(e: Any, q: Question) -> list[Any]:
    if q.known_at is None:
        return [e.superseded_at.is_(None)]
    known = instant("known_at", q)
    return [e.recorded_at <= known, or_(e.superseded_at.is_(None), e.superseded_at > known)]
