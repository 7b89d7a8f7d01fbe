"""What lies over the state of a hazard at T: listings for supervised rectification (挂牌督办) and exposures (曝光)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data_access.columns.instants import NEVER, NO_DAY, Mask
from data_access.database.days import number_of_day
from data_access.database.parameters import last_day_over
from data_access.database.schema.hazard import LISTING_LEVELS
from data_access.hazards.at_instant import HazardsAt
from data_access.hazards.days import today
from data_access.hazards.register.overlays import Days

NOT_LISTED: Final = -1


def marked(at: HazardsAt) -> HazardsAt:
    """Those that were listed or exposed by T."""
    return at.where((exposed_on(at) != NO_DAY) | was_listed(at))


def exposed_on(at: HazardsAt) -> Days:
    """The day on which each was first exposed by T; NO_DAY for never."""
    days = np.full(len(at.rows), NO_DAY, np.int32)
    hazard, day = at.register.exposures.first(today(at.q))
    days[hazard] = day
    return days[at.chosen]


def was_listed(at: HazardsAt, level: str = "") -> Mask:
    """Each was listed by T, at this level if one is given."""
    listings = at.register.listings
    mask = listings.listed <= today(at.q)
    if level:
        mask &= listings.level == LISTING_LEVELS.index(level)
    return _marked(at, listings.hazard[mask])


def listing_due(at: HazardsAt) -> Days:
    """The earliest deadline that a listing in force sets for each; NO_DAY for none."""
    listings = at.register.listings
    mask, days = listings.in_force(today(at.q)), np.full(len(at.rows), NO_DAY, np.int32)
    np.minimum.at(days, listings.hazard[mask], listings.due[mask])
    return days[at.chosen]


def listing_late(at: HazardsAt) -> Mask:
    """Each is open past the deadline of a listing in force: its own one where that sets none."""
    listings, due_on = at.register.listings, listing_due(at)
    stands = _marked(at, listings.hazard[listings.in_force(today(at.q))])
    passed = due_on <= number_of_day(last_day_over(at.q))
    own = (due_on == NO_DAY) & (at.instants("due") <= at.as_of)
    late: Mask = (at.instants("closed") == NEVER) & stands & (passed | own)
    return late


def shown_listing(at: HazardsAt) -> NDArray[np.int64]:
    """The place of the listing to show of each; NOT_LISTED for none."""
    places = np.full(len(at.rows), NOT_LISTED, np.int64)
    shown = at.register.listings.shown(today(at.q))
    places[at.register.listings.hazard[shown]] = shown
    return places[at.chosen]


def _marked(at: HazardsAt, hazards: NDArray[np.int32]) -> Mask:
    mask = np.zeros(len(at.rows), np.bool_)
    mask[hazards] = True
    return mask[at.chosen]
