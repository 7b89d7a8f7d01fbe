"""Units that named a liaison and have none at T: 现缺位 (question 1). Who the liaison is stays private."""

from typing import Any, Final

from sqlalchemy import Select, and_, case, func, or_, select

from data_access.database.campaign_trees import campaign_ids
from data_access.database.parameters import instant
from data_access.database.schema import liaison
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import unit_columns, unit_order, units
from data_access.question import Question
from data_access.tables.rows import INSTANT, UNIT, Contract, RawRows, listed

VACANCIES: Final[Contract] = {**UNIT, "ended_at": INSTANT}


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


def _vacancies(s: Snapshot, q: Question) -> RawRows:
    """The units asked for whose liaisons have all left by T, and when the last one did. Columns VACANCIES."""
    return s.ask(select_vacancies, q)


list_vacancies = listed(_vacancies, VACANCIES)
