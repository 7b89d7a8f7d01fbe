"""What is asked for: the shared filters, and the question that they become once T is known."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final, TypeAlias


@dataclass(frozen=True)
class Scope:
    """The cities a viewer may see. None: all, units without a city too; a tuple: only these cities' units."""

    cities: tuple[str, ...] | None = None


EVERYWHERE = Scope()


ANY_INSTANT: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Of a question whose answer depends on no instant."""


AsOf: TypeAlias = date | datetime | None
"""None: the default T; a date: the end of that day; an instant (aware): itself (decision 5)."""


@dataclass(frozen=True)
class Filters:
    """The filters that all pages share, by code. Empty means all."""

    campaign: str = ""
    """Code of a notice or of one of its campaigns; empty: that of data_access.notice.under_way.notice_at."""
    cities: tuple[str, ...] = ()
    """adcodes of prefecture-level divisions; counties of a chosen city are chosen with it."""
    lines: tuple[str, ...] = ()
    """Line codes; a group code means all lines below it."""
    groups: tuple[str, ...] = ()
    """Unit groups: city, member, office, county."""
    as_of: AsOf = None


@dataclass(frozen=True)
class HazardFilters:
    """What only hazards and tips are narrowed by, by code. Empty means all."""

    grades: tuple[str, ...] = ()
    """general, major: the grade at T."""
    industries: tuple[str, ...] = ()
    """Industry codes; one of the top level means all below it."""
    sources: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    """Classes at T: A, B, C, D, E, A0, P (C13)."""
    counties: tuple[str, ...] = ()
    """adcodes of county-level divisions."""


NOT_NARROWED: Final = HazardFilters()


@dataclass(frozen=True)
class Question:
    """Filters with everything resolved that an answer depends on: the argument of each select and the cache key."""

    filters: Filters
    as_of: datetime
    """T, aware, UTC."""
    known_at: datetime | None = None
    """Second clock (G1): only what the database knew then; None: all that is known now."""
    scope: Scope = field(default=EVERYWHERE)
    zone: str = "Asia/Shanghai"
    """The campaign's time zone: days in answers are its days (C1, C2)."""
    hazards: HazardFilters = field(default=NOT_NARROWED)
    since: datetime | None = None
    """What changes are counted from (data_access.quality.changes); None: as changes.since_of chooses."""


def timeless(q: Question) -> Question:
    """The question without its instants."""
    return replace(q, filters=replace(q.filters, as_of=None), as_of=ANY_INSTANT, known_at=None, since=None)


def everything(q: Question) -> Question:
    """That without its filters either, but the campaign."""
    return replace(timeless(q), filters=Filters(q.filters.campaign), hazards=NOT_NARROWED)
