"""The filters, and the question that they become once T is known."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Final, Literal, Self, TypeAlias

Peers: TypeAlias = Literal["none", "rank", "all"]
"""What is told of the cities that a viewer may not see: nothing; his own place among all; the ledger of all."""


@dataclass(frozen=True)
class Scope:
    """The cities a viewer may see. None: all, units without a city too; a tuple: only these cities' units."""

    cities: tuple[str, ...] | None = None
    peers: Peers = "none"
    """Means something only where not all cities are seen."""


EVERYWHERE = Scope()


ANY_INSTANT: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""T of a question whose answer depends on no instant."""


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
    """The filters of hazards and tips, by code. Empty means all."""

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
    """Everything that an answer depends on, resolved: the argument of every loader, and part of every key in memory."""

    filters: Filters
    as_of: datetime
    """T, aware, UTC."""
    known_at: datetime | None = None
    """The second clock (G1): only facts that the database knew then; None: all that it knows now."""
    scope: Scope = field(default=EVERYWHERE)
    zone: str = "Asia/Shanghai"
    """The campaign's time zone: days in answers are its days (C1, C2)."""
    hazards: HazardFilters = field(default=NOT_NARROWED)
    since: datetime | None = None
    """The earlier instant that T is compared with, or from which events are told; None: as comparison.pairs.since_of
    chooses, or none."""

    def of_cities(self, *adcodes: str) -> Self:
        """The question about these cities and their counties; about all of them without a code."""
        return self._of(cities=adcodes)

    def of_lines(self, *codes: str) -> Self:
        """The question about these lines and those below them; about all of them without a code."""
        return self._of(lines=codes)

    def of_groups(self, *groups: str) -> Self:
        """The question about these unit groups; about all of them without a name."""
        return self._of(groups=groups)

    def of_hazards(self, **codes: tuple[str, ...]) -> Self:
        """The question with these filters of hazards in place of its own of the same name."""
        return replace(self, hazards=replace(self.hazards, **codes))

    def everywhere(self) -> Self:
        """The question about all cities: ranks are among all, whichever are chosen."""
        return self.of_cities()

    def without_lines(self) -> Self:
        """The question about all lines."""
        return self.of_lines()

    def without_hazards(self) -> Self:
        """The question without what narrows only hazards."""
        return replace(self, hazards=NOT_NARROWED)

    def of_tips(self) -> Self:
        """The question without what narrows hazards but no tips, which know cities and industries only."""
        return replace(self, hazards=HazardFilters(industries=self.hazards.industries))

    def placed(self) -> Self:
        """The question with those filters only that hazards and tips know: campaign, cities, and what narrows them."""
        return replace(self, filters=Filters(self.filters.campaign, self.filters.cities))

    def unfiltered(self) -> Self:
        """The question without its filters but the campaign: one answer for all of them."""
        return replace(self, filters=Filters(self.filters.campaign), hazards=NOT_NARROWED)

    def at(self, as_of: datetime) -> Self:
        """The question at another T."""
        return replace(self, as_of=as_of)

    def known(self, at: datetime | None) -> Self:
        """The question as the database knew its answer then; None: as it knows it now."""
        return replace(self, known_at=at)

    def counted_from(self, since: datetime | None) -> Self:
        """The question with the instant that changes are counted from."""
        return replace(self, since=since)

    def timeless(self) -> Self:
        """The question without its instants."""
        return replace(self._of(as_of=None), as_of=ANY_INSTANT, known_at=None, since=None)

    def _of(self, **filters: Any) -> Self:
        return replace(self, filters=replace(self.filters, **filters))
