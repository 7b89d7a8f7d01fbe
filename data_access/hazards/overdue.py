"""The hazards overdue at T in few columns: what a board counts, lists and hands to whoever has to act (C13)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from data_access.columns.counting import counted
from data_access.columns.instants import Mask, instant_at
from data_access.database.days import days_begun
from data_access.database.schema.hazard import GRADES, LISTING_LEVELS
from data_access.database.snapshot import Snapshot
from data_access.hazards.at_instant import HazardsAt, hazards_at
from data_access.hazards.overlays import NOT_LISTED, shown_listing
from data_access.notice.industries import NO_INDUSTRY, Industry, load_industries
from data_access.notice.places import NOWHERE, load_areas, load_city_of
from data_access.notice.units import Place
from data_access.question import Question

OVERDUE: Final = "E"
"""The class of what is past its deadline and not rectified."""


Overdue: TypeAlias = Mapping[tuple[str, str], int]
"""How many are overdue, by city (adcode, '' for none) and grade."""


class Turnover(NamedTuple):
    """What was overdue before and is now: before + come - gone = now."""

    before: int
    come: int
    gone: int
    now: int


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


def longest_overdue(at: HazardsAt, n: int | None = None) -> HazardsAt:
    """Those in class E, the longest overdue first, of one deadline in the order of codes; n: only the first so many."""
    late = at.of_classes(OVERDUE)
    return late.where(np.lexsort((late.rows.rank[late.chosen], late.instants("due")))[:n])


def count_overdue(s: Snapshot, q: Question) -> Overdue:
    """How many hazards are in class E at T, by city (adcode, '' of what lies in none) and grade."""
    late = hazards_at(s, q).of_classes(OVERDUE)
    city, codes = late.groups(load_city_of(s, q))
    return {(codes[place], GRADES[grade]): hazards for (place, grade), (hazards,) in counted((city, late.grade))}


def turn_over(s: Snapshot, q: Question, before: datetime) -> dict[str, Turnover]:
    """By grade how many hazards were overdue at an earlier instant, became so since, are so no more, are so at T. What
    changed its grade came to one and left the other.
    """
    found = {}
    for grade in GRADES:
        then, now = (_rows(hazards_at(s, at).of_grade(grade)) for at in (q.at(before), q))
        found[grade] = Turnover(int(then.sum()), int((now & ~then).sum()), int((then & ~now).sum()), int(now.sum()))
    return found


def _rows(at: HazardsAt) -> Mask:
    mask = np.zeros(len(at.rows), np.bool_)
    mask[at.of_classes(OVERDUE).chosen] = True
    return mask


def list_first_overdue(s: Snapshot, q: Question, n: int) -> tuple[OverdueHazard, ...]:
    """The first n of list_overdue_hazards, and the first major one after them where none is among them."""
    first = list_overdue_hazards(s, q, n)
    if any(one.grade == "major" for one in first) or (q.hazards.grades and "major" not in q.hazards.grades):
        return first
    return (*first, *list_overdue_hazards(s, q.of_hazards(grades=("major",)), 1))


def list_overdue_hazards(s: Snapshot, q: Question, n: int | None = None) -> tuple[OverdueHazard, ...]:
    """The chosen hazards in class E at T, the longest overdue first; n: only the first so many. Lines and unit groups
    do not matter.
    """
    shown = longest_overdue(hazards_at(s, q), n)
    due = shown.instants("due")
    listings, rows = shown.register.listings, shown.rows
    areas, industries, found = load_areas(s, q), load_industries(s, q), list[OverdueHazard]()
    for row, grade, listing, due_us in zip(shown.chosen, shown.grade, shown_listing(shown), due, strict=True):
        area = areas[rows.adcodes[rows.adcode[row]]]
        due_at = instant_at(due_us)
        assert due_at is not None
        found.append(
            OverdueHazard(
                code=rows.code[row].decode(),
                city=areas[area.city].place if area.city else NOWHERE,
                place=area.place,
                industry=industries.get(rows.industries[rows.industry[row]], NO_INDUSTRY),
                grade=GRADES[grade],
                listing="" if listing == NOT_LISTED else LISTING_LEVELS[listings.level[listing]],
                due_at=due_at,
                days_overdue=days_begun(due_at, q.as_of),
            )
        )
    return tuple(found)
