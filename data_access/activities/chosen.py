"""A few activities at a time: one by its number, those of some days, those that lie behind an obligation (C5-C7)."""

from collections import defaultdict
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, or_, select

from data_access.activities.facts import activity_known, ended_at, held
from data_access.activities.hosting import HOSTS, activity_condition, of_lines
from data_access.activities.ledger import Activity, finished, select_rows
from data_access.database.schema import UtcDateTime, activity, activity_unit, obligation
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import units
from data_access.notice.units import Unit, load_units
from data_access.question import Question

AFTER: Final = bindparam("after", type_=UtcDateTime())
BEFORE: Final = bindparam("before", type_=UtcDateTime())
"""A period: after the one, up to and with the other."""


class Dated(NamedTuple):
    """An activity and the units of the roster that lead or co-host it, in official order."""

    activity: Activity
    hosts: tuple[Unit, ...]


def select_activity(q: Question) -> Select[*tuple[Any, ...]]:
    """The activity with the number `code`, whoever holds or attends it."""
    return select_rows(q).where(activity.c.code == bindparam("code"), of_lines(q), _seen(q))


def find_activity(s: Snapshot, q: Question, code: str) -> Activity | None:
    """The activity of this number; None where there is none that may be seen."""
    return next(finished(s, q, s.ask(select_activity, q, code=code)), None)


def _seen(q: Question) -> ColumnElement[bool]:
    part = activity_unit.alias("part").c
    return exists().where(part.activity_id == activity.c.id, part.org_unit_id.in_(select(units(q).c.id)))


def select_behind(q: Question) -> Select[*tuple[Any, ...]]:
    """The activities of the line of the obligation `key` that its host holds, or attends where that is owed."""
    o, part = obligation.c, activity_unit.alias("part").c
    role = or_(and_(part.role == "attend", o.role == "attend"), and_(part.role.in_(HOSTS), o.role == "hold"))
    behind = exists().where(
        o.id == bindparam("key"),
        o.line_id == activity.c.line_id,
        part.activity_id == activity.c.id,
        part.org_unit_id == o.host_unit_id,
        role,
    )
    return select_rows(q).where(behind, activity_known(q))


def list_behind(s: Snapshot, q: Question, key: int) -> tuple[Activity, ...]:
    """All activities that a unit holds for what it owes, by start: the held ones fulfil it, the others do not."""
    return tuple(finished(s, q, s.ask(select_behind, q, key=key)))


def select_dated(q: Question) -> Select[*tuple[Any, ...]]:
    """The activities of a period: held ones by their end (C11), others by the day that they are planned for."""
    return select_rows(q).where(activity_condition(q), *_dated(q))


def select_hosts_dated(q: Question) -> Select[*tuple[Any, ...]]:
    """The number of each of them with the id of a unit that leads or co-hosts it."""
    own = activity_unit.c
    return (
        select(activity.c.code, own.org_unit_id)
        .join_from(activity, activity_unit, own.activity_id == activity.c.id)
        .where(of_lines(q), own.role.in_(HOSTS), own.org_unit_id.in_(select(units(q).c.id)), *_dated(q))
    )


def _dated(q: Question) -> tuple[ColumnElement[bool], ...]:
    at = case((held(q), ended_at()), else_=activity.c.planned_start)
    return at > AFTER, at <= BEFORE


def list_dated(s: Snapshot, q: Question, after: datetime, before: datetime) -> tuple[Dated, ...]:
    """The activities of a period with those who hold them, by start: held by T, or planned for then and not held."""
    named = load_units(s, q)
    place = {key: at for at, key in enumerate(named)}
    hosts: defaultdict[str, list[int]] = defaultdict(list)
    for code, key in s.ask(select_hosts_dated, q, after=after, before=before):
        hosts[code].append(key)
    found = finished(s, q, s.ask(select_dated, q, after=after, before=before))
    return tuple(
        Dated(one, tuple(named[key] for key in sorted(hosts[one.code], key=place.__getitem__))) for one in found
    )
