"""Hazards as columns of values (the fields of ledger.Hazard), made of the register some thousand at a time."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.columns.instants import NEVER, NO_DAY, Instants, Mask, instant_at
from data_access.database.days import EPOCH, end_of_day, start_of_day
from data_access.database.schema.hazard import CLASSES, GRADES, LISTING_LEVELS
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import HazardsAt
from data_access.hazards.days import today
from data_access.hazards.ledger import UNLISTED, Listing, Things
from data_access.hazards.overlays import NOT_LISTED, exposed_on, listing_due, listing_late, shown_listing
from data_access.hazards.register.overlays import Days
from data_access.hazards.register.register import STATES
from data_access.hazards.register.rows import NO_PLACE, RECT_TYPES, SOURCES, UNKNOWN, Texts
from data_access.notice.industries import NO_INDUSTRY, load_industries
from data_access.notice.places import NOWHERE, load_areas
from data_access.tables.lines import Coded, Part, coded

ROWS: Final = 1_000
"""Hazards made at a time, in 3 ms: viewers of pages wait no longer for a file."""
DATED: Final = ("confirmed", "ordered", "due", "rectified", "accepted", "closed")
FLAGS: Final = (None, False, True)
THINGS: Final = tuple(Things(*flags) for flags in product(FLAGS, repeat=len(Things._fields)))
"""All that can be known of them; _BASE makes the place here out of five places in FLAGS."""
_BASE: Final = np.array([len(FLAGS) ** place for place in reversed(range(len(Things._fields)))])
_DAY: Final = 86_400_000_000
_NOT_LATE: Final = NEVER


def parts_of(s: Snapshot, at: HazardsAt) -> Iterator[Part]:
    """The hazards in their order, ROWS at a time, with their places and industries by name."""
    areas, industries = load_areas(s, at.q), load_industries(s, at.q)
    seen = [areas.get(code) for code in at.rows.adcodes]
    city = [areas[one.city].place if one and one.city else NOWHERE for one in seen]
    place = [one.place if one else NOWHERE for one in seen]
    industry = [industries.get(code, NO_INDUSTRY) for code in at.rows.industries]
    exposed, shown, due, late = exposed_on(at), shown_listing(at), listing_due(at), listing_late(at)
    for first in range(0, len(at), ROWS):
        rows = slice(first, first + ROWS)
        part = at.where(rows)
        yield {
            "city": Coded(city, part.adcode),
            "place": Coded(place, part.adcode),
            "industry": Coded(industry, at.rows.industry[part.chosen]),
            "listing": _listings(at, shown[rows], due[rows], late[rows]),
            **_of_row(part, exposed[rows]),
            **_at_instant(part),
            "exposed_at": coded(exposed[rows], _days(at.q.zone)),
        }


def _of_row(at: HazardsAt, exposed: Days) -> Part:
    """What does not depend on T, but the name: it may be shown of what was exposed."""
    rows, chosen = at.rows, at.chosen
    return {
        "code": Coded(_texts(rows.code[chosen]), np.arange(len(at))),
        "site_kind": Coded(rows.site_kinds, rows.site_kind[chosen]),
        "unit_name": Coded(rows.names, np.where(exposed != NO_DAY, rows.name[chosen], 0)),
        "source": Coded(SOURCES, rows.source[chosen]),
        "rect_type": Coded(RECT_TYPES, rows.rect_type[chosen]),
        "things": Coded(THINGS, _BASE @ (rows.things[:, chosen] - UNKNOWN)),
        "in_place": Coded(FLAGS, rows.in_place[chosen] - UNKNOWN),
        "funds_wan": coded(rows.funds[chosen], lambda funds: None if funds != funds else funds),
        "lon": coded(rows.lon[chosen], _degrees),
        "lat": coded(rows.lat[chosen], _degrees),
        "found_at": coded(rows.found_on[chosen], _days(at.q.zone)),
    }


def _at_instant(at: HazardsAt) -> Part:
    return {
        "grade": Coded(GRADES, at.grade),
        "state": Coded(STATES, at.state),
        "class_": Coded(CLASSES, at.class_),
        "round_no": coded(at.numbers("rounds_ended"), lambda ended: ended + 1),
        "extensions": coded(at.numbers("extensions"), int),
        "reopened": coded(at.numbers("reopened"), int),
        **{f"{name}_at": coded(at.instants(name), _instant) for name in DATED},
        "days_overdue": coded(_days_overdue(at), lambda days: None if days == _NOT_LATE else days),
    }


def _days_overdue(at: HazardsAt) -> Instants:
    """Days begun since the deadline, until T (E) or until it was rectified (C, D); _NOT_LATE of the others."""
    until = np.where(at.class_ == CLASSES.index("E"), at.as_of, at.instants("rectified"))
    late = np.isin(at.class_, [CLASSES.index(one) for one in "CDE"])
    return np.where(late, -((at.instants("due") - until) // _DAY), _NOT_LATE)


def _listings(at: HazardsAt, place: NDArray[np.int64], due: Days, late: Mask) -> Coded:
    """The listing to show of each."""
    listings, begins = at.register.listings, _days(at.q.zone)
    values, numbers, until = [UNLISTED], np.zeros(len(place), np.int32), today(at.q)
    for row in np.flatnonzero(place != NOT_LISTED).tolist():
        one = int(place[row])
        due_on, off = (int(column[one]) for column in (listings.due, listings.delisted))
        due_on = int(due[row]) if due[row] != NO_DAY else due_on
        numbers[row] = len(values)
        values.append(
            Listing(
                level=LISTING_LEVELS[listings.level[one]],
                listed_at=begins(int(listings.listed[one])),
                due_at=None if due_on == NO_DAY else end_of_day(EPOCH + timedelta(days=due_on), at.q.zone),
                delisted_at=begins(off) if off <= until else None,
                late=bool(late[row]),
            )
        )
    return Coded(values, numbers)


def _texts(texts: Texts) -> list[str]:
    return [text.decode() for text in texts.tolist()]


def _degrees(hundredths: int) -> float | None:
    return None if hundredths == NO_PLACE else hundredths / 100


@lru_cache(4096)
def _instant(number: int) -> datetime | None:
    return instant_at(number)  # rows name few instants


@lru_cache(8)
def _days(zone: str) -> Callable[[int], datetime | None]:
    """The first instant of a day in a zone; rows name few days."""
    return lru_cache(4096)(lambda day: None if day == NO_DAY else start_of_day(EPOCH + timedelta(days=day), zone))
