"""Hazards one by one at T, with what may be shown of them (returns §5): no narrative, no person, no unit that is not
publicly named, and never the unit of a hazard that came from a tip.
"""

from datetime import datetime
from typing import Final, NamedTuple

from data_access.notice.industries import Industry
from data_access.notice.units import Place


class Things(NamedTuple):
    """The five things (五落实) of which each is in place or not; None: not reported (G10)."""

    target: bool | None
    people: bool | None
    money: bool | None
    time: bool | None
    plan: bool | None


class Listing(NamedTuple):
    """The listing to show of a hazard (overlays.shown_listing)."""

    level: str
    """'' of a hazard that was never listed."""
    listed_at: datetime | None
    due_at: datetime | None
    """The earliest deadline that a listing in force sets."""
    delisted_at: datetime | None
    """By T."""
    late: bool
    """The hazard is open past the deadline of a listing in force."""


UNLISTED: Final = Listing("", None, None, None, False)


class Hazard(NamedTuple):
    """A hazard in F at T (C12, C13). What is known by its day is the first second of it, a deadline the last; UTC."""

    code: str
    city: Place
    """NOWHERE of what lies in no city."""
    place: Place
    """The county or city where it lies."""
    industry: Industry
    site_kind: str
    unit_name: str
    """'' unless the unit was publicly named and exposed by T, and always where the source is a tip: the presentation
    says 某企业."""
    grade: str
    source: str
    rect_type: str
    state: str
    class_: str
    round_no: int
    extensions: int
    reopened: int
    things: Things
    in_place: bool | None
    """All five things are in place; None where one is not reported."""
    funds_wan: float | None
    """In 万元."""
    listing: Listing
    lon: float | None
    lat: float | None
    """WGS84, rounded to 0.01°."""
    confirmed_at: datetime
    ordered_at: datetime | None
    due_at: datetime | None
    rectified_at: datetime | None
    accepted_at: datetime | None
    closed_at: datetime | None
    found_at: datetime | None
    exposed_at: datetime | None
    days_overdue: int | None
    """Days begun since the deadline, until T (E) or until it was rectified (C, D)."""


LONGEST: Final = 10
FIRST: Final = 200
