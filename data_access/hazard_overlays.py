"""What lies over the state of a hazard at T: listings for supervised rectification (挂牌督办) and exposures (曝光).

Both are known by their days alone, so the second clock does not touch them.
"""

from typing import Final

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from data_access.asked import day, instant
from data_access.filters import Question
from data_access.schema import hazard_exposure, hazard_supervision
from data_access.schema.hazard import LISTING_LEVELS

LEVEL_ORDER: Final = case(
    {level: place for place, level in enumerate(LISTING_LEVELS)}, value=hazard_supervision.c.level
)


def listing_in_force(q: Question) -> ColumnElement[bool]:
    """A listing by T that was not taken off by T."""
    s = hazard_supervision.c
    return and_(s.listed_on <= day("today", q), or_(s.delisted_on.is_(None), s.delisted_on > day("today", q)))


def listed(q: Question) -> Subquery:
    """One row per hazard ever listed by T: hazard_id, for each level whether it was listed there (1 or 0), `standing`
    (1 while a listing is in force) and `due_on`, the earliest deadline that a listing in force sets.
    """
    s, standing = hazard_supervision.c, listing_in_force(q)
    return (
        select(
            s.hazard_id,
            *(func.max(case((s.level == level, 1), else_=0)).label(level) for level in LISTING_LEVELS),
            func.max(case((standing, 1), else_=0)).label("standing"),
            func.min(s.due_on).filter(standing).label("due_on"),
        )
        .where(s.listed_on <= day("today", q))
        .group_by(s.hazard_id)
        .subquery("listed")
    )


def listing_passed(q: Question, states: Subquery, over: Subquery) -> ColumnElement[bool]:
    """The hazard is open and the deadline of its listing has passed: its own one where the listing sets none."""
    s = states.c
    late = or_(over.c.due_on <= day("passed", q), and_(over.c.due_on.is_(None), s.due_at <= instant("as_of", q)))
    return and_(s.closed_at.is_(None), late)


def latest_listing(q: Question) -> Subquery:
    """One row per hazard ever listed by T, with the listing to show: one in force before one taken off, the highest
    level before the lower ones, the newest before the older. Columns hazard_id, level, listed_on, due_on, and
    delisted_on if by T.
    """
    s = hazard_supervision.c
    place = func.row_number().over(
        partition_by=s.hazard_id,
        order_by=[case((listing_in_force(q), 0), else_=1), LEVEL_ORDER, s.listed_on.desc(), s.id.desc()],
    )
    listings = (
        select(
            s.hazard_id,
            s.level,
            s.listed_on,
            s.due_on,
            case((s.delisted_on <= day("today", q), s.delisted_on)).label("delisted_on"),
            place.label("place"),
        )
        .where(s.listed_on <= day("today", q))
        .subquery("listings")
    )
    first: Select[*tuple[object, ...]] = select(
        *(listings.c[name] for name in ("hazard_id", "level", "listed_on", "due_on", "delisted_on"))
    ).where(listings.c.place == 1)
    return first.subquery("listing")


def exposed(q: Question) -> Subquery:
    """One row per hazard exposed by T: hazard_id and exposed_on, the first time."""
    x = hazard_exposure.c
    return (
        select(x.hazard_id, func.min(x.exposed_on).label("exposed_on"))
        .where(x.exposed_on <= day("today", q), x.hazard_id.is_not(None))
        .group_by(x.hazard_id)
        .subquery("exposed")
    )
