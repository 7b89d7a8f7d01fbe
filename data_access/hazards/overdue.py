"""The hazards overdue at T in few columns: what a board counts, lists and hands to whoever has to act (C13)."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, select

from data_access.database.days import days_begun
from data_access.database.schema import hazard_supervision
from data_access.database.snapshot import Snapshot
from data_access.hazards.overlays import shown_listing
from data_access.hazards.states import hazard_states
from data_access.notice.industries import NO_INDUSTRY, Industry, load_industries
from data_access.notice.places import NOWHERE, load_areas
from data_access.notice.units import Place
from data_access.question import Question

OVERDUE: Final = "E"
"""The class of what is past its deadline and not rectified."""


class OverdueHazard(NamedTuple):
    """A hazard past its deadline and not rectified at T."""

    code: str
    city: Place
    """NOWHERE of what lies in no city."""
    place: Place
    """The county or city where it lies."""
    industry: Industry
    grade: str
    listing: str
    """The level of its listing for supervised rectification; '' where it was never listed."""
    due_at: datetime
    days_overdue: int


def select_overdue(q: Question) -> Select[*tuple[Any, ...]]:
    """The rows of list_overdue_hazards, the longest overdue first."""
    states, listing = hazard_states(q).subquery("states"), hazard_supervision.c
    listed = select(states, shown_listing(q, states).label("listing_id"))
    late = listed.where(states.c["class"] == OVERDUE).subquery("late")
    told = (late.c[name] for name in ("code", "adcode", "industry_code", "grade", "due_at"))
    rows = select(*told, listing.level).outerjoin_from(late, hazard_supervision, listing.id == late.c.listing_id)
    return rows.order_by(late.c.due_at, late.c.code)


def list_overdue_hazards(s: Snapshot, q: Question) -> tuple[OverdueHazard, ...]:
    """Every chosen hazard in class E at T, the longest overdue first. Lines and unit groups do not matter."""
    areas, industries = load_areas(s, q), load_industries(s, q)
    found = []
    for code, adcode, industry, grade, due_at, level in s.ask(select_overdue, q):
        area, kind = areas[adcode], industries.get(industry, NO_INDUSTRY)
        city = areas[area.city].place if area.city else NOWHERE
        days = days_begun(due_at, q.as_of)
        found.append(OverdueHazard(code, city, area.place, kind, grade, level or "", due_at, days))
    return tuple(found)
