"""The events of volunteer leagues city by city: the city's own league, and those of its counties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.view import View
from data_access.reach.volunteers import VolunteerEvent
from data_access.wording import brief


@dataclass(frozen=True)
class CityLeagues:
    """A city's leagues: those that owe an event (waived ones set aside), and those that held it."""

    adcode: str
    name: str
    own_owed: int
    own_done: int
    owed: int
    """Of its counties."""
    done: int
    waiting: list[str]
    """Names of the counties whose league has not held it."""
    full: bool | None
    """Whether all have; None where not all of them are asked for."""


def by_city(view: View, events: Sequence[VolunteerEvent]) -> list[CityLeagues]:
    """Rows of list_volunteer_events by city, in official order (C6: neither discharges the other)."""
    cities: dict[str, list[VolunteerEvent]] = {}
    for row in events:
        cities.setdefault(row.unit.city, []).append(row)
    names = {county.code: brief(county.label(view.lang)) for county in view.choices.counties}
    return [_city(view, adcode, rows, names) for adcode, rows in cities.items()]


def _city(view: View, adcode: str, rows: Sequence[VolunteerEvent], names: Mapping[str, str]) -> CityLeagues:
    active = [row for row in rows if row.state != "waived"]
    own = [row for row in active if row.unit.group == "city"]
    counties = [row for row in active if row.unit.group == "county"]
    return CityLeagues(
        adcode,
        view.city(adcode),
        len(own),
        sum(row.done for row in own),
        len(counties),
        sum(row.done for row in counties),
        [names.get(row.unit.adcode, row.unit.short) for row in counties if not row.done],
        rows[0].city_full,
    )
