"""How much lies behind an obligation: its held activities or standing versions by T (C4-C7)."""

from typing import Any

from sqlalchemy import Select, and_, func, select

from data_access.activities.facts import held
from data_access.database.schema import activity, activity_unit, obligation
from data_access.database.snapshot import Snapshot
from data_access.notice.selection import line_ids
from data_access.obligations import states as status
from data_access.obligations.history import chosen_conditions, list_histories, role_of_host
from data_access.question import Question


def load_evidence(s: Snapshot, q: Question) -> dict[int, int]:
    """Key of every chosen obligation -> the number of its held activities or standing versions."""
    activities = {row.id: row.activities for row in s.ask(select_activities_held, q)}
    by = status.decided_by(q)
    return {
        history.key: len(status.standing(history.versions, q.as_of, by))
        if history.role == "submit"
        else activities.get(history.key, 0)
        for history in list_histories(s, q)
    }


def select_activities_held(q: Question) -> Select[*tuple[Any, ...]]:
    """The key of every chosen obligation that some held activity lies behind, and how many (C5-C7)."""
    o, role = obligation.c, role_of_host()
    hosts = select(o.host_unit_id).where(*chosen_conditions(q)).correlate(None)
    held_by_host = (
        select(activity_unit.c.org_unit_id, activity.c.line_id, role, func.count().label("activities"))
        .join(activity, activity.c.id == activity_unit.c.activity_id)
        .where(held(q), activity.c.line_id.in_(line_ids(q)), activity_unit.c.org_unit_id.in_(hosts))
        .group_by(activity_unit.c.org_unit_id, activity.c.line_id, role)
        .subquery("held_by_host")
    )
    h = held_by_host.c
    by_host = and_(h.org_unit_id == o.host_unit_id, h.line_id == o.line_id, h.role == o.role)
    return select(o.id, h.activities).join(held_by_host, by_host).where(*chosen_conditions(q))
