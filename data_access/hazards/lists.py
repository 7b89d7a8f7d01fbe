"""Hazards one by one, as screens and files have them, made of the columns of the register."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Final

import numpy as np

from data_access.columns.instants import NO_DAY, instant_at
from data_access.database.days import EPOCH, days_begun, end_of_day, start_of_day
from data_access.database.schema.hazard import CLASSES, GRADES, LISTING_LEVELS
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import HazardsAt, hazards_at
from data_access.hazards.days import today
from data_access.hazards.ledger import FIRST, LONGEST, UNLISTED, Hazard, Listing, Things
from data_access.hazards.overdue import longest_overdue
from data_access.hazards.overlays import NOT_LISTED, exposed_on, listing_due, listing_late, shown_listing
from data_access.hazards.register.register import STATES
from data_access.hazards.register.rows import NO_PLACE, RECT_TYPES, SOURCES, UNKNOWN, Texts
from data_access.notice.industries import NO_INDUSTRY, load_industries
from data_access.notice.places import NOWHERE, load_areas, load_city_of
from data_access.question import Question

PART: Final = 2_000
"""Made at a time: 4 MB of objects."""


def finished(s: Snapshot, at: HazardsAt) -> Iterator[Hazard]:
    """The hazards one by one, in their order, with their places and industries by name."""
    for first in range(0, len(at), PART):
        yield from _part(s, at.where(np.arange(first, min(first + PART, len(at)))))


def _part(s: Snapshot, at: HazardsAt) -> Iterator[Hazard]:
    q, rows, chosen = at.q, at.rows, at.chosen
    areas, industries = load_areas(s, q), load_industries(s, q)
    begins = _days(q.zone)
    exposed = exposed_on(at)
    columns = zip(
        _texts(rows.code[chosen]),
        rows.adcode[chosen].tolist(),
        rows.industry[chosen].tolist(),
        rows.site_kind[chosen].tolist(),
        _texts(np.where(exposed == NO_DAY, b"", rows.names[chosen])),
        at.grade.tolist(),
        rows.source[chosen].tolist(),
        rows.rect_type[chosen].tolist(),
        at.state.tolist(),
        at.class_.tolist(),
        (at.numbers("rounds_ended") + 1).tolist(),
        at.numbers("extensions").tolist(),
        at.numbers("reopened").tolist(),
        rows.things[:, chosen].T.tolist(),
        rows.in_place[chosen].tolist(),
        rows.funds[chosen].tolist(),
        _listings(at),
        rows.lon[chosen].tolist(),
        rows.lat[chosen].tolist(),
        *(map(_instant, at.instants(of).tolist()) for of in _DATED),
        rows.found_on[chosen].tolist(),
        exposed.tolist(),
        strict=True,
    )
    for code, adcode, industry, site, name, grade, source, rect, state, class_, *rest in columns:
        round_no, extensions, reopened, things, in_place, funds, listing, lon, lat, *dated, found, exposed_at = rest
        confirmed_at, ordered_at, due_at, rectified_at, accepted_at, closed_at = dated
        area, of_class = areas[rows.adcodes[adcode]], CLASSES[class_]
        until = rectified_at if of_class in ("C", "D") else q.as_of if of_class == "E" else None
        yield Hazard(
            code=code,
            city=areas[area.city].place if area.city else NOWHERE,
            place=area.place,
            industry=industries.get(rows.industries[industry], NO_INDUSTRY),
            site_kind=rows.site_kinds[site],
            unit_name=name,
            grade=GRADES[grade],
            source=SOURCES[source],
            rect_type=RECT_TYPES[rect],
            state=STATES[state],
            class_=of_class,
            round_no=round_no,
            extensions=extensions,
            reopened=reopened,
            things=Things(*map(_flag, things)),
            in_place=_flag(in_place),
            funds_wan=None if funds != funds else funds,
            listing=listing,
            lon=None if lon == NO_PLACE else lon / 100,
            lat=None if lat == NO_PLACE else lat / 100,
            confirmed_at=confirmed_at,
            ordered_at=ordered_at,
            due_at=due_at,
            rectified_at=rectified_at,
            accepted_at=accepted_at,
            closed_at=closed_at,
            found_at=begins(found),
            exposed_at=begins(exposed_at),
            days_overdue=None if until is None else days_begun(due_at, until),
        )


_DATED: Final = ("confirmed", "ordered", "due", "rectified", "accepted", "closed")


@lru_cache(4096)
def _instant(number: int) -> datetime | None:
    return instant_at(number)  # rows name few instants


def _flag(number: int) -> bool | None:
    return None if number == UNKNOWN else bool(number)


def _texts(texts: Texts) -> list[str]:
    return [text.decode() for text in texts.tolist()]


@lru_cache(8)
def _days(zone: str) -> Callable[[int], datetime | None]:
    """The first instant of a day in a zone; rows name few days."""
    return lru_cache(4096)(lambda day: None if day == NO_DAY else start_of_day(EPOCH + timedelta(days=day), zone))


def _listings(at: HazardsAt) -> Iterator[Listing]:
    """The listing to show of each."""
    listings, begins, zone = at.register.listings, _days(at.q.zone), at.q.zone
    today_ = today(at.q)
    for place, due, late in zip(shown_listing(at), listing_due(at).tolist(), listing_late(at).tolist(), strict=True):
        if place == NOT_LISTED:
            yield UNLISTED
            continue
        due_on, off = (int(column[place]) for column in (listings.due, listings.delisted))
        due_on = due if due != NO_DAY else due_on
        yield Listing(
            level=LISTING_LEVELS[listings.level[place]],
            listed_at=begins(int(listings.listed[place])),
            due_at=None if due_on == NO_DAY else end_of_day(EPOCH + timedelta(days=due_on), zone),
            delisted_at=begins(off) if off <= today_ else None,
            late=late,
        )


def _by_place(s: Snapshot, at: HazardsAt) -> HazardsAt:
    city, _ = at.groups(load_city_of(s, at.q))
    return at.where(np.lexsort((at.rows.rank[at.chosen], city)))


def _open_first(at: HazardsAt) -> HazardsAt:
    return at.where(np.lexsort((at.rows.rank[at.chosen], at.instants("due"), ~at.open)))


def stream_hazards(s: Snapshot, q: Question) -> Iterator[Hazard]:
    """Every hazard in F that is chosen, with its state at T (C12, C13), ordered by city and code."""
    return finished(s, _by_place(s, hazards_at(s, q)))


def stream_majors(s: Snapshot, q: Question) -> Iterator[Hazard]:
    """The major ones of list_hazards, the open ones first, the earliest deadline first."""
    return finished(s, _open_first(hazards_at(s, q).of_grade("major")))


def count_hazards(s: Snapshot, q: Question) -> int:
    """How many stream_hazards gives."""
    return len(hazards_at(s, q))


def count_majors(s: Snapshot, q: Question) -> int:
    """How many stream_majors gives."""
    return len(hazards_at(s, q).of_grade("major"))


def list_hazards(s: Snapshot, q: Question) -> tuple[Hazard, ...]:
    """All of stream_hazards."""
    return tuple(stream_hazards(s, q))


def list_first_hazards(s: Snapshot, q: Question, n: int = FIRST) -> tuple[Hazard, ...]:
    """The first n of list_hazards: what a screen shows of a ledger of any size."""
    return tuple(islice(stream_hazards(s, q), n))


def list_majors(s: Snapshot, q: Question) -> tuple[Hazard, ...]:
    """All of stream_majors."""
    return tuple(stream_majors(s, q))


def list_first_majors(s: Snapshot, q: Question, n: int = FIRST) -> tuple[Hazard, ...]:
    """The first n of list_majors."""
    return tuple(islice(stream_majors(s, q), n))


def list_longest_overdue(s: Snapshot, q: Question, n: int = LONGEST) -> tuple[Hazard, ...]:
    """The n hazards that are overdue for the longest time (class E; 超期未整改), the longest first."""
    return tuple(finished(s, longest_overdue(hazards_at(s, q), n)))
