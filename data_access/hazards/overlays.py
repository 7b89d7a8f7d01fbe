"""What lies over the state of a hazard at T: listings for supervised rectification (挂牌督办) and exposures (曝光).

Both are known by their days alone, so the second clock does not touch them. Few hazards have any, and an index leads
from a hazard to them, so they are looked up for each row of states: joined as groups they are compared row by row as
soon as a planner expects few hazards (a ledger of 64,000 rows on PostgreSQL: 63 s against 2 s).
"""

from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, exists, func, or_, select, union

from data_access.database.parameters import day, instant
from data_access.database.schema import hazard_exposure, hazard_supervision
from data_access.database.schema.hazard import LISTING_LEVELS
from data_access.question import Question

LEVEL_ORDER: Final = case(
    {level: place for place, level in enumerate(LISTING_LEVELS)}, value=hazard_supervision.c.level
)


def marked(q: Question) -> Select[int]:
    """The ids of the hazards that were listed or exposed by T."""
    s, x, today = hazard_supervision.c, hazard_exposure.c, day("today", q)
    exposed = select(x.hazard_id).where(x.exposed_on <= today, x.hazard_id.is_not(None))
    ids = union(select(s.hazard_id).where(s.listed_on <= today), exposed).subquery("marked")
    return select(ids.c.hazard_id)


def first_exposed(q: Question, states: FromClause) -> ColumnElement[date]:
    """The day on which each hazard of `states` was first exposed by T; None for never."""
    x = hazard_exposure.c
    days = select(func.min(x.exposed_on)).where(x.hazard_id == states.c.hazard_id, x.exposed_on <= day("today", q))
    return days.correlate(states).scalar_subquery()


def was_listed(q: Question, states: FromClause, *levels: str) -> ColumnElement[bool]:
    """Each hazard of `states` was listed by T, at one of the levels if any are given."""
    s = hazard_supervision.c
    at = [s.level.in_(levels)] if levels else []
    return exists().where(s.hazard_id == states.c.hazard_id, s.listed_on <= day("today", q), *at).correlate(states)


def listing_stands(q: Question, states: FromClause) -> ColumnElement[bool]:
    """A listing of each hazard of `states` is in force at T."""
    s = hazard_supervision.c
    return exists().where(s.hazard_id == states.c.hazard_id, _in_force(q)).correlate(states)


def listing_due(q: Question, states: FromClause) -> ColumnElement[date]:
    """The earliest deadline that a listing in force sets for each hazard of `states`; None for none."""
    s = hazard_supervision.c
    days = select(func.min(s.due_on)).where(s.hazard_id == states.c.hazard_id, _in_force(q))
    return days.correlate(states).scalar_subquery()


def listing_late(q: Question, states: FromClause) -> ColumnElement[bool]:
    """Each hazard of `states` is open past the deadline of a listing in force: its own one where that sets none."""
    s, due_on = states.c, listing_due(q, states)
    late = or_(due_on <= day("passed", q), and_(due_on.is_(None), s.due_at <= instant("as_of", q)))
    return and_(s.closed_at.is_(None), listing_stands(q, states), late)


def shown_listing(q: Question, states: FromClause) -> ColumnElement[int]:
    """The id of the listing to show for each hazard of `states`: one in force before one taken off, the highest level
    before the lower ones, the newest before the older; None for none.
    """
    s = hazard_supervision.c
    listings = (
        select(s.id)
        .where(s.hazard_id == states.c.hazard_id, s.listed_on <= day("today", q))
        .order_by(case((_in_force(q), 0), else_=1), LEVEL_ORDER, s.listed_on.desc(), s.id.desc())
        .limit(1)
    )
    return listings.correlate(states).scalar_subquery()


def _in_force(q: Question) -> ColumnElement[bool]:
    s = hazard_supervision.c
    return and_(s.listed_on <= day("today", q), or_(s.delisted_on.is_(None), s.delisted_on > day("today", q)))
