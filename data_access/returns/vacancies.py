"""Units that named a liaison and have none at T: 现缺位 (question 1). Who the liaison is stays private."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, case, func, or_, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.parameters import instant
from data_access.database.schema import liaison
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import unit_columns, unit_order, units
from data_access.notice.units import Unit
from data_access.question import Question


class Vacancy(NamedTuple):
    """A unit whose liaisons have all left, and when the last one did, in UTC."""

    unit: Unit
    ended_at: datetime


def select_vacancies(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of list_vacancies, in official order of the units."""
    unit, one = units(q), liaison.c
    known = [one.designated_at <= instant("as_of", q), one.campaign_id.in_(campaign_ids(q.filters.campaign))]
    if q.known_at is not None:
        known.append(one.recorded_at <= instant("known_at", q))
    in_office = or_(one.ended_at.is_(None), one.ended_at > instant("as_of", q))
    return (
        select(*unit_columns(unit), func.max(one.ended_at))
        .join_from(liaison, unit, unit.c.id == one.org_unit_id)
        .where(and_(*known))
        .group_by(*unit_columns(unit), *unit_order(unit))
        .having(func.sum(case((in_office, 1), else_=0)) == 0)
        .order_by(*unit_order(unit))
    )


def list_vacancies(s: Snapshot, q: Question) -> tuple[Vacancy, ...]:
    """The chosen units whose liaisons have all left by T."""
    return tuple(Vacancy(Unit._make(unit), ended_at) for *unit, ended_at in s.ask(select_vacancies, q))
